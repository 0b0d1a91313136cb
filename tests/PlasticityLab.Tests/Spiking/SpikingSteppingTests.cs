using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Homeostasis;

namespace PlasticityLab.Tests.Spiking;

/// <summary>However the steps of a spiking network are cut, and wherever its state is taken out and put back, the bits are the same.</summary>
public sealed class SpikingSteppingTests
{
    private const double Dt = 5e-4;
    private static readonly Chain Task = new()
    {
        Items = 3,
        Overlapping = false,
        Item = 0.020,
        Silence = 0.030,
        Epochs = 2,
        Drive = 1.2,
        Cue = 0.030,
        FreeRun = 0.1,
    };

    public static TheoryData<string, SpikingPrecision, int> Networks
    {
        get
        {
            var data = new TheoryData<string, SpikingPrecision, int>();
            foreach (var name in Builders.Keys)
            {
                data.Add(name, SpikingPrecision.Single, 1);
                data.Add(name, SpikingPrecision.Double, 2);
            }

            return data;
        }
    }

    // One network for each sort of part that has a state.
    private static Dictionary<
        string,
        Func<(SpikingNetworkBuilder Network, Projection Plastic, Func<SpikingSimulation, SpikingSimulation> Ready)>
    > Builders { get; } =
        new()
        {
            ["deferred, dense"] = () => Pair(new PairStdp { Eta = 20 }, Wiring.AllToAll, new PairStdp(), defer: true),
            ["formula, dense"] = () => Pair(new PairStdp { Eta = 20 }, Wiring.AllToAll, new TripletStdp(), defer: false),
            ["sparse"] = () => Pair(new PairStdp { Eta = 20 }, Wiring.Random(0.3), new PairStdp(), defer: true),
            ["every step"] = () => Pair(new Oja { Eta = 0.01 }, Wiring.AllToAll, new PairStdp(), defer: false),
            ["potential"] = Potential,
            ["regulated"] = Regulated,
        };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_the_same_at_any_cut_and_after_any_snapshot(string name, SpikingPrecision precision, int threads)
    {
        var (first, plastic, ready) = Builders[name]();
        var whole = ready(first.Build(threads, precision));
        whole.Run(0.15);
        var population = first.Populations[^1];
        Assert.True(whole.SpikeCount(population) > 20, $"{whole.SpikeCount(population)} spikes");
        foreach (var cut in new[] { 1, 7 })
        {
            var (network, projection, prepare) = Builders[name]();
            var simulation = prepare(network.Build(threads, precision));
            for (var taken = 1; simulation.Step < whole.Step; taken++)
            {
                simulation.Advance(Math.Min(cut, whole.Step - simulation.Step));
                if (taken % 13 == 0)
                {
                    var snapshot = simulation.Snapshot();
                    (network, projection, prepare) = Builders[name]();
                    simulation = prepare(network.Build(threads, precision));
                    simulation.Restore(snapshot);
                }
            }

            for (var p = 0; p < first.Populations.Count; p++)
            {
                Assert.Equal(whole.SpikeCount(first.Populations[p]), simulation.SpikeCount(network.Populations[p]));
                Assert.Equal(whole.Spikes(first.Populations[p]).Times, simulation.Spikes(network.Populations[p]).Times);
                Assert.Equal(whole.Spikes(first.Populations[p]).Neurons, simulation.Spikes(network.Populations[p]).Neurons);
            }

            Assert.Equal(whole.Potential(population, 3), simulation.Potential(network.Populations[^1], 3));
            Assert.Equal(whole.Weights(plastic).Values, simulation.Weights(projection).Values);
            Assert.Equal(whole.Outcome(), simulation.Outcome());
        }
    }

