using System.Collections.Immutable;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Execution;

/// <summary>Runs a study: tunes the rules with equal budgets, scores them and the controls on fresh seeds, and computes what the tables
/// need. Whatever the store holds is not computed again; with a <see cref="RunSurvey"/> nothing is computed at all.</summary>
public sealed class StudyRunner(StudySpec study, IStudyRuns runs)
{
    private const string NoLearning = ControlNames.NoLearning,
        Oracle = ControlNames.Oracle;

    // Finalists times validation seeds: what one widening of the grid of operating points costs.
    private const int RunsOfWidening = 4 * Tuner.ValidationSeeds;

    private sealed record Batch(ImmutableArray<NetworkOutcome> Networks);

    /// <summary>Counts the very runs of a study; changes nothing.</summary>
    public static StudyCount Count(StudySpec study, IRunStore store, CancellationToken cancellation = default)
    {
        var survey = new RunSurvey(store);
        _ = new StudyRunner(study, survey).Run(cancellation);
        return survey.Count();
    }

    /// <summary>Runs everything.</summary>
    /// <returns>What came out; null where runs are missing and none are computed.</returns>
    public StudyData? Run(CancellationToken cancellation = default)
    {
        if (study.Seeds.Count == 0)
        {
            // A study of memory alone trains no network on the sequence.
            return new StudyData
            {
                Study = study,
                Tuning = ImmutableSortedDictionary<(string, string), TuningResult>.Empty,
                Outcomes = [],
                Examples = [],
            };
        }

        var tuning = Tune(cancellation);
        StudyEntry[]? entries = tuning is null ? null : [.. Entries(tuning)];
        var seeds = study.Seeds.All().ToArray();
        var (all, ruled, shown, compared) = CountEntries();
        var scored = In(
            new("scoring on fresh seeds", all * seeds.Length),
            entries,
            e => e.SelectMany(entry => seeds.Select(seed => (entry, seed))),
            run => run,
            cancellation
        );
        var examples = In(
            new("examples", shown),
            entries,
            e => e.Where(entry => !entry.Shuffled && entry.Values.Learning.Sign > 0).Select(entry => (entry, seeds[0])),
            run => run with { KeepExample = true, WeightsEvery = study.Recording?.WeightsEvery ?? 0 },
            cancellation
        );
        var replays = In(
            new("replays of the networks that learned", 0, compared * seeds.Length),
            scored,
            StudyReplays.Of,
            run => run with { KeepReplay = true },
            cancellation
        );
        // A recording is the same for every seed: there is no second one.
        var later =
            study.Task.ArrayFile.Length > 0
                ? new Batch([])
                : In(
                    new("a second sequence", 0, ruled * Math.Min(StudyLater.Networks, seeds.Length)),
                    scored,
                    StudyLater.Of,
                    run => run with { LaterSeed = run.Seed + StudyLater.Offset },
                    cancellation
                );
        var conditions = study.Conditions.Count;
        Rows<CompassRow>? compass = new([]);
        if (study.Compass is { } circle)
        {
            runs.TryStage(
                new("rule compass", circle.Angles * circle.Eta.Length * Math.Min(circle.Seeds, seeds.Length) * conditions),
                () => new Rows<CompassRow>(StudyMaps.Compass(study, circle, runs, cancellation)),
                out compass
            );
        }

        Rows<FunctionMapRow>? chains = new([]);
        if (study.FunctionMap is { } map)
        {
            runs.TryStage(
                new("function map", map.Steps * ((2 * map.Steps) - 1) * Math.Min(map.Seeds, seeds.Length) * conditions),
                () => new Rows<FunctionMapRow>(StudyMaps.FunctionMap(study, map, runs, cancellation)),
                out chains
            );
        }

        var maps = Maps(entries, cancellation);
        var sweeps = Sweeps(entries, cancellation);
        return
            tuning is null
            || scored is null
            || examples is null
            || replays is null
            || later is null
            || compass is null
            || chains is null
            || maps is null
            || sweeps is null
            ? null
            : new StudyData
            {
                Study = study,
                Tuning = tuning,
                Outcomes = scored.Networks,
                Examples = examples.Networks,
                Replays = replays.Networks,
                Later = later.Networks,
                Compass = compass.All,
                FunctionMap = chains.All,
                Maps = maps.All,
                Sweeps = sweeps.All,
            };
    }

    private sealed record Rows<TRow>(ImmutableArray<TRow> All);

    // Networks that depend on the entries, each with a run of its own.
    private Batch? In(
        Stage stage,
        StudyEntry[]? entries,
        Func<StudyEntry[], IEnumerable<(StudyEntry Entry, ulong Seed)>> choose,
        Func<RunSpec, RunSpec> change,
        CancellationToken cancellation
    )
    {
        runs.TryStage(
            stage,
            () =>
            {
                var chosen = choose(entries ?? throw RunSurvey.Unknown()).ToArray();
                var results = runs.Execute([.. chosen.Select(c => change(c.Entry.Run(study, c.Seed)))], stage.Name, cancellation);
                return new Batch([.. chosen.Select((c, k) => new NetworkOutcome(c.Entry, c.Seed, results[k]))]);
            },
            out var batch
        );
        return batch;
    }

