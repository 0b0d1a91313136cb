using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

public class SpikingSequenceTests
{
    private static readonly Chain Task = new()
    {
        Items = 3,
        Overlapping = false,
        Item = 0.030,
        Silence = 0.060,
        Epochs = 3,
        Drive = 1.2,
        Cue = 0.030,
        FreeRun = 0.2,
    };

    private static INetwork Make(SpikingNetwork circuit, LearningSpec learning, int assemblySize, bool single = true)
    {
        var random = new RandomStreams(5);
        var items = Assemblies.Draw(circuit.Excitatory, Task.Items, assemblySize, false, random);
        return circuit.Make(new(learning, items, assemblySize, random, single) { Inside = true });
    }

    [Fact]
    public void Weights_have_the_digits_of_the_precision_that_was_asked_for()
    {
        var circuit = new SpikingNetwork { Excitatory = 48, Inhibitory = 12 };
        Matrix Learned(bool single)
        {
            var network = Make(
                circuit,
                new()
                {
                    Rule = new SpikeStdp { Eta = 0.1 },
                    WeightMax = 2,
                },
                12,
                single
            );
            Assert.All((Task with { Epochs = 1 }).Training(new RandomStreams(5)), trial => network.Learn(trial).ToEnd());
            return network.Weights;
        }

        Assert.All(Learned(single: true).Values, w => Assert.Equal(w, (float)w));
        Assert.True(Learned(single: false).Values.Count(w => w != (float)w) > 1000);
    }

    [Fact]
    public void An_item_at_the_rate_of_full_activity_has_overlap_1_and_all_neurons_together_have_overlap_0()
    {
        var circuit = new SpikingNetwork { Excitatory = 80, AssemblySize = 20 };
        var assemblies = Assemblies.Draw(80, 3, 20, false, new RandomStreams(5));
        var overlaps = new SpikeOverlaps(circuit, assemblies);
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

        var one = overlaps.Of(Regular(assemblies[1].ToArray()), 0.5);
        Assert.Equal(1, one[250, 1], 0.05);
        Assert.Equal(-0.333, one[250, 0], 0.05); // −f/(1 − f) for f = 1/4
        Assert.Equal(0, overlaps.Of(Regular([.. Enumerable.Range(0, 80)]), 0.5)[250, 2], 0.05);
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
    public void Causal_learning_links_each_item_to_the_next()
    {
        var network = Make(
            new() { Excitatory = 100, Inhibitory = 25 },
            new()
            {
                Rule = new SpikeCausal { Eta = 0.02, TauPlus = 0.020 },
                WeightMax = 3,
                TrainingGain = 0,
            },
            24
        );
        var heard = Task.Training(new RandomStreams(5)).Select(trial => network.Learn(trial).ToEnd()).ToArray();
        var weights = network.Weights;
        double Learned(int post, int pre) =>
            network
                .Items[post]
                .ToArray()
                .SelectMany(i => network.Items[pre].ToArray().Select(j => weights[i, j] - network.InitialWeights[i, j]))
                .Average();
        Assert.True(Learned(1, 0) > 0.01 && Learned(1, 0) > 5 * Math.Abs(Learned(0, 1)), $"{Learned(1, 0)} {Learned(0, 1)}");
        Assert.Equal(4, heard.Length); // three epochs and the silence at the end
        Assert.All(heard.Take(3), epoch => Assert.All(epoch.Inside[SpikingNetwork.SpikeSteps], step => Assert.InRange(step, 0, 300)));
        Assert.All(heard.Take(3), epoch => Assert.InRange(epoch.Facts[SpikingNetwork.ExcitatoryRate], 0.1, 100));
        Assert.All(weights.Values, w => Assert.InRange(w, 0, 3));
    }

    [Fact]
    public void The_same_seed_gives_the_same_spikes()
    {
        var circuit = new SpikingNetwork { Excitatory = 100, Inhibitory = 25 };
        var probes = (Task with { FreeRun = 0.1, InnerWindow = 0.1, CueRepeats = 1 }).Probes();
        Recording[] Answers() =>
            [.. Make(circuit, new() { Rule = new NoLearning() }, 24).AskAll([.. probes.Select(probe => (probe, circuit.Card.Readout))])];
        var (once, again) = (Answers(), Answers());
        Assert.NotEmpty(once[0].Inside[SpikingNetwork.SpikeSteps]);
        Assert.Equal(once[1].Inside[SpikingNetwork.SpikeSteps], again[1].Inside[SpikingNetwork.SpikeSteps]);
        Assert.Equal(once[1].Inside[SpikingNetwork.SpikeNeurons], again[1].Inside[SpikingNetwork.SpikeNeurons]);
    }
}
