using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Energy distance between two groups (Székely and Rizzo 2013), V-statistic: 2 mean d(a, b) − mean d(a, a′) − mean d(b, b′), zeros
/// of the diagonal included. 0 only for equal distributions when d is Euclidean.</summary>
public static class EnergyDistance
{
    /// <summary>From a matrix of distances; exactly two groups.</summary>
    public static double Of(Matrix distances, ReadOnlySpan<int> groups)
    {
        Distances.Check(distances, groups.Length);
        var (labels, count) = Distances.Relabel(groups);
        if (count != 2)
        {
            throw new ArgumentException($"The energy distance compares two groups, but there are {count}.");
        }

        return Of(distances, labels, Distances.Sizes(labels, 2));
    }

    /// <summary>Permutation test of "both groups come from one distribution".</summary>
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
        var (labels, count) = Distances.Relabel(groups);
        if (count != 2)
        {
            throw new ArgumentException($"The energy distance compares two groups, but there are {count}.");
        }

        var sizes = Distances.Sizes(labels, 2);
        return LabelAssignments.Test(
            labels,
            label => Of(distances, label, sizes),
            random,
            Alternative.Greater,
            draws,
            Rounding.Slack(Rounding.Scale(distances.Values), distances.Values.Length),
            cancellation
        );
    }

    private static double Of(Matrix distances, int[] labels, int[] sizes)
    {
        double across = 0,
            first = 0,
            second = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var d = distances[i, j];
                if (labels[i] != labels[j])
                {
                    across += d;
                }
                else if (labels[i] == 0)
                {
                    first += d;
                }
                else
                {
                    second += d;
                }
            }
        }

        double a = sizes[0],
            b = sizes[1];
        return 2 * ((across / (a * b)) - (first / (a * a)) - (second / (b * b)));
    }
}
