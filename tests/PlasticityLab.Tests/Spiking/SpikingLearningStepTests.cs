using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Steps of learning of rules on spikes: beyond the limit of forward Euler they are refused beforehand where a pair of spikes does
/// it, and seen where a burst does.</summary>
public class SpikingLearningStepTests
{
    private const double Dt = 0.0005;

    private static Plasticity Of(ILearningRule rule, double least = 0, double most = 1) => new(rule, least, most);

    private static double Pair(ILearningRule rule, double most = 1) => SpikingLearningStep.Factor(Of(rule, 0, most), Dt, new(1, 1, 1, 1));

    [Fact]
    public void The_step_of_a_spike_is_the_share_that_it_takes_of_a_weight()
    {
        Assert.Equal(0.003, Pair(new MultiplicativeStdp()), 1e-12);
        Assert.Equal(2.5, Pair(new MultiplicativeStdp { Depression = 2.5 }), 1e-9);
        Assert.Equal(0.6, Pair(new MultiplicativeStdp { Depression = 0.3, Eta = 2 }, 7), 1e-9);
        Assert.Equal(0, Pair(new PairStdp { APlus = 50, AMinus = 50 })); // adds, and pulls nothing back
        var typed = TextRule.Compile("eta*(pre.fast(20 ms)*post.spikes - w*post.spikes)", new Dictionary<string, double> { ["eta"] = 3 });
        Assert.Equal(3, Pair(typed), 1e-9);
        // Soft bounds pull back, too: w_max/A steps away from w_max.
        Assert.Equal(4, Pair(new SoftBounded<PairStdp>(new() { APlus = 8, AMinus = 0 }, 0, 2), 2), 1e-9);
    }

    public static TheoryData<string> Rules => [.. SpikeTrainFixtures.EventRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Published_rules_are_far_from_the_limit_even_in_bursts(string id)
    {
        var traces = new LargestTraces(8, 8, 8, 8);
        Assert.InRange(SpikingLearningStep.Factor(Of(RuleCatalog.Create(id)), Dt, traces), 0, 1);
        Assert.Null(SpikingLearningStep.Problem(Of(RuleCatalog.Create(id)), Dt));
    }

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2.1, true)]
    public void A_network_whose_pairs_take_more_than_twice_the_way_is_not_built(double depression, bool refused)
    {
        var (network, _, _, _) = SpikeTrainFixtures.Net(new MultiplicativeStdp { Depression = depression }, Wiring.Random(0.3));
        if (refused)
        {
            Assert.Contains("2.1 times the way", Assert.Throws<UserError>(() => network.Build()).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotNull(network.Build());
        }
    }

    [Fact]
    public void A_trace_shorter_than_the_step_is_refused()
    {
        var (network, _, _, _) = SpikeTrainFixtures.Net(new PairStdp { TauPlus = 1e-9 }, Wiring.AllToAll);
        Assert.Contains("a trace's time constant", Assert.Throws<UserError>(() => network.Build()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, SpikingPrecision.Double)]
    [InlineData(false, SpikingPrecision.Double)]
    [InlineData(false, SpikingPrecision.Single)]
    public void A_burst_is_seen_at_run_time_and_kept_in_snapshots(bool dense, SpikingPrecision precision)
    {
        // Ten spikes of the receiver 1 ms apart, then one of the sender: its depression sees y = Σ e^(−k/20), k = 1 … 10.
        var network = new SpikingNetworkBuilder(Dt, 1);
        var source = network.AddTrains("pre", 1, [(60, 0)]);
        var kick = network.AddTrains("kick", 1, Enumerable.Range(0, 10).Select(k => (20L + (2 * k), 0)));
        var neuron = network.Add(
            "post",
            1,
            new DeltaLif
            {
                Threshold = 50,
                Reset = 0,
                RefractoryPeriod = 0,
            }
        );
        var plastic = network.Connect(
            source,
            neuron,
            dense ? Wiring.AllToAll : Wiring.Pairs([(0, 0)]),
            0.5,
            Dt,
            plasticity: new(new MultiplicativeStdp { Depression = 0.3 }, 0, 1)
        );
        network.Connect(kick, neuron, Wiring.Pairs([(0, 0)]), 1000, Dt);
        var simulation = network.Build(precision: precision);
        simulation.Run(0.010);
        Assert.Equal(0, simulation.StepFactor(plastic));
        simulation.Run(0.040);
        var largest = Enumerable.Range(0, 10).Sum(k => Math.Exp(-k / 20.0));
        Assert.Equal(largest, simulation.LargestTraces(plastic).PostFast, 1e-6);
        Assert.Equal(0.3 * largest, simulation.StepFactor(plastic), 1e-6);
        Assert.True(simulation.StepFactor(plastic) > PlasticityLab.Simulation.Rate.LearningStep.Limit);
        var restored = network.Build(precision: precision);
        restored.Restore(simulation.Snapshot());
        Assert.Equal(simulation.StepFactor(plastic), restored.StepFactor(plastic));
    }

    private const string Study = """
        name: steps
        network: { kind: spiking, excitatory: 48, inhibitory: 12 }
        task: { items: 2, assembly_size: 16, epochs: 1, free_run: 50 ms, inner_window: 50 ms, cue_repeats: 1 }
        conditions: { B: { adaptation: 25 } }
        rules: [{ name: mult, rule: multiplicative_stdp, depression: DEPRESSION, potentiation: 1 }]
        readout: { inhibition: [1], gain: [1] }
        seeds: { first: 200, count: 1 }
        controls: []
        """;

    [Fact]
    public void A_study_is_refused_for_a_pair_and_tells_unstable_for_bursts()
    {
        var refused = Assert.Throws<UserError>(() => StudyFile.Parse(Study.Replace("DEPRESSION", "2.5", StringComparison.Ordinal)));
        Assert.Contains("rules[0]: one pair of spikes would take 2.5 times the way", refused.Message, StringComparison.Ordinal);
        var bursts = StudyFile.Parse(Study.Replace("DEPRESSION", "1.9", StringComparison.Ordinal));
        var fine = StudyFile.Parse(Study.Replace("DEPRESSION", "0.003", StringComparison.Ordinal));
        foreach (var (study, status) in new[] { (bursts, RunStatus.Unstable), (fine, RunStatus.Ok) })
        {
            var folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
            try
            {
                var open = PlasticityLab.Studies.Execution.StudyFolder.Open(study, folder);
                open.Run(threads: 1, cancellation: TestContext.Current.CancellationToken);
                var rows = PlasticityLab.Studies.Results.StudyResults.Load(open.Path).Rows<PlasticityLab.Studies.Results.OutcomeRow>();
                Assert.Equal(status, rows.Single(row => row.Rule == "mult").Status);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
