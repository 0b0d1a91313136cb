using System.Collections.Immutable;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Some rules score above (below) a level, in every condition.</summary>
public sealed record Level : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "level",
            "Level",
            "Supported when the mean over networks of every rule is shown to lie on the side that is said, at 5 % each; not supported when one is shown to lie on the other side, after correction for their number.",
            "Berger 1982; Holm 1979"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>The measure.</summary>
    public string Measure { get; init; } = Results.NetworkMeasures.S.Name;

    /// <summary>The rules that it is said of.</summary>
    public Subjects Of { get; init; } = new();

    /// <summary>The level that they are above, in the unit of the measure.</summary>
    public double? Above { get; init; }

    /// <summary>The level that they are below.</summary>
    public double? Below { get; init; }

    /// <summary>Conditions in which it is said; empty: in all.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) =>
        ClaimProblems
            .Of(study, Says, Measure, Conditions, ("of", Of))
            .Concat(
                Above is null == Below is null
                    ? [$"must say either above or below, but says {(Above is null ? "neither" : "both")}."]
                    : Enumerable.Empty<string>()
            );

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var level = Above ?? Below ?? 0;
        var cases = (
            from condition in ClaimProblems.Asked(evidence, Conditions)
            from rule in evidence.Of(Of, condition)
            select ClaimCase.At($"{ClaimEvidence.Label(rule)}{evidence.Where(condition)}", evidence.Values(rule, condition, Measure), level)
        ).ToArray();
        return cases.Length == 0
            ? ClaimProblems.NotTested(Says)
            : ClaimProblems.Untuned(Says, evidence, Of)
                ?? ClaimTest.Decide(Says, Measure, cases, Above is null ? Expectation.Less : Expectation.Greater, double.NaN, evidence);
    }
}
