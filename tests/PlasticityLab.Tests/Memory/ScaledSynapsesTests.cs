using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Synapses that are scaled by the activity of their senders, in ordinary studies: the simulator of the memory part, and what was
/// published of it.</summary>
public sealed class ScaledSynapsesTests
{
    [Theory]
    [InlineData("{ name: scaled, rule: pair_stdp, eta: 0 }")]
    [InlineData("{ rule: pair_stdp, a_plus: 0.002, a_minus: 0.0021 }")]
    public void A_run_has_the_weights_of_the_memory_part(string rule)
    {
        var stdp = rule.Contains("eta: 0", StringComparison.Ordinal)
            ? new PairStdp { Eta = 0 }
            : new PairStdp { APlus = 0.002, AMinus = 0.0021 };
        var network = new ScalingNetwork(40, stdp, ScalingNetwork.UsualScaling, new RandomStreams(6));
        for (var trial = 0; trial < 50; trial++)
        {
            _ = network.Trial();
        }

        var trained = Trained.Of(
            Spec(
                $"""
                name: x
                network: {"{"} kind: scaling, units: 40 {"}"}
                task: {"{"} kind: undisturbed, items: 40, plastic: 15 s, watched: 600 ms {"}"}
                rules: [{rule}]
                seeds: {"{"} first: 6, count: 1 {"}"}
                """
            )
        );
        Assert.Equal(network.Weights.Values, trained.Learned.Values);
        Assert.NotEqual(trained.Network.InitialWeights.Values, trained.Learned.Values);
    }

    // Liu & Buonomano 2009: from weak synapses that carry nothing on, all neurons come to fire once a trial, and stay there.
    [Fact]
    public void Scaling_alone_makes_every_neuron_fire_once_a_trial()
    {
        var trained = Trained.Of(
            Spec("name: x\nnetwork: scaling\nrules: [{ name: scaled, rule: pair_stdp, eta: 0 }]\nseeds: { first: 2, count: 1 }\n")
        );
        double[] before = Spikes(trained.Network, trained.Network.InitialWeights),
            after = Spikes(trained.Network, trained.Learned);
        Assert.InRange(before.Count(spikes => spikes > 0.5), 12, 14); // those that are made to fire
        Assert.InRange(after.Average(), 0.9, 1.1);
        Assert.InRange(after.Count(spikes => Math.Abs(spikes - 1) < 0.25) / 100.0, 0.8, 1);
    }

    [Theory]
    [InlineData("network: { kind: scaling, units: 10 }", "network.units must lie in 20 .. 2000, but is 10.")]
    [InlineData("network: { kind: scaling, scaling: 2 }", "network.scaling must lie in 0 .. 1, but is 2.")]
    [InlineData("network: { kind: scaling, units: 30 }", "task.items must be at most network.units (30), but is 100.")]
    [InlineData("network: scaling", "takes pair_stdp (eta: 0 leaves the scaling alone)")]
    public void What_does_not_fit_is_refused(string text, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nrules: [hebb]\n{text}\n")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_such_a_network_has_no_place_for_is_refused()
    {
        INetworkKind kind = new ScalingKind();
        Assert.Equal(["recorded activity is graded, and neurons fire or do not."], kind.Problems(new RecordedActivity()));
        var learning = new LearningSpec
        {
            Rule = RuleCatalog.Create("triplet_stdp"),
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

    // Spikes of each neuron in one trial, mean over those that are watched.
    private static double[] Spikes(INetwork network, Matrix weights)
    {
        var kept = network.Weights;
        network.Weights = weights;
        var (spikes, play) = (new double[weights.Rows], network.Ask(WatchedTrials, new ScalingKind().Card.Readout));
        while (play.Step())
        {
            foreach (var (neuron, rate) in play.Frame().Rates.Index())
            {
                spikes[neuron] += rate / 20;
            }
        }

        network.Weights = kept;
        return spikes;
    }

    private static Probe WatchedTrials => new(Undisturbed.Free, new("watched", [Segment.Silence(6)]), 0, 0);

    private static RunSpec Spec(string text)
    {
        var study = StudyFile.Parse(text);
        return new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, (ulong)study.Seeds.First);
    }
}
