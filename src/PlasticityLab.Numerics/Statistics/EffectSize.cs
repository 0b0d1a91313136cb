namespace PlasticityLab.Numerics.Statistics;

/// <summary>Standardised mean differences.</summary>
public static class EffectSize
{
    /// <summary>Hedges' g of two unpaired samples: (mean a − mean b)/pooled sd, with the small-sample factor (Hedges 1981). NaN when both
    /// are constant or one has fewer than two values.</summary>
    public static double HedgesG(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length < 2 || b.Length < 2)
        {
            return double.NaN;
        }

        var freedom = a.Length + b.Length - 2;
        var pooled = Math.Sqrt((Sample.SumOfSquares(a) + Sample.SumOfSquares(b)) / freedom);
        return pooled > 0 ? SmallSample(freedom) * (Sample.Mean(a) - Sample.Mean(b)) / pooled : double.NaN;
    }

    /// <summary>Paired effect size d_z: mean of the differences over their sd, with the small-sample factor. This is what decides how many
    /// seeds a paired test needs. NaN when the differences are constant or fewer than two.</summary>
    public static double Paired(ReadOnlySpan<double> differences)
    {
        var sd = Sample.StandardDeviation(differences);
        return sd > 0 ? SmallSample(differences.Length - 1) * Sample.Mean(differences) / sd : double.NaN;
    }

    /// <summary>Paired effect size in units of the spread between networks: mean(a − b)/sqrt((var a + var b)/2), with the small-sample
    /// factor (d_av; Lakens 2013). Comparable with unpaired studies.</summary>
    public static double PairedAverage(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Sample.SameLength(a, b);
        var sd = Math.Sqrt((Sample.Variance(a) + Sample.Variance(b)) / 2);
        return sd > 0 ? SmallSample(a.Length - 1) * (Sample.Mean(a) - Sample.Mean(b)) / sd : double.NaN;
    }

    // J(m) = Γ(m/2) / (sqrt(m/2) Γ((m−1)/2)), exact; with one degree of freedom it is 0 over infinity and no estimate exists.
    internal static double SmallSample(int freedom) =>
        freedom < 2
            ? double.NaN
            : Math.Exp(
                MathNet.Numerics.SpecialFunctions.GammaLn(freedom / 2.0) - MathNet.Numerics.SpecialFunctions.GammaLn((freedom - 1) / 2.0)
            ) / Math.Sqrt(freedom / 2.0);
}
