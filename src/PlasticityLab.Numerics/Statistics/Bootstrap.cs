using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Bootstrap confidence intervals: what the estimate would do if the same number of seeds were drawn again.</summary>
/// <remarks>
/// The unit that is resampled must be the unit of replication (the trained network), never the time step or the neuron.
/// With n values the intervals are somewhat too short (about 0.90 instead of 0.95 at n = 10 for the mean), because the resampled
/// variance is (n−1)/n of the unbiased one; a claim that hangs on the last percent needs more seeds, not another formula.
/// Above 10,000 values the work is bounded: fewer resamples (999 from 100,000 values on), and a jackknife that leaves out one of a thousand
/// groups at a time, whose acceleration estimates the same (Efron and Tibshirani 1993, chapters 11 and 19).
/// </remarks>
public static class Bootstrap
{
    /// <summary>Resamples that all intervals use unless told otherwise.</summary>
    public const int Resamples = 9999;

    private const int Large = 10_000,
        FewestResamples = 999,
        Groups = 1000;

    /// <summary>Percentile interval (Efron 1979): quantiles of the resampled statistic.</summary>
    /// <param name="sample">Finite values, one for each replicate.</param>
    /// <param name="statistic">What is estimated; the mean when left out.</param>
    /// <param name="random">Source of the resamples.</param>
    /// <param name="confidence">Nominal coverage [1].</param>
    /// <param name="resamples">How many resamples.</param>
    /// <returns>NaN ends below two values, and where the statistic of a resample is not a number.</returns>
    public static Interval Percentile(
        ReadOnlySpan<double> sample,
        RandomStream random,
        Statistic? statistic = null,
        double confidence = 0.95,
        int resamples = Resamples
    )
    {
        statistic ??= Sample.Mean;
        Check(sample, confidence, resamples);
        var estimate = statistic(sample);
        if (sample.Length < 2)
        {
            return new(estimate, double.NaN, double.NaN, confidence);
        }

        var draws = Draw(sample, random, statistic, resamples);
        var tail = (1 - confidence) / 2;
        return new(estimate, Sample.QuantileOfSorted(draws, tail), Sample.QuantileOfSorted(draws, 1 - tail), confidence);
    }

    /// <summary>Bias-corrected and accelerated interval (Efron 1987; acceleration from the jackknife).</summary>
    /// <inheritdoc cref="Percentile"/>
    /// <param name="scale">Largest magnitude of the data that the values were formed from (differences of large values carry their
    /// rounding), in the unit of the statistic; left out, that of the resampled statistic.</param>
    public static Interval Bca(
        ReadOnlySpan<double> sample,
        RandomStream random,
        Statistic? statistic = null,
        double confidence = 0.95,
        int resamples = Resamples,
        double scale = 0
    )
    {
        statistic ??= Sample.Mean;
        Check(sample, confidence, resamples);
        var estimate = statistic(sample);
        if (sample.Length < 2)
        {
            return new(estimate, double.NaN, double.NaN, confidence);
        }

        var draws = Draw(sample, random, statistic, resamples);
        // Ties with the estimate count half: a discrete statistic (a median, a share) would else look biased. The mean of one resample in
        // another order differs from the estimate by rounding, which must not decide.
        var slack = Rounding.Slack(Math.Max(Math.Max(scale, Math.Abs(estimate)), Rounding.Scale(draws)), sample.Length);
        double below = 0;
        foreach (var draw in draws)
        {
            below +=
                Math.Abs(draw - estimate) <= slack ? 0.5
                : draw < estimate ? 1
                : 0;
        }

        var z0 = NormalLaw.Quantile(below / draws.Length);
        var acceleration = Acceleration(sample, statistic, scale);
        var tail = (1 - confidence) / 2;
        return new(estimate, End(tail), End(1 - tail), confidence);

        double End(double probability)
        {
            // Every resample on one side of the estimate: the correction is not defined and the plain quantile is what is left.
            if (!double.IsFinite(z0))
            {
                return Sample.QuantileOfSorted(draws, probability);
            }

            var z = z0 + NormalLaw.Quantile(probability);
            var denominator = 1 - (acceleration * z);
            return Sample.QuantileOfSorted(
                draws,
                denominator > 0 ? NormalLaw.Cumulative(z0 + (z / denominator))
                    : z > 0 ? 1
                    : 0
            );
        }
    }

