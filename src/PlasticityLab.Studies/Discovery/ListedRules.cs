using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Random and exhaustive rules, in every condition, through the filter; and what the filter loses.</summary>
internal static class ListedRules
{
    public static (IReadOnlyList<Trial> Rules, IReadOnlyList<SearchFilterRow> Filter) Try(
        StudySpec study,
        SearchSection search,
        RuleTrials trials
    )
    {
        Trial[] rules =
        [
            .. trials.Foretell([.. study.Conditions.Keys.SelectMany(condition => Of(search, condition))], "random and exhaustive rules"),
        ];
        var drawn = study.Conditions.Keys.SelectMany(condition => Rejected(search, trials, rules, condition)).ToHashSet();
        int[] simulated = [.. Enumerable.Range(0, rules.Length).Where(k => trials.Passes(rules[k]) || drawn.Contains(k))];
        foreach (var (k, seen) in simulated.Zip(trials.Screen([.. simulated.Select(k => rules[k])], "random and exhaustive rules")))
        {
            rules[k] = seen;
        }

        return (
            rules,
            [
                .. study.Conditions.Keys.Select(condition =>
                    Filter(search, trials, [.. rules.Where(rule => rule.Condition == condition)], condition)
                ),
            ]
        );
    }

    private static IEnumerable<Trial> Of(SearchSection search, string condition)
    {
        var root = (ulong)search.Root;
        var (sparse, dense) = (search.Random?.Sparse ?? 0, search.Random?.Dense ?? 0);
        return Enumerable
            .Range(0, sparse + dense)
            .Select(k => new Trial("random", k, condition, k < sparse ? RuleDraws.Sparse(root, k) : RuleDraws.Dense(root, k - sparse)))
            .Concat(
                search.Exhaustive is { } exhaustive
                    ? RuleDraws.Exhaustive(exhaustive).Select((learning, k) => new Trial("exhaustive", k, condition, learning))
                    : []
            );
    }

    private static IEnumerable<int> Rejected(SearchSection search, RuleTrials trials, Trial[] rules, string condition)
    {
        int[] rejected = [.. Enumerable.Range(0, rules.Length).Where(k => rules[k].Condition == condition && !trials.Passes(rules[k]))];
        var random = new RandomStreams((ulong)search.Root).Open(StreamPurpose.Analysis, $"rejected rules {condition}");
        return random.Choose(rejected.Length, Math.Min(search.Rejected, rejected.Length)).Select(k => rejected[k]);
    }

    private static SearchFilterRow Filter(SearchSection search, RuleTrials trials, Trial[] rules, string condition)
    {
        bool Works(Trial trial) => trial.Seen?.Score > search.SuccessAbove;
        Trial[] kept = [.. rules.Where(trials.Passes)],
            looked = [.. rules.Where(rule => !trials.Passes(rule) && rule.Seen is not null)];
        var (found, missed, rejected) = (kept.Count(Works), looked.Count(Works), rules.Length - kept.Length);
        // Of all rejected rules the same share works as of those that were drawn; when all were, there is nothing to estimate.
        var share =
            looked.Length == rejected && rejected > 0
                ? new Interval(missed / (double)rejected, missed / (double)rejected, missed / (double)rejected, 0.95)
                : WilsonInterval.Of(missed, looked.Length);
        double Lost(double of) => of * rejected is var lost && lost + found > 0 ? lost / (lost + found) : double.NaN;
        return new(
            condition,
            search.FilterBelow,
            rules.Length,
            kept.Length,
            found,
            looked.Length,
            missed,
            looked.Length > 0 ? Lost(missed / (double)looked.Length) : double.NaN,
            looked.Length > 0 ? Lost(share.Low) : double.NaN,
            looked.Length > 0 ? Lost(share.High) : double.NaN
        );
    }
}
