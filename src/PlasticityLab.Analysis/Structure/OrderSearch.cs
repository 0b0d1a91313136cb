using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The linear ordering problem: the order with the largest sum of net weights from earlier to later places.</summary>
internal static class OrderSearch
{
    public static (int[] Order, double Value, double Share) Linear(
        Matrix net,
        RandomStream random,
        int starts,
        CancellationToken cancellation
    )
    {
        var n = net.Rows;
        var (best, bestValue, values) = (Array.Empty<int>(), double.NegativeInfinity, new double[Math.Max(2, starts)]);
        for (var start = 0; start < values.Length; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            var order = start switch
            {
                // Row sums: what a unit receives minus what it sends. The potential of the least-squares flow is the same order on a full
                // matrix.
                0 => [.. Enumerable.Range(0, n).OrderBy(i => net.Row(i).ToArray().Sum())],
                1 => ByPotential(net, cancellation),
                _ => random.Permutation(n),
            };
            Improve(net, order, cancellation);
            values[start] = Value(net, order);
            if (values[start] > bestValue)
            {
                (bestValue, best) = (values[start], order);
            }
        }

        return (best, bestValue, values.Count(v => v >= bestValue - (1e-9 * Math.Abs(bestValue))) / (double)values.Length);
    }

    public static double Value(Matrix net, int[] order)
    {
        double sum = 0;
        for (var a = 0; a < order.Length; a++)
        {
            for (var b = a + 1; b < order.Length; b++)
            {
                sum += net[order[b], order[a]];
            }
        }

        return sum;
    }

    private static int[] ByPotential(Matrix net, CancellationToken cancellation)
    {
        // net[i, j] = w_ij − w_ji; a matrix with this antisymmetric part has this flow.
        var levels = TrophicLevels.Of(Matrix.From(net.Rows, net.Rows, (i, j) => Math.Max(0, net[i, j]))).Levels;
        cancellation.ThrowIfCancellationRequested();
        return [.. Enumerable.Range(0, net.Rows).OrderBy(i => levels[i])];
    }

    // Takes each unit out and puts it where it gains most, until no unit moves. One pass costs n² for all units together.
    private static void Improve(Matrix net, int[] order, CancellationToken cancellation)
    {
        var n = order.Length;
        // A gain by rounding is none: without this, units of equal weights would change places for ever.
        var rounding = n * Rounding.Slack(Rounding.Scale(net.Values), n);
        bool moved;
        var passes = 0;
        do
        {
            moved = false;
            cancellation.ThrowIfCancellationRequested();
            for (var from = 0; from < n; from++)
            {
                var unit = order[from];
                var row = net.Row(unit);
                double gain = 0,
                    best = rounding;
                var to = from;
                // Moving forward past v adds net[unit, v] (v before unit) twice: once gained, once no longer lost.
                for (var k = from + 1; k < n; k++)
                {
                    gain += row[order[k]];
                    if (gain > best)
                    {
                        (best, to) = (gain, k);
                    }
                }

                gain = 0;
                for (var k = from - 1; k >= 0; k--)
                {
                    gain -= row[order[k]];
                    if (gain > best)
                    {
                        (best, to) = (gain, k);
                    }
                }

                if (to != from)
                {
                    moved = true;
                    if (to > from)
                    {
                        Array.Copy(order, from + 1, order, from, to - from);
                    }
                    else
                    {
                        Array.Copy(order, to, order, to + 1, from - to);
                    }

                    order[to] = unit;
                }
            }
        } while (moved && ++passes < 10_000);
    }
}
