using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>What a study found that nobody claimed: what its rules remember, how its spiking networks ended, where they were read
/// out.</summary>
public static class StudyFindings
{
    /// <summary>A score at or below this is that of a network that does nothing.</summary>
    private const double Nothing = 0.005;

    private const int MostNamed = 5;

    /// <summary>The findings of a study, from its tables.</summary>
    public static IReadOnlyList<Finding> Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return [.. Memory([.. MemoryFunctionRow.Of(study)]), .. Spikes(study), .. Readout(study.Rows<RecallGridRow>())];
    }

    /// <summary>The findings, and the summaries that they rest on, as tables.</summary>
    internal static RowSet Tables(StudyResults study)
    {
        var found = Of(study);
        return new RowSet()
            .Add(MemoryFunctionRow.Of(study))
            .Add(SpikingSummaryRow.Of(study))
            .Add(FindingRow.Of(found))
            .Add(FindingNumberRow.Of(found));
    }

    private static IEnumerable<Finding> Memory(MemoryFunctionRow[] rows)
    {
        return new[]
        {
            Most("Most tunes replayed note-perfect, one network each", row => row.TunesEach, Share),
            Most("Most tunes in one network", row => row.TunesTogether, Share),
            Most("Longest melody of the largest network", row => row.Melody, x => $"{x.Text("0")} notes"),
            Most("Longest closed sequence of superposed patterns", row => row.Sequence, x => $"{x.Text("0.000")} N"),
            Most("Most static patterns", row => row.Static, x => $"{x.Text("0.000")} N"),
            Most("Longest delay over which a cue is held", row => row.Held, x => $"{x.Text("0")} steps"),
            Most("Largest share of neurons on loops that formed without a teacher", row => row.InLoops, x => $"{(100 * x).Text("0")} %"),
        }.OfType<Finding>();

        static string Share(double x) => $"{(100 * x).Text("0.0")} %";

        Finding? Most(string what, Func<MemoryFunctionRow, double> of, Func<double, string> text)
        {
            MemoryFunctionRow[] found = [.. rows.Where(row => double.IsFinite(of(row)) && !IsControl(row.Rule))];
            if (found.Length == 0)
            {
                return null;
            }

            var top = found.Max(of);
            string[] best = [.. found.Where(row => of(row) == top).Select(row => ClaimEvidence.Label(row.Rule))];
            var nothing = found.Count(row => of(row) <= 0);
            return new(
                FindingSubject.Memory,
                top > 0
                    ? $"{what}: {text(top)} with {Wording.Some(best, MostNamed)}{(nothing == 0 ? "" : $"; {nothing} of {Wording.Count(found.Length, "rule")} {(nothing == 1 ? "holds" : "hold")} nothing of the kind")}."
                    : $"{what}: none of {Wording.Count(found.Length, "rule")}.",
                [.. found.Select(row => new StatedNumber(row.Rule, of(row)))]
            );
        }
    }

    private static bool IsControl(string rule) => rule.Contains("no_learning", StringComparison.Ordinal);

    // Seizures, divergence and steps of learning that were too long, told with their times; controls of one rule have a figure of their own.
    private static IEnumerable<Finding> Spikes(StudyResults study) =>
        SpikingSummaryRow
            .Scored(study)
            .GroupBy(row => (row.Rule, row.Condition))
            .SelectMany(arm =>
                arm.Where(row => row.Status is not (RunStatus.Ok or RunStatus.Silent))
                    .GroupBy(row => row.Status)
                    .Select(ended => new Finding(
                        FindingSubject.Spikes,
                        $"{ClaimEvidence.Label(arm.Key.Rule)} in {arm.Key.Condition}: {ended.Count()} of {Wording.Count(arm.Count(), "network")} {How(ended.Key)}; seed {ended.First().Seed}: {ended.First().Detail}",
                        [new($"{arm.Key.Rule} in {arm.Key.Condition}", ended.Count())]
                    ))
            );

    /// <summary>How a network ended that failed, as a sentence says it.</summary>
    internal static string How(RunStatus status) =>
        status switch
        {
            RunStatus.Silent => "fell silent",
            RunStatus.Seizure => "ended in a seizure",
            RunStatus.Diverged => "diverged",
            RunStatus.Unstable => "took steps of learning that were too long",
            _ => "",
        };

    // Whether the best operating points lie inside the grid that was looked at.
    private static IEnumerable<Finding> Readout(IReadOnlyList<RecallGridRow> rows)
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        RecallGridRow[] widened =
        [
            .. rows.GroupBy(row => (row.Rule, row.Condition))
                .Where(group => group.Max(row => row.Widening) > 0)
                .Select(group => group.First(row => row.Chosen) with { Widening = group.Max(row => row.Widening) }),
        ];
        if (widened.Length > 0)
        {
            yield return new(
                FindingSubject.Readout,
                $"The grid of operating points was widened for {Some(widened, row => $"{row.Widening} x, now {Point(row)}")}.",
                [.. widened.Select(row => new StatedNumber(Arm(row), row.Widening))]
            );
        }

        // Networks that learn nothing have no point to find.
        RecallGridRow[] border = [.. rows.Where(row => row.OnBorder && row.Rule != ControlNames.NoLearning)],
            failed = [.. border.Where(row => !(row.S > Nothing))],
            open = [.. border.Except(failed)];
        yield return open.Length == 0
            ? new(FindingSubject.Readout, "No optimum with a score above 0 stands on a border of its grid.", [])
            : new(
                FindingSubject.Readout,
                $"The optimum still stands on the border of the grid, and a better one may lie beyond it, for {Some(open, Point)}.",
                [.. open.Select(row => new StatedNumber(Arm(row), row.S))],
                IsCaution: true
            );
        if (failed.Length > 0)
        {
            yield return new(
                FindingSubject.Readout,
                $"No point of the grid gives a score above 0 for {Wording.Some([.. failed.Select(Arm)], MostNamed + 1)}; their points mean nothing.",
                [.. failed.Select(row => new StatedNumber(Arm(row), row.S))],
                IsCaution: true
            );
        }
    }

    private static string Arm(RecallGridRow row) => $"{ClaimEvidence.Label(row.Rule)} in {row.Condition}";

    private static string Point(RecallGridRow row) =>
        $"inhibition {Wording.Number(row.Inhibition)}, gain {Wording.Number(row.Gain)}, S = {Wording.Number(row.S)}";

    // The numbers of all of them stand beside the sentence.
    private static string Some(RecallGridRow[] rows, Func<RecallGridRow, string> more) =>
        string.Join("; ", rows.Take(MostNamed).Select(row => $"{Arm(row)} ({more(row)})"))
        + (rows.Length > MostNamed ? $"; and {rows.Length - MostNamed} more" : "");
}
