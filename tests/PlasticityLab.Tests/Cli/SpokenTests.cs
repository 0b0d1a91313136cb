using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PlasticityLab.Cli;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary>What the terminal says to people: names, places of mistakes, what to do next.</summary>
[Collection(nameof(Alone))]
public sealed class SpokenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-spoken-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plan_counts_rules_apart_from_what_they_are_held_against()
    {
        var said = await Say("study", "plan", Path.Combine(TestData.Repository, "studies", "first-look.yaml"));
        Assert.Contains("4 rules and 1 control x 2 conditions, 6 fresh seeds each", said.Out, StringComparison.Ordinal);
        Assert.Contains(
            "1 rule x 1 condition, 1 fresh seed each",
            (await Say("study", "plan", Study("rules: [stdp]\nseeds: {count: 1}\n"))).Out
        );
    }

    [Theory]
    [InlineData("hebb")]
    [InlineData("anti")]
    [InlineData("bcm")]
    public async Task A_rule_without_a_window_shows_what_it_does_to_coincidence(string rule)
    {
        var said = await Say("rules", "describe", rule);
        Assert.Contains("it acts on coincidence only", said.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n +0 ms +[-+−]0\.\d+ +[-+−]+", said.Out);
        Assert.DoesNotContain("never changes", said.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_name_is_expanded_and_lists_show_names_beside_ids()
    {
        Assert.StartsWith("trace Hebb (causal_trace_hebb; also read: tah)", (await Say("rules", "describe", "tah")).Out.TrimStart());
        var list = (await Say("rules", "list")).Out;
        Assert.All(["trace Hebb", "causal_trace_hebb", "Mexican hat", "anti_covariance"], name => Assert.Contains(name, list));
    }

    [Fact]
    public async Task In_eighty_columns_names_numbers_and_equations_stay_whole()
    {
        var folder = Reports.MadeUpStudy.Write(Path.Combine(_folder, "narrow"));
        var columns = Environment.GetEnvironmentVariable("COLUMNS");
        Environment.SetEnvironmentVariable("COLUMNS", "80");
        try
        {
            var rules = (await Say("rules", "list")).Out;
            Assert.Contains("trace Hebb (causal_trace_hebb); temporal, tells direction: yes", rules, StringComparison.Ordinal);
            Assert.Contains("dw/dt = η r_i x̄_j.", rules, StringComparison.Ordinal);
            var few = (await Say("table", folder, "outcomes", "--columns", "rule,seed,S", "--first", "2")).Out;
            Assert.Matches(@"\n +rule +seed +S", few);
            // More columns than there is room for: a row is a paragraph.
            var all = (await Say("table", folder, "summary", "--first", "2")).Out;
            Assert.Matches(@"\n  rule +\w+\s*\n", all);
            Assert.DoesNotContain("…", rules + few + all, StringComparison.Ordinal);
            Assert.All((rules + few).Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COLUMNS", columns);
        }
    }

    [Fact]
    public void A_table_that_is_too_wide_leaves_out_what_may_go()
    {
        var columns = Environment.GetEnvironmentVariable("COLUMNS");
        try
        {
            Assert.Contains("bar bar", Written("60"), StringComparison.Ordinal);
            Assert.DoesNotContain("bar bar", Written("30"), StringComparison.Ordinal);
            Assert.Matches(@"an-id-of-some-length +0\.50", Written("40"));
            Assert.Matches(@"\n  rule  an-id-of-some-length\n  S     0\.50\n", Written("20"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COLUMNS", columns);
        }

        static string Written(string width)
        {
            Environment.SetEnvironmentVariable("COLUMNS", width);
            var (standard, writer) = (Console.Out, new StringWriter());
            Console.SetOut(writer);
            try
            {
                var table = new TerminalTable("", new("rule"), new("S"), new("", Goes: 1));
                table.Add("an-id-of-some-length", "0.50", "bar bar");
                table.Write();
            }
            finally
            {
                Console.SetOut(standard);
            }

            return writer.ToString().ReplaceLineEndings("\n");
        }
    }

    [Fact]
    public async Task Every_problem_of_a_study_has_its_own_line_and_number_also_as_JSON()
    {
        var file = Study(
            "name: bad\nrules:\n  - hebb\n  - { name: x, rule: hebbb }\n  - { name: y, equation: \"dw = eta*foo\" }\n  - spike_stdp\n"
        );
        var said = await Say("study", "check", file, "--json");
        Assert.Equal(2, said.Exit);
        var problems = JsonDocument
            .Parse(said.Out)
            .RootElement.GetProperty("problems")
            .EnumerateArray()
            .Select(problem => problem.GetString()!.Replace(Path.GetFileName(file), "", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal([":4: rules[1]: ", ":5: rules[2]: ", ":6: rules[3]: "], problems.Select(problem => problem[..14]));
        Assert.Contains("Did you mean hebbian?", problems[0], StringComparison.Ordinal);
        var set = await Say("study", "check", Study("rules: [hebb]\n"), "--set", "seeds.cuont=3");
        Assert.StartsWith("--set seeds.cuont: ", set.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean count?", set.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_for_a_file_and_a_file_for_a_folder_are_told()
    {
        Assert.Contains("is a folder, but a file is asked for", (await Say("study", "run", _folder)).Error, StringComparison.Ordinal);
        var file = Study("rules: [hebb]\n");
        Assert.Contains(
            "is a file, but a folder is to be written to",
            (await Say("study", "run", file, "--out", file)).Error,
            StringComparison.Ordinal
        );
        // Nobody may write there, not even the superuser.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that nobody may write to");
        var refused = await Say("study", "run", file, "--out", "/proc/nowhere");
        Assert.Equal(2, refused.Exit);
        Assert.Contains("The folder /proc/nowhere cannot be written: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Choose a folder that you may write to (most verbs: --out FOLDER).", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1,0.1", "the stable (node|focus)")]
    [InlineData("0.9,0.4", "the stable (node|focus)")]
    public async Task The_end_of_an_orbit_is_named(string start, string end)
    {
        var system = Path.Combine(TestData.Repository, "systems", "wilson-cowan-bistable.json");
        var said = await Say("analyse", "dynamics", system, "--trajectory", start, "--duration", "400");
        Assert.Matches($", {end}$", said.Out.TrimEnd());
        var cycle = Path.Combine(TestData.Repository, "systems", "wilson-cowan-oscillating.json");
        Assert.EndsWith(", still moving", (await Say("analyse", "dynamics", cycle, "--trajectory", start)).Out.TrimEnd());
    }

    [Fact]
    public async Task One_of_several_arrays_is_chosen_by_its_name()
    {
        var file = Path.Combine(_folder, "weights.npz");
        var npy = new[] { Npy.Write(new NpyArray([2, 2], [0, 1, 1, 0])), Npy.Write(new NpyArray([2, 2], [0, 2, 0, 0])) };
        using (var zip = System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var (name, bytes) in new[] { "W_hebb_A", "W_stdp_A" }.Zip(npy))
            {
                using var stream = zip.CreateEntry(name + ".npy").Open();
                stream.Write(bytes);
            }
        }

        var lost = await Say("analyse", "structure", file);
        Assert.Equal(2, lost.Exit);
        Assert.Contains($"Name one of them: {file}:W_hebb_A", lost.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Say("analyse", "structure", $"{file}:W_stdp_A", "--json")).Exit);
        // What these two units do not have is said in words.
        Assert.DoesNotContain("NaN", (await Say("analyse", "structure", $"{file}:W_stdp_A")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await Say("analyse", "dynamics", $"{file}:W_hebb_A", "--equilibria")).Exit);
        Assert.Contains("no array W_x", (await Say("analyse", "structure", $"{file}:W_x")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void J_is_threads_and_threads_is_j_in_every_verb()
    {
        static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
        var options = All(CommandTree.Build()).SelectMany(command => command.Options.Select(option => (command, option))).ToArray();
        Assert.All(options.Where(x => x.option.Aliases.Contains("-j")), x => Assert.Equal("--threads", x.option.Name));
        Assert.All(options.Where(x => x.option.Name == "--threads"), x => Assert.True(x.option.Aliases.Contains("-j"), x.command.Name));
    }

    [Fact]
    public void The_demo_ends_with_three_commands_to_go_on_with()
    {
        var next = DemoVerb.Next("runs/first-look-0123").ToArray();
        Assert.Equal(3, next.Length);
        var root = CommandTree.Build();
        Assert.All(
            next.Select(line => line.Split('#')[0].Trim().Split(' ')[1..]),
            words => Assert.Empty(root.Parse(words).Errors.Select(error => error.Message))
        );
    }

    [Fact]
    public async Task Files_are_told_as_their_folder_was_given()
    {
        Reports.MadeUpStudy.Write(Path.Combine(_folder, "made-up"));
        foreach (var words in new[] { "export made-up --to npz --out given", "export made-up --to npz", "notebook made-up" })
        {
            var said = await Say(words.Split(' '));
            Assert.True(said.Exit == 0, said.ToString());
            Assert.All(
                said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                line => Assert.Matches($@"^{(words.EndsWith("given", StringComparison.Ordinal) ? "given" : "made-up")}[/\\]", line)
            );
            Assert.DoesNotContain("(1 rows)", said.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_answers_small_questions()
    {
        var folder = Reports.MadeUpStudy.Write(Path.Combine(_folder, "made-up"));
        var list = (await Say("table", folder)).Out;
        Assert.Matches(@"(?m)^outcomes +\d+ rows, one is one trained network\s*$", list);
        var csv = (await Say("table", folder, "outcomes", "--where", "S >= 0", "--columns", "rule,S", "--sort", "-S", "--to", "csv")).Out;
        var scores = csv.Split('\n')[1..^1].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();
        Assert.NotEmpty(scores);
        Assert.Equal(scores.OrderByDescending(x => x), scores);
        var text = (await Say("table", folder, "outcomes", "--columns", "rule", "seed", "--first", "2")).Out;
        Assert.Contains("2 rows", text, StringComparison.Ordinal);
        Assert.DoesNotContain("condition", text, StringComparison.Ordinal);
        Assert.Contains("No row meets this.", (await Say("table", folder, "outcomes", "--where", "S > 9")).Out, StringComparison.Ordinal);
        var one = JsonDocument.Parse((await Say("table", folder, "outcomes", "--first", "1", "--json")).Out).RootElement[0];
        Assert.Equal(JsonValueKind.Number, one.GetProperty("seed").ValueKind);
        var lost = await Say("table", folder, "outcome");
        Assert.Equal(2, lost.Exit);
        Assert.Contains("Did you mean outcomes?", lost.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Say("table", folder, "outcomes", "--to", "excel")).Exit);
    }

    private Task<Plasticity.Outcome> Say(params string[] words) => Plasticity.Run(_folder, words, TimeSpan.FromSeconds(60));

    private string Study(string text)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
