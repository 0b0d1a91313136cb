using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Reproductions.Networks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The benchmark network with power-law STDP: the unit conversion of its weights, the fixed point of its rule, and a smaller
/// network whose weights must stay in one hump.</summary>
/// <remarks>
/// The full network (11250 neurons, 11250 synapses each) needs 1 GB and is unstable at that size by its own documentation. Short form: 1200
/// neurons with in-degrees 900 and 225, a tenth of the published ones,
/// weights √10 times larger so that the fluctuations stay the same and the external rate adjusted to the same mean; checked are the
/// published 45.61 pA, w* = 44.47 (in the rule's unit of 1 pA) and that weights stay near w* in one hump. The published rate below 10 Hz
/// belongs to networks ten times the full size and is not claimed.
/// </remarks>
public sealed class S53PowerLawNetwork : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S53",
            "Network with power-law STDP: weight conversion, fixed point, one hump (reduced in-degree)",
            "Morrison, Aertsen & Diesmann 2007, Neural Comput. 19:1437",
            8
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        yield return new("S53", "current that makes a potential of 0.14 mV [pA]", 45.6096, 0.14e-3 / Peak(), 1e-3);

        var rule = new PowerLawStdp
        {
            Lambda = 0.1,
            Alpha = 0.0513,
            Mu = 0.4,
        };
        var drift = Synapse.DwDt(rule, Synapse.Pre(8, 8 * 0.015), Synapse.Post(8, 8 * 0.030), 44.4689);
        yield return new(
            "S53",
            "drift at w = 44.47 pA over its potentiation",
            0,
            drift / (0.1 * Math.Pow(44.4689, 0.4) * 8 * 8 * 0.015),
            1e-3
        );

        var (mean, outside) = Network(cancellation);
        yield return new("S53", "reduced network: mean weight over w* after 2.3 s", 1, mean, 0.15);
        yield return new(
            "S53",
            "reduced network: share of weights below half or above twice the mean (two humps would put most there)",
            0,
            outside,
            0.01
        );
    }

    /// <summary>Peak potential per pA [V].</summary>
    private static double Peak()
    {
        var network = new SpikingNetworkBuilder(1e-5, 1);
        var source = network.AddTrains("source", 1, [(0L, 0)]);
        var cell = network.Add("cell", 1, new AlphaLif());
        network.Connect(source, cell, Wiring.Pairs([(0, 0)]), 1e-12, 1e-5);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        var peak = 0.0;
        for (var k = 0; k < 400; k++)
        {
            simulation.Run(1e-5);
            peak = Math.Max(peak, simulation.Potential(cell, 0));
        }

        return peak;
    }

    private static (double Mean, double Outside) Network(CancellationToken cancellation)
    {
        // Weights in the network are in units of 1 pA·√10, so that the rule's own unit (1 pA) and its fixed point stay as published: the
        // neuron's capacitance takes the factor.
        var scale = Math.Sqrt(10);
        var network = new SpikingNetworkBuilder(1e-4, 53);
        var cell = new AlphaLif { Capacitance = 250 / scale }; // [pF/√10], currents in [pA]
        var e = network.Add("E", 960, cell);
        var i = network.Add("I", 240, cell);
        const double J = 44.47;
        var learning = network.Connect(
            e,
            e,
            Wiring.InDegree(900),
            J,
            1.5e-3,
            plasticity: new(
                new PowerLawStdp
                {
                    Lambda = 0.1,
                    Alpha = 0.0513,
                    Mu = 0.4,
                },
                0,
                10 * J
            )
        );
        network.Connect(e, i, Wiring.InDegree(900), J, 1.5e-3);
        foreach (var post in new[] { e, i })
        {
            network.Connect(i, post, Wiring.InDegree(225), -5 * J, 1.5e-3);
            SpikingNetworkBuilder.Background(post, 9000 * 1.685 * ThresholdRate() / scale, J); // same mean drive: in-degree ×1/10 in the net, jumps ×√10
        }

        i.Record = e.Record = false;
        var simulation = network.Build(Math.Min(2, Environment.ProcessorCount));
        simulation.Run(2.3, cancellation: cancellation);
        var weights = simulation.WeightList(learning);
        var mean = weights.Average();
        return (mean / J, weights.Count(w => w < mean / 2 || w > 2 * mean) / (double)weights.Count);
    }

    /// <summary>Rate of each of 9000 inputs at which the mean potential reaches the threshold [Hz]: θ C / (C_E τ e τ_s J).</summary>
    private static double ThresholdRate() => 0.020 * 250e-12 / (9000 * 0.010 * Math.E * 0.32582722403722841e-3 * 45.6096e-12);
}
