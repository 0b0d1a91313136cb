using System.Collections.Immutable;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>What all claims about measures have to be asked.</summary>
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
        if (says.Length == 0)
        {
            yield return "says must hold the claim in words, a sentence.";
        }

        // What is wrong with the task's own score or the study's list is told there.
        string[] measures = study.CanMeasure ? [.. NetworkMeasures.Of(study).Select(column => column.Name)] : [measure];
        if (!measures.Contains(measure))
        {
            yield return $"measure is \"{measure}\", which nothing is measured by in this study. {Names.Known(measure, measures)}";
        }

        foreach (var condition in conditions.Where(name => !study.Conditions.ContainsKey(name)))
        {
            yield return $"conditions names \"{condition}\", which this study does not have. {Names.Known(condition, study.Conditions.Keys)}";
        }

        foreach (var problem in subjects.SelectMany(subject => subject.Subjects.Problems(study, subject.Setting)))
        {
            yield return problem;
        }
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
