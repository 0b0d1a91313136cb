using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How clearly each item is active in spikes: m_k(t) = Σ_i (ξ_i^k − f) r_i / (n_A (1 − f)) with rates smoothed by a Gaussian and
/// divided by the rate of full activity.</summary>
public sealed class SpikeOverlaps
{
    /// <summary>Time between two samples [s].</summary>
    public const double SampleTime = 0.001;

    private readonly SpikingNetwork _network;
    private readonly Assemblies _assemblies;
    private readonly int[][] _itemsOf;
    private readonly double[] _kernel; // the share of full activity that one spike gives, by distance in steps, out to four widths

    /// <summary>Overlaps in a network.</summary>
    public SpikeOverlaps(SpikingNetwork network, Assemblies assemblies)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(assemblies);
        (_network, _assemblies, _itemsOf) = (network, assemblies, SpikingPlayer.ItemsOf(assemblies));
        _kernel =
        [
            .. Enumerable
                .Range(0, (int)(4 * network.Smoothing / network.TimeStep) + 1)
                .Select(k => k * network.TimeStep / network.Smoothing)
                .Select(x => Math.Exp(-x * x / 2) / (network.Smoothing * Math.Sqrt(2 * Math.PI)) / network.FullRate),
        ];
    }

    /// <summary>m_k(t), [time, item].</summary>
    /// <param name="spikes">Spikes counted from the beginning.</param>
    /// <param name="duration">Length [s].</param>
    public Matrix Of(SpikeTrains spikes, double duration)
    {
        ArgumentNullException.ThrowIfNull(spikes);
        var samples = (int)Math.Round(duration / SampleTime);
        var perSample = SampleTime / _network.TimeStep;
        var reach = _kernel.Length - 1; // in steps
        var counts = new Matrix(samples, _assemblies.Count);
        var total = new double[samples];
        for (var k = 0; k < spikes.Times.Length; k++)
        {
            var step = (int)Math.Round(spikes.Times[k] / _network.TimeStep);
            var items = _itemsOf[spikes.Neurons[k]];
            for (var t = Math.Max(0, (int)Math.Ceiling((step - reach) / perSample)); t < samples; t++)
            {
                var offset = (int)Math.Abs(Math.Round(t * perSample) - step);
                if (offset > reach)
                {
                    break;
                }

                total[t] += _kernel[offset];
                foreach (var item in items)
                {
                    counts[t, item] += _kernel[offset];
                }
            }
        }

        var f = _network.AssemblySize / (double)_network.Excitatory;
        return Matrix.From(samples, _assemblies.Count, (t, k) => (counts[t, k] - (f * total[t])) / (_network.AssemblySize * (1 - f)));
    }
}
