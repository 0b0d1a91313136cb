using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Do the networks fall into families, or are they one?</summary>
/// <param name="Count">Number of families; 1 when the data do not show more.</param>
/// <param name="Labels">Family of each network; all 0 for one family.</param>
/// <param name="Silhouette">Best mean silhouette over two or more clusters [1], whether or not it convinced; NaN below four
/// networks.</param>
/// <param name="Stability">Mean adjusted Rand index between the clusters of random 80 % subsets and those of all [1].</param>
/// <param name="PValue">Chance that one normal cloud with the same principal spreads splits as well [1].</param>
/// <param name="Why">The sentence that goes with the answer.</param>
public sealed record SolutionFamilies(int Count, int[] Labels, double Silhouette, double Stability, double PValue, string Why)
{
    /// <summary>Looks for families. More than one is claimed only when the split is better than that of one normal cloud (p ≤ 0.05),
    /// survives resampling (adjusted Rand index of 0.75 or more) and is clear (silhouette of 0.25 or more).</summary>
    /// <param name="distances">Distances between networks.</param>
    /// <param name="random">Subsets and normal clouds.</param>
    /// <param name="most">Largest number of families looked for.</param>
    /// <param name="draws">Normal clouds, and subsets.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static SolutionFamilies Find(
        Matrix distances,
        RandomStream random,
        int most = 5,
        int draws = 99,
        CancellationToken cancellation = default
    )
    {
        Distances.Check(distances);
        LabelAssignments.CheckDraws(draws);
        if (most < 2)
        {
            throw new ArgumentException($"A search for families must look for at least two, but most is {most}.");
        }

        var n = distances.Rows;
        if (n < 4)
        {
            return new(
                1,
                new int[n],
                double.NaN,
                double.NaN,
                double.NaN,
                $"Too few networks to look for families: {n}; at least 4 are needed."
            );
        }

        var (k, labels, silhouette) = Best(distances, most);
        if (k == 1)
        {
            return new(1, new int[n], double.NaN, double.NaN, double.NaN, "All networks are alike: their distances are 0.");
        }

        var spreads = Spreads(distances);
        int better = 0;
        double stability = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            cancellation.ThrowIfCancellationRequested();
            better += Best(Cloud(spreads, n, random), most).Silhouette >= silhouette - 1e-12 ? 1 : 0;
            var part = random.Choose(n, Math.Max(k + 1, (int)Math.Ceiling(0.8 * n)));
            var again = Clustering.KMedoids(Matrix.From(part.Length, part.Length, (i, j) => distances[part[i], part[j]]), k);
            stability += Clustering.AdjustedRand(again, part.Select(i => labels[i]).ToArray()) / draws;
        }

        var p = (1.0 + better) / (1.0 + draws);
        var convincing = p <= 0.05 && stability >= 0.75 && silhouette >= 0.25;
        var numbers = $"silhouette {silhouette.Text("F2")}, stability {stability:F2}, p = {p:G2} against one normal cloud";
        return convincing
            ? new(k, labels, silhouette, stability, p, $"{k} families ({numbers}).")
            : new(
                1,
                new int[n],
                silhouette,
                stability,
                p,
                $"One family: the best split, into {k}, is no better than chance or not stable ({numbers})."
            );
    }

    private static (int K, int[] Labels, double Silhouette) Best(Matrix distances, int most)
    {
        var best = (K: 1, Labels: new int[distances.Rows], Silhouette: double.NegativeInfinity);
        for (var k = 2; k <= Math.Min(most, distances.Rows / 2); k++)
        {
            var labels = Clustering.KMedoids(distances, k);
            var silhouette = Clustering.Silhouette(distances, labels);
            if (silhouette > best.Silhouette + 1e-12)
            {
                best = (k, labels, silhouette);
            }
        }

        return best;
    }

    // Principal coordinates (Gower 1966): eigenvalues of −½ J D² J. Negative ones belong to no Euclidean cloud and are left out,
    // and so are those that rounding leaves.
    private static double[] Spreads(Matrix distances)
    {
        var n = distances.Rows;
        var unit = Rounding.Unit(Rounding.Scale(distances.Values));
        var square = Matrix.From(n, n, (i, j) => distances[i, j] * unit * (distances[i, j] * unit));
        var mean = Enumerable.Range(0, n).Select(i => Sample.Mean(square.Row(i))).ToArray();
        var grand = mean.Average();
        var values = SymmetricEigen.Decompose(Matrix.From(n, n, (i, j) => -0.5 * (square[i, j] - mean[i] - mean[j] + grand))).Values;
        var nothing = n * Rounding.Slack(Rounding.Scale(values), n);
        return [.. values.Where(l => l > nothing).Select(l => Math.Sqrt(l / (n - 1)) / unit)];
    }

    private static Matrix Cloud(double[] spreads, int n, RandomStream random)
    {
        var x = Matrix.From(n, spreads.Length, (_, k) => spreads[k] * random.NextGaussian());
        return Matrix.From(
            n,
            n,
            (i, j) =>
            {
                double sum = 0;
                for (var k = 0; k < spreads.Length; k++)
                {
                    sum += (x[i, k] - x[j, k]) * (x[i, k] - x[j, k]);
                }

                return Math.Sqrt(sum);
            }
        );
    }
}
