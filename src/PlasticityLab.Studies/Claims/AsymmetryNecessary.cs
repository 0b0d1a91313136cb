using System.Collections.Immutable;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Every rule that works needs asymmetric weights.</summary>
public sealed record AsymmetryNecessary : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "asymmetry_necessary",
            "Asymmetry is necessary",
            "Supported when in every condition every rule that works keeps less than half of its S, for certain, without the antisymmetric part of what it has learned; not supported when one keeps more for certain.",
            "this project"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>Conditions in which it is said; empty: in all.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study) => MechanismClaims.Problems(study, Says, Conditions);

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence) =>
        MechanismClaims.Judge(
            Says,
            evidence,
            Conditions,
            found =>
            {
                var (need, without, all) = (found.AsymmetryNeeded.Length, found.AsymmetryNotNeeded.Length, found.Works.Length);
                return (
                    without > 0 ? false
                    : need == all ? true
                    : null,
                    $"of {Wording.Count(all, "rule")} that {(all == 1 ? "works" : "work")} {need} {(need == 1 ? "needs" : "need")} asymmetry and {(without == 0 ? "none does" : without == 1 ? "1 does" : $"{without} do")} without it"
                        + (without > 0 ? $" ({Wording.Some([.. found.AsymmetryNotNeeded.Select(ClaimEvidence.Label)])})" : ""),
                    [new("rules that need asymmetry", need), new("rules that do without", without), new("rules that work", all)]
                );
            }
        );
}
