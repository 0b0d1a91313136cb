using System.Collections.Immutable;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>What claims have to be asked.</summary>
internal static class ClaimProblems
{
    public static IEnumerable<string> Of(
        StudySpec study,
        string says,
        string measure,
        ImmutableArray<string> conditions,
        params (string Setting, Subjects Subjects)[] subjects
    )
    {
        foreach (var problem in Said(study, says, conditions))
        {
            yield return problem;
        }

        // What is wrong with the task's own score or the study's list is told there.
        string[] measures = study.CanMeasure ? [.. NetworkMeasures.Of(study).Select(column => column.Name)] : [measure];
        if (!measures.Contains(measure))
        {
            yield return $"measure is \"{measure}\", which nothing is measured by in this study. {Names.Known(measure, measures)}";
        }

        foreach (var problem in subjects.SelectMany(subject => subject.Subjects.Problems(study, subject.Setting)))
        {
            yield return problem;
        }
    }

    /// <summary>What is wrong with the words of any claim and with the conditions that it names.</summary>
    public static IEnumerable<string> Said(StudySpec study, string says, ImmutableArray<string> conditions)
    {
        ArgumentNullException.ThrowIfNull(study);
        return (says.Length == 0 ? ["says must hold the claim in words, a sentence."] : Enumerable.Empty<string>()).Concat(
            conditions
                .Where(name => !study.Conditions.ContainsKey(name))
                .Select(name => $"conditions names \"{name}\", which this study does not have. {Names.Known(name, study.Conditions.Keys)}")
        );
    }

    public static IEnumerable<string> Asked(ClaimEvidence evidence, ImmutableArray<string> conditions) =>
        conditions.IsEmpty ? evidence.Conditions : conditions;

    public static Statement NotTested(string says) => new(says, ClaimOutcome.NotTested, "Not tested: the study has no such rules.", [], []);

    /// <summary>A claim about families speaks of what their rules can do, so their values must have been searched for; null when they
    /// were.</summary>
    public static Statement? Untuned(string says, ClaimEvidence evidence, params Subjects[] subjects) =>
        evidence.IsTuned || subjects.All(subject => subject.Family is null)
            ? null
            : new(
                says,
                ClaimOutcome.Undecided,
                "Not decided: the rules ran at the values given, and what a family of rules can do shows only when every rule's values are tuned with equal budgets.",
                [],
                []
            );
}
