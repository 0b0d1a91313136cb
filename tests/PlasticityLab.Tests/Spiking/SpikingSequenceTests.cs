using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

public class SpikingSequenceTests
{
    private static readonly SequenceTask Task = new()
    {
        Items = 3,
        Overlapping = false,
        ItemDuration = 0.030,
        Silence = 0.060,
        Epochs = 3,
        Drive = 1.2,
        CueDuration = 0.030,
        FreeRun = 0.2,
    };

    private static SpikingSequence Make(SpikingNetwork circuit, ulong seed = 5, SpikingPrecision precision = SpikingPrecision.Single) =>
        new(
            circuit,
            Assemblies.Draw(circuit.Excitatory, Task.Items, circuit.AssemblySize, false, new RandomStreams(seed)),
            new RandomStreams(seed),
            precision
        );

    [Fact]
    public void Weights_have_the_digits_of_the_precision_that_was_asked_for()
    {
        var circuit = new SpikingNetwork
        {
            Excitatory = 48,
            Inhibitory = 12,
            AssemblySize = 12,
        };
        var task = Task with { Epochs = 1 };
        Matrix Trained(SpikingPrecision precision)
        {
            var sequence = Make(circuit, precision: precision);
            return sequence
                .Train(
                    sequence.InitialWeights(),
                    new(new SpikeStdp { Eta = 0.1 }, 2),
                    [.. task.Training(new RandomStreams(5))],
                    cancellation: TestContext.Current.CancellationToken
                )
                .Weights;
        }

        Assert.All(Trained(SpikingPrecision.Single).Values, w => Assert.Equal(w, (float)w));
        Assert.True(Trained(SpikingPrecision.Double).Values.Count(w => w != (float)w) > 1000);
    }

    [Fact]
    public void An_item_at_the_rate_of_full_activity_has_overlap_1_and_all_neurons_together_have_overlap_0()
    {
        var circuit = new SpikingNetwork { Excitatory = 80, AssemblySize = 20 };
        var assemblies = Assemblies.Draw(80, 3, 20, false, new RandomStreams(5));
        var sequence = new SpikingSequence(circuit, assemblies, new RandomStreams(5), SpikingPrecision.Single);
        // Every 25 ms a spike is 40 Hz; the neurons of a group take turns, so that the smoothed rate is flat.
        SpikeTrains Regular(int[] neurons)
        {
            var spikes = neurons
                .SelectMany(
                    (n, k) =>
                        Enumerable
                            .Range(0, 20)
                            .Select(s => (Time: Math.Round(((s * 0.025) + (0.025 * k / neurons.Length)) / 0.0005) * 0.0005, Neuron: n))
                )
                .OrderBy(x => x.Time)
                .ToArray();
            return new([.. spikes.Select(x => x.Time)], [.. spikes.Select(x => x.Neuron)]);
        }

        var one = sequence.Overlaps(Regular(assemblies[1].ToArray()), 0.5);
        Assert.Equal(1, one[250, 1], 0.05);
        Assert.Equal(-0.333, one[250, 0], 0.05); // −f/(1 − f) for f = 1/4
        Assert.Equal(0, sequence.Overlaps(Regular([.. Enumerable.Range(0, 80)]), 0.5)[250, 2], 0.05);
    }

    [Fact]
    public void Many_calm_runs_are_no_seizure_though_their_spikes_add_up()
    {
        var network = new SpikingNetworkBuilder(1e-3, 3);
        var p = network.Add("p", 10, new AdaptiveLif());
        var simulation = network.Build();
        simulation.SetInput(p, _ => 1.5);
        var outcomes = Enumerable
            .Range(0, 100)
            .Select(_ => simulation.Run(0.15, cancellation: TestContext.Current.CancellationToken).Kind)
            .ToArray();
        Assert.True(simulation.SpikeCount(p) > 5000); // more than one window could hold
        Assert.All(outcomes, kind => Assert.Equal(SpikingOutcomeKind.Active, kind));
    }

    [Fact]
    public void A_rule_whose_sign_is_turned_makes_the_opposite_change()
    {
        var rule = new SpikeStdp();
        var turned = new SignTurned<SpikeStdp>(rule);
        var (pre, post, w) = (
            new Pre<Lane1> { Fast = new(0.3), Spikes = new(200) },
            new Post<Lane1> { Fast = new(0.7), Spikes = new(100) },
            new Lane1(0.5)
        );
        Assert.Equal(-rule.DwDt(pre, post, w).Value, turned.DwDt(pre, post, w).Value);
        Assert.NotEqual(0, turned.DwDt(pre, post, w).Value);
    }

    [Fact]
    public void Causal_learning_links_each_item_to_the_next_and_what_it_keeps_of_training_is_what_was_asked_for()
    {
        var circuit = new SpikingNetwork { Excitatory = 100, Inhibitory = 25 };
        var sequence = Make(circuit);
        var initial = sequence.InitialWeights();
        var trained = sequence.Train(
            initial,
            new(new SpikeCausal { Eta = 0.02, TauPlus = 0.020 }, 3),
            [.. Task.Training(new RandomStreams(5))],
            snapshotEvery: 2,
            keepSpikes: true,
            TestContext.Current.CancellationToken
        );
        var assemblies = Assemblies.Draw(100, 3, 24, false, new RandomStreams(5));
        double Learned(int post, int pre) =>
            assemblies[post]
                .ToArray()
                .SelectMany(i => assemblies[pre].ToArray().Select(j => trained.Weights[i, j] - initial[i, j]))
                .Average();
        Assert.True(Learned(1, 0) > 0.01 && Learned(1, 0) > 5 * Math.Abs(Learned(0, 1)), $"{Learned(1, 0)} {Learned(0, 1)}");
        Assert.Equal([0, 2, 3], trained.Snapshots.Select(s => s.Epoch));
        Assert.Equal(trained.Weights.Values, trained.Snapshots[^1].Weights.Values);
        Assert.Equal(["training_first", "training_last"], trained.Spikes.Select(s => s.Name));
        Assert.All(trained.Spikes, s => Assert.All(s.Excitatory.Times, t => Assert.InRange(t, 0, 0.150)));
        Assert.Equal(3, trained.Epochs.Count);
        Assert.All(trained.Weights.Values, w => Assert.InRange(w, 0, 3));
    }

    [Fact]
    public void The_same_seed_gives_the_same_spikes_and_noise_does_not_depend_on_the_operating_point()
    {
        var sequence = Make(new SpikingNetwork { Excitatory = 100, Inhibitory = 25 });
        var weights = sequence.InitialWeights();
        Probe[] probes = [.. (Task with { FreeRun = 0.1, InnerWindow = 0.1, CueRepeats = 1 }).Probes()];
        var once = sequence.Recall(weights, 1, 1, probes, TestContext.Current.CancellationToken);
        var again = sequence.Recall(weights, 1, 1, probes, TestContext.Current.CancellationToken);
        Assert.Equal(once[1].Spikes.Excitatory.Times, again[1].Spikes.Excitatory.Times);
        Assert.Equal(once[1].Spikes.Inhibitory.Neurons, again[1].Spikes.Inhibitory.Neurons);
        Assert.NotEmpty(once[0].Spikes.Excitatory.Times);
    }
}
