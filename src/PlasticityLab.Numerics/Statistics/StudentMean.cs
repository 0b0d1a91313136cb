using MathNet.Numerics.Distributions;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>The mean with Student's interval: for confidence so high that a bootstrap of a few values has no tails left for it.</summary>
public static class StudentMean
{
    /// <summary>mean ± t s/√n, t the quantile of Student's distribution with n − 1 degrees of freedom (Student 1908, Biometrika 6:1).</summary>
    /// <param name="values">At least two independent values.</param>
    /// <param name="confidence">Probability with which the interval holds the mean, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">Fewer than two values, one that is not finite, or a confidence outside (0, 1).</exception>
    public static Interval Of(ReadOnlySpan<double> values, double confidence)
    {
        Sample.MustBeFinite(values);
        if (values.Length < 2)
        {
            throw new ArgumentException($"Student's interval needs at least two values, but {values.Length} were given.");
        }

        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentException($"Confidence must lie in (0, 1), as 0.95, but is {confidence:R}.");
        }

        var (mean, error) = (Sample.Mean(values), Sample.StandardDeviation(values) / Math.Sqrt(values.Length));
        var reach = error * StudentT.InvCDF(0, 1, values.Length - 1, (1 + confidence) / 2);
        return new(mean, mean - reach, mean + reach, confidence);
    }
}