    [Theory]
    [InlineData(SpikingPrecision.Single)]
    [InlineData(SpikingPrecision.Double)]
    public void A_circuit_that_hears_trials_is_the_same_at_any_cut_and_after_any_snapshot(SpikingPrecision precision)
    {
        var circuit = new SpikingNetwork
        {
            Excitatory = 48,
            Inhibitory = 12,
            AssemblySize = 12,
            Adaptation = 20,
        };
        var items = Assemblies.Draw(48, 3, 12, false, new RandomStreams(5));
        var learning = new SpikingLearning(new SpikeStdp { Eta = 0.1 }, 2, 1.2, 0.3);
        var initial = SpikingLearner.Draw(circuit, new RandomStreams(5));
        SpikingPlayer Make() => new(circuit, items, initial, circuit.TrainingInhibition, 0.3, 5, precision, learning, true);
        var trained = Make();
        foreach (var trial in Task.Training(new RandomStreams(5)))
        {
            trained.Begin(trial);
            trained.Advance();
        }

        foreach (var cut in new[] { 1, 7, int.MaxValue })
        {
            var (player, taken) = (Make(), 0);
            foreach (var trial in Task.Training(new RandomStreams(5)))
            {
                player.Begin(trial);
                while (player.Advance(cut) > 0)
                {
                    if (++taken % 11 == 0)
                    {
                        var snapshot = player.Snapshot();
                        player = Make();
                        player.Restore(snapshot);
                    }
                }

                Assert.True(player.IsOver);
            }

            Assert.Equal(trained.Weights().Values, player.Weights().Values);
            Assert.Equal(trained.Outcome, player.Outcome);
        }
    }

    [Fact]
    public void A_snapshot_of_another_network_is_refused_in_a_sentence()
    {
        var (one, _, _) = Builders["sparse"]();
        var (other, _, _) = Builders["regulated"]();
        var snapshot = one.Build().Snapshot();
        Assert.Contains(
            "The snapshot is of another network",
            Assert.Throws<UserError>(() => other.Build().Restore(snapshot)).Message,
            StringComparison.Ordinal
        );
    }

    private static (SpikingNetworkBuilder, Projection, Func<SpikingSimulation, SpikingSimulation>) Pair(
        ILearningRule rule,
        Wiring wiring,
        ILearningRule second,
        bool defer
    )
    {
        var network = new SpikingNetworkBuilder(Dt, 7) { MixedSigns = true };
        var source = network.AddPoisson("source", 40, 60);
        var train = network.AddTrains("train", 3, Enumerable.Range(0, 200).Select(k => ((long)(3 * k), k % 3)));
        var e = network.Add("E", 70, new DeltaLif { Reset = 0 });
        foreach (var population in network.Populations)
        {
            population.Record = true;
        }

        SpikingNetworkBuilder.Background(e, 400, 0.003);
        e.NoisePerStep = 0.02;
        var plastic = network.Connect(source, e, wiring, 0, 2e-3, plasticity: new(rule, 0, 0.02, defer), draw: r => 0.01 * r.NextDouble());
        network.Connect(e, e, Wiring.Random(0.2), 0.001, 1e-3, plasticity: new(second, 0, 0.01, defer), draw: r => 0.002 * r.NextDouble());
        network.Connect(train, e, Wiring.Random(0.5), 0.004, 1.5e-3);
        network.Connect(e, e, Wiring.Pool, -0.0001, 1e-3);
        return (network, plastic, simulation => simulation);
    }

    private static (SpikingNetworkBuilder, Projection, Func<SpikingSimulation, SpikingSimulation>) Potential()
    {
        var network = new SpikingNetworkBuilder(1e-4, 7);
        var source = network.AddPoisson("source", 30, 200);
        var e = network.Add("E", 20, new AdExSpikeShape());
        source.Record = e.Record = true;
        var plastic = network.Connect(source, e, Wiring.AllToAll, 0.25, 2e-4, plasticity: new(new VoltageStdp(), 0, 1));
        network.Connect(source, e, Wiring.Pairs([.. Enumerable.Range(0, 20).Select(i => (i, i))]), 1e-6, 2e-4);
        return (network, plastic, simulation => simulation);
    }

    private static (SpikingNetworkBuilder, Projection, Func<SpikingSimulation, SpikingSimulation>) Regulated()
    {
        var (network, plastic, _) = Pair(new PairStdp { Eta = 20 }, Wiring.AllToAll, new PairStdp(), defer: false);
        var e = network.Populations[^1];
        return (
            network,
            plastic,
            simulation =>
            {
                simulation.Regulate(
                    new IntrinsicPlasticity(e)
                    {
                        TargetRate = 20,
                        Eta = 0.001,
                        Interval = 0.010,
                    }
                );
                simulation.Regulate(
                    new SynapticScaling(plastic)
                    {
                        TargetRate = 20,
                        Interval = 0.012,
                        TauAverage = 0.1,
                    }
                );
                simulation.Regulate(
                    new HeterosynapticCompetition(plastic)
                    {
                        Limit = 0.2,
                        Rate = 0.4,
                        Interval = 0.015,
                    }
                );
                return simulation;
            }
        );
    }
}
