using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>An order of the units read from the weights alone.</summary>
/// <param name="Order">Order[k] is the unit at place k, first sender first.</param>
/// <param name="Feedforwardness">Σ over pairs of (forward − backward weight)/Σ|w_ij − w_ji| in this order [1]: 1 when every net weight
/// points forward. NaN for a matrix that is symmetric within rounding, which has no direction.</param>
/// <param name="PValue">Share of matrices with the directions of all net weights drawn at random that can be ordered as well, with the +1
/// correction [1]; NaN when not asked for.</param>
/// <param name="ShareOfStarts">Share of starts of the search that reached the best order's value [1].</param>
public sealed record Seriation(int[] Order, double Feedforwardness, double PValue, double ShareOfStarts)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("feedforwardness", Feedforwardness, NoDirection),
            ("pValue", PValue, double.IsNaN(Feedforwardness) ? NoDirection : "matrices with random directions were not asked for"),
            ("shareOfStarts", ShareOfStarts, NoDirection)
        );

    private const string NoDirection = "W is symmetric but for rounding and has no direction";

    /// <summary>The order that makes most net weight point forward (the linear ordering problem), by insertion moves from trophic levels,
    /// the potential of the flow and random orders.</summary>
    /// <param name="w">W[post, pre].</param>
    /// <param name="random">Random starts and random directions.</param>
    /// <param name="starts">Starts of the search.</param>
    /// <param name="nullDraws">Matrices with random directions for the p value; 0 for none.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static Seriation ByFlow(
        Matrix w,
        RandomStream random,
        int starts = 12,
        int nullDraws = 0,
        CancellationToken cancellation = default
    )
    {
        Weights.Check(w);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 1), Require.AtLeast(nullDraws, 0)));
        var n = w.Rows;
        // net[i, j] > 0: j should stand before i.
        var net = Matrix.From(n, n, (i, j) => Rounding.Difference(w[i, j], w[j, i]));
        var total = net.Values.Sum(Math.Abs) / 2;
        if (!(total > 0))
        {
            return new([.. Enumerable.Range(0, n)], double.NaN, double.NaN, double.NaN);
        }

        var (order, value, share) = OrderSearch.Linear(net, random, starts, cancellation);
        var p = double.NaN;
        if (nullDraws > 0)
        {
            var better = 0;
            for (var k = 0; k < nullDraws; k++)
            {
                var flipped = net.Copy();
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        if ((random.NextUInt32() & 1) == 0)
                        {
                            (flipped[i, j], flipped[j, i]) = (flipped[j, i], flipped[i, j]);
                        }
                    }
                }

                better +=
                    OrderSearch.Linear(flipped, random, Math.Min(starts, 4), cancellation).Value >= value - Rounding.Slack(total, n * n)
                        ? 1
                        : 0;
            }

            p = (1.0 + better) / (1.0 + nullDraws);
        }

        return new(order, value / total, p, share);
    }

    /// <summary>The order with the largest sum of weights from each place to the next (a Hamiltonian path): exact up to 13 units, else by
    /// moves of segments. For chains and rings, where distance matters and not only direction.</summary>
    /// <param name="w">W[post, pre].</param>
    /// <param name="random">Random starts.</param>
    /// <param name="cyclic">Whether the last place leads back to the first; the ring is then cut at unit 0.</param>
    /// <param name="starts">Starts of the search.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static Seriation ByPath(
        Matrix w,
        RandomStream random,
        bool cyclic = false,
        int starts = 40,
        CancellationToken cancellation = default
    )
    {
        Weights.Check(w);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 1)));
        var (order, share) = PathSearch.Best(w, cyclic, random, starts, cancellation);
        double forward = 0,
            total = 0;
        for (var a = 0; a < order.Length; a++)
        {
            for (var b = a + 1; b < order.Length; b++)
            {
                var d = Rounding.Difference(w[order[b], order[a]], w[order[a], order[b]]);
                forward += d;
                total += Math.Abs(d);
            }
        }

        return new(order, total > 0 ? forward / total : double.NaN, double.NaN, share);
    }

    /// <summary>How well an order agrees with a known one: Kendall's τ_b-like share of pairs in the same order minus in the other order
    /// [1].</summary>
    /// <param name="order">Order[k] is the unit at place k.</param>
    /// <param name="place">Known place of each unit; equal places (one assembly) are left out.</param>
    public static double Agreement(ReadOnlySpan<int> order, ReadOnlySpan<int> place)
    {
        long same = 0,
            other = 0;
        for (var a = 0; a < order.Length; a++)
        {
            for (var b = a + 1; b < order.Length; b++)
            {
                var d = place[order[b]].CompareTo(place[order[a]]);
                same += d > 0 ? 1 : 0;
                other += d < 0 ? 1 : 0;
            }
        }

        return same + other > 0 ? (same - other) / (double)(same + other) : double.NaN;
    }
}
