using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>Statistics of recorded spikes.</summary>
internal static class SpikeStatistics
{
    /// <summary>Coefficient of variation of inter-spike intervals, averaged over the neurons with at least five.</summary>
    public static double MeanCv(SpikeTrains spikes, int neurons)
    {
        var last = Enumerable.Repeat(double.NaN, neurons).ToArray();
        var (n, sum, square) = (new int[neurons], new double[neurons], new double[neurons]);
        for (var k = 0; k < spikes.Times.Length; k++)
        {
            var i = spikes.Neurons[k];
            if (!double.IsNaN(last[i]))
            {
                var interval = spikes.Times[k] - last[i];
                n[i]++;
                sum[i] += interval;
                square[i] += interval * interval;
            }

            last[i] = spikes.Times[k];
        }

        return Enumerable.Range(0, neurons).Where(i => n[i] >= 5).Select(i => Math.Sqrt(Math.Max(0, (square[i] / n[i]) - Math.Pow(sum[i] / n[i], 2))) / (sum[i] / n[i])).DefaultIfEmpty(double.NaN).Average();
    }
}
