using System.Collections.Immutable;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Studies.Claims;

/// <summary>One comparison that a claim rests on: values and what they are compared with, seed by seed.</summary>
/// <param name="Name">What is compared, for sentences.</param>
/// <param name="Values">The measure, in the order of seeds.</param>
/// <param name="Against">The same of what it is compared with.</param>
/// <param name="Level">The level in the place of a comparison; null: another rule.</param>
internal sealed record ClaimCase(string Name, double[] Values, double[] Against, double? Level = null)
{
    /// <summary>A comparison with a level.</summary>
    public static ClaimCase At(string name, double[] values, double level) => new(name, values, [.. values.Select(_ => level)], level);

    /// <summary>What was found, in words: the difference, or where there is a level the value itself.</summary>
    public string Told(PairedComparison found)
    {
        var (mean, add) = (found.MeanDifference, Level ?? 0);
        var value = Level is null ? $" {Wording.Signed(mean.Estimate)}" : $" {Wording.Number(mean.Estimate + add)}";
        return Name
            + value
            + Wording.Interval(mean.Low + add, mean.High + add)
            + (double.IsNaN(found.Test.PValue) ? "" : $" ({Wording.P(found.Test.PValue)})");
    }
}

/// <summary>A claim says "in every one of these comparisons". So it is supported when each of them shows it at 5 %: a conjunction that
/// needs no correction, since it is wrongly supported only if a false part passes its own test (intersection-union test; Berger 1982). It
/// speaks against the claim when any of them shows the contrary, which is a search among many and is corrected after Holm (1979).</summary>
internal static class ClaimTest
{
    /// <summary>Level of the tests.</summary>
    public const double Level = 0.05;

    /// <summary>Decides a claim that expects the same of every comparison.</summary>
    /// <param name="says">The claim.</param>
    /// <param name="measure">Name of the measure.</param>
    /// <param name="cases">The comparisons, at least one.</param>
    /// <param name="expect">What is expected.</param>
    /// <param name="margin">Difference that does not matter; NaN: sameness is no answer here.</param>
    /// <param name="evidence">Where they come from.</param>
    public static Statement Decide(
        string says,
        string measure,
        IReadOnlyList<ClaimCase> cases,
        Expectation expect,
        double margin,
        ClaimEvidence evidence
    )
    {
        var found = cases.Select(x => PairedComparison.Of(x.Values, x.Against, evidence.Random)).ToArray();
        var same = cases
            .Select(x => double.IsNaN(margin) ? double.NaN : Tost.Paired(x.Values, x.Against, margin, evidence.Random).PValue)
            .ToArray();
        var corrected = HolmCorrection.Adjust([.. found.Select(x => x.Test.PValue)]);
        var samePs = HolmCorrection.Adjust(same);
        var sign = expect == Expectation.Less ? -1 : 1;
        bool Holds(int i) =>
            expect == Expectation.Same ? same[i] <= Level : found[i].Test.PValue <= Level && sign * found[i].MeanDifference.Estimate > 0;
        bool Contrary(int i) =>
            expect == Expectation.Same
                ? corrected[i] <= Level && (found[i].MeanDifference.Low > margin || found[i].MeanDifference.High < -margin)
                : (corrected[i] <= Level && sign * found[i].MeanDifference.Estimate < 0) || samePs[i] <= Level;
        int[] all = [.. Enumerable.Range(0, cases.Count)],
            contrary = [.. all.Where(Contrary).OrderByDescending(i => Math.Abs(found[i].MeanDifference.Estimate))],
            open = [.. all.Where(i => !Holds(i))];
        string Told(int i) => cases[i].Told(found[i]) + (samePs[i] <= Level ? ", the same within the margin" : "");
        var (outcome, sentence) =
            contrary.Length > 0 ? (ClaimOutcome.NotSupported, Refused(cases.Count, measure, [.. contrary.Select(Told)]))
            : open.Length == 0 ? (ClaimOutcome.Supported, Shown(measure, all, found, Told))
            : (ClaimOutcome.Undecided, Open(cases.Count, measure, sign, found, open, Told));
        return new(
            says,
            outcome,
            sentence,
            [
                .. all.Select(i => new StatedNumber(
                    $"{measure}, {cases[i].Name}",
                    found[i].MeanDifference.Estimate,
                    found[i].MeanDifference.Low,
                    found[i].MeanDifference.High,
                    found[i].Test.PValue
                )),
            ],
            Cautions(found)
        );
    }

    private static string Refused(int count, string measure, string[] contrary) =>
        count == 1
            ? $"No: {measure} of {contrary[0]}."
            : $"No: in {contrary.Length} of {count} cases of {measure} it is otherwise: {Wording.Some(contrary, 3)}.";

    private static string Shown(string measure, int[] all, PairedComparison[] found, Func<int, string> told)
    {
        var least = all.MinBy(i => Math.Abs(found[i].MeanDifference.Estimate));
        return all.Length == 1
            ? $"Yes: {measure} of {told(0)}."
            : $"Yes, in all {all.Length} cases of {measure}; the closest is {told(least)}.";
    }

    private static string Open(int count, string measure, int sign, PairedComparison[] found, int[] open, Func<int, string> told)
    {
        // However large the difference, n pairs cannot give a p below 2/2ⁿ.
        if (open.All(i => found[i].Pairs < PairedComparison.FewestPairs))
        {
            return $"{Wording.Count(found[open[0]].Pairs, "network")} a rule cannot decide this, whatever they do: {PairedComparison.FewestPairs} are needed.";
        }

        var first = open.MinBy(i => sign * found[i].MeanDifference.Estimate);
        var otherwise = sign * found[first].MeanDifference.Estimate < 0 && found[first].Test.PValue <= Level;
        var needed = otherwise ? FewestFor(count) : open.Max(i => found[i].SeedsNeeded);
        var begun =
            count == 1 ? $"Not decided: {measure} of {told(first)}"
            : open.Length == count ? $"Not decided: none of {count} cases of {measure} shows it; the one furthest from it is {told(first)}"
            : $"Not decided: {count - open.Length} of {count} cases of {measure} show it; not so {told(first)}";
        return begun
            + (
                otherwise
                    ? $", which speaks against it; {needed} networks a rule would be enough to say so after correction for {count} cases."
                : needed < 1000 ? $"; about {needed} networks a rule would decide."
                : "."
            );
    }

    /// <summary>The fewest pairs whose smallest possible p, 2/2ⁿ, survives a correction for so many comparisons.</summary>
    public static int FewestFor(int comparisons) => (int)Math.Ceiling(1 + Math.Log2(comparisons / Level));

    private static ImmutableArray<string> Cautions(PairedComparison[] found)
    {
        var missing = found.Sum(x => x.Missing);
        return missing == 0 ? [] : [$"{missing} of {found.Sum(x => x.Pairs + x.Missing)} pairs have no such measure and are left out."];
    }
}
