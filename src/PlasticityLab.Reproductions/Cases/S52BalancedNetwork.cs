using MathNet.Numerics;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Reproductions.Networks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Rates of a sparse network of excitatory and inhibitory neurons: mean field, and 12500 simulated neurons.</summary>
/// <remarks>Simulated 0.6 s after 0.2 s, the slow oscillation 6 s (a noisy rhythm needs that long to show its frequency), its CV from the
/// first 1.5 s; the synchronous regular state 0.1 s, for it makes four million spikes a second. Tolerances: theory 0.2 %, AI 3 %, others 6
/// %, frequencies and CV 10 % (CV of the regular state 0.01). Neurons are reset to 10 mV, as in the paper.</remarks>
public sealed class S52BalancedNetwork : IReproduction
{
    private const double Tau = 0.020,
        Threshold = 0.020,
        Reset = 0.010,
        Refractory = 0.002,
        J = 0.1e-3;
    private const int Senders = 1000;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S52",
            "Balanced network: rates of four states, mean field and simulation",
            "Brunel 2000, J. Comput. Neurosci. 8:183, fig. 8",
            15
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (
            var (g, eta, rate) in new[]
            {
                (6.0, 4.0, 55.84),
                (5.0, 2.0, 37.95),
                (4.5, 0.9, 6.517),
                (3.0, 2.0, 327.0),
                (5.0, 1.0, 7.827),
                (6.0, 2.0, 22.85),
                (8.0, 2.0, 12.99),
            }
        )
        {
            yield return new("S52", $"mean field, g = {g}, η = {eta}: rate [Hz]", rate, MeanField(g, eta), 0.002 * rate);
        }

        foreach (
            var (state, g, eta, rate, cv, share, frequency) in new[]
            {
                ("AI", 5.0, 2.0, 37.75, 0.41, 0.03, 0.0),
                ("SI fast", 6.0, 4.0, 58.6, 0.77, 0.06, 181),
                ("SI slow", 4.5, 0.9, 6.04, 0.62, 0.06, 24.5),
                ("SR", 3.0, 2.0, 333.3, 0.001, 0.06, 0),
            }
        )
        {
            var (obtained, variation, peak) = Simulate(
                g,
                eta,
                state == "SR" ? 0.05 : 0.2,
                state switch
                {
                    "SR" => 0.05,
                    "SI slow" => 6,
                    _ => 0.6,
                },
                cancellation
            );
            yield return new("S52", $"simulation, {state}: rate [Hz]", rate, obtained, share * rate);
            yield return new("S52", $"simulation, {state}: CV of intervals", cv, variation, state == "SR" ? 0.01 : 0.1 * cv);
            if (frequency > 0)
            {
                yield return new(
                    "S52",
                    $"simulation, {state}: frequency of the population's oscillation [Hz]",
                    frequency,
                    peak,
                    0.1 * frequency
                );
            }
        }
    }

    private static double MeanField(double g, double eta)
    {
        var external = eta * Threshold / (J * Senders * Tau);
        double Out(double nu)
        {
            var mean = Senders * J * Tau * (external + (nu * (1 - (g / 4))));
            var spread = J * Math.Sqrt(Senders * Tau * (external + (nu * (1 + (g * g / 4)))));
            var (low, high) = ((Reset - mean) / spread, (Threshold - mean) / spread);
            // e^{u²}(1 + erf u) = e^{u²} erfc(−u), which neither overflows nor cancels for the arguments met here.
            return 1
                / (
                    Refractory
                    + (Tau * Math.Sqrt(Math.PI) * Integrate.GaussLegendre(u => Math.Exp(u * u) * SpecialFunctions.Erfc(-u), low, high, 128))
                );
        }

        var (below, above) = (0.0, 1 / Refractory);
        for (var k = 0; k < 100; k++)
        {
            // From above: the highest self-consistent rate, the one the network takes after its start.
            var nu = (below + above) / 2;
            (below, above) = Out(nu) > nu ? (nu, above) : (below, nu);
        }

        return (below + above) / 2;
    }

    private static (double Rate, double Cv, double Frequency) Simulate(
        double g,
        double eta,
        double warm,
        double seconds,
        CancellationToken cancellation
    )
    {
        var network = new SpikingNetworkBuilder(1e-4, 52);
        var cell = new DeltaLif
        {
            TauMembrane = Tau,
            Threshold = Threshold,
            Reset = Reset,
            RefractoryPeriod = Refractory,
        };
        var e = network.Add("E", 10000, cell);
        var i = network.Add("I", 2500, cell);
        foreach (var post in new[] { e, i })
        {
            network.Connect(e, post, Wiring.InDegree(Senders), J, 1.5e-3);
            network.Connect(i, post, Wiring.InDegree(Senders / 4), -g * J, 1.5e-3);
            SpikingNetworkBuilder.Background(post, eta * Threshold / (J * Tau), J);
        }

        i.Record = false;
        var simulation = network.Build(Math.Min(2, Environment.ProcessorCount));
        simulation.Run(warm, cancellation: cancellation);
        simulation.ClearSpikes();
        simulation.Run(seconds, cancellation: cancellation);
        return (
            simulation.SpikeCount(e) / 10000.0 / seconds,
            SpikeStatistics.MeanCv(Until(simulation.Spikes(e), warm + Math.Min(seconds, 1.5)), 10000),
            SpikeStatistics.Frequency(simulation.Spikes(e), warm, seconds)
        );
    }

    // A CV grows with the window, because long intervals do not fit into short ones.
    private static SpikeTrains Until(SpikeTrains spikes, double end)
    {
        var count = spikes.Times.Count(t => t < end);
        return new(spikes.Times[..count], spikes.Neurons[..count]);
    }
}
