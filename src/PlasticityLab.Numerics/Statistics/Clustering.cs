using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Groups of units from distances alone.</summary>
public static class Clustering
{
    /// <summary>k-medoids (PAM; Kaufman and Rousseeuw 1990): the k units that are nearest to all others, by greedy choice and exchanges.
    /// Deterministic.</summary>
    /// <returns>Cluster of each unit, in the order of first appearance.</returns>
    public static int[] KMedoids(Matrix distances, int k)
    {
        CheckClusters(distances, k);
        var n = distances.Rows;
        // Of costs and distances that are one but for rounding the first unit has it, so that the answer does not hang on the unit.
        var slack = n * Rounding.Slack(Rounding.Scale(distances.Values), n);
        var medoids = new List<int>();
        while (medoids.Count < k)
        {
            medoids.Add(First(Enumerable.Range(0, n).Where(c => !medoids.Contains(c)), c => Cost(distances, [.. medoids, c]), slack));
        }

        var cost = Cost(distances, medoids);
        bool improved;
        do
        {
            improved = false;
            for (var m = 0; m < k; m++)
            {
                for (var c = 0; c < n; c++)
                {
                    if (medoids.Contains(c))
                    {
                        continue;
                    }

                    var old = medoids[m];
                    medoids[m] = c;
                    var changed = Cost(distances, medoids);
                    if (changed < cost - slack)
                    {
                        (cost, improved) = (changed, true);
                    }
                    else
                    {
                        medoids[m] = old;
                    }
                }
            }
        } while (improved);
        return Distances.Relabel([.. Enumerable.Range(0, n).Select(i => First(medoids, m => distances[i, m], slack))]).Labels;
    }

    // The first unit whose value is the least but for rounding.
    private static int First(IEnumerable<int> units, Func<int, double> value, double slack)
    {
        var values = units.Select(unit => (Unit: unit, Value: value(unit))).ToArray();
        var least = values.Min(x => x.Value);
        return values.First(x => x.Value <= least + slack).Unit;
    }

    /// <summary>Agglomerative clustering with average linkage (UPGMA), cut into k clusters. Of equally near pairs, within rounding, the
    /// first is joined.</summary>
    public static int[] AverageLinkage(Matrix distances, int k)
    {
        CheckClusters(distances, k);
        var n = distances.Rows;
        var d = distances.Copy();
        var labels = Enumerable.Range(0, n).ToArray();
        var size = Enumerable.Repeat(1, n).ToArray();
        var alive = Enumerable.Range(0, n).ToList();
        while (alive.Count > k)
        {
            var (a, b, least) = (-1, -1, double.PositiveInfinity);
            foreach (var x in alive)
            {
                foreach (var y in alive)
                {
                    if (x < y && d[x, y] < least && !Rounding.AreEqual(d[x, y], least))
                    {
                        (a, b, least) = (x, y, d[x, y]);
                    }
                }
            }

            foreach (var c in alive)
            {
                d[a, c] = d[c, a] = ((size[a] * d[a, c]) + (size[b] * d[b, c])) / (size[a] + size[b]);
            }

            size[a] += size[b];
            alive.Remove(b);
            for (var i = 0; i < n; i++)
            {
                labels[i] = labels[i] == b ? a : labels[i];
            }
        }

        return Distances.Relabel(labels).Labels;
    }

    /// <summary>Mean silhouette width (Rousseeuw 1987) [1]: 1 well apart, 0 touching. Units alone in their cluster count 0. NaN with one
    /// cluster.</summary>
    public static double Silhouette(Matrix distances, ReadOnlySpan<int> labels)
    {
        Distances.Check(distances, labels.Length);
        var (own, count) = Distances.Relabel(labels);
        var sizes = Distances.Sizes(own, count);
        if (count < 2)
        {
            return double.NaN;
        }

        double total = 0;
        var sums = new double[count];
        for (var i = 0; i < own.Length; i++)
        {
            Array.Clear(sums);
            for (var j = 0; j < own.Length; j++)
            {
                sums[own[j]] += distances[i, j];
            }

            if (sizes[own[i]] == 1)
            {
                continue;
            }

            double inside = sums[own[i]] / (sizes[own[i]] - 1),
                outside = double.PositiveInfinity;
            for (var c = 0; c < count; c++)
            {
                outside = c == own[i] ? outside : Math.Min(outside, sums[c] / sizes[c]);
            }

            total += Math.Max(inside, outside) > 0 ? (outside - inside) / Math.Max(inside, outside) : 0;
        }

        return total / own.Length;
    }

    /// <summary>Adjusted Rand index of two labellings (Hubert and Arabie 1985): 1 equal, 0 by chance.</summary>
    public static double AdjustedRand(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"Two labellings must label the same units, but they have {first.Length} and {second.Length}.");
        }

        var (a, na) = Distances.Relabel(first);
        var (b, nb) = Distances.Relabel(second);
        var table = new long[na, nb];
        for (var i = 0; i < a.Length; i++)
        {
            table[a[i], b[i]]++;
        }

        double both = 0;
        foreach (var count in table)
        {
            both += Pairs(count);
        }

        double rows = Distances.Sizes(a, na).Sum(x => Pairs(x)),
            columns = Distances.Sizes(b, nb).Sum(x => Pairs(x)),
            all = Pairs(a.Length);
        var chance = all > 0 ? rows * columns / all : 0;
        var most = (rows + columns) / 2;
        return most - chance > 0 ? (both - chance) / (most - chance) : 1;

        static double Pairs(long x) => x * (x - 1) / 2.0;
    }

    private static void CheckClusters(Matrix distances, int k)
    {
        Distances.Check(distances);
        if (k < 1 || k > distances.Rows)
        {
            throw new ArgumentException(
                $"The number of clusters must lie between 1 and the number of units, {distances.Rows}, but is {k}."
            );
        }
    }

    private static double Cost(Matrix distances, List<int> medoids)
    {
        double total = 0;
        for (var i = 0; i < distances.Rows; i++)
        {
            var least = double.PositiveInfinity;
            foreach (var m in medoids)
            {
                least = Math.Min(least, distances[i, m]);
            }

            total += least;
        }

        return total;
    }
}
