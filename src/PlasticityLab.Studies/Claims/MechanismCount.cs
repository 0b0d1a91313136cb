using System.Collections.Immutable;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>The rules that work do it in so many ways.</summary>
public sealed record MechanismCount : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "mechanism_count",
            "Number of mechanisms",
            "Supported when in every condition the rules that work do it in at least (at most) so many ways for certain; not supported when in one condition they do not for certain. A way is a set of parts that are necessary and sufficient; an undecided answer is no difference.",
            "this project"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>Ways that there are at least.</summary>
    public int? AtLeast { get; init; }

    /// <summary>Ways that there are at most.</summary>
    public int? AtMost { get; init; }

    /// <summary>Conditions in which it is said; empty: in all.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) =>
        MechanismClaims
            .Problems(study, Says, Conditions)
            .Concat(
                AtLeast is null == AtMost is null
                    ? [$"must say either at_least or at_most, but says {(AtLeast is null ? "neither" : "both")}."]
                    : Enumerable.Empty<string>()
            );

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence) =>
        MechanismClaims.Judge(
            Says,
            evidence,
            Conditions,
            found =>
            {
                // A rule with an open question may do it like any other, or in a way of its own.
                var (low, high) = (found.AtLeast, found.Ways.Length + found.Undecided.Length);
                var told = low == high ? $"{low}" : $"{low} to {high}";
                return (
                    AtLeast is { } least
                        ? low >= least
                            ? true
                            : high < least
                                ? false
                                : null
                        : high <= AtMost
                            ? true
                            : low > AtMost
                                ? false
                                : null,
                    $"{Wording.Count(found.Works.Length, "rule")} that {(found.Works.Length == 1 ? "works does" : "work do")} it in {told} {(high == 1 ? "way" : "ways")}",
                    [new("ways at least", low), new("ways at most", high), new("rules that work", found.Works.Length)]
                );
            }
        );
}
