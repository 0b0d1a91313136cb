using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Mechanisms;

/// <summary>Decides from scores of the same networks before and after an operation. The network is the unit of replication.</summary>
public static class MechanismTest
{
    /// <summary>Networks below which nothing is decided, as in the verdict on circuits.</summary>
    public const int FewestNetworks = VerdictEngine.FewestSeeds;

    /// <summary>Share of the intact score that an operated network must keep to count as still doing the same.</summary>
    public const double Kept = 0.5;

    /// <summary>Score after the operation minus half of the intact score, network by network: above 0 the operated network still does it, below
    /// 0 it does not.</summary>
    /// <param name="operated">Score of each network after the operation [1].</param>
    /// <param name="intact">Score of the same networks before it [1].</param>
    public static double[] Margins(ReadOnlySpan<double> operated, ReadOnlySpan<double> intact)
    {
        if (operated.Length != intact.Length)
        {
            throw new ArgumentException($"Scores are compared network by network, but there are {operated.Length} and {intact.Length}.");
        }

        var margin = new double[operated.Length];
        for (var i = 0; i < margin.Length; i++)
        {
            margin[i] = operated[i] - (Kept * intact[i]);
        }

        return margin;
    }

    /// <summary>Whether the mean of a quantity over networks lies above 0: yes or no when the whole of Student's interval does or does not, at
    /// 95 % for all questions that are asked together; undecided else, and below <see cref="FewestNetworks"/>.</summary>
    /// <param name="values">The quantity in each network.</param>
    /// <param name="together">Questions that are asked together, m: the level of one is 0.05/m (Bonferroni), so that with a probability of
    /// 95 % no answer of all is wrong and what is counted from them holds.</param>
    // Percentiles of a bootstrap cannot do this: with eight networks their tails end where all resamples are one network.
    public static Decision Above(ReadOnlySpan<double> values, int together)
    {
        if (values.Length < FewestNetworks)
        {
            return Decision.Undecided;
        }

        var interval = StudentMean.Of(values, 1 - (0.05 / together));
        return interval.Low > 0 ? Decision.Yes
            : interval.High < 0 ? Decision.No
            : Decision.Undecided;
    }

    /// <summary>The opposite answer.</summary>
    public static Decision Not(Decision decision) =>
        decision switch
        {
            Decision.Yes => Decision.No,
            Decision.No => Decision.Yes,
            _ => Decision.Undecided,
        };

    /// <summary>Whether two rules share a mechanism: no as soon as one answer is opposite, yes when all are given and the same, else
    /// undecided.</summary>
    /// <param name="first">Which parts are necessary and sufficient for the first rule, in a fixed order.</param>
    /// <param name="second">The same for the second.</param>
    public static Decision Shared(IReadOnlyList<Decision> first, IReadOnlyList<Decision> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var pairs = first.Zip(second, (a, b) => (a, b)).ToArray();
        return Array.Exists(pairs, pair => pair.a != Decision.Undecided && pair.b == Not(pair.a)) ? Decision.No
            : first.Count == second.Count && Array.TrueForAll(pairs, pair => pair.a != Decision.Undecided && pair.a == pair.b)
                ? Decision.Yes
            : Decision.Undecided;
    }

    /// <summary>How many mechanisms there are at least: the most rules of which every two differ for certain (a largest clique).</summary>
    /// <param name="answers">The answers of each rule, as in <see cref="Shared"/>.</param>
    /// <returns>0 without rules, else at least 1. Exact up to <see cref="MostForExact"/> different rows of answers; with more of them a
    /// smaller number that still is a lower bound.</returns>
    public static int AtLeast(IReadOnlyList<IReadOnlyList<Decision>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var rows = answers.DistinctBy(row => string.Join(',', row)).ToArray();
        bool[][] differ = [.. rows.Select(a => rows.Select(b => Shared(a, b) == Decision.No).ToArray())];
        return rows.Length > MostForExact ? Greedy(differ) : Largest(differ, 0, []);
    }

    /// <summary>Different rows of answers up to which the number of mechanisms is searched through.</summary>
    public const int MostForExact = 20;

    private static int Largest(bool[][] differ, int from, List<int> chosen)
    {
        var best = chosen.Count;
        for (var k = from; k < differ.Length; k++)
        {
            if (chosen.TrueForAll(other => differ[k][other]))
            {
                chosen.Add(k);
                best = Math.Max(best, Largest(differ, k + 1, chosen));
                chosen.RemoveAt(chosen.Count - 1);
            }
        }

        return best;
    }

    private static int Greedy(bool[][] differ)
    {
        var chosen = new List<int>();
        foreach (var k in Enumerable.Range(0, differ.Length).OrderByDescending(k => differ[k].Count(x => x)))
        {
            if (chosen.TrueForAll(other => differ[k][other]))
            {
                chosen.Add(k);
            }
        }

        return chosen.Count;
    }
}
