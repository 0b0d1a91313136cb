using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Mean distance between groups minus mean distance within groups, with its permutation p.</summary>
public static class BetweenWithin
{
    /// <summary>The statistic alone; NaN when there is no pair of one kind.</summary>
    public static double Of(Matrix distances, ReadOnlySpan<int> groups)
    {
        Distances.Check(distances, groups.Length);
        return Difference(distances, groups);
    }

    private static double Difference(Matrix distances, ReadOnlySpan<int> groups)
    {
        double between = 0,
            within = 0;
        long betweenCount = 0,
            withinCount = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (groups[i] == groups[j])
                {
                    within += distances[i, j];
                    withinCount++;
                }
                else
                {
                    between += distances[i, j];
                    betweenCount++;
                }
            }
        }

        return betweenCount == 0 || withinCount == 0 ? double.NaN : (between / betweenCount) - (within / withinCount);
    }

    /// <summary>One-sided test of "networks of different groups are further apart than networks of one group".</summary>
    /// <inheritdoc cref="Permanova.Test"/>
    public static TestResult Test(
        Matrix distances,
        ReadOnlySpan<int> groups,
        RandomStream random,
        int draws = LabelAssignments.Draws,
        CancellationToken cancellation = default
    )
    {
        Distances.Check(distances, groups.Length);
        return LabelAssignments.Test(
            groups,
            labels => Difference(distances, labels),
            random,
            Alternative.Greater,
            draws,
            Rounding.Slack(Rounding.Scale(distances.Values), distances.Values.Length),
            cancellation
        );
    }
}
