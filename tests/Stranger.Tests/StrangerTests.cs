using PlasticityLab.Cli;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace Stranger;

/// <summary>A program of somebody else adds one of everything, a file each, and study files name them.</summary>
public sealed class StrangerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stranger-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, "studies", name);

    // Exit code and what was printed.
    private static async Task<(int Code, string Out)> Run(params string[] arguments)
    {
        var (before, errors, text) = (Console.Out, Console.Error, new StringWriter());
        Console.SetOut(text);
        Console.SetError(text);
        try
        {
            return (await PlasticityProgram.RunAsync(arguments), text.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errors);
        }
    }

    private async Task<string> Study(string file, params string[] more)
    {
        var (code, text) = await Run(["study", "run", File(file), "--out", _folder, .. more]);
        Assert.True(code == 0, text);
        return Directory.GetDirectories(_folder, Path.GetFileNameWithoutExtension(file) + "-*").Single();
    }

    [Fact]
    public async Task A_study_names_them_all_it_runs_resumes_and_every_page_shows_them()
    {
        var (checks, said) = await Run("study", "check", File("pairs.yaml"));
        Assert.True(checks == 0, said);
        var folder = await Study("pairs.yaml");

        // Tables: the measure is a column, the analysis has a table.
        var study = StudyResults.Load(folder);
        var outcomes = study.Rows<OutcomeRow>();
        Assert.Equal(["recalled_pairs", "flow"], outcomes[0].Values.Columns.Select(column => column.Name));
        Assert.Equal("sparse_winners", outcomes[0].Network);
        Assert.All(outcomes, row => Assert.Equal(row.Rule == "none" ? 0 : 1, row.Values[row.Values.Columns[0]]));
        Assert.Contains(outcomes, row => row.Rule == "built_pairs");
        Assert.Equal(outcomes.Count, study.Rows<PairWeightRow>().Count);
        Assert.All(
            study.Rows<PairWeightRow>().Where(row => row.Rule != "none"),
            row => Assert.True(row.Partner > row.Others + 0.1, $"{row}")
        );
        Assert.Equal(["Supported", "Supported"], study.Rows<StatementRow>().Select(row => $"{row.Outcome}"));

        // The report and the slides, and the figure as a file.
        var report = await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
        foreach (var shown in new[] { "recalled_pairs", "pair_weights", "Weights of pairs", "keeps the network awake" })
        {
            Assert.Contains(shown, report, StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(System.IO.File.Exists(Path.Combine(folder, "figures", "pair_weights.svg")));
        Assert.Equal(0, (await Run("slides", folder)).Code);
        var slides = await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "slides.html"));
        Assert.Contains("Weights of pairs", slides, StringComparison.Ordinal);
        Assert.Contains("recalled_pairs", slides, StringComparison.Ordinal);

        // The exporter.
        var (code, exported) = await Run("export", folder, "--to", "lines");
        Assert.True(code == 0, exported);
        Assert.Equal(
            study.Rows<PairWeightRow>().Count,
            (await System.IO.File.ReadAllLinesAsync(Path.Combine(folder, "export", "pair_weights.jsonl"))).Length
        );

        // Again: nothing is computed, runs and steps are looked up.
        var (_, again) = await Run("study", "run", File("pairs.yaml"), "--out", _folder);
        Assert.Contains("Nothing had to be computed", again, StringComparison.Ordinal);
        Assert.Contains("recalled_pairs", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_of_a_stranger_and_one_typed_as_text_remember_beside_stdp()
    {
        var folder = await Study("remembers.yaml");
        var study = StudyResults.Load(folder);
        string[] all = ["no_learning", "rate_stdp", "trace_with_decay", "typed"];
        void Are<TRow>(Func<TRow, string> rule, Func<TRow, TRow> called)
            where TRow : notnull
        {
            var rows = study.Rows<TRow>();
            Assert.Equal(all, rows.Select(rule).Distinct().Order(StringComparer.Ordinal));
            // The text says what the class says, so it remembers the same.
            Assert.Equal(
                rows.Where(row => rule(row) == "trace_with_decay").Select(row => $"{row}"),
                rows.Where(row => rule(row) == "typed").Select(row => $"{called(row)}")
            );
        }

        Are<TunesEachRow>(row => row.Tune.Rule, row => row with { Tune = row.Tune with { Rule = "trace_with_decay" } });
        Are<CapacityRow>(row => row.Rule, row => row with { Rule = "trace_with_decay" });
        Are<SequenceCountRow>(row => row.Rule, row => row with { Rule = "trace_with_decay" });
        Are<PatternCapacityRow>(row => row.Rule, row => row with { Rule = "trace_with_decay" });
        Are<RetentionPoint>(row => row.Rule, row => row with { Rule = "trace_with_decay" });
        // A rule that links each note with the next plays melodies, no learning plays none.
        Assert.Equal(0, study.Rows<CapacityRow>().Single(row => row.Rule == "no_learning").Length);
        Assert.All(study.Rows<CapacityRow>().Where(row => row.Rule != "no_learning"), row => Assert.True(row.Length > 8, $"{row}"));
        // Claims are judged from the memory tables: what is equal is not more, and what is not tested is not supported.
        Assert.Equal(["Undecided", "NotSupported"], study.Rows<StatementRow>().Select(row => $"{row.Outcome}"));
        Assert.Equal(2, StudyAnswer.Of(study).Count);
        Assert.Contains("typed", await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_study_asks_a_named_an_own_and_a_typed_rule_for_tunes_capacity_and_retention()
    {
        var folder = await Study("three-kinds-of-rules.yaml");
        var study = StudyResults.Load(folder);
        var outcomes = study.Rows<OutcomeRow>();
        string[] rules = ["none", "stdp", "twd", "typed"];
        // One row a rule and network, with everything that was asked for.
        Assert.Equal(
            rules.SelectMany(rule => new[] { 100, 101, 102 }.Select(seed => $"{rule} {seed}")),
            outcomes.Select(row => $"{row.Rule} {row.Seed}").Order(StringComparer.Ordinal)
        );
        Assert.All(outcomes, row => Assert.Equal("k_winners", row.Network));
        string[] asked = ["notes_right", "capacity", "half_life"];
        Assert.All(outcomes, row => Assert.Equal(asked, row.Values.Columns.Select(column => column.Name)));
        double[] Values(string rule, string measure) =>
            [.. outcomes.Where(row => row.Rule == rule).Select(row => row.Values[row.Values.Columns[Array.IndexOf(asked, measure)]])];
        foreach (var measure in asked)
        {
            Assert.All(Values("none", measure), value => Assert.Equal(0, value));
            // The text says what the class says.
            Assert.Equal(Values("twd", measure), Values("typed", measure));
            Assert.All(Values("twd", measure), value => Assert.True(value > 0, $"{measure} is {value}."));
        }

        // Twelve tunes of twelve notes: what goes to the next note alone holds them all, STDP takes some of it away again.
        Assert.All(Values("twd", "capacity"), notes => Assert.Equal(144, notes));
        Assert.All(Values("stdp", "notes_right"), share => Assert.InRange(share, 0.5, 0.99));
        var report = await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
        Assert.All(
            ["STDP", "trace with decay", "typed"],
            rule => Assert.Contains($"<th scope=\"row\">{rule}<", report, StringComparison.Ordinal)
        );
        Assert.All(asked, measure => Assert.Contains(measure, report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neurons_of_a_stranger_stand_in_studies_of_rates_and_of_spikes()
    {
        foreach (var (file, kind) in new[] { ("rates.yaml", "rate"), ("spikes.yaml", "spiking") })
        {
            var study = StudyResults.Load(await Study(file, "--no-report"));
            Assert.All(study.Rows<OutcomeRow>(), row => Assert.Equal(kind, row.Network));
        }

        Assert.True(Catalog.Of<IRateNeuron>().Has("quadratic") && Catalog.Of<ISpikingNeuron>().Has("plain_lif"));
        Assert.Contains(RuleCatalog.Cards, card => card.Id == "trace_with_decay");
    }

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public async Task A_measure_that_throws_is_told_with_its_type_before_anything_runs_and_only_where_it_is_wanted(string verb)
    {
        string[] wanted = ["--set", "measures=[throws]", "--set", "claims=[]", "--set", "seeds.count=1"];
        var (code, text) = await Run([
            "study",
            verb,
            File("pairs.yaml"),
            .. verb == "run" ? ["--out", _folder] : Array.Empty<string>(),
            .. wanted,
        ]);
        Assert.Equal(2, code);
        Assert.Contains(
            "The measure throws (Stranger.Throws) failed on a network of the task paired_associates: There is no such thing.",
            text,
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetDirectories(_folder));
    }

    [Fact]
    public async Task Hand_built_weights_that_fit_another_task_are_refused()
    {
        var study = Path.Combine(_folder, "refused.yaml");
        await System.IO.File.WriteAllTextAsync(
            study,
            "name: refused\nnetwork: { kind: sparse_winners, units: 20 }\ntask: { kind: chain, items: 3, assembly_size: 5 }\nrules: [hebb, built_pairs]\n"
        );
        var (code, text) = await Run("study", "check", study);
        Assert.Equal(2, code);
        Assert.Contains("rules[1]: built_pairs knows pairs only.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_a_stranger_s_network_cannot_play_is_refused_with_both_names()
    {
        var array = Path.Combine(_folder, "recorded.csv");
        await System.IO.File.WriteAllTextAsync(array, "1,0,0\n0,1,0\n0,0,1\n");
        var study = Path.Combine(_folder, "refused.yaml");
        await System.IO.File.WriteAllTextAsync(
            study,
            "name: refused\nnetwork: { kind: sparse_winners, units: 20 }\ntask: { kind: chain, items: 3, assembly_size: 5, array_file: recorded.csv }\nrules: [hebb]\n"
        );
        var (code, text) = await Run("study", "check", study);
        Assert.Equal(2, code);
        Assert.Contains(
            "task chain cannot run on network sparse_winners: recorded activity is graded, and winners are active or not.",
            text,
            StringComparison.Ordinal
        );
    }
}
