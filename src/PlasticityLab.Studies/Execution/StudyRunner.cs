using System.Collections.Immutable;
using PlasticityLab.Studies.Laboratories;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Execution;

/// <summary>Runs a study: tunes the rules with equal budgets, scores them and the controls on fresh seeds, and writes the tables. Whatever
/// the store holds is not computed again.</summary>
public sealed class StudyRunner(StudySpec study, RunPool pool)
{
    private const string NoLearning = "none",
        Oracle = "oracle";

    /// <summary>Trainings and read-outs that the study needs in all.</summary>
    public int CountRuns()
    {
        if (study.Seeds.Count == 0)
        {
            return 0; // a study of memory alone trains no network on the sequence
        }

        var conditions = study.Conditions.Count;
        var tuned = Entrants().ToArray();
        var tuning = study.Tuning is { } section ? tuned.Sum(entrant => Budget(section, entrant.Name).Trainings) * conditions : 0;
        var scored =
            tuned.Length
            + (study.Controls.Any(c => Is(c, "shuffled")) ? study.Rules.Length : 0)
            + (study.Controls.Any(c => Is(c, "sign_flipped")) ? study.Rules.Length : 0);
        var compass = study.Compass is { } c2 ? c2.Angles * c2.Eta.Length * c2.Seeds * conditions : 0;
        var map = study.FunctionMap is { } m ? m.Steps * m.Steps * 2 * m.Seeds * conditions : 0;
        var sweeps = study.Sweeps.Sum(sweep =>
            sweep.Values.Length * sweep.Seeds * (sweep.Rules.IsDefaultOrEmpty ? study.Rules.Length : sweep.Rules.Length) * conditions
        );
        return tuning + (scored * study.Seeds.Count * conditions) + (tuned.Length * conditions) + compass + map + sweeps;
    }

    /// <summary>Runs everything.</summary>
    public StudyData Run(CancellationToken cancellation = default)
    {
        pool.Expected = CountRuns();
        if (study.Seeds.Count == 0)
        {
            return new StudyData
            {
                Study = study,
                Tuning = ImmutableSortedDictionary<(string, string), TuningResult>.Empty,
                Outcomes = [],
                Examples = [],
            };
        }

        var tuning = Tune(cancellation);
        var entries = Entries(tuning).ToArray();
        var seeds = study.Seeds.All().ToArray();
        var results = pool.Execute(
            [.. entries.SelectMany(entry => seeds.Select(seed => entry.Run(study, seed)))],
            "scoring on fresh seeds",
            cancellation
        );
        var outcomes = entries
            .SelectMany((entry, e) => seeds.Select((seed, s) => new NetworkOutcome(entry, seed, results[(e * seeds.Length) + s])))
            .ToImmutableArray();
        var shown = entries.Where(entry => !entry.Shuffled && entry.Values.Learning.Sign > 0).ToArray();
        var examples = pool.Execute(
            [
                .. shown.Select(entry =>
                    entry.Run(study, seeds[0]) with
                    {
                        KeepExample = true,
                        WeightsEvery = study.Recording?.WeightsEvery ?? 0,
                    }
                ),
            ],
            "examples",
            cancellation
        );
        return new StudyData
        {
            Study = study,
            Tuning = tuning,
            Outcomes = outcomes,
            Examples = [.. shown.Select((entry, e) => new NetworkOutcome(entry, seeds[0], examples[e]))],
            Replays = StudyReplays.Of(study, outcomes, pool, cancellation),
            Later = StudyLater.Of(study, outcomes, pool, cancellation),
            Compass = study.Compass is { } compass ? StudyMaps.Compass(study, compass, pool, cancellation) : [],
            FunctionMap = study.FunctionMap is { } map ? StudyMaps.FunctionMap(study, map, pool, cancellation) : [],
            Maps =
            [
                .. (study.Maps.IsDefault ? [] : study.Maps).SelectMany(
                    (map, i) => BehaviourMaps.Of(study, map, BehaviourMaps.NameOf(study.Maps, i), entries, pool, cancellation)
                ),
            ],
            Sweeps =
            [
                .. study.Sweeps.SelectMany(sweep =>
                    StudyMaps.Sweep(study, sweep, [.. entries.Where(entry => !entry.IsControl)], pool, cancellation)
                ),
            ],
        };
    }

    private ImmutableSortedDictionary<(string Rule, string Condition), TuningResult> Tune(CancellationToken cancellation)
    {
        if (study.Tuning is not { } section)
        {
            return ImmutableSortedDictionary<(string, string), TuningResult>.Empty;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<(string Rule, string Condition), TuningResult>();
        foreach (var condition in study.Conditions.Keys)
        {
            foreach (var entrant in Entrants())
            {
                var template = new StudyEntry(entrant.Name, condition, entrant.For(condition)).Run(study, 0) with
                {
                    Readouts = study.Readout.Points(),
                };
                found[(entrant.Name, condition)] = Tuner.Tune(
                    template,
                    Budget(section, entrant.Name),
                    pool,
                    $"{entrant.Name} in {condition}",
                    entrant.Search.IsDefaultOrEmpty ? null : entrant.Search,
                    study.Readout.Widen,
                    cancellation
                );
            }
        }

        return found.ToImmutable();
    }

    // No learning has nothing to draw: one configuration, its operating point chosen like everybody's.
    private static TuningBudget Budget(TuningSection section, string name) =>
        new(name == NoLearning ? 1 : section.Configurations, (ulong)section.Root, (ulong)section.FirstSeed, section.SuccessAbove);

    // What is tuned and scored: the rules, and the two controls that have a score of their own.
    private IEnumerable<RuleSection> Entrants()
    {
        if (study.Controls.Any(c => Is(c, "no_learning")))
        {
            yield return new RuleSection
            {
                Name = NoLearning,
                Learning = new LearningChoice { Rule = "no_learning" },
                Point = Laboratory.Of(study.Network).Point,
            };
        }

        if (study.Controls.Any(c => Is(c, Oracle)) && study.Rules.All(rule => rule.Name != Oracle))
        {
            var parameters = ImmutableSortedDictionary<string, double>.Empty.Add("self", 1).Add("forward", 1);
            yield return new RuleSection
            {
                Name = Oracle,
                Learning = new LearningChoice { Rule = Oracle, Parameters = parameters },
                Point = Laboratory.Of(study.Network).OraclePoint,
            };
        }

        foreach (var rule in study.Rules)
        {
            yield return rule;
        }
    }

    private IEnumerable<StudyEntry> Entries(ImmutableSortedDictionary<(string Rule, string Condition), TuningResult> tuning)
    {
        foreach (var condition in study.Conditions.Keys)
        {
            foreach (var entrant in Entrants())
            {
                var values = tuning.TryGetValue((entrant.Name, condition), out var found)
                    ? new ConditionedRule(found.Learning, found.Point)
                    : entrant.For(condition);
                var control = entrant.Learning.Rule is "oracle" or "no_learning";
                yield return new StudyEntry(entrant.Name, condition, values, IsControl: control);
                if (!control && study.Controls.Any(c => Is(c, "shuffled")))
                {
                    yield return new StudyEntry($"{entrant.Name}_shuffled", condition, values, Shuffled: true, IsControl: true);
                }

                if (!control && study.Controls.Any(c => Is(c, "sign_flipped")))
                {
                    yield return new StudyEntry(
                        $"{entrant.Name}_flipped",
                        condition,
                        values with
                        {
                            Learning = values.Learning with { Sign = -values.Learning.Sign },
                        },
                        IsControl: true
                    );
                }
            }
        }
    }

    private static bool Is(string a, string b) => Names.Same(a, b);
}
