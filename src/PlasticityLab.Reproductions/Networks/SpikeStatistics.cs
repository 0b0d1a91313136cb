using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>Statistics of recorded spikes.</summary>
internal static class SpikeStatistics
{
    /// <summary>Frequency between 10 and 500 Hz at which the population's rate has most power [Hz]: counts in bins of 0.5 ms under a Hann
    /// window; the spectrum is averaged over 6 Hz, because that of a noisy oscillation is ragged, and its peak refined by a
    /// parabola.</summary>
    public static double Frequency(SpikeTrains spikes, double start, double seconds)
    {
        const double Bin = 0.0005;
        var bins = (int)Math.Round(seconds / Bin);
        var counts = new double[bins];
        foreach (var time in spikes.Times)
        {
            var k = (int)((time - start) / Bin);
            if (k >= 0 && k < bins)
            {
                counts[k]++;
            }
        }

        var mean = counts.Average();
        double Power(int k)
        {
            var (re, im) = (0.0, 0.0);
            for (var t = 0; t < bins; t++)
            {
                var x = (counts[t] - mean) * (1 - Math.Cos(2 * Math.PI * t / bins));
                re += x * Math.Cos(2 * Math.PI * k * t / bins);
                im += x * Math.Sin(2 * Math.PI * k * t / bins);
            }

            return (re * re) + (im * im);
        }

        var (low, high) = ((int)(10 * seconds), (int)(500 * seconds));
        var half = Math.Max(1, (int)Math.Round(3 * seconds));
        var raw = Enumerable.Range(0, high + half + 2).Select(k => k < low - half - 1 || k < 1 ? 0 : Power(k)).ToArray();
        var power = Enumerable
            .Range(0, high + 2)
            .Select(k => k < low - 1 ? 0 : raw.Skip(Math.Max(1, k - half)).Take((2 * half) + 1).Average())
            .ToArray();
        var best = Enumerable.Range(low, high - low).MaxBy(k => power[k]);
        var bend = power[best - 1] - (2 * power[best]) + power[best + 1];
        return (best + (bend < 0 ? 0.5 * (power[best - 1] - power[best + 1]) / bend : 0)) / seconds;
    }

    /// <summary>Coefficient of variation of inter-spike intervals, averaged over the neurons with at least five.</summary>
    public static double MeanCv(SpikeTrains spikes, int neurons) => spikes.MeanCv(neurons);
}
