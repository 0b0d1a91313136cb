using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Theories;

namespace PlasticityLab.Tests.Studies;

/// <summary>A rule is what its formula says, whatever the study calls it; and what a study found can be read back.</summary>
public sealed class OwnRulesTests : IDisposable
{
    private const string Rules = """
        rules:
          - { name: mine, equation: "dw = 8*post.rate*pre.fast(12 ms)", weight_max: 1.5 }
          - { name: level, equation: "dw = 5*post.rate*pre.rate - 0.3*w", weight_max: 1.5 }
          - { name: hebb, rule: rate_stdp, eta: 3.123456789 }
          - { name: antidote, rule: rate_stdp, soft_bounds: true, normalisation: divisive, cap: off, in: { B: { sign: -1, gain: 1.25 } } }
        """;
    private const string Study = """
        name: own
        network: { units: 36 }
        conditions: { A: { adaptation: 0 }, B: { adaptation: 1 } }
        task: { items: 3, assembly_size: 6, epochs: 2, free_run: 100 ms, overlapping: false }
        seeds: { first: 1, count: 2 }
        controls: [no_learning, oracle]

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Own_rules_are_no_controls_and_names_mean_nothing()
    {
        var folder = StudyFolder.Open(StudyFile.Parse(Study + Rules), _folder);
        folder.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        var study = StudyResults.Load(folder.Path);
        Assert.Equal(RuleFamily.Temporal, study.Family("mine"));
        Assert.Equal(RuleFamily.Correlational, study.Family("level"));
        Assert.Equal(RuleFamily.Temporal, study.Family("hebb"));
        Assert.Equal(["none", "level", "antidote", "hebb", "mine", "oracle"], study.Rules());
        Assert.Equal(
            ["level correlational", "mine temporal"],
            study
                .Rows<TradeoffRow>()
                .Where(row => row.Rule is "mine" or "level" && row.Condition == "A")
                .Select(row => $"{row.Rule} {StudyView.Word(row.Family)}")
                .Order()
        );
        var answer = string.Join(' ', StudyAnswer.Of(study));
        // All four count: eight networks a condition, and none of so small a study plays.
        var ended = Regex.Match(answer, @"every network failed \(([^)]*)\)").Groups[1].Value;
        Assert.Equal(8, Regex.Matches(ended, @"\d+").Sum(count => int.Parse(count.Value, CultureInfo.InvariantCulture)));
        Assert.DoesNotContain("oracle", answer, StringComparison.Ordinal);
        Assert.Contains("nothing was tuned", answer, StringComparison.Ordinal);

        // The look is that of the family, and two entries of one rule differ.
        Assert.Contains(study.Style("hebb").Glyph, new[] { Glyph.Triangle, Glyph.Diamond, Glyph.TriangleDown });
        Assert.Equal("hebb", study.Style("hebb").Label);
        Assert.NotEqual(study.Style("hebb") with { Label = "" }, study.Style("antidote") with { Label = "" });
        Assert.Equal(Dash.Solid, study.Style("mine").Dash);
        Assert.NotEqual(Palette.Grey, study.Style("mine").Paint);

        // Temporal rules count by what they strengthen: with its sign turned, antidote points backwards in B.
        var evidence = new ClaimEvidence(study);
        var forward = new Subjects { Family = RuleFamily.Temporal, Pointing = WindowDirection.Forward };
        Assert.Equal(["mine", "hebb", "antidote"], evidence.Of(forward, "A"));
        Assert.Equal(["mine", "hebb"], evidence.Of(forward, "B"));
    }

    [Fact]
    public void Tuned_values_are_read_back_to_the_same_learning()
    {
        var study = StudyFile.Parse(Study + Rules);
        var data = new StudyData
        {
            Study = study,
            Tuning = System
                .Collections
                .Immutable
                .ImmutableSortedDictionary<(string Rule, string Condition), PlasticityLab.Studies.Tuning.TuningResult>
                .Empty,
            Outcomes =
            [
                .. from rule in study.Rules
                from condition in study.Conditions.Keys
                select new NetworkOutcome(
                    new StudyEntry(rule.Name, condition, rule.For(condition)),
                    1,
                    new RunResult { Id = "", Status = RunStatus.Ok }
                ),
            ],
            Examples = [],
        };
        var again = StudyFile.Parse(Study + TunedRules.ToYaml(data));
        Assert.Equal(study.Rules.Select(rule => rule.Name), again.Rules.Select(rule => rule.Name));
        foreach (var (rule, other) in study.Rules.Zip(again.Rules))
        {
            foreach (var condition in study.Conditions.Keys)
            {
                var run = new StudyEntry("x", condition, rule.For(condition)).Run(study, 1);
                Assert.Equal(run.Id(), new StudyEntry("x", condition, other.For(condition)).Run(again, 1).Id());
            }
        }
    }

    [Fact]
    public void Where_every_neuron_of_an_item_belongs_to_others_too_its_measures_are_empty_cells_and_the_study_goes_on()
    {
        var text = Study
            .Replace("units: 36", "units: 10", StringComparison.Ordinal)
            .Replace(", overlapping: false", "", StringComparison.Ordinal);
        var folder = StudyFolder.Open(StudyFile.Parse(text + "rules: [hebb, stdp]\n"), _folder);
        folder.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        var study = StudyResults.Load(folder.Path);
        Assert.Contains(study.Rows<BlockRow>(), row => double.IsNaN(row.B));
        Assert.Contains(
            study.Rows<OutcomeRow>(),
            row => double.IsNaN(row.Values[NetworkMeasures.Rotation]) && double.IsFinite(row.Values[NetworkMeasures.S])
        );
        var abscissa = NetworkMeasures.Further.Single(measure => measure.Name == "spectral_abscissa_B");
        Assert.All(study.Rows<FurtherMeasuresRow>(), row => Assert.NotEqual(0, row.Values[abscissa]));
    }

    [Fact]
    public void A_spiking_study_that_says_double_computes_in_double()
    {
        var study = StudyFile.Parse(
            "name: x\nnetwork: { kind: spiking, excitatory: 48, inhibitory: 12 }\ntask: { items: 3, assembly_size: 12, epochs: 2, free_run: 100 ms }\nrules: [{ rule: spike_stdp, eta: 0.1 }]\n"
        );
        Assert.Equal("double", study.Precision);
        var run = new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
        var (twice, once) = (
            Run.Execute(run, TestContext.Current.CancellationToken).Structure.Blocks,
            Run.Execute(run with { Precision = "single" }, TestContext.Current.CancellationToken).Structure.Blocks
        );
        Assert.NotEqual(once, twice);
    }
}
