using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Binary neurons that chance makes active, in ordinary studies: the simulator of the memory part, and what was published of
/// it.</summary>
public sealed class BinaryTests
{
    [Theory]
    [InlineData("rate_stdp", 0.1)]
    [InlineData("rate_stdp", 0)]
    [InlineData("hebbian", 0.1)]
    [InlineData("anti_hebbian", 0.1)] // strengthens nothing, and from nothing nothing comes
    public void A_run_has_the_weights_of_the_memory_part(string rule, double competition)
    {
        var (forward, backward) = WinnerNetwork.Coefficients(RuleCatalog.Create(rule));
        var network = new CompetitionNetwork(
            20,
            Math.Round(forward, 2),
            Math.Round(backward, 2),
            competition,
            new RandomStreams(6).Open(StreamPurpose.TrainingNoise)
        );
        network.Run(1000, TestContext.Current.CancellationToken);
        var result = Result(
            $"""
            name: x
            network: {"{"} kind: binary, units: 20, competition: {competition.ToString(
                "R",
                System.Globalization.CultureInfo.InvariantCulture
            )} {"}"}
            task: {"{"} kind: undisturbed, items: 20, plastic: 10 s, watched: 2 s {"}"}
            rules: [{rule}]
            seeds: {"{"} first: 6, count: 1 {"}"}
            """
        );
        Assert.Equal(network.Weights.Values, Trained.Of(result.Spec!).Learned.Values);
        var chains = ChainMeasures.Chains(network.Weights);
        Assert.Equal(chains.Where(length => length > 2).Sum() / 20.0, result.Of(InChains.Id), 1e-12);
        Assert.Equal(chains.FirstOrDefault(), result.Of(LongestChain.Id));
    }

    [Fact]
    public void A_study_says_what_the_table_of_the_memory_part_says()
    {
        var row = SelfOrganisationTest
            .Compete(["rate_stdp"], 1, 60_000, 3, TestContext.Current.CancellationToken)
            .Single(row => row.Competing);
        var result = Result("name: x\nnetwork: binary\nrules: [stdp]\nseeds: { first: 3, count: 1 }\n");
        Assert.Equal((row.InChains, row.LongestChain), (result.Of(InChains.Id), result.Of(LongestChain.Id)));
        // As published: nearly every neuron has one strong input and one strong output.
        var weights = Trained.Of(result.Spec!).Learned;
        int[] all = [.. Enumerable.Range(0, 50)];
        Assert.InRange(all.Count(i => all.Count(j => weights[i, j] > 0.5) == 1) / 50.0, 0.92, 1);
        Assert.InRange(all.Count(j => all.Count(i => weights[i, j] > 0.5) == 1) / 50.0, 0.92, 1);
        Assert.InRange(result.Of(LoopAssignment.Id), 0.8, 1);
        Assert.InRange(result.Of(InChains.Id), 0.9, 1);
    }

    [Fact]
    public void Without_competition_no_chain_is_alone()
    {
        var result = Result("name: x\nnetwork: { kind: binary, competition: 0 }\nrules: [stdp]\nseeds: { first: 3, count: 1 }\n");
        var weights = Trained.Of(result.Spec!).Learned;
        var strong = Enumerable.Range(0, 50).Average(i => Enumerable.Range(0, 50).Count(j => weights[i, j] > 0.5));
        Assert.InRange(strong, 3, 49); // with competition 1
    }

    [Theory]
    [InlineData("network: { kind: binary, units: 2 }", "network.units must lie in 4 .. 2000, but is 2.")]
    [InlineData("network: { kind: binary, competition: -1 }", "network.competition must lie in 0 .. 1, but is -1.")]
    [InlineData("network: { kind: binary, units: 20 }", "task.items must be at most network.units (20), but is 50.")]
    public void What_does_not_fit_is_refused(string text, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nrules: [hebb]\n{text}\n")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_such_a_network_has_no_place_for_is_refused()
    {
        INetworkKind kind = new BinaryKind();
        Assert.Equal(["recorded activity is graded, and neurons are active or not."], kind.Problems(new RecordedActivity()));
        var learning = new LearningSpec
        {
            Rule = RuleCatalog.Create("nearest_presynaptic_stdp"),
            Decay = 0.1,
            Cap = 2,
            SoftBounds = true,
            Normalisation = RowNormalisation.Divisive,
        };
        Assert.Equal(
            ["the", "decay", "cap", "soft_bounds", "normalisation"],
            kind.Problems(learning, 20).Select(sentence => sentence.Split(' ')[0])
        );
    }

    private static RunResult Result(string text)
    {
        var study = StudyFile.Parse(text);
        return Run.Execute(
            new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, (ulong)study.Seeds.First),
            TestContext.Current.CancellationToken
        );
    }
}
