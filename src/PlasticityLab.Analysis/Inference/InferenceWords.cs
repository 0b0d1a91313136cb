using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>What an inference says, in sentences: the answer first.</summary>
public static class InferenceWords
{
    /// <summary>What can be said without weights.</summary>
    public const string NoWeights =
        "Nothing can be told of the rule: activity alone does not say how a synapse changed. Whatever the activity, every rule of the space is possible: "
        + "record weights (or responses to single spikes of the sender) at least three times along with the activity, and give both.";

    /// <summary>The answer in one paragraph.</summary>
    public static string Answer(RuleInference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (found.WhyNothing is { } why)
        {
            return why;
        }

        var share = $"{100 * found.R2.Estimate:0.0} % of the variance of the weights over time";
        return found.TermMissing
            ? $"No rule of the space explains these weights: the best, {found.Text}, explains {share}, but neighbouring readings err alike, so what is left over is no noise and a term is missing (a product of three signals, a power, a threshold, a normalisation)."
            : $"The weights are explained best by {found.Text}: {share}.{Little(found)} {Named([.. found.EqualGroups.Select(Names)])}";
    }

    private static string Little(RuleInference found) =>
        found.R2.Estimate >= 0.5
            ? ""
            : " That is less than half: most of what these weights do is noise, so this stands on little; record longer, with stronger learning or with less noise.";

    // Which rules of the catalogue do as well; none is the rule, since others are not compared.
    private static string Named(string[] equal)
    {
        var others = $"the {CatalogueFits.NotCompared.Count} that are not compared may, too";
        return equal.Length switch
        {
            0 => $"None of the {Compared} explains them as well; {others}.",
            1 => $"Of the {Compared} only {equal[0]} explains them as well; {others}.",
            _ => $"Of the {Compared} {equal.Length} explain them equally well: {string.Join("; ", equal)}; {others}.",
        };
    }

    private static string Names(IReadOnlyList<CatalogueFit> group)
    {
        var first = RuleCatalog.Card(group[0].Rule).Name;
        return group.Count == 1
            ? first
            : $"{first} (the same formula: {string.Join(", ", group.Skip(1).Select(fit => RuleCatalog.Card(fit.Rule).Name))})";
    }

    /// <summary>Which rules of the catalogue no inference compares, and why.</summary>
    public static string NotCompared =>
        $"not compared, since they are no sum of products of two signals of rates (they read the weight, three signals, powers, thresholds or single spikes): {string.Join(", ", CatalogueFits.NotCompared.Select(id => RuleCatalog.Card(id).Name))}.";

    private static string Compared => $"{CatalogueFits.Compared.Count} rules of the catalogue that are compared";

    /// <summary>What was used and what was left out.</summary>
    public static string Used(RuleInference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var used = found.Used;
        string[] left =
        [
            .. new (int Count, string Why)[]
            {
                (used.AtBound, used.BoundsSeen ? "at a bound (seen: several weights moved to one and the same value)" : "at a bound"),
                (used.Absent, "whose weight is 0 throughout"),
                (used.NotDrawn, "more than needed"),
            }
                .Where(part => part.Count > 0)
                .Select(part => $"{part.Count} {part.Why}"),
        ];
        return $"Used: {used.Synapses} synapses at {used.Readings} readings"
            + (left.Length == 0 ? "." : $"; left out: {string.Join(", ", left)}.");
    }

    /// <summary>What the recording cannot tell of the terms of the rule, a sentence each.</summary>
    public static IEnumerable<string> CannotTell(RuleInference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var mine = found.Terms.Select(term => term.Term).ToHashSet();
        return found
            .Confusions.OrderBy(confusion => confusion.Sum.Count == 0)
            .ThenBy(confusion => !confusion.Sum.Any(part => mine.Contains(part.Term)))
            .Select(confusion =>
                confusion.Sum.Count == 0 ? $"{confusion}" : $"{confusion} ({100 * (1 - confusion.Unexplained):0.0} % of it)"
            );
    }

    /// <summary>Rules among those that explain the recording equally well which are one formula, so that no experiment tells them
    /// apart.</summary>
    public static IEnumerable<string> Same(RuleInference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found
            .EqualGroups.Where(group => group.Count > 1)
            .Select(group => string.Join(" and ", group.Select(fit => RuleCatalog.Card(fit.Rule).Name)))
            .Select(names => $"{names} are one formula with these values: no experiment on rates tells them apart.");
    }

    /// <summary>The experiment to do next; null when there is none.</summary>
    public static string? Next(RuleInference found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Next is not { } next
            ? null
            : $"{next.Pattern}; {next.Gate}; {next.Reading}. Of {next.MostBits:0.00} bit that tell {found.Rivals.Count} rules apart it gives at least {next.Bits:0.00}, with readings as noisy as these."
                + (next.Settles ? "" : " It does not settle the matter; repeat it, or read with less noise.");
    }
}
