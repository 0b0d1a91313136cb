namespace PlasticityLab.Models.Tunes;

/// <summary>Which beginnings identify a tune.</summary>
public static class Cues
{
    /// <summary>For each tune the number of first notes that no other tune of the list shares; 0 when another tune begins with the whole of
    /// it.</summary>
    public static int[] Shortest(IReadOnlyList<int[]> tunes)
    {
        ArgumentNullException.ThrowIfNull(tunes);
        var order = Enumerable.Range(0, tunes.Count).ToArray();
        Array.Sort(order, (a, b) => tunes[a].AsSpan().SequenceCompareTo(tunes[b]));
        var shared = new int[tunes.Count]; // in sorted order the nearest relative is a neighbour
        for (var i = 1; i < order.Length; i++)
        {
            var common = tunes[order[i - 1]].AsSpan().CommonPrefixLength(tunes[order[i]]);
            shared[order[i - 1]] = Math.Max(shared[order[i - 1]], common);
            shared[order[i]] = Math.Max(shared[order[i]], common);
        }

        return [.. tunes.Select((tune, i) => shared[i] < tune.Length ? shared[i] + 1 : 0)];
    }
}
