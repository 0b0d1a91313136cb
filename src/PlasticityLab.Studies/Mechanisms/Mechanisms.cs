using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>How the rules do it: interventions on what each has learned. Nothing is run unless the study asks for it.</summary>
public sealed record Mechanisms : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "mechanisms",
            "Mechanisms",
            "Which parts of what a rule has learned are necessary, which are sufficient, whether profiles can be exchanged, and how much asymmetry direction needs.",
            "this project"
        );

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Mechanism is not { } section
            ? new(Card.Id, 0)
            : new(
                Card.Id,
                (section.Rules.IsDefaultOrEmpty ? study.Rules.Count(rule => !rule.Learning.IsGiven) : section.Rules.Length)
                    * study.Conditions.Count
                    * Seeds(study, section).Length,
                study.Search is null
                    ? 0
                    : Math.Min(section.Finalists, study.Search.Finalists) * study.Conditions.Count * Seeds(study, section).Length
            );
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Study.Mechanism is not { } section)
        {
            return new();
        }

        var subjects = MechanismSubject.All(study, section);
        var seeds = Seeds(study.Study, section);
        MechanismIntact[] intact =
        [
            .. study
                .RunsAt(subjects, seeds, (subject, seed) => subject.Run(study.Study, seed), Card.Id, cancellation)
                .Select(found => new MechanismIntact(
                    found.Place,
                    section.WorksAbove,
                    [.. seeds.Zip(found.Results)],
                    Together(section, subjects.Count(other => other.Condition == found.Place.Condition))
                )),
        ];
        MechanismIntact[] operated = [.. intact.Where(rule => rule.S.Estimate > section.WorksAbove)];
        var steps = operated
            .SelectMany(rule => rule.Networks.Select(network => Step(study.Study, section, rule, network, operated)))
            .ToArray();
        var found = RowSet.Concat(study.Steps(this, steps, cancellation));
        return MechanismTables
            .Of(intact, found.Rows<MechanismReadingRow>(), found.Rows<MechanismStructureRow>(), section)
            .Add(found.Rows<MechanismReadingRow>())
            .Add(found.Rows<MechanismStructureRow>())
            .Add(found.Rows<MechanismLagRow>());
    }

    // Whether each rule works, all questions about parts, every dose, and the exchanges: what is said of a condition hangs on all of them.
    private static int Together(MechanismSection section, int rules) =>
        rules * (1 + MechanismQuestion.All.Length + section.Doses.Distinct().Count() + Math.Min(rules, section.Transplants));

    private static ImmutableArray<ulong> Seeds(StudySpec study, MechanismSection section) => [.. study.Seeds.All().Take(section.Networks)];

    private static AnalysisStep Step(
        StudySpec study,
        MechanismSection section,
        MechanismIntact rule,
        (ulong Seed, RunResult Result) network,
        MechanismIntact[] operated
    )
    {
        MechanismIntact[] exchanged =
        [
            .. operated.Where(other => other.Subject.Condition == rule.Subject.Condition).Take(section.Transplants),
        ];
        MechanismGift[] gifts = exchanged.Contains(rule)
            ?
            [
                .. exchanged
                    .Select(giver => (giver, Other: giver.After(network.Seed)))
                    .Where(pair => pair.Other is not null)
                    .Select(pair => new MechanismGift(
                        pair.giver.Subject.Rule,
                        pair.giver.Subject.Run(study, pair.Other!.Value.Seed),
                        pair.Other.Value.Result
                    )),
            ]
            : [];
        var run = rule.Subject.Run(study, network.Seed);
        return new(
            rule.Subject.What(network.Seed),
            [
                network.Result.Id,
                rule.Subject.Condition,
                rule.Subject.Rule,
                string.Join(' ', section.Doses.Select(MechanismSurgery.Detail)),
                .. gifts.Select(gift => $"{gift.Giver} {gift.Result.Id}"),
            ],
            stop => MechanismSurgery.Of(rule.Subject, run, section, gifts, stop)
        );
    }
}
