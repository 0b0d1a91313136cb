using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Tunes;

/// <summary>Intervals for shares and means.</summary>
internal static class Shares
{
    private const double Z = 1.959963984540054;

    /// <summary>95 % score interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22:209).</summary>
    public static (double Low, double High) Wilson(int successes, int trials)
    {
        if (trials == 0)
        {
            return (0, 1);
        }

        double n = trials, p = successes / n;
        var middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z / (1 + (Z * Z / n)) * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (successes == 0 ? 0 : Math.Max(0, middle - half), successes == trials ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>95 % percentile bootstrap interval of a mean (Efron 1979), 1,000 resamples.</summary>
    public static (double Low, double High) BootstrapMean(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return (double.NaN, double.NaN);
        }

        var stream = new RandomStreams(1).Open(StreamPurpose.Analysis);
        var means = new double[1000];
        foreach (ref var mean in means.AsSpan())
        {
            for (var i = 0; i < values.Count; i++)
            {
                mean += values[stream.NextInt(values.Count)];
            }

            mean /= values.Count;
        }

        Array.Sort(means);
        return (means[25], means[974]);
    }
}
