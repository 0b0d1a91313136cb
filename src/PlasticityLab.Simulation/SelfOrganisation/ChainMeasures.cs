using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>What formed without a teacher, read off weights and activity without labels.</summary>
public static class ChainMeasures
{
    /// <summary>Value of the best assignment of one successor to every neuron, divided by N: 1 for a permutation matrix. Pairs of neurons
    /// that excite each other reach it too.</summary>
    public static double Assignment(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        // Kuhn 1955 and Munkres 1957 with potentials, O(N³), for the costs −W
        var n = weights.Rows;
        double[] u = new double[n + 1],
            v = new double[n + 1];
        int[] match = new int[n + 1],
            way = new int[n + 1];
        for (var i = 1; i <= n; i++)
        {
            match[0] = i;
            var least = Enumerable.Repeat(double.PositiveInfinity, n + 1).ToArray();
            var used = new bool[n + 1];
            var column = 0;
            do
            {
                used[column] = true;
                var (row, next, delta) = (match[column], 0, double.PositiveInfinity);
                for (var j = 1; j <= n; j++)
                {
                    if (used[j])
                    {
                        continue;
                    }

                    var cost = -weights[row - 1, j - 1] - u[row] - v[j];
                    if (cost < least[j])
                    {
                        (least[j], way[j]) = (cost, column);
                    }

                    if (least[j] < delta)
                    {
                        (delta, next) = (least[j], j);
                    }
                }

                for (var j = 0; j <= n; j++)
                {
                    if (used[j])
                    {
                        u[match[j]] += delta;
                        v[j] -= delta;
                    }
                    else
                    {
                        least[j] -= delta;
                    }
                }

                column = next;
            } while (match[column] != 0);
            for (; column != 0; column = way[column])
            {
                match[column] = match[way[column]];
            }
        }

        return Enumerable.Range(1, n).Sum(j => weights[match[j] - 1, j - 1]) / n;
    }

    /// <summary>1 − H(next | current)/ln N, from 0 for random to 1 for a fixed order. Biased upwards by few samples: read it beside the
    /// untrained network.</summary>
    public static double Determinism(ReadOnlySpan<int> winners, int neurons)
    {
        var counts = Counts(winners, neurons);
        double entropy = 0,
            total = Math.Max(1, winners.Length - 1);
        for (var j = 0; j < neurons; j++)
        {
            double from = Enumerable.Range(0, neurons).Sum(i => counts[i, j]);
            for (var i = 0; i < neurons; i++)
            {
                entropy -= counts[i, j] > 0 ? counts[i, j] / total * Math.Log(counts[i, j] / from) : 0;
            }
        }

        return 1 - (entropy / Math.Log(neurons));
    }

    /// <summary>Σ min(P, Pᵀ)/Σ P over pairs of successive winners: 0 when no step is ever taken backwards, 1 when as often back as
    /// forth.</summary>
    public static double ReversedBigrams(ReadOnlySpan<int> winners, int neurons)
    {
        var counts = Counts(winners, neurons);
        double both = 0;
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < neurons; j++)
            {
                both += Math.Min(counts[i, j], counts[j, i]);
            }
        }

        return both / Math.Max(1, winners.Length - 1);
    }

    /// <summary>Lengths of the loops that formed, longest first: each neuron's strongest synapse above the threshold is followed until it
    /// closes.</summary>
    public static int[] Loops(Matrix weights, double threshold = 0.5)
    {
        var next = Successors(weights, threshold);
        var n = next.Length;
        var seen = new int[n]; // 0 new, else number of the walk
        var loops = new List<int>();
        for (var start = 0; start < n; start++)
        {
            var path = new List<int>();
            var at = start;
            while (at >= 0 && seen[at] == 0)
            {
                seen[at] = start + 1;
                path.Add(at);
                at = next[at];
            }

            if (at >= 0 && seen[at] == start + 1)
            {
                loops.Add(path.Count - path.IndexOf(at));
            }
        }

        return [.. loops.OrderDescending()];
    }

    /// <summary>Lengths of the chains that formed, open or closed, longest first: strongest synapses above the threshold are followed from
    /// neurons that nobody excites, then around what is left.</summary>
    public static int[] Chains(Matrix weights, double threshold = 0.5)
    {
        var next = Successors(weights, threshold);
        var excited = next.Where(i => i >= 0).ToHashSet();
        var seen = new bool[next.Length];
        var chains = new List<int>();
        foreach (var start in Enumerable.Range(0, next.Length).OrderBy(excited.Contains))
        {
            var length = 0;
            for (var at = start; at >= 0 && !seen[at]; at = next[at])
            {
                seen[at] = true;
                length++;
            }

            if (length > 1)
            {
                chains.Add(length);
            }
        }

        return [.. chains.OrderDescending()];
    }

    private static int[] Successors(Matrix weights, double threshold)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return
        [
            .. Enumerable
                .Range(0, weights.Columns)
                .Select(j =>
                    Enumerable.Range(0, weights.Rows).MaxBy(i => weights[i, j]) is var best && weights[best, j] > threshold ? best : -1
                ),
        ];
    }

    private static int[,] Counts(ReadOnlySpan<int> winners, int neurons)
    {
        var counts = new int[neurons, neurons];
        for (var t = 1; t < winners.Length; t++)
        {
            counts[winners[t], winners[t - 1]]++;
        }

        return counts;
    }
}
