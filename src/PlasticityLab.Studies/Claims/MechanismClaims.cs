using System.Collections.Immutable;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>What claims about mechanisms share.</summary>
internal static class MechanismClaims
{
    public static IEnumerable<string> Problems(StudySpec study, string says, ImmutableArray<string> conditions) =>
        ClaimProblems
            .Said(study, says, conditions)
            .Concat(study.Mechanism is null ? ["is about mechanisms, and the study asks for none: add mechanism: { }."] : []);

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