    // Networks that depend on how the scored ones did.
    private Batch? In(
        Stage stage,
        Batch? scored,
        Func<IReadOnlyList<NetworkOutcome>, IEnumerable<NetworkOutcome>> choose,
        Func<RunSpec, RunSpec> change,
        CancellationToken cancellation
    )
    {
        runs.TryStage(
            stage,
            () =>
            {
                var chosen = choose((scored ?? throw RunSurvey.Unknown()).Networks).ToArray();
                var results = runs.Execute([.. chosen.Select(o => change(o.Entry.Run(study, o.Seed)))], stage.Name, cancellation);
                return new Batch([.. chosen.Select((o, k) => o with { Result = results[k] })]);
            },
            out var batch
        );
        return batch;
    }

    private Rows<MapRow>? Maps(StudyEntry[]? entries, CancellationToken cancellation)
    {
        var found = new List<MapRow>();
        var complete = true;
        for (var i = 0; i < (study.Maps.IsDefault ? 0 : study.Maps.Length); i++)
        {
            var map = study.Maps[i];
            var name = BehaviourMaps.NameOf(study.Maps, i);
            complete &= runs.TryStage(
                BehaviourMaps.StageOf(study, map, name),
                () => BehaviourMaps.Of(study, map, name, entries ?? throw RunSurvey.Unknown(), runs, cancellation).ToArray(),
                out var rows
            );
            found.AddRange(rows ?? []);
        }

        return complete ? new([.. found]) : null;
    }

    private Rows<SweepRow>? Sweeps(StudyEntry[]? entries, CancellationToken cancellation)
    {
        var found = new List<SweepRow>();
        var complete = true;
        foreach (var (sweep, i) in study.Sweeps.Select((sweep, i) => (sweep, i)))
        {
            var rules = sweep.Rules.IsDefaultOrEmpty ? study.Rules.Length : sweep.Rules.Length;
            var count = sweep.Values.Length * Math.Min(sweep.Seeds, study.Seeds.Count) * rules * study.Conditions.Count;
            complete &= runs.TryStage(
                new($"sweep {i + 1} of {VariedAxis.Of(sweep.Path).Label}", count),
                () =>
                {
                    var chosen = (entries ?? throw RunSurvey.Unknown()).Where(entry => !entry.IsControl).ToArray();
                    return StudyMaps.Sweep(study, sweep, chosen, runs, cancellation).ToArray();
                },
                out var rows
            );
            found.AddRange(rows ?? []);
        }

        return complete ? new([.. found]) : null;
    }

    // Null: not everything that tuning needs is there.
    private ImmutableSortedDictionary<(string Rule, string Condition), TuningResult>? Tune(CancellationToken cancellation)
    {
        if (study.Tuning is not { } section)
        {
            return ImmutableSortedDictionary<(string, string), TuningResult>.Empty;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<(string Rule, string Condition), TuningResult>();
        var complete = true;
        foreach (var condition in study.Conditions.Keys)
        {
            foreach (var entrant in Entrants())
            {
                var template = new StudyEntry(entrant.Name, condition, entrant.For(condition)).Run(study, 0) with
                {
                    Readouts = study.Readout.Points(),
                };
                var (budget, what) = (Budget(section, entrant.Name), $"{entrant.Name} in {condition}");
                complete &= runs.TryStage(
                    new($"tuning {what}", budget.Trainings, study.Readout.Widen * RunsOfWidening),
                    () =>
                        Tuner.Tune(
                            template,
                            budget,
                            runs,
                            what,
                            entrant.Search.IsDefaultOrEmpty ? null : entrant.Search,
                            study.Readout.Widen,
                            cancellation
                        ),
                    out var result
                );
                if (result is not null)
                {
                    found[(entrant.Name, condition)] = result;
                }
            }
        }

        return complete ? found.ToImmutable() : null;
    }

    // Entries in all, those of rules, those that an example is shown of, those whose replays are compared.
    private (int All, int Rules, int Shown, int Compared) CountEntries()
    {
        var conditions = study.Conditions.Count;
        var entrants = Entrants().ToArray();
        var rules = entrants.Count(entrant => entrant.Learning.Rule is not (Oracle or "no_learning"));
        var each = 1 + (study.Controls.Any(c => Is(c, "shuffled")) ? 1 : 0) + (study.Controls.Any(c => Is(c, "sign_flipped")) ? 1 : 0);
        var fixedOnes = entrants.Length - rules;
        return (
            ((rules * each) + fixedOnes) * conditions,
            rules * conditions,
            entrants.Length * conditions,
            entrants.Count(entrant => entrant.Learning.Rule != "no_learning") * conditions
        );
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
                Point = OperatingPoint.Of(study.Network.Card.Readout),
            };
        }

        if (study.Controls.Any(c => Is(c, Oracle)) && study.Rules.All(rule => rule.Name != Oracle))
        {
            var parameters = ImmutableSortedDictionary<string, double>.Empty.Add("self", 1).Add("forward", 1);
            yield return new RuleSection
            {
                Name = Oracle,
                Learning = new LearningChoice { Rule = Oracle, Parameters = parameters },
                Point = OperatingPoint.Of(study.Network.Card.Readout.SetItems(study.Network.Card.Given)),
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
                    yield return new StudyEntry(ControlNames.Shuffled(entrant.Name), condition, values, Shuffled: true, IsControl: true);
                }

                if (!control && study.Controls.Any(c => Is(c, "sign_flipped")))
                {
                    yield return new StudyEntry(
                        ControlNames.SignTurned(entrant.Name),
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
