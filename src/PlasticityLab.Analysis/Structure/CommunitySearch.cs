using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Maximises Σ over pairs of one community of a symmetric gain.</summary>
internal static class CommunitySearch
{
    /// <summary>All set partitions by restricted growth strings, the gain updated unit by unit.</summary>
    public static (double Q, int[] Labels) Exhaustive(Matrix s)
    {
        var n = s.Rows;
        var (labels, best, bestQ) = (new int[n], new int[n], double.NegativeInfinity);
        Visit(0, 0, 0);
        return (bestQ, best);

        void Visit(int unit, int communities, double q)
        {
            if (unit == n)
            {
                // Of equally good partitions the first, with fewest splits early on, is kept: rounding must not choose.
                if (q > bestQ + 1e-13)
                {
                    (bestQ, best) = (q, (int[])labels.Clone());
                }

                return;
            }

            for (var c = 0; c <= communities; c++)
            {
                var gain = s[unit, unit];
                for (var k = 0; k < unit; k++)
                {
                    gain += labels[k] == c ? 2 * s[unit, k] : 0;
                }

                labels[unit] = c;
                Visit(unit + 1, Math.Max(communities, c + 1), q + gain);
            }
        }
    }

    /// <summary>Many starts: units move to the community that gains most, communities merge, units move again, until nothing
    /// improves.</summary>
    public static (double Q, int[] Labels, double Share) Moves(Matrix s, RandomStream random, int starts, CancellationToken cancellation)
    {
        var n = s.Rows;
        var (best, bestQ, values) = (Array.Empty<int>(), double.NegativeInfinity, new double[starts]);
        for (var start = 0; start < starts; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Every other start begins with random communities: all singletons always merge in much the same way.
            var labels =
                start % 2 == 0
                    ? Enumerable.Range(0, n).ToArray()
                    : Enumerable.Range(0, n).Select(_ => random.NextInt(Math.Max(2, n / 4))).ToArray();
            do
            {
                MoveUnits(s, labels, random);
            } while (Merge(s, labels));
            values[start] = Value(s, labels);
            if (values[start] > bestQ)
            {
                (bestQ, best) = (values[start], labels);
            }
        }

        return (bestQ, Relabel(best).Labels, values.Count(q => q > bestQ - 1e-9) / (double)starts);
    }

    private static (int[] Labels, int Count) Relabel(int[] labels)
    {
        var names = new Dictionary<int, int>();
        return ([.. labels.Select(label => names.TryGetValue(label, out var name) ? name : names[label] = names.Count)], names.Count);
    }

    private static double Value(Matrix s, int[] labels)
    {
        double q = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < labels.Length; j++)
            {
                q += labels[i] == labels[j] ? s[i, j] : 0;
            }
        }

        return q;
    }

    private static void MoveUnits(Matrix s, int[] labels, RandomStream random)
    {
        var n = labels.Length;
        var to = new double[n];
        bool moved;
        var sweeps = 0;
        do
        {
            moved = false;
            foreach (var i in random.Permutation(n))
            {
                Array.Clear(to);
                var row = s.Row(i);
                for (var j = 0; j < n; j++)
                {
                    to[labels[j]] += j == i ? 0 : row[j];
                }

                // An empty community is always on offer: gain 0.
                var (target, gain) = (labels[i], to[labels[i]]);
                for (var c = 0; c < n; c++)
                {
                    if (to[c] > gain + 1e-14)
                    {
                        (target, gain) = (c, to[c]);
                    }
                }

                moved |= target != labels[i];
                labels[i] = target;
            }
        } while (moved && ++sweeps < 1000);
    }

    // Joins the pair of communities that gains most, again and again; false when none gained.
    private static bool Merge(Matrix s, int[] labels)
    {
        var (compact, count) = Relabel(labels);
        var between = new Matrix(count, count);
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < labels.Length; j++)
            {
                between[compact[i], compact[j]] += s[i, j];
            }
        }

        var alive = Enumerable.Range(0, count).ToList();
        var into = Enumerable.Range(0, count).ToArray();
        var merged = false;
        while (true)
        {
            var (a, b, gain) = (-1, -1, 1e-14);
            foreach (var x in alive)
            {
                foreach (var y in alive)
                {
                    if (x < y && between[x, y] > gain)
                    {
                        (a, b, gain) = (x, y, between[x, y]);
                    }
                }
            }

            if (a < 0)
            {
                break;
            }

            merged = true;
            alive.Remove(b);
            for (var c = 0; c < count; c++)
            {
                into[c] = into[c] == b ? a : into[c];
                between[a, c] += between[b, c];
                between[c, a] = between[a, c];
            }
        }

        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = into[compact[i]];
        }

        return merged;
    }
}
