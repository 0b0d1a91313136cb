using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Numerics.Statistics;

/// <summary>Walks over the assignments of group labels (or orders) to units: all of them when few, else random ones.</summary>
internal static class LabelAssignments
{
    /// <summary>Below this many assignments everything is enumerated.</summary>
    public const long EnumerateBelow = 100_000;

    /// <summary>Random assignments drawn when there are more.</summary>
    public const int Draws = 9999;

    /// <summary>n! / Π n_g!, or long.MaxValue when beyond counting.</summary>
    public static long Count(ReadOnlySpan<int> labels)
    {
        double log = MathNet.Numerics.SpecialFunctions.FactorialLn(labels.Length);
        foreach (var group in labels.ToArray().GroupBy(x => x))
        {
            log -= MathNet.Numerics.SpecialFunctions.FactorialLn(group.Count());
        }

        return log < 40 ? (long)Math.Round(Math.Exp(log)) : long.MaxValue;
    }

    /// <summary>A test needs at least one draw where it cannot enumerate.</summary>
    public static void CheckDraws(int draws)
    {
        if (draws < 1)
        {
            throw new ArgumentException($"A permutation test needs at least one draw, but {draws} were asked for.");
        }
    }

    /// <summary>Tests a statistic of the labels. Values within 1e-12 (relative) of the observed one, or within what rounding does to it, count
    /// as ties, so that rounding cannot decide.</summary>
    public static TestResult Test(
        ReadOnlySpan<int> labels,
        Func<int[], double> statistic,
        RandomStream random,
        Alternative alternative,
        int draws = Draws,
        double slack = 0,
        CancellationToken cancellation = default
    )
    {
        CheckDraws(draws);
        var current = labels.ToArray();
        var observed = statistic(current);
        if (double.IsNaN(observed))
        {
            return TestResult.None(observed);
        }

        var total = Count(labels);
        long extreme = 0;
        if (total < EnumerateBelow)
        {
            Array.Sort(current);
            long seen = 0;
            do
            {
                seen++;
                extreme += Extreme(statistic(current), observed, alternative, slack) ? 1 : 0;
                if ((seen & 1023) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            } while (Next(current));
            return new(observed, extreme / (double)seen, seen, extreme, true);
        }

        for (var k = 0; k < draws; k++)
        {
            random.Shuffle(current.AsSpan());
            extreme += Extreme(statistic(current), observed, alternative, slack) ? 1 : 0;
            if ((k & 255) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return new(observed, (1.0 + extreme) / (1.0 + draws), draws, extreme, false);
    }

    /// <summary>Whether a permuted value is at least as extreme as the observed one.</summary>
    public static bool Extreme(double value, double observed, Alternative alternative, double slack = 0)
    {
        slack = Math.Max(slack, 1e-12 * Math.Abs(observed));
        return alternative switch
        {
            Alternative.Greater => value >= observed - slack,
            Alternative.Less => value <= observed + slack,
            _ => Math.Abs(value) >= Math.Abs(observed) - slack,
        };
    }

    /// <summary>The next arrangement in lexicographic order; false after the last. Equal labels are not told apart, so each assignment
    /// comes once.</summary>
    public static bool Next(Span<int> items)
    {
        var i = items.Length - 2;
        while (i >= 0 && items[i] >= items[i + 1])
        {
            i--;
        }

        if (i < 0)
        {
            return false;
        }

        var j = items.Length - 1;
        while (items[j] <= items[i])
        {
            j--;
        }

        (items[i], items[j]) = (items[j], items[i]);
        items[(i + 1)..].Reverse();
        return true;
    }
}
