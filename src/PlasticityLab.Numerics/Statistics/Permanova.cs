using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Permutational analysis of variance on distances, one factor (Anderson 2001): do groups of networks differ in place or in
/// spread?</summary>
/// <remarks>SST = (1/n) Σ_{i&lt;j} d², SSW = Σ_g (1/n_g) Σ_{i&lt;j in g} d², F = ((SST−SSW)/(a−1))/(SSW/(n−a)), R² = (SST−SSW)/SST. A
/// rejection may come from unequal spread: read it beside <see cref="Dispersion"/>.</remarks>
public static class Permanova
{
    /// <summary>The test over all label assignments (random ones when there are 100 000 or more).</summary>
    /// <param name="distances">Symmetric, zero diagonal, [unit, unit].</param>
    /// <param name="groups">Group of each unit.</param>
    /// <param name="random">Used when not enumerable.</param>
    /// <param name="draws">Random assignments when not enumerated.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>NaN F and p with one group, with as many groups as units, or when all distances are 0.</returns>
    public static PermanovaResult Test(
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
        int n = labels.Length;
        var sizes = Distances.Sizes(labels, count);
        double total = 0,
            unit = Rounding.Unit(Rounding.Scale(distances.Values));
        var squared = new double[n][];
        for (var i = 0; i < n; i++)
        {
            squared[i] = new double[i];
            for (var j = 0; j < i; j++)
            {
                squared[i][j] = distances[i, j] * unit * (distances[i, j] * unit);
                total += squared[i][j];
            }
        }

        total /= Math.Max(1, n);
        if (count < 2 || count >= n || !(total > 0))
        {
            return new(double.NaN, count < 2 ? 0 : double.NaN, total / unit / unit, count, TestResult.None(double.NaN));
        }

        // SST − SSW is known to the rounding of SST: an F near 0 is no better known than that.
        var observed = Within(labels);
        var slack = observed > 1e-28 * total ? Rounding.Slack(total, n) / (count - 1) / (observed / (n - count)) : 0;
        var test = LabelAssignments.Test(labels, F, random, Alternative.Greater, draws, slack, cancellation);
        return new(test.Statistic, 1 - (observed / total), total / unit / unit, count, test);

        // Relabelling keeps the group sizes, so F is a falling function of SSW alone; it is formed all the same so that ties are judged on
        // the published statistic.
        double F(int[] label)
        {
            var within = Within(label);
            // No spread inside any group: F is infinite, and infinities compare as ties, as they should.
            return within <= 1e-28 * total ? double.PositiveInfinity : (total - within) / (count - 1) / (within / (n - count));
        }

        double Within(int[] label)
        {
            Span<double> sums = count <= 64 ? stackalloc double[count] : new double[count];
            for (var i = 1; i < n; i++)
            {
                var row = squared[i];
                var own = label[i];
                double sum = 0;
                for (var j = 0; j < row.Length; j++)
                {
                    sum += label[j] == own ? row[j] : 0;
                }

                sums[own] += sum;
            }

            double within = 0;
            for (var g = 0; g < count; g++)
            {
                within += sums[g] / sizes[g];
            }

            return within;
        }
    }
}
