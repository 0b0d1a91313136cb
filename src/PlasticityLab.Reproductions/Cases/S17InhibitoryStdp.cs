using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Reproductions.Networks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Inhibitory STDP brings a network that would fire at 160 Hz down towards its target rate.</summary>
/// <remarks>10000 neurons, plasticity off for the first second. 30 s; values with 15 % tolerance, and the approach must be monotone over
/// the published times. Conductances in units of the leak (10 nS).</remarks>
public sealed class S17InhibitoryStdp : IReproduction
{
    private const double Leak = 10e-9;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S17",
            "Inhibitory plasticity balances excitation and inhibition",
            "Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569",
            25
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var network = new SpikingNetworkBuilder(1e-4, 17);
        var cell = new ConductanceLif
        {
            TauMembrane = 0.020,
            Rest = -0.060,
            Threshold = -0.050,
            Reset = -0.060,
            RefractoryPeriod = 0.005,
            TauExcitation = 0.005,
            TauInhibition = 0.010,
            ReversalInhibition = -0.080,
        };
        var e = network.Add("E", 8000, cell);
        var i = network.Add("I", 2000, cell);
        var rule = new InhibitoryStdp
        {
            Eta = 1e-2 * 1e-9 / Leak,
            TargetRate = 3,
            Tau = 0.020,
        };
        network.Connect(e, e, Wiring.Random(0.02), 0.3e-9 / Leak, 1e-4);
        network.Connect(e, i, Wiring.Random(0.02), 0.3e-9 / Leak, 1e-4);
        network.Connect(i, i, Wiring.Random(0.02), 3e-9 / Leak, 1e-4, Receptor.Inhibitory);
        var learning = network.Connect(i, e, Wiring.Random(0.02), 0, 1e-4, Receptor.Inhibitory, new(rule, 0, 1e3));
        e.Record = i.Record = false;
        var simulation = network.Build(Math.Min(2, Environment.ProcessorCount));
        foreach (var p in new[] { e, i })
        {
            simulation.SetInput(p, _ => 200e-12 / Leak);
        }

        simulation.SetLearning(learning, false);
        var rates = new List<double>();
        for (var second = 1; second <= 30; second++)
        {
            if (second <= 29)
            {
                simulation.ClearSpikes(); // the last two seconds are kept together
            }

            var before = simulation.SpikeCount(e);
            e.Record = second >= 29;
            simulation.Run(1, cancellation: cancellation);
            simulation.SetLearning(learning, true);
            rates.Add((simulation.SpikeCount(e) - before) / 8000.0);
        }

        yield return new("S17", "E rate in second 1, plasticity off [Hz]", 161, rates[0], 0.15 * 161);
        yield return new("S17", "E rate in second 3 [Hz]", 18.6, rates[2], 0.15 * 18.6);
        yield return new("S17", "E rate in second 10 [Hz]", 8.5, rates[9], 0.15 * 8.5);
        yield return new("S17", "E rate in second 20 [Hz]", 6.6, rates[19], 0.15 * 6.6);
        yield return new("S17", "E rate in second 30 [Hz]", 5.7, rates[29], 0.15 * 5.7);
        double[] course = [rates[0], rates[2], rates[9], rates[19], rates[29], 3];
        yield return new(
            "S17",
            "published times at which the rate has not fallen towards 3 Hz",
            0,
            Enumerable.Range(1, 5).Count(k => course[k] >= course[k - 1]),
            0
        );
        yield return new(
            "S17",
            "CV of intervals in seconds 29 and 30",
            0.85,
            SpikeStatistics.MeanCv(simulation.Spikes(e), 8000),
            0.15 * 0.85
        );
        yield return new(
            "S17",
            "mean I to E weight after 30 s [nS]",
            1.61,
            simulation.WeightList(learning).Average() * Leak * 1e9,
            0.15 * 1.61
        );
    }
}
