using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Equality of spread between groups (PERMDISP, Anderson 2006): analysis of variance of each unit's distance to its group's
/// centroid, with permuted residuals.</summary>
/// <remarks>
/// The distance to the centroid needs no coordinates: d²(i, c_g) = (1/n_g) Σ_j d_ij² − (1/n_g²) Σ_{j&lt;k} d_jk² over the group. For
/// distances that are not Euclidean it may come
/// out negative; its absolute value is then taken, as in principal coordinates with imaginary axes. The factor sqrt(n_g/(n_g−1)) removes
/// the bias that smaller groups look tighter (Stier et al. 2013).
/// </remarks>
public static class Dispersion
{
    /// <summary>The test. NaN with fewer than two groups of two or more.</summary>
    /// <inheritdoc cref="Permanova.Test"/>
    public static DispersionResult Test(
        Matrix distances,
        ReadOnlySpan<int> groups,
        RandomStream random,
        int draws = LabelAssignments.Draws,
        CancellationToken cancellation = default
    )
    {
        Distances.Check(distances, groups.Length);
        LabelAssignments.CheckDraws(draws);
        var (labels, count) = Distances.Relabel(groups);
        var sizes = Distances.Sizes(labels, count);
        var toCentroid = ToCentroids(distances, labels, sizes);
        // What rounding leaves of a sum of squares: each distance to a centroid is known to the last places of the largest distance.
        var slack = Rounding.Slack(Rounding.Scale(distances.Values), labels.Length);
        var unit = Rounding.Unit(Rounding.Scale(toCentroid));
        var nothing = labels.Length * (slack * unit) * (slack * unit);
        var spread = Means(toCentroid, labels, sizes);
        if (count < 2 || sizes.Min() < 2)
        {
            return new(double.NaN, spread, TestResult.None(double.NaN));
        }

        var residuals = toCentroid.Select((z, i) => z - spread[labels[i]]).ToArray();
        var observed = F(toCentroid, labels);
        if (double.IsNaN(observed))
        {
            return new(observed, spread, TestResult.None(observed));
        }

        // Permuting residuals rather than the distances keeps the null "same spread" while the groups stay apart. The observed
        // order of the residuals has F = 0, so the observed statistic is counted once by hand: p = (1 + count)/(1 + draws) always.
        var order = Enumerable.Range(0, labels.Length).ToArray();
        var moved = new double[labels.Length];
        var tie = Rounded(observed);
        long extreme = 0;
        for (var k = 0; k < draws; k++)
        {
            random.Shuffle(order.AsSpan());
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i] = residuals[order[i]];
            }

            extreme += LabelAssignments.Extreme(F(moved, labels), observed, Alternative.Greater, tie) ? 1 : 0;
            if ((k & 255) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return new(observed, spread, new(observed, (1.0 + extreme) / (1.0 + draws), draws, extreme, false));

        // Between and within sums of squares, in units of the largest distance to a centroid.
        (double Between, double Within) Sums(double[] values, int[] label)
        {
            var means = Means(values, label, sizes);
            var grand = Sample.Mean(values);
            double between = 0,
                within = 0;
            for (var g = 0; g < count; g++)
            {
                var d = (means[g] - grand) * unit;
                between += sizes[g] * d * d;
            }

            for (var i = 0; i < values.Length; i++)
            {
                var d = (values[i] - means[label[i]]) * unit;
                within += d * d;
            }

            return (between, within);
        }

        double F(double[] values, int[] label)
        {
            var (between, within) = Sums(values, label);
            var freedom = values.Length - count;
            return freedom < 1 ? double.NaN
                : within > nothing ? between / (count - 1) / (within / freedom)
                : between > nothing ? double.PositiveInfinity
                : double.NaN;
        }

        // What rounding of the distances does to F: a sum of squares q of n terms moves by up to 2 sqrt(n q) d + n d².
        double Rounded(double f)
        {
            var (between, within) = Sums(toCentroid, labels);
            double n = labels.Length,
                moved = slack * unit;
            double Moves(double q) => (2 * Math.Sqrt(n * q) * moved) + (n * moved * moved);
            return within > nothing ? (Moves(between) / (count - 1) / (within / (n - count))) + (f * Moves(within) / within) : 0;
        }
    }

    internal static double[] ToCentroids(Matrix distances, int[] labels, int[] sizes)
    {
        var n = labels.Length;
        var unit = Rounding.Unit(Rounding.Scale(distances.Values));
        var result = new double[n];
        var pairs = new double[sizes.Length];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (labels[i] == labels[j])
                {
                    var d2 = distances[i, j] * unit * (distances[i, j] * unit);
                    result[i] += d2;
                    pairs[labels[i]] += d2 / 2;
                }
            }
        }

        for (var i = 0; i < n; i++)
        {
            double size = sizes[labels[i]];
            double sum = result[i] / size,
                square = sum - (pairs[labels[i]] / (size * size));
            // A unit at the centroid: a root would turn the rounding of the difference into half of its digits.
            square = Math.Abs(square) <= Rounding.Slack(sum, sizes[labels[i]]) ? 0 : square;
            result[i] = Math.Sqrt(Math.Abs(square) * size / Math.Max(1, size - 1)) / unit;
        }

        return result;
    }

    private static double[] Means(double[] values, int[] labels, int[] sizes)
    {
        var means = new double[sizes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            means[labels[i]] += values[i] / sizes[labels[i]];
        }

        return means;
    }
}
