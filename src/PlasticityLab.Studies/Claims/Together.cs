using System.Collections.Immutable;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Several claims that must all hold.</summary>
public sealed record Together : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "together",
            "All together",
            "Supported when all its parts are, not supported when one is not, undecided otherwise; parts that the study cannot test make it one that is not tested.",
            "Berger 1982"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>The parts.</summary>
    public ImmutableArray<IClaim> Parts { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) =>
        ClaimProblems
            .Said(study, Says, [])
            .Concat(Parts.Length < 2 ? [$"parts must hold at least two claims, but holds {Parts.Length}."] : [])
            .Concat(Parts.SelectMany((part, i) => part.Problems(study).Select(problem => $"parts[{i}].{problem}")));

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var parts = Parts.Select(part => part.Judge(evidence)).ToArray();
        var outcome =
            parts.Any(part => part.Outcome == ClaimOutcome.NotTested) ? ClaimOutcome.NotTested
            : parts.Any(part => part.Outcome == ClaimOutcome.NotSupported) ? ClaimOutcome.NotSupported
            : parts.All(part => part.Outcome == ClaimOutcome.Supported) ? ClaimOutcome.Supported
            : ClaimOutcome.Undecided;
        return new(
            Says,
            outcome,
            string.Join(
                " ",
                parts.Select(part => part.Says.Length > 0 ? $"{part.Says.TrimEnd('.')}: {Lower(part.Sentence)}" : part.Sentence)
            ),
            [.. parts.SelectMany(part => part.Numbers)],
            [.. parts.SelectMany(part => part.Cautions).Distinct()]
        );
    }

    private static string Lower(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
