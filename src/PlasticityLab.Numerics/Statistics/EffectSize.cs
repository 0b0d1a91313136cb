namespace PlasticityLab.Numerics.Statistics;

/// <summary>Standardised mean differences.</summary>
public static class EffectSize
{
    /// <summary>Hedges' g of two unpaired samples: (mean a − mean b)/pooled sd, with the small-sample factor (Hedges 1981). NaN when both
    /// are constant (within rounding), one has fewer than two values, or a value is not finite.</summary>
    public static double HedgesG(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2 || b.Length < 2)
        {
            return double.NaN;
        }

        var freedom = a.Length + b.Length - 2;
        var pooled = Root(
            (a.Length - 1) / (double)freedom,
            Sample.StandardDeviation(a),
            (b.Length - 1) / (double)freedom,
            Sample.StandardDeviation(b)
        );
        return pooled > 0 ? SmallSample(freedom) * (Sample.Mean(a) - Sample.Mean(b)) / pooled : double.NaN;
    }

    /// <summary>Paired effect size d_z: mean of the differences over their sd, with the small-sample factor. This is what decides how many
    /// seeds a paired test needs. NaN when the differences are constant (within rounding), fewer than two, or not finite.</summary>
    /// <param name="differences">One for each pair.</param>
    /// <param name="scale">Largest magnitude of the values that the differences were taken from, whose rounding they carry; left out, that of
    /// the differences.</param>
    public static double Paired(ReadOnlySpan<double> differences, double scale = 0)
    {
        var sd = Rounding.IsConstant(differences, scale) ? 0 : Sample.StandardDeviation(differences);
        return sd > 0 ? SmallSample(differences.Length - 1) * Sample.Mean(differences) / sd : double.NaN;
    }

    /// <summary>Paired effect size in units of the spread between networks: mean(a − b)/sqrt((var a + var b)/2), with the small-sample
    /// factor (d_av; Lakens 2013). Comparable with unpaired studies.</summary>
    public static double PairedAverage(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Sample.SameLength(a, b);
        var sd = Root(0.5, Sample.StandardDeviation(a), 0.5, Sample.StandardDeviation(b));
        return sd > 0 ? SmallSample(a.Length - 1) * (Sample.Mean(a) - Sample.Mean(b)) / sd : double.NaN;
    }

    // sqrt(p x² + q y²), also where the squares are too small or too large for a number.
    private static double Root(double p, double x, double q, double y)
    {
        var unit = Rounding.Unit(Math.Max(x, y));
        return Math.Sqrt((p * (x * unit) * (x * unit)) + (q * (y * unit) * (y * unit))) / unit;
    }

    // J(m) = Γ(m/2) / (sqrt(m/2) Γ((m−1)/2)), exact; with one degree of freedom it is 0 over infinity and no estimate exists.
    internal static double SmallSample(int freedom) =>
        freedom < 2
            ? double.NaN
            : Math.Exp(
                MathNet.Numerics.SpecialFunctions.GammaLn(freedom / 2.0) - MathNet.Numerics.SpecialFunctions.GammaLn((freedom - 1) / 2.0)
            ) / Math.Sqrt(freedom / 2.0);
}
