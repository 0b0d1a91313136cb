namespace PlasticityLab.Numerics.Statistics;

/// <summary>What all tests on distance matrices check and share.</summary>
internal static class Distances
{
    /// <summary>Square, symmetric, finite, not negative, zero diagonal; groups 0 .. a−1 after relabelling.</summary>
    public static void Check(Matrix distances, int expected = -1)
    {
        var n = distances.Rows;
        if (distances.Columns != n || (expected >= 0 && n != expected))
        {
            throw new ArgumentException(
                $"A distance matrix must be square with one row for each unit{(expected >= 0 ? $" ({expected})" : "")}, but is {distances.Rows} x {distances.Columns}."
            );
        }

        // Relative throughout, so that distances of 1e-10 are held to what those of 1 are: a pair agrees to nine digits, or to the rounding
        // of the largest distance; what stands on the diagonal is the root of a rounding error at most.
        var scale = Rounding.Scale(distances.Values);
        var slack = Rounding.Slack(scale);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double d = distances[i, j],
                    back = distances[j, i];
                var holds = double.IsFinite(d) && double.IsFinite(back) && d >= 0 && back >= 0;
                if (!holds || Math.Abs(d - back) > slack + (1e-9 * Math.Max(d, back)) || (i == j && d > 1e-6 * scale))
                {
                    throw new ArgumentException(
                        $"Distances must be finite, not negative, symmetric and 0 on the diagonal, but between units {i + 1} and {j + 1} stand {d:R} and {back:R}."
                    );
                }
            }
        }
    }

    /// <summary>Groups renamed 0 .. a−1 in the order of first appearance.</summary>
    public static (int[] Labels, int Count) Relabel(ReadOnlySpan<int> groups)
    {
        var names = new Dictionary<int, int>();
        var labels = new int[groups.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            if (!names.TryGetValue(groups[i], out var name))
            {
                names[groups[i]] = name = names.Count;
            }

            labels[i] = name;
        }

        return (labels, names.Count);
    }

    public static int[] Sizes(ReadOnlySpan<int> labels, int groups)
    {
        var sizes = new int[groups];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        return sizes;
    }

    public static double[] UpperTriangle(Matrix distances)
    {
        var n = distances.Rows;
        var values = new double[n * (n - 1) / 2];
        var k = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                values[k++] = distances[i, j];
            }
        }

        return values;
    }
}
