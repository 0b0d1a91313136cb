using PlasticityLab.Analysis.Measures;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Sequences without a teacher in ordinary studies.</summary>
public sealed class UndisturbedTests
{
    [Theory]
    [InlineData("rate_stdp", true)]
    [InlineData("rate_stdp", false)]
    [InlineData("hebbian", true)]
    [InlineData("anti_hebbian", true)]
    public void A_run_forms_what_the_memory_part_finds(string rule, bool limited)
    {
        // 200 steps of 40 ms are enough to compare; the memory part takes 8,000.
        const int units = 12;
        var network = new WinnerNetwork(RuleOf(rule), units, limited, new(4));
        network.Run(200, plastic: true, TestContext.Current.CancellationToken);
        var loops = ChainMeasures.Loops(network.Weights);
        var result = Result(
            $"""
            name: x
            network: {"{"} kind: self_organising, units: {units}, limited: {(limited ? "true" : "false")} {"}"}
            task: {"{"} kind: undisturbed, items: {units}, plastic: 8 s, watched: 40 s {"}"}
            rules: [{rule}]
            seeds: {"{"} first: 4, count: 1 {"}"}
            """
        );
        Assert.Equal(network.Weights.Values, Trained.Of(result.Spec!).Learned.Values);
        Assert.Equal((double)loops.Where(length => length > 2).Sum() / units, result.Of(InLoops.Id));
        Assert.Equal(loops.FirstOrDefault(), result.Of(LongestLoop.Id));
        Assert.Equal(ChainMeasures.Assignment(network.Weights), result.Of(LoopAssignment.Id), 1e-12);
        Assert.InRange(result.Of(FreeDeterminism.Id), 0, 1);
    }

    [Fact]
    public void Means_over_seeds_of_a_study_are_those_of_the_memory_part()
    {
        var row = SelfOrganisationTest
            .Run(["rate_stdp"], 16, 2, cancellation: TestContext.Current.CancellationToken)
            .Single(row => row.Limited);
        var text = """
            name: x
            network: { kind: self_organising, units: 16 }
            task: { kind: undisturbed, items: 16 }
            rules: [stdp]
            seeds: { first: 1, count: 2 }
            """;
        var study = StudyFile.Parse(text);
        var results = study.Seeds.All().Select(seed => Result(text, seed)).ToArray();
        Assert.Equal(row.InLoops, results.Average(result => result.Of(InLoops.Id)), 1e-12);
        Assert.Equal(row.LongestLoop, results.Average(result => result.Of(LongestLoop.Id)), 1e-12);
        Assert.Equal(row.Assignment, results.Average(result => result.Of(LoopAssignment.Id)), 1e-12);
        // Watched from rest and with noise of its own, so another draw of the same network.
        Assert.Equal(row.Determinism, results.Average(result => result.Of(FreeDeterminism.Id)), 0.1);
        Assert.Equal(row.ReversedBigrams, results.Average(result => result.Of(FreeReversals.Id)), 0.1);
    }

    [Theory]
    [InlineData("task: { kind: undisturbed, items: 50 }", "task.items must be at most network.units (40), but is 50.")]
    [InlineData(
        "task: { kind: undisturbed, items: 30, assembly_size: 2 }",
        "30 items of 2 neurons that share none need 60 neurons, but there are 40"
    )]
    public void Items_that_do_not_fit_are_told_with_both_sizes(string task, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nnetwork: self_organising\nrules: [stdp]\n{task}\n")).Message,
            StringComparison.Ordinal
        );

    private static PlasticityLab.Models.LearningRules.ILearningRule RuleOf(string id) =>
        PlasticityLab.Models.LearningRules.RuleCatalog.Create(id);

    private static RunResult Result(string text, ulong? seed = null)
    {
        var study = StudyFile.Parse(text);
        return Run.Execute(
            new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, seed ?? (ulong)study.Seeds.First),
            TestContext.Current.CancellationToken
        );
    }
}
