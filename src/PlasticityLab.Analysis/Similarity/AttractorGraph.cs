using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>A catalogue of attractors and what leads to what: labelled nodes (as "stable fixed point", "cycle") and labelled arrows (as
/// "heteroclinic", "cue 2").</summary>
/// <param name="Nodes">Label of each node.</param>
/// <param name="Arrows">Arrows between nodes.</param>
public sealed record AttractorGraph(IReadOnlyList<string> Nodes, IReadOnlyList<AttractorArrow> Arrows)
{
    /// <summary>A matching of nodes that keeps all labels and arrows (other[map[k]] is this[k]); null when there is none.</summary>
    /// <remarks>Backtracking over nodes with equal neighbourhood colours (Weisfeiler and Leman 1968), so that graphs of attractors, which
    /// are small and well labelled, are settled at once.</remarks>
    public int[]? IsomorphismTo(AttractorGraph other, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Nodes.Count != other.Nodes.Count || Arrows.Count != other.Arrows.Count)
        {
            return null;
        }

        string[] mine = Colours(),
            theirs = other.Colours();
        if (!mine.Order(StringComparer.Ordinal).SequenceEqual(theirs.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            return null;
        }

        var n = Nodes.Count;
        ILookup<(int, int), string> own = Lookup(),
            their = other.Lookup();
        var map = Enumerable.Repeat(-1, n).ToArray();
        var used = new bool[n];
        // Rare colours first: they leave fewest choices.
        var order = Enumerable
            .Range(0, n)
            .OrderBy(i => mine.Count(c => c == mine[i]))
            .ThenBy(i => mine[i], StringComparer.Ordinal)
            .ToArray();
        return Place(0) ? map : null;

        bool Place(int depth)
        {
            cancellation.ThrowIfCancellationRequested();
            if (depth == n)
            {
                return true;
            }

            var i = order[depth];
            for (var c = 0; c < n; c++)
            {
                if (used[c] || mine[i] != theirs[c])
                {
                    continue;
                }

                map[i] = c;
                if (order.Take(depth + 1).All(k => Same(own[(i, k)], their[(c, map[k])]) && Same(own[(k, i)], their[(map[k], c)])))
                {
                    used[c] = true;
                    if (Place(depth + 1))
                    {
                        return true;
                    }

                    used[c] = false;
                }

                map[i] = -1;
            }

            return false;
        }

        static bool Same(IEnumerable<string> a, IEnumerable<string> b) =>
            a.Order(StringComparer.Ordinal).SequenceEqual(b.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>A distance for statistics [1]: 0 for equal graphs in this sense, 1 for nothing in common: one minus the share of nodes
    /// whose two-step neighbourhoods match (Weisfeiler-Leman kernel). 0 does not prove isomorphism.</summary>
    public double DistanceTo(AttractorGraph other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Nodes.Count + other.Nodes.Count == 0)
        {
            return 0;
        }

        double common = 0,
            total = 0;
        for (var rounds = 0; rounds <= 2; rounds++)
        {
            var mine = Colours(rounds).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            var theirs = other.Colours(rounds).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            common += mine.Sum(x => Math.Min(x.Value, theirs.GetValueOrDefault(x.Key)));
            total += Math.Max(Nodes.Count, other.Nodes.Count);
        }

        return 1 - (common / total);
    }

    private ILookup<(int, int), string> Lookup() => Arrows.ToLookup(x => (x.From, x.To), x => x.Label);

    private string[] Colours(int rounds = 3)
    {
        var bad = Arrows.FirstOrDefault(x => x.From < 0 || x.To < 0 || x.From >= Nodes.Count || x.To >= Nodes.Count);
        if (bad is not null)
        {
            throw new UserError($"Arrows must join nodes 0 to {Nodes.Count - 1}, but one goes from {bad.From} to {bad.To}.");
        }

        var colours = Nodes.ToArray();
        for (var round = 0; round < rounds; round++)
        {
            var before = colours;
            colours =
            [
                .. Enumerable
                    .Range(0, Nodes.Count)
                    .Select(i =>
                        $"{before[i]}({string.Join(",", Arrows.Where(x => x.From == i).Select(x => $"{x.Label}>{before[x.To]}").Order(StringComparer.Ordinal))}|{string.Join(",", Arrows.Where(x => x.To == i).Select(x => $"{x.Label}<{before[x.From]}").Order(StringComparer.Ordinal))})"
                    ),
            ];
        }

        return colours;
    }
}
