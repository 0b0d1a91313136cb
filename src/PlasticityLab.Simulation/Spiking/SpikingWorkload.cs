using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The four networks that spiking simulators are timed with: dt 0.1 ms, delay 0.8 ms.</summary>
/// <param name="Id">S1, S2s, S2d or S3.</param>
/// <param name="Network">The network.</param>
/// <param name="Excitatory">Its excitatory population, whose rate is reported.</param>
/// <param name="Learning">The projection that learns, if any.</param>
public sealed record SpikingWorkload(string Id, SpikingNetwork Network, Population Excitatory, Projection? Learning)
{
    /// <summary>The ids.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["S1", "S2s", "S2d", "S3"];

    /// <summary>Makes a workload.</summary>
    /// <param name="eager">Potentiates at each postsynaptic spike also where it could be deferred.</param>
    /// <exception cref="UserError">There is no such workload.</exception>
    public static SpikingWorkload Create(string id, ulong seed = 1, bool eager = false) => id?.ToUpperInvariant() switch
    {
        "S1" => Coba(seed),
        "S2S" => Plastic(id, seed, 1000, 0.5e-3, 0.5e-3, 2400, false, eager),
        "S2D" => Plastic(id, seed, 1000, 0.5e-3, 0.05e-3, 2400, true, eager),
        "S3" => Plastic(id, seed, 8000, 0.1e-3, 0.1e-3, 12000, false, eager),
        _ => throw new UserError($"There is no workload \"{id}\". Known: {string.Join(", ", Ids)}."),
    };

    /// <summary>A simulation with potentials drawn at random, ready to run.</summary>
    public SpikingSimulation Build(int threads = 1, SpikingPrecision precision = SpikingPrecision.Single)
    {
        var simulation = Network.Build(threads, precision);
        foreach (var p in Network.Populations)
        {
            p.Record = false;
            var random = new RandomStreams(Network.Seed).Open(StreamPurpose.InitialState, p.Index);
            var (low, high) = p.Neuron is ConductanceLif ? (-0.060, -0.050) : (0.0, 0.020);
            simulation.SetPotential(p, _ => random.NextDouble(low, high));
            if (p.Neuron is ConductanceLif)
            {
                simulation.SetInput(p, _ => 0.020);
            }
        }

        return simulation;
    }

    private static SpikingWorkload Coba(ulong seed)
    {
        var network = new SpikingNetwork(1e-4, seed);
        var e = network.Add("E", 3200, new ConductanceLif());
        var i = network.Add("I", 800, new ConductanceLif());
        foreach (var post in new[] { e, i })
        {
            network.Connect(e, post, Wiring.Random(0.02), 0.4, 0.8e-3);
            network.Connect(i, post, Wiring.Random(0.02), 5.1, 0.8e-3, Receptor.Inhibitory);
        }

        return new("S1", network, e, null);
    }

    private static SpikingWorkload Plastic(string id, ulong seed, int excitatory, double jump, double learned, double background, bool dense, bool eager)
    {
        var network = new SpikingNetwork(1e-4, seed);
        var e = network.Add("E", excitatory, new DeltaLif());
        var i = network.Add("I", excitatory / 4, new DeltaLif());
        var most = 2 * learned;
        var rule = new PairStdp { APlus = 0.001 * most, AMinus = 0.00105 * most };
        var learning = network.Connect(e, e, dense ? Wiring.AllToAll : Wiring.Random(0.1), learned, 0.8e-3, plasticity: new(rule, 0, most, !eager));
        network.Connect(e, i, Wiring.Random(0.1), jump, 0.8e-3);
        network.Connect(i, e, Wiring.Random(0.1), -5 * jump, 0.8e-3);
        network.Connect(i, i, Wiring.Random(0.1), -5 * jump, 0.8e-3);
        SpikingNetwork.Background(e, background, jump);
        SpikingNetwork.Background(i, background, jump);
        return new(id, network, e, learning);
    }
}
