namespace PlasticityLab.Numerics.Statistics;

/// <summary>Moments, order statistics and correlations of a sample.</summary>
public static class Sample
{
    /// <summary>Arithmetic mean; NaN of an empty sample.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.IsEmpty ? double.NaN : sum / values.Length;
    }

    /// <summary>Variance with denominator n − 1 (two passes); NaN below two values.</summary>
    public static double Variance(ReadOnlySpan<double> values) =>
        values.Length < 2 ? double.NaN : SumOfSquares(values) / (values.Length - 1);

    /// <summary>Standard deviation with denominator n − 1; NaN below two values.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values) => Math.Sqrt(Variance(values));

    /// <summary>Σ (x − mean)².</summary>
    public static double SumOfSquares(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        double sum = 0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return sum;
    }

    /// <summary>Median: the middle value, or the mean of the two middle ones.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>Quantile by linear interpolation of the order statistics (Hyndman and Fan 1996, type 7); NaN of an empty sample.</summary>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="probability">Which quantile, in [0, 1].</param>
    public static double Quantile(ReadOnlySpan<double> values, double probability)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return QuantileOfSorted(sorted, probability);
    }

    internal static double QuantileOfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty || double.IsNaN(probability))
        {
            return double.NaN;
        }

        var place = Math.Clamp(probability, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>Pearson's correlation; NaN when a sample is constant.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        SameLength(x, y);
        double mx = Mean(x),
            my = Mean(y),
            xy = 0,
            xx = 0,
            yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }

    /// <summary>Spearman's rank correlation with mean ranks for ties; NaN when a sample is constant.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Ranks 1 .. n; tied values share their mean rank.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (var start = 0; start < keys.Length; )
        {
            var end = start + 1;
            while (end < keys.Length && keys[end].Equals(keys[start]))
            {
                end++;
            }

            for (var k = start; k < end; k++)
            {
                ranks[order[k]] = (start + end + 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }

    internal static void SameLength(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException(
                $"Paired samples must have the same number of values, but one has {x.Length} and the other {y.Length}."
            );
        }
    }

    internal static void MustBeFinite(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"A statistical test needs finite values, but value {i + 1} of {values.Length} is {values[i]}. Leave such networks out and say so beside the result."
                );
            }
        }
    }
}
