using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Self-sustained activity of 4000 neurons with current-based and with conductance-based synapses.</summary>
/// <remarks>0.2 to 2.2 s, three seeds, delay of one step (0.1 ms). Tolerances as in the published comparison: CUBA 10 %, COBA 25 %, for its
/// rate depends on the kick.</remarks>
public sealed class S54CobaCuba : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S54",
            "CUBA and COBA networks: rate and irregularity",
            "Vogels & Abbott 2005, J. Neurosci. 25:10786; Brette et al. 2007, J. Comput. Neurosci. 23:349, benchmarks 1-2",
            3
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var cuba = Average(new CurrentLif(), 1.62e-3, 9e-3, false, cancellation);
        yield return new("S54", "CUBA: mean rate [Hz]", 5.6, cuba.Rate, 0.56);
        yield return new("S54", "CUBA: CV of intervals", 0.62, cuba.Cv, 0.062);
        var coba = Average(new ConductanceLif(), 0.4, 5.1, true, cancellation);
        yield return new("S54", "COBA: mean rate [Hz]", 13.6, coba.Rate, 0.25 * 13.6);
        yield return new("S54", "COBA: CV of intervals", 1.5, coba.Cv, 0.25 * 1.5);
    }

    private static (double Rate, double Cv) Average(
        ISpikingNeuron neuron,
        double excitation,
        double inhibition,
        bool kick,
        CancellationToken cancellation
    )
    {
        var runs = Enumerable
            .Range(0, 3)
            .Select(seed => Simulate(neuron, excitation, inhibition, kick, (ulong)seed, cancellation))
            .ToArray();
        return (runs.Average(x => x.Rate), runs.Average(x => x.Cv));
    }

    private static (double Rate, double Cv) Simulate(
        ISpikingNeuron neuron,
        double excitation,
        double inhibition,
        bool kick,
        ulong seed,
        CancellationToken cancellation
    )
    {
        var network = new SpikingNetworkBuilder(1e-4, seed + 54);
        var all = network.Add("E", 3200, neuron);
        var inhibitory = network.Add("I", 800, neuron);
        foreach (var post in new[] { all, inhibitory })
        {
            network.Connect(all, post, Wiring.Random(0.02), excitation, 1e-4);
            network.Connect(inhibitory, post, Wiring.Random(0.02), inhibition, 1e-4, Receptor.Inhibitory);
        }

        var source = network.AddPoisson("kick", 100, kick ? 100 : 0);
        network.Connect(source, all, Wiring.Random(0.2), excitation, 1e-4);
        var simulation = network.Build();
        var random = new RandomStreams(network.Seed).Open(StreamPurpose.Reproduction);
        foreach (var p in new[] { all, inhibitory })
        {
            simulation.SetPotential(p, _ => random.NextDouble(-0.060, -0.050));
            if (kick)
            {
                simulation.SetSynapticState(p, _ => 4 * random.NextDouble(), _ => 20 * random.NextDouble());
            }
        }

        simulation.Run(0.05, cancellation: cancellation);
        source.Rate = 0;
        simulation.Run(0.15, cancellation: cancellation);
        simulation.ClearSpikes();
        simulation.Run(2, cancellation: cancellation);
        var (e, i) = (simulation.SpikeCount(all), simulation.SpikeCount(inhibitory));
        return ((e + i) / 4000.0 / 2, SpikeStatistics.MeanCv(simulation.Spikes(all), 3200));
    }
}
