namespace PlasticityLab.Analysis.Structure;

/// <summary>Running moments of the 16 counts. Sums of integers stay exact in doubles far beyond what is ever counted here.</summary>
internal sealed class TriadTally(long[] observed)
{
    private readonly double[] _sum = new double[16],
        _square = new double[16];
    private readonly long[] _atLeast = new long[16];
    private readonly List<long[]> _kept = [];
    private long _graphs;

    public void Add(long[] counts)
    {
        _graphs++;
        for (var k = 0; k < 16; k++)
        {
            // Differences from the observed count keep the squares small.
            double d = counts[k] - observed[k];
            _sum[k] += d;
            _square[k] += d * d;
            _atLeast[k] += counts[k] >= observed[k] ? 1 : 0;
        }

        if (_kept.Count < 100_000)
        {
            _kept.Add(counts);
        }
    }

    public TriadSignificance Result(bool exact)
    {
        var (mean, sd, z, p, error) = (new double[16], new double[16], new double[16], new double[16], new double[16]);
        for (var k = 0; k < 16; k++)
        {
            var shift = _sum[k] / _graphs;
            mean[k] = observed[k] + shift;
            // Counts are whole numbers: n Σd² − (Σd)² is exact, and 0 only where all graphs have the same count.
            sd[k] = Math.Sqrt((_graphs * _square[k]) - (_sum[k] * _sum[k])) / _graphs;
            z[k] = sd[k] > 0 ? -shift / sd[k] : double.NaN;
            p[k] = exact ? _atLeast[k] / (double)_graphs : (1.0 + _atLeast[k]) / (1.0 + _graphs);
            error[k] = exact ? 0 : BatchError(k);
        }

        return new(observed, mean, sd, z, p, error, _graphs, exact);
    }

    // 20 batches in the order of the walk: their means are nearly independent, whatever the correlation inside.
    private double BatchError(int k)
    {
        const int batches = 20;
        var size = _kept.Count / batches;
        if (size < 2)
        {
            return double.NaN;
        }

        var means = Enumerable.Range(0, batches).Select(b => _kept.Skip(b * size).Take(size).Average(c => (double)c[k])).ToArray();
        return Numerics.Statistics.Sample.StandardDeviation(means) / Math.Sqrt(batches);
    }
}
