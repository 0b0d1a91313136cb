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
                    $"of {Wording.Count(all, "rule")} that {(all == 1 ? "works" : "work")} {need} {(need == 1 ? "needs" : "need")} asymmetry and {without} {(without == 1 ? "does" : "do")} without"
                        + (without > 0 ? $" ({Wording.Some([.. found.AsymmetryNotNeeded.Select(ClaimEvidence.Label)])})" : ""),
                    [new("rules that need asymmetry", need), new("rules that do without", without), new("rules that work", all)]
                );
            }
        );
}

/// <summary>What claims about mechanisms share.</summary>
internal static class MechanismClaims
{
    public static IEnumerable<string> Problems(StudySpec study, string says, ImmutableArray<string> conditions)
    {
        if (says.Length == 0)
        {
            yield return "says must hold the claim in words, a sentence.";
        }

        if (study.Mechanism is null)
        {
            yield return "is about mechanisms, and the study asks for none: add mechanism: { }.";
        }

        foreach (var condition in conditions.Where(name => !study.Conditions.ContainsKey(name)))
        {
            yield return $"conditions names \"{condition}\", which this study does not have. {Names.Known(condition, study.Conditions.Keys)}";
        }
    }

    // In every condition asked about: yes everywhere supports, no anywhere refutes.
    public static Statement Judge(
        string says,
        ClaimEvidence evidence,
        ImmutableArray<string> conditions,
        Func<MechanismsFound, (bool? Holds, string Told, StatedNumber[] Numbers)> judge
    )
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (!evidence.Tables.Has<MechanismRow>())
        {
            return new(says, ClaimOutcome.NotTested, "Not tested: the study has no tables of mechanisms.", [], []);
        }

        MechanismsFound[] asked =
        [
            .. MechanismStatements
                .Of(evidence.Tables)
                .Conditions.Where(found => conditions.IsEmpty || conditions.Contains(found.Condition)),
        ];
        MechanismsFound[] working = [.. asked.Where(found => found.Works.Length > 0)];
        if (working.Length == 0)
        {
            return new(says, ClaimOutcome.NotTested, "Not tested: no rule works for certain.", [], []);
        }

        var judged = working.Select(found => (found, answer: judge(found))).ToArray();
        var outcome =
            judged.Any(x => x.answer.Holds == false) ? ClaimOutcome.NotSupported
            : working.Length < asked.Length || judged.Any(x => x.answer.Holds is null) ? ClaimOutcome.Undecided
            : ClaimOutcome.Supported;
        return new(
            says,
            outcome,
            Wording.Begin($"{string.Join("; ", judged.Select(x => $"{x.answer.Told}{evidence.Where(x.found.Condition)}"))}."),
            [
                .. judged.SelectMany(x =>
                    x.answer.Numbers.Select(number => number with { Name = $"{number.Name}{evidence.Where(x.found.Condition)}" })
                ),
            ],
            working.Length < asked.Length
                ? [$"No rule works for certain{string.Concat(asked.Except(working).Select(found => evidence.Where(found.Condition)))}."]
                : []
        );
    }
}
