using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Chains hidden in a weight matrix, without labels.</summary>
/// <remarks>
/// A link j → i belongs to a chain when i is the strongest target of j, j is the strongest source of i, and the weight stands out of the
/// off-diagonal weights by a robust z score
/// (median, median absolute deviation). Such links form disjoint paths and rings. For networks of assemblies apply it to the matrix of
/// block means: single units of one assembly have no order.
/// </remarks>
public static class ChainDetection
{
    /// <summary>All chains of at least three units, longest first.</summary>
    /// <param name="w">W[post, pre].</param>
    /// <param name="threshold">Robust z a link must exceed [1]; when at least half of the weights are equal, any weight above them
    /// does.</param>
    public static IReadOnlyList<Chain> Of(Matrix w, double threshold = 3)
    {
        Weights.Check(w);
        UserError.ThrowIfAny(Require.All(Require.NotNegative(threshold)));
        var n = w.Rows;
        var off = Weights.OffDiagonal(w);
        if (n < 3)
        {
            return [];
        }

        var median = Sample.Median(off);
        // 1.4826 makes the median absolute deviation a standard deviation for normal weights.
        var spread = 1.4826 * Sample.Median([.. off.Select(x => Math.Abs(x - median))]);
        // A weight that differs from the others by rounding alone does not stand out.
        var stands = Math.Max(threshold * spread, Rounding.Slack(Rounding.Scale(off)));
        var target = Enumerable.Range(0, n).Select(j => Strongest(j, i => w[i, j])).ToArray();
        var source = Enumerable.Range(0, n).Select(i => Strongest(i, j => w[i, j])).ToArray();
        var next = Enumerable
            .Range(0, n)
            .Select(j =>
                target[j] >= 0 && source[target[j]] == j && w[target[j], j] > 0 && w[target[j], j] - median > stands ? target[j] : -1
            )
            .ToArray();
        var hasPrevious = new bool[n];
        foreach (var i in next.Where(i => i >= 0))
        {
            hasPrevious[i] = true;
        }

        var seen = new bool[n];
        var chains = new List<Chain>();
        // Paths begin where nothing leads in; what is left after them are rings.
        foreach (var start in Enumerable.Range(0, n).OrderBy(i => hasPrevious[i]))
        {
            if (seen[start])
            {
                continue;
            }

            List<int> units = [];
            var unit = start;
            while (unit >= 0 && !seen[unit])
            {
                seen[unit] = true;
                units.Add(unit);
                unit = next[unit];
            }

            var cycle = unit == start && units.Count > 1;
            if (units.Count >= 3)
            {
                var links = units.Take(cycle ? units.Count : units.Count - 1).Average(j => w[next[j], j]);
                chains.Add(new([.. units], cycle, links));
            }
        }

        return [.. chains.OrderByDescending(chain => chain.Units.Length)];

        // −1 when the strongest is not the only one, within rounding: a tie says nothing about an order.
        int Strongest(int own, Func<int, double> weight)
        {
            var others = Enumerable.Range(0, n).Where(k => k != own).ToArray();
            var best = others.MaxBy(weight);
            return others.Any(k => k != best && Rounding.AreEqual(weight(k), weight(best))) ? -1 : best;
        }
    }
}
