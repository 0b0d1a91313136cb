using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Permutation tests of means: exact when there are fewer than 100 000 assignments, else 9999 random ones with the +1
/// correction.</summary>
public static class PermutationTest
{
    /// <summary>Sign-flip test of paired differences: under the null each difference is as likely as its negative (Fisher 1935). Exact up
    /// to 16 pairs.</summary>
    /// <param name="differences">Finite differences, one for each seed. Zeros stay in: dropping them would make p too small.</param>
    /// <param name="random">Used above 16 pairs only.</param>
    /// <param name="alternative">Which side.</param>
    /// <param name="draws">Random sign patterns when not enumerated.</param>
    /// <param name="scale">Largest magnitude of the values that the differences were taken from, whose rounding they carry; left out, that of
    /// the differences.</param>
    /// <returns>The statistic is the mean difference. NaN p without any difference; p = 1 when all differences are 0.</returns>
    public static TestResult PairedSignFlip(
        ReadOnlySpan<double> differences,
        RandomStream random,
        Alternative alternative = Alternative.TwoSided,
        int draws = LabelAssignments.Draws,
        double scale = 0
    )
    {
        LabelAssignments.CheckDraws(draws);
        Sample.MustBeFinite(differences);
        var n = differences.Length;
        if (n == 0)
        {
            return TestResult.None(double.NaN);
        }

        // Sums are compared, not means, and ties within the rounding of the values count: flipping signs of equal numbers must tie.
        double observed = 0;
        foreach (var d in differences)
        {
            observed += d;
        }

        var slack = n * Rounding.Slack(Math.Max(scale, Rounding.Scale(differences)), n);
        long extreme = 0;
        if (n <= 16)
        {
            var total = 1L << n;
            for (long pattern = 0; pattern < total; pattern++)
            {
                double sum = 0;
                for (var i = 0; i < n; i++)
                {
                    sum += ((pattern >> i) & 1) == 0 ? differences[i] : -differences[i];
                }

                extreme += IsExtreme(sum) ? 1 : 0;
            }

            return new(observed / n, extreme / (double)total, total, extreme, true);
        }

        for (var k = 0; k < draws; k++)
        {
            double sum = 0;
            uint bits = 0;
            for (var i = 0; i < n; i++)
            {
                bits = (i & 31) == 0 ? random.NextUInt32() : bits >> 1;
                sum += (bits & 1) == 0 ? differences[i] : -differences[i];
            }

            extreme += IsExtreme(sum) ? 1 : 0;
        }

        return new(observed / n, (1.0 + extreme) / (1.0 + draws), draws, extreme, false);

        bool IsExtreme(double sum) =>
            alternative switch
            {
                Alternative.Greater => sum >= observed - slack,
                Alternative.Less => sum <= observed + slack,
                _ => Math.Abs(sum) >= Math.Abs(observed) - slack,
            };
    }

    /// <summary>Sign-flip test of a − b, pair by pair.</summary>
    /// <inheritdoc cref="PairedSignFlip(ReadOnlySpan{double}, RandomStream, Alternative, int, double)"/>
    public static TestResult Paired(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        RandomStream random,
        Alternative alternative = Alternative.TwoSided,
        int draws = LabelAssignments.Draws
    ) => PairedSignFlip(Bootstrap.Differences(a, b), random, alternative, draws, Math.Max(Rounding.Scale(a), Rounding.Scale(b)));

    /// <summary>Two unpaired samples: the difference of means, mean(a) − mean(b), under all relabelings (Pitman 1937).</summary>
    /// <remarks>Exact for equality of distributions. With unequal spreads and unequal sizes it is not a test of means alone.</remarks>
    /// <param name="a">Finite values.</param>
    /// <param name="b">Finite values.</param>
    /// <param name="random">Used when there are too many relabelings to enumerate.</param>
    /// <param name="alternative">Which side.</param>
    /// <param name="draws">Random relabelings when not enumerated.</param>
    /// <param name="scale">Largest magnitude of the data that the values were formed from, where that is larger than their own.</param>
    public static TestResult TwoSample(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        RandomStream random,
        Alternative alternative = Alternative.TwoSided,
        int draws = LabelAssignments.Draws,
        double scale = 0
    )
    {
        LabelAssignments.CheckDraws(draws);
        Sample.MustBeFinite(a);
        Sample.MustBeFinite(b);
        if (a.IsEmpty || b.IsEmpty)
        {
            return TestResult.None(double.NaN);
        }

        double[] pooled = [.. a, .. b];
        var slack = 2 * Rounding.Slack(Math.Max(scale, Rounding.Scale(pooled)), pooled.Length);
        // Centring changes no difference of means and spares digits when the values are large against their spread.
        var mean = Sample.Mean(pooled);
        var labels = new int[pooled.Length];
        for (var i = 0; i < pooled.Length; i++)
        {
            pooled[i] -= mean;
            labels[i] = i < a.Length ? 0 : 1;
        }

        int countA = a.Length,
            countB = b.Length;
        return LabelAssignments.Test(labels, Difference, random, alternative, draws, slack: slack);

        double Difference(int[] label)
        {
            double sumA = 0,
                sumB = 0;
            for (var i = 0; i < pooled.Length; i++)
            {
                if (label[i] == 0)
                {
                    sumA += pooled[i];
                }
                else
                {
                    sumB += pooled[i];
                }
            }

            return (sumA / countA) - (sumB / countB);
        }
    }

    /// <summary>Any statistic of group labels (a ratio of variances, a mean distance between groups) under all relabelings.</summary>
    /// <param name="labels">Group of each unit.</param>
    /// <param name="statistic">Must depend on the labels alone; NaN of the observed labels gives a NaN p.</param>
    /// <param name="random">Used when there are too many relabelings to enumerate.</param>
    /// <param name="alternative">Which side is extreme.</param>
    /// <param name="draws">Random relabelings when not enumerated.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static TestResult OfLabels(
        ReadOnlySpan<int> labels,
        Func<int[], double> statistic,
        RandomStream random,
        Alternative alternative = Alternative.Greater,
        int draws = LabelAssignments.Draws,
        CancellationToken cancellation = default
    ) => LabelAssignments.Test(labels, statistic, random, alternative, draws, cancellation: cancellation);
}
