using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>The rules that learn the sequence arrive at one solution.</summary>
public sealed record Convergence : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "convergence",
            "One universal solution",
            "Supported when in every condition all pairs of rules that learn do the same by the same dynamics and no shown difference of structure; not supported when a pair does the same by another circuit, or something else.",
            "docs/theory/similarity-and-inference.md"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) => ClaimProblems.Said(study, Says, []);

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var rows = evidence.Tables.Rows<VerdictRow>().Where(row => row.Pairs > 0).ToArray();
        if (rows.Length == 0)
        {
            return ClaimProblems.NotTested(Says) with
            {
                Sentence = "Not tested: in no condition do two rules learn the sequence often enough to compare what they built.",
            };
        }

        var outcome =
            rows.Any(row => row.Class is SolutionClass.Degenerate or SolutionClass.Different) ? ClaimOutcome.NotSupported
            : rows.All(row => row.Class == SolutionClass.Universal) ? ClaimOutcome.Supported
            : ClaimOutcome.Undecided;
        return new(
            Says,
            outcome,
            string.Join(" ", rows.Select(row => Told(evidence, row))),
            [
                .. rows.Where(row => double.IsFinite(row.StructureR2))
                    .Select(row => new StatedNumber($"R² of structure{evidence.Where(row.Condition)}", row.StructureR2, P: row.StructureP)),
            ],
            [.. rows.Select(row => row.Cautions).Where(caution => caution.Length > 0).Distinct()]
        );
    }

    /// <summary>What became of the pairs of rules that learn in one condition, in words.</summary>
    public static string Told(ClaimEvidence evidence, VerdictRow row)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(row);
        if (row.Pairs == 0)
        {
            return Wording.Begin(
                $"{evidence.Where(row.Condition)} fewer than two rules learn the sequence often enough, so there are no solutions to compare.".TrimStart()
            );
        }

        var pairs = evidence
            .Tables.Rows<VerdictPairRow>()
            .Where(pair => pair.Condition == row.Condition && pair.BothWork && !pair.Control)
            .ToArray();
        var rules = Wording.Some([.. pairs.SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Select(ClaimEvidence.Label)]);
        var opening = evidence.Where(row.Condition).TrimStart() is { Length: > 0 } where ? $"{where}, " : "";
        var undecided = pairs.Where(pair => pair.Class == SolutionClass.Undecided).ToArray();
        var differ = undecided.Length > 0 && undecided.All(pair => pair.Structure == Answer.Different);
        var told =
            row.Pairs == 1
                ? row.Class switch
                {
                    SolutionClass.Universal => $"{rules} share one solution",
                    SolutionClass.Degenerate => $"{rules} do the same by different circuits",
                    SolutionClass.Different => $"{rules} do different things",
                    _ => $"whether {rules} share one solution is not decided",
                }
                : $"of the {row.Pairs} pairs among {rules} {Wording.And([.. Counted(row)])}";
        return Wording.Begin($"{opening}{told}")
            + (differ ? ": their weights differ, but whether they do the same job these networks cannot tell" : "")
            + (
                double.IsFinite(row.StructureR2)
                    ? $". Which rule it was explains {100 * row.StructureR2:0} % of the squared distances between their weights ({Wording.P(row.StructureP)})."
                    : "."
            );
    }

    private static IEnumerable<string> Counted(VerdictRow row)
    {
        foreach (
            var (count, one, many) in new[]
            {
                (row.Universal, "shares one solution", "share one solution"),
                (row.Degenerate, "does the same by different circuits", "do the same by different circuits"),
                (row.Different, "does different things", "do different things"),
                (row.Undecided, "is not decided", "are not decided"),
            }
        )
        {
            if (count > 0)
            {
                yield return $"{count} {(count == 1 ? one : many)}";
            }
        }
    }
}
