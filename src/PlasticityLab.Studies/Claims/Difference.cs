using System.Collections.Immutable;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Some rules score higher (lower, the same) than others, in every condition, on the same seeds.</summary>
public sealed record Difference : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "difference",
            "Difference",
            "Supported when every rule of the first group differs from every rule of the second as expected, at 5 % each; not supported when one of the comparisons shows the contrary or no difference beyond the margin, after correction for their number.",
            "Berger 1982; Holm 1979; Schuirmann 1987"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>The measure that is compared.</summary>
    public string Measure { get; init; } = NetworkMeasuresName;

    /// <summary>The rules that are said to be ahead (behind, the same).</summary>
    public Subjects Of { get; init; } = new();

    /// <summary>What they are compared with.</summary>
    public Subjects Against { get; init; } = new();

    /// <summary>greater, less or same.</summary>
    public Expectation Expect { get; init; } = Expectation.Greater;

    /// <summary>Conditions in which it is said; empty: in all.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    private static string NetworkMeasuresName => Results.NetworkMeasures.S.Name;

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) =>
        ClaimProblems.Of(study, Says, Measure, Conditions, ("of", Of), ("against", Against));

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var cases = (
            from condition in ClaimProblems.Asked(evidence, Conditions)
            from a in evidence.Of(Of, condition)
            from b in evidence.Of(Against, condition)
            where a != b
            select new ClaimCase(
                $"{ClaimEvidence.Label(a)} less {ClaimEvidence.Label(b)}{evidence.Where(condition)}",
                evidence.Values(a, condition, Measure),
                evidence.Values(b, condition, Measure)
            )
        ).ToArray();
        return cases.Length == 0
            ? ClaimProblems.NotTested(Says)
            : ClaimProblems.Untuned(Says, evidence, Of, Against)
                ?? ClaimTest.Decide(Says, Measure, cases, Expect, evidence.Study.EquivalenceMargin, evidence);
    }
}
