using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The path or ring through all units with the largest sum of weights from place to place.</summary>
internal static class PathSearch
{
    private const int ExactUpTo = 13;

    public static (int[] Order, double Share) Best(
        Matrix w,
        bool cyclic,
        RandomStream random,
        int starts,
        CancellationToken cancellation
    ) => w.Rows <= ExactUpTo ? (Exact(w, cyclic), 1) : Search(w, cyclic, random, starts, cancellation);

    // Held and Karp 1962: best[set, last] over all subsets.
    private static int[] Exact(Matrix w, bool cyclic)
    {
        var n = w.Rows;
        var best = new double[1 << n, n];
        var previous = new sbyte[1 << n, n];
        for (var set = 1; set < 1 << n; set++)
        {
            for (var last = 0; last < n; last++)
            {
                if ((set & (1 << last)) == 0)
                {
                    continue;
                }

                var rest = set & ~(1 << last);
                if (rest == 0)
                {
                    (best[set, last], previous[set, last]) = (cyclic && last != 0 ? double.NegativeInfinity : 0, -1);
                    continue;
                }

                best[set, last] = double.NegativeInfinity;
                for (var k = 0; k < n; k++)
                {
                    if ((rest & (1 << k)) != 0 && best[rest, k] + w[last, k] > best[set, last])
                    {
                        (best[set, last], previous[set, last]) = (best[rest, k] + w[last, k], (sbyte)k);
                    }
                }
            }
        }

        var all = (1 << n) - 1;
        var end = Enumerable.Range(0, n).MaxBy(last => best[all, last] + (cyclic && n > 1 ? w[0, last] : 0));
        var order = new int[n];
        for (int k = n - 1, set = all, unit = end; k >= 0; k--)
        {
            order[k] = unit;
            var before = previous[set, unit];
            set &= ~(1 << unit);
            unit = before;
        }

        return order;
    }

    private static (int[], double) Search(Matrix w, bool cyclic, RandomStream random, int starts, CancellationToken cancellation)
    {
        var n = w.Rows;
        var (best, bestValue, values) = (Array.Empty<int>(), double.NegativeInfinity, new double[starts]);
        for (var start = 0; start < starts; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            var order = Greedy(w, random.NextInt(n));
            Improve(w, order, cyclic, cancellation);
            values[start] = Value(w, order, cyclic);
            if (values[start] > bestValue)
            {
                (bestValue, best) = (values[start], order);
            }
        }

        if (cyclic)
        {
            var zero = Array.IndexOf(best, 0);
            best = [.. best[zero..], .. best[..zero]];
        }

        return (best, values.Count(v => v >= bestValue - (1e-9 * Math.Abs(bestValue))) / (double)starts);
    }

    private static double Value(Matrix w, int[] order, bool cyclic)
    {
        var sum = cyclic ? w[order[0], order[^1]] : 0;
        for (var k = 1; k < order.Length; k++)
        {
            sum += w[order[k], order[k - 1]];
        }

        return sum;
    }

    // Grows from one unit at both ends, always by the strongest weight on offer.
    private static int[] Greedy(Matrix w, int start)
    {
        var n = w.Rows;
        var path = new LinkedList<int>([start]);
        var free = Enumerable.Range(0, n).Where(i => i != start).ToHashSet();
        while (free.Count > 0)
        {
            int first = path.First!.Value,
                last = path.Last!.Value;
            var after = free.MaxBy(i => w[i, last]);
            var before = free.MaxBy(i => w[first, i]);
            if (w[after, last] >= w[first, before])
            {
                path.AddLast(after);
                free.Remove(after);
            }
            else
            {
                path.AddFirst(before);
                free.Remove(before);
            }
        }

        return [.. path];
    }

    // Or-opt: any segment of up to n/2 units is moved elsewhere, never turned round, because direction is what is looked for.
    private static void Improve(Matrix w, int[] order, bool cyclic, CancellationToken cancellation)
    {
        var n = order.Length;
        // A gain by rounding is none: without this, segments of equal weights would change places for ever.
        var rounding = 6 * Rounding.Slack(Rounding.Scale(w.Values));
        for (var round = 0; round < 10_000; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (cyclic)
            {
                // Turning the ring lets segments cross the cut.
                order.AsSpan(0, n / 2).Reverse();
                order.AsSpan(n / 2).Reverse();
                order.AsSpan().Reverse();
            }

            var (bestGain, bestFrom, bestLength, bestTo) = (rounding, -1, 0, 0);
            for (var from = 0; from < n; from++)
            {
                for (var length = 1; length <= n / 2 && from + length <= n; length++)
                {
                    int a = from - 1,
                        b = from + length - 1,
                        c = from + length;
                    var without = -Link(a, from) - Link(b, c) + Link(a, c);
                    // Put back between place k and k + 1 of what is left.
                    for (var k = c; k < n; k++)
                    {
                        if (cyclic && from == 0 && k == n - 1)
                        {
                            continue; // the same ring, turned
                        }

                        var gain = without - Link(k, k + 1) + Link(k, from) + Link(b, k + 1);
                        if (gain > bestGain)
                        {
                            (bestGain, bestFrom, bestLength, bestTo) = (gain, from, length, k);
                        }
                    }
                }
            }

            if (bestFrom < 0)
            {
                return;
            }

            // Moving a segment forward past others is moving those others back: one rotation.
            var span = order.AsSpan(bestFrom, bestTo - bestFrom + 1);
            span[..bestLength].Reverse();
            span[bestLength..].Reverse();
            span.Reverse();
        }

        // Places −1 and n are outside: in a path they cost nothing, in a ring they are the other end.
        double Link(int from, int to)
        {
            if (from < 0 || to >= n)
            {
                return cyclic && n > 0 ? w[order[(to + n) % n], order[(from + n) % n]] : 0;
            }

            return w[order[to], order[from]];
        }
    }
}
