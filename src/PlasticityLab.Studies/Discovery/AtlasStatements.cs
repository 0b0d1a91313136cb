using System.Globalization;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Discovery;

/// <summary>What a search of the space of rules found, in one condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Where">Its title, for people.</param>
/// <param name="Listed">Random and exhaustive rules.</param>
/// <param name="Working">Those of them that work on the screening networks.</param>
/// <param name="Bred">Further rules that work, found by evolution and archive.</param>
/// <param name="Families">Families of all that work, by normal form.</param>
/// <param name="Claimed">Rules that went on to fresh networks.</param>
/// <param name="Held">Of those, how many whose whole interval on fresh networks lies above the bar.</param>
/// <param name="HeldFamilies">Families of those that held.</param>
/// <param name="LeastIndex">Least size of the time-reversal index among those that held; NaN when none did.</param>
/// <param name="Smallest">Of those that held the one with fewest terms, then the highest S; null when none did.</param>
public sealed record ConditionFound(
    string Condition,
    string Where,
    int Listed,
    int Working,
    int Bred,
    int Families,
    int Claimed,
    int Held,
    int HeldFamilies,
    double LeastIndex,
    SearchFinalistRow? Smallest
);

/// <summary>What the atlas says, computed from the tables of a search; sentences are made of these numbers alone.</summary>
public sealed class AtlasStatements
{
    /// <summary>Below this size a time-reversal index hardly tells direction.</summary>
    public const double HardlyDirected = 0.1;

    private readonly double _above;
    private readonly int _fresh;
    private readonly IReadOnlyList<SearchFilterRow> _filters;

    private AtlasStatements(StudyResults study)
    {
        _above = study.Study.Search?.SuccessAbove ?? Calibration.SuccessAbove;
        _fresh = study.Study.Seeds.Count;
        _filters = study.Rows<SearchFilterRow>();
        var cloud = study.Rows<SearchedRuleRow>();
        Conditions =
        [
            .. cloud
                .Select(row => row.Condition)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(name => Of(study, name, [.. cloud.Where(row => row.Condition == name)])),
        ];
        var both = cloud
            .Where(row => row.S > _above)
            .GroupBy(row => (row.Search, row.Number))
            .Where(rule => rule.Select(row => row.Condition).Distinct().Count() == Conditions.Count)
            .ToArray();
        InAll = both.Length;
        SmallestInAll = both.Select(rule => rule.First())
            .OrderBy(row => row.Terms)
            .ThenBy(row => row.Search, StringComparer.Ordinal)
            .ThenBy(row => row.Number)
            .FirstOrDefault();
    }

    /// <summary>Each condition.</summary>
    public IReadOnlyList<ConditionFound> Conditions { get; }

    /// <summary>Random and exhaustive rules that work on the screening networks in every condition.</summary>
    public int InAll { get; }

    /// <summary>The one of them with fewest terms; null when there is none.</summary>
    public SearchedRuleRow? SmallestInAll { get; }

