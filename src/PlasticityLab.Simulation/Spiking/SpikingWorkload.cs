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
public sealed record SpikingWorkload(string Id, SpikingNetworkBuilder Network, Population Excitatory, Projection? Learning)
{
    /// <summary>The ids.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["S1", "S2s", "S2d", "S3"];

    /// <summary>Makes a workload.</summary>
    /// <param name="id">S1, S2s, S2d or S3.</param>
    /// <param name="seed">Seed of wiring, start and background.</param>
    /// <param name="options">What differs from the definition, if anything.</param>
    /// <exception cref="UserError">There is no such workload, or an option is out of range.</exception>
    public static SpikingWorkload Create(string id, ulong seed = 1, WorkloadOptions? options = null)
    {
        var chosen = options ?? new();
        UserError.ThrowIfAny(chosen.Problems());
        return id?.ToUpperInvariant() switch
        {
            "S1" => chosen.Rule is null
                ? Coba(seed, chosen)
                : throw new UserError("S1 has no synapses that learn; a rule needs S2s, S2d or S3."),
            "S2S" => Plastic("S2s", seed, 1000, 0.5e-3, 0.5e-3, 2400, false, chosen),
            "S2D" => Plastic("S2d", seed, 1000, 0.5e-3, 0.05e-3, 2400, true, chosen),
            "S3" => Plastic("S3", seed, 8000, 0.1e-3, 0.1e-3, 12000, false, chosen),
            _ => throw new UserError($"There is no workload \"{id}\". {Names.Known(id ?? "", Ids)}"),
        };
    }

    /// <summary>A simulation with potentials drawn at random, ready to run. Spikes are not kept unless asked for.</summary>
    public SpikingSimulation Build(int threads = 1, SpikingPrecision precision = SpikingPrecision.Single, bool record = false)
    {
        var simulation = Network.Build(threads, precision);
        foreach (var p in Network.Populations)
        {
            p.Record = record;
            var random = new RandomStreams(Network.Seed).Open(StreamPurpose.InitialState, p.Index);
            var (low, high) = p.Neuron is ConductanceLif ? (-0.060, -0.050) : (p.Neuron!.Rest, p.Neuron.Threshold);
            simulation.SetPotential(p, _ => random.NextDouble(low, high));
            if (p.Neuron is ConductanceLif)
            {
                simulation.SetInput(p, _ => 0.020);
            }
        }

        return simulation;
    }

    private static SpikingWorkload Coba(ulong seed, WorkloadOptions options)
    {
        var network = new SpikingNetworkBuilder(1e-4, seed);
        var e = network.Add("E", options.Count(3200), new ConductanceLif());
        var i = network.Add("I", options.Count(800), new ConductanceLif());
        foreach (var post in new[] { e, i })
        {
            network.Connect(e, post, Wiring.Random(0.02 / options.Scale), 0.4, options.Delay);
            network.Connect(i, post, Wiring.Random(0.02 / options.Scale), 5.1, options.Delay, Receptor.Inhibitory);
        }

        return new("S1", network, e, null);
    }

    private static SpikingWorkload Plastic(
        string id,
        ulong seed,
        int excitatory,
        double jump,
        double learned,
        double background,
        bool dense,
        WorkloadOptions options
    )
    {
        var network = new SpikingNetworkBuilder(1e-4, seed);
        // With a rule of one's own, potentials and weights are in units of w_max, because rules speak of weights between 0 and 1; the
        // neuron is linear, so the network stays the same.
        var unit = options.Rule is null ? 1 : 1 / (2 * learned);
        var cell = new DeltaLif { Threshold = 0.020 * unit, Reset = 0.010 * unit };
        var e = network.Add("E", options.Count(excitatory), cell);
        var i = network.Add("I", options.Count(excitatory / 4), cell);
        var (start, most) = (learned * unit, 2 * learned * unit);
        var rule = options.Rule ?? new PairStdp { APlus = 0.001 * most, AMinus = 0.00105 * most };
        var sparse = Wiring.Random(0.1 / options.Scale);
        var learning = network.Connect(
            e,
            e,
            dense ? Wiring.AllToAll : sparse,
            dense ? start / options.Scale : start,
            options.Delay,
            plasticity: new(rule, 0, dense ? most / options.Scale : most, !options.Eager)
        );
        network.Connect(e, i, sparse, jump * unit, options.Delay);
        network.Connect(i, e, sparse, -5 * jump * unit, options.Delay);
        network.Connect(i, i, sparse, -5 * jump * unit, options.Delay);
        SpikingNetworkBuilder.Background(e, background, jump * unit);
        SpikingNetworkBuilder.Background(i, background, jump * unit);
        return new(id, network, e, learning);
    }
}
