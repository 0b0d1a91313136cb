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

    /// <summary>Standard deviation with denominator n − 1; NaN below two values, 0 for a sample that is constant within rounding.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values)
    {
        var unit = Rounding.Unit(Rounding.Scale(values));
        return values.Length < 2 ? double.NaN : Math.Sqrt(SumOfSquares(values, unit) / (values.Length - 1)) / unit;
    }

    /// <summary>Σ (x − mean)²; 0 for a sample that is constant within rounding.</summary>
    public static double SumOfSquares(ReadOnlySpan<double> values) => SumOfSquares(values, 1);

    // Of the values times a power of two, which loses no digit and keeps squares of tiny and huge values numbers.
    private static double SumOfSquares(ReadOnlySpan<double> values, double unit)
    {
        if (Rounding.IsConstant(values))
        {
            return 0;
        }

        var mean = Mean(values);
        double sum = 0;
        foreach (var value in values)
        {
            var d = (value - mean) * unit;
            sum += d * d;
        }

        return sum;
    }

    /// <summary>Median: the middle value, or the mean of the two middle ones; NaN of an empty sample or with a NaN.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>Quantile by linear interpolation of the order statistics (Hyndman and Fan 1996, type 7); NaN of an empty sample or
    /// with a NaN. A quantile at the place of a value is that value, infinite ones too.</summary>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="probability">Which quantile, in [0, 1].</param>
    public static double Quantile(ReadOnlySpan<double> values, double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentException($"The probability of a quantile must lie in [0, 1], but is {probability:R}.");
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        return QuantileOfSorted(sorted, probability);
    }

    internal static double QuantileOfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        // NaN sorts before every number.
        if (sorted.IsEmpty || double.IsNaN(probability) || double.IsNaN(sorted[0]))
        {
            return double.NaN;
        }

        var place = Math.Clamp(probability, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return place <= below || sorted[below] == sorted[above] ? sorted[below]
            : double.IsFinite(sorted[below]) ? sorted[below] + ((place - below) * (sorted[above] - sorted[below]))
            : sorted[below] + sorted[above];
    }

    /// <summary>Pearson's correlation, −1 to 1; NaN when a sample is constant (within rounding) or a value is not finite.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        SameLength(x, y);
        if (Rounding.IsConstant(x) || Rounding.IsConstant(y))
        {
            return double.NaN;
        }

        double mx = Mean(x),
            my = Mean(y),
            ux = Rounding.Unit(Rounding.Scale(x)),
            uy = Rounding.Unit(Rounding.Scale(y)),
            xy = 0,
            xx = 0,
            yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double dx = (x[i] - mx) * ux,
                dy = (y[i] - my) * uy;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }

        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1) : double.NaN;
    }

    /// <summary>Spearman's rank correlation with mean ranks for ties; NaN when a sample is constant or holds a NaN.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Ranks 1 .. n; values tied within rounding share their mean rank. With a NaN among the values all ranks are NaN.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        if (keys.Length > 0 && double.IsNaN(keys[0]))
        {
            Array.Fill(ranks, double.NaN);
            return ranks;
        }

        for (var start = 0; start < keys.Length; )
        {
            var end = start + 1;
            while (end < keys.Length && Rounding.AreEqual(keys[end], keys[start]))
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

    /// <summary>Refuses a value that is NaN or infinite, in a sentence with its place.</summary>
    public static void MustBeFinite(ReadOnlySpan<double> values)
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