    /// <summary>The statements of a study.</summary>
    /// <exception cref="UserError">The study searched no rules.</exception>
    public static AtlasStatements Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Has<SearchedRuleRow>()
            ? new(study)
            : throw new UserError(
                $"{study.Folder} searched no rules: its study has no part \"search\". Run studies/space-of-rules-quick.yaml, or add search: {{ random: {{ sparse: 500 }} }} to a study."
            );
    }

    /// <summary>What was found, in short: a condition at a time.</summary>
    public IEnumerable<string> Answer() => Conditions.Select(found => $"{Tried(found)} {Fresh(found)}");

    /// <summary>The answer, one sentence after another.</summary>
    public IEnumerable<string> Sentences() => Paragraphs().SelectMany(paragraph => paragraph);

    /// <summary>The answer, the sentences of a condition together; last what holds in all.</summary>
    public IEnumerable<IReadOnlyList<string>> Paragraphs()
    {
        foreach (var found in Conditions)
        {
            yield return found.Held > 0 ? [Tried(found), Fresh(found), Direction(found)] : [Tried(found), Fresh(found)];
        }

        if (Conditions.Count > 1)
        {
            yield return
            [
                SmallestInAll is { } rule
                    ? $"{Count(InAll, "of the listed rules works", "of the listed rules work")} in every condition, the shortest with {Count(rule.Terms, "term", "terms")}."
                    : "None of the listed rules works in every condition.",
            ];
        }
    }

    /// <summary>What the filter lost, one sentence a condition.</summary>
    public IEnumerable<string> Filter() =>
        _filters.Select(row =>
            $"{Where(row.Condition)}: the population model kept {row.Kept} of {row.Rules} rules, of which {row.KeptSuccesses} work; of {row.RejectedSimulated} rejected ones that were simulated all the same {row.RejectedSuccesses} work"
            + (
                double.IsNaN(row.Lost)
                    ? ", and since no rule works it cannot be told what the filter loses."
                    : $". It loses an estimated {Percent(row.Lost)} of the rules that work (95 % interval {Percent(row.LostLow)} to {Percent(row.LostHigh)})."
            )
        );

    private string Tried(ConditionFound found) =>
        $"{found.Where}: of {found.Listed} random and listed local rules {found.Working} let the network play the sequence (S above {Number(_above)} on the screening networks)"
        + (found.Bred > 0 ? $", and evolution and archive found {found.Bred} more" : "")
        + (found.Working + found.Bred > 0 ? $"; they belong to {Count(found.Families, "family", "families")} of effective windows." : ".");

    private string Fresh(ConditionFound found) =>
        found.Claimed == 0 ? "No rule was good enough to be tried on fresh networks, so none is claimed to work."
        : found.Held == 0 ? $"On {_fresh} fresh networks none of the {found.Claimed} best is above that for certain."
        : $"On {_fresh} fresh networks {found.Held} of the {found.Claimed} best, one of each family first, are above it for certain, in {Count(found.HeldFamilies, "family", "families")}.";

    private static string Direction(ConditionFound found) =>
        found.LeastIndex < HardlyDirected
            ? $"Asymmetry between before and after is not necessary there: one of those rules hardly tells direction (time-reversal index {Number(found.LeastIndex)})."
            : $"All of those rules tell before from after: their time-reversal index has a size of at least {Number(found.LeastIndex)}.";

    private ConditionFound Of(StudyResults study, string name, SearchedRuleRow[] rows)
    {
        SearchedRuleRow[] working = [.. rows.Where(row => row.S > _above)];
        SearchFinalistRow[] finalists = [.. study.Rows<SearchFinalistRow>().Where(row => row.Condition == name)],
            held = [.. finalists.Where(row => row.Low > _above)];
        return new(
            name,
            TitleOf(study, name),
            rows.Count(IsListed),
            working.Count(IsListed),
            working.Count(row => !IsListed(row)),
            working.Select(row => row.Family).Distinct().Count(),
            finalists.Length,
            held.Length,
            held.Select(row => row.Family).Distinct().Count(),
            held.Select(row => double.IsFinite(row.TimeReversalIndex) ? Math.Abs(row.TimeReversalIndex) : 0)
                .DefaultIfEmpty(double.NaN)
                .Min(),
            held.OrderBy(row => row.Terms).ThenByDescending(row => row.S).FirstOrDefault()
        );
    }

    private static string TitleOf(StudyResults study, string name)
    {
        var title = study.Study.Conditions.GetValueOrDefault(name)?.Title ?? "";
        return title.Length == 0 ? $"Condition {name}" : $"With {title}".Replace("With no ", "Without ", StringComparison.Ordinal);
    }

    private string Where(string condition) => Conditions.First(found => found.Condition == condition).Where;

    private static bool IsListed(SearchedRuleRow row) => row.Search is "random" or "exhaustive";

    private static string Count(int n, string one, string many) => $"{n} {(n == 1 ? one : many)}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
