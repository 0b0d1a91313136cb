using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Claims;

/// <summary>Every pair of rules in words: which one is ahead, that they are alike, or that these networks do not tell them apart.</summary>
public static class RankedPairs
{
    /// <summary>One sentence a pair and condition, in the order of the study; none where nothing was compared.</summary>
    public static IReadOnlyList<string> Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (!study.Has<ComparisonRow>())
        {
            return [];
        }

        var evidence = new ClaimEvidence(study);
        var score = evidence.Study.Task.Card.Score;
        return
        [
            .. from row in study.Rows<ComparisonRow>()
            where row.Family == StudyComparison.BetweenRules && row.Measure == score
            select Told(
                row,
                score,
                evidence.Study.EquivalenceMargin,
                evidence.Conditions.Count < 2 ? "" : $"{evidence.Under(row.Condition)}, "
            ),
        ];
    }

    /// <summary>One pair.</summary>
    /// <param name="row">The paired comparison.</param>
    /// <param name="measure">Name of the measure.</param>
    /// <param name="margin">Difference that does not matter.</param>
    /// <param name="opening">Where, as a sentence begins; may be empty.</param>
    /// <remarks>A difference that is certain but lies within the margin ranks nobody: alike comes first.</remarks>
    internal static string Told(ComparisonRow row, string measure, double margin, string opening)
    {
        var (a, b) = (ClaimEvidence.Label(row.Rule), ClaimEvidence.Label(row.Baseline));
        var pairs = Wording.Count(row.Pairs, "pair");
        string Difference(int sign) =>
            $"mean difference of {measure} {Wording.Signed(sign * row.MeanDifference)}"
            + Wording.Interval(Math.Min(sign * row.Low95, sign * row.High95), Math.Max(sign * row.Low95, sign * row.High95))
            + $", {Wording.P(row.PHolm)}, {pairs} of networks";
        if (!double.IsFinite(row.MeanDifference))
        {
            return Wording.Begin($"{opening}{a} and {b} cannot be compared: {pairs} of networks have {measure} for both.");
        }

        if (row.Equivalent)
        {
            return Wording.Begin($"{opening}{a} and {b} are alike within {Wording.Number(margin)} ({Difference(1)}).");
        }

        if (row.PHolm <= 0.05)
        {
            return row.MeanDifference > 0
                ? Wording.Begin($"{opening}{a} is ahead of {b} ({Difference(1)}).")
                : Wording.Begin($"{opening}{b} is ahead of {a} ({Difference(-1)}).");
        }

        return Wording.Begin(
            $"{opening}{a} and {b} are not told apart ({Difference(1)})"
                + (row.SeedsNeeded is { } needed and < 1000 ? $"; about {needed} seeds would decide." : ".")
        );
    }
}
