namespace PlasticityLab.Numerics.Statistics;

/// <summary>Distances of units to the centroids of their groups, and their analysis of variance (PERMDISP, Anderson 2006).</summary>
/// <remarks>
/// They need no coordinates: d²(i, c_g) = (1/n_g) Σ_j d_ij² − (1/n_g²) Σ_{j&lt;k} d_jk² over the group. For distances that are not Euclidean
/// it may come out negative; its absolute value is then taken, as in principal coordinates with imaginary axes. The factor
/// sqrt(n_g/(n_g−1)) removes the bias that smaller groups look tighter (Stier et al. 2013).
/// </remarks>
internal static class CentroidDistances
{
    public static double[] Of(Matrix distances, int[] labels, int[] sizes)
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

    public static double[] Means(double[] values, int[] labels, int[] sizes)
    {
        var means = new double[sizes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            means[labels[i]] += values[i] / sizes[labels[i]];
        }

        return means;
    }

    /// <summary>Between-group over within-group mean square; NaN where there is neither, within rounding of the largest distance.</summary>
    public static double F(double[] values, int[] labels, int[] sizes, double largest)
    {
        var unit = Rounding.Unit(Rounding.Scale(values));
        var slack = Rounding.Slack(largest, labels.Length) * unit;
        var nothing = labels.Length * slack * slack;
        var (means, grand) = (Means(values, labels, sizes), Sample.Mean(values));
        double Square(double d) => d * unit * (d * unit);
        var between = means.Select((mean, g) => sizes[g] * Square(mean - grand)).Sum();
        var within = values.Select((value, i) => Square(value - means[labels[i]])).Sum();
        var freedom = values.Length - sizes.Length;
        return freedom < 1 ? double.NaN
            : within > nothing ? between / (sizes.Length - 1) / (within / freedom)
            : between > nothing ? double.PositiveInfinity
            : double.NaN;
    }
}
