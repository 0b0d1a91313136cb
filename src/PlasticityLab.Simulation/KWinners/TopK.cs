namespace PlasticityLab.Simulation.KWinners;

/// <summary>Chooses winners.</summary>
internal static class TopK
{
    /// <summary>The most driven of the open neurons, ascending by number; among equals the lower number wins.</summary>
    public static void Choose<T>(ReadOnlySpan<T> drive, ReadOnlySpan<bool> open, Span<int> winners)
        where T : struct, IComparable<T>
    {
        // an insertion-sorted list of the best so far; after the first few hundred neurons hardly any gets past the last place
        var count = 0;
        for (var i = 0; i < drive.Length; i++)
        {
            if (!open[i] || (count == winners.Length && drive[i].CompareTo(drive[winners[^1]]) <= 0))
            {
                continue;
            }

            var at = count < winners.Length ? count++ : count - 1;
            for (; at > 0 && drive[i].CompareTo(drive[winners[at - 1]]) > 0; at--)
            {
                winners[at] = winners[at - 1];
            }

            winners[at] = i;
        }

        winners.Sort();
    }
}