    /// <summary>Interval of a statistic of the differences a − b of pairs that share a seed.</summary>
    /// <inheritdoc cref="Percentile"/>
    public static Interval PairedDifference(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        RandomStream random,
        Statistic? statistic = null,
        double confidence = 0.95,
        int resamples = Resamples
    ) => Bca(Differences(a, b), random, statistic, confidence, resamples, Math.Max(Rounding.Scale(a), Rounding.Scale(b)));

    /// <summary>Interval of a difference statistic(a) − statistic(b) of two unpaired samples, each resampled on its own
    /// (percentile).</summary>
    /// <inheritdoc cref="Percentile"/>
    public static Interval UnpairedDifference(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        RandomStream random,
        Statistic? statistic = null,
        double confidence = 0.95,
        int resamples = Resamples
    )
    {
        statistic ??= Sample.Mean;
        Check(a, confidence, resamples);
        Check(b, confidence, resamples);
        var estimate = statistic(a) - statistic(b);
        if (a.Length < 2 || b.Length < 2)
        {
            return new(estimate, double.NaN, double.NaN, confidence);
        }

        double[] bufferA = new double[a.Length],
            bufferB = new double[b.Length],
            draws = new double[resamples];
        for (var k = 0; k < resamples; k++)
        {
            Resample(a, bufferA, random);
            Resample(b, bufferB, random);
            draws[k] = statistic(bufferA) - statistic(bufferB);
        }

        Array.Sort(draws);
        var tail = (1 - confidence) / 2;
        return new(estimate, Sample.QuantileOfSorted(draws, tail), Sample.QuantileOfSorted(draws, 1 - tail), confidence);
    }

    /// <summary>a − b, pair by pair; 0 where the two are one but for rounding.</summary>
    internal static double[] Differences(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Sample.SameLength(a, b);
        var result = new double[a.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Rounding.Difference(a[i], b[i]);
        }

        return result;
    }

    private static double[] Draw(ReadOnlySpan<double> sample, RandomStream random, Statistic statistic, int resamples)
    {
        var buffer = new double[sample.Length];
        var draws = new double[Enough(resamples, sample.Length)];
        for (var k = 0; k < draws.Length; k++)
        {
            Resample(sample, buffer, random);
            draws[k] = statistic(buffer);
        }

        Array.Sort(draws);
        return draws;
    }

    private static int Enough(int resamples, int values) =>
        values <= Large ? resamples : Math.Min(resamples, Math.Max(FewestResamples, (int)((long)Large * Resamples / values)));

    private static void Resample(ReadOnlySpan<double> sample, Span<double> buffer, RandomStream random)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = sample[random.NextInt(sample.Length)];
        }
    }

    private static double Acceleration(ReadOnlySpan<double> sample, Statistic statistic, double scale)
    {
        // What is left out at a time: one value; of a large sample one of the groups that it is cut into.
        var groups = sample.Length <= Large ? sample.Length : Groups;
        var rest = new double[sample.Length];
        var left = new double[groups];
        for (var i = 0; i < groups; i++)
        {
            var (from, to) = ((int)((long)i * sample.Length / groups), (int)((i + 1L) * sample.Length / groups));
            sample[..from].CopyTo(rest);
            sample[to..].CopyTo(rest.AsSpan(from));
            left[i] = statistic(rest.AsSpan(0, sample.Length - (to - from)));
        }

        if (Rounding.IsConstant(left, scale))
        {
            return 0;
        }

        var mean = Sample.Mean(left);
        double square = 0,
            cube = 0,
            unit = Rounding.Unit(left.Max(value => Math.Abs(mean - value)));
        foreach (var value in left)
        {
            var d = (mean - value) * unit;
            square += d * d;
            cube += d * d * d;
        }

        return square > 0 ? cube / (6 * Math.Pow(square, 1.5)) : 0;
    }

    private static void Check(ReadOnlySpan<double> sample, double confidence, int resamples)
    {
        Sample.MustBeFinite(sample);
        if (sample.IsEmpty)
        {
            throw new ArgumentException("An interval needs at least one value, but none was given.");
        }

        if (!(confidence > 0 && confidence < 1) || resamples < 1)
        {
            throw new ArgumentException(
                $"Confidence must lie in (0, 1) and resamples be at least 1, but they are {confidence:R} and {resamples}."
            );
        }
    }
}
