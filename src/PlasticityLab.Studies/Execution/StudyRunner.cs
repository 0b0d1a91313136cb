using System.Collections.Immutable;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Analyses;
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

    // Fewer leave less behind than the program itself takes.
    private const int ManyNetworks = 10_000;

    private sealed record Batch(ImmutableArray<NetworkOutcome> Networks);

    /// <summary>The networks that were scored, once everything has been run.</summary>
    internal IReadOnlyList<NetworkOutcome> Scored { get; private set; } = [];

    /// <summary>Counts the very runs of a study; changes nothing.</summary>
    public static StudyCount Count(StudySpec study, IRunStore store, CancellationToken cancellation = default)
    {
        var survey = new RunSurvey(store);
        _ = new StudyRunner(study, survey).Run(cancellation);
        return survey.Count();
    }

    /// <summary>Runs everything.</summary>
    /// <returns>What every analysis finds, by the name of the analysis; null where runs or steps are missing and none are
    /// computed.</returns>
    public IReadOnlyList<RowSet>? Run(CancellationToken cancellation = default)
    {
        // A study of memory alone trains no network on the sequence.
        if (study.Seeds.Count == 0)
        {
            return [];
        }

        var tuning = Tune(cancellation);
        StudyEntry[]? entries = tuning is null ? null : [.. Entries(tuning)];
        var seeds = study.Seeds.All().ToArray();
        var (all, shown) = CountEntries();
        var wish = RecordingSection.WishOf(study);
        var scored = In(
            new("scoring on fresh seeds", all * seeds.Length),
            entries,
            e => e.SelectMany(entry => seeds.Select(seed => (entry, seed))),
            (entry, run) => Recordings.IsOf(study, entry, run.Seed) ? run with { Record = wish } : run,
            cancellation
        );
        var examples = In(
            new("examples", shown),
            entries,
            e => e.Where(entry => !entry.Shuffled && entry.Values.Learning.Sign > 0).Select(entry => (entry, seeds[0])),
            (_, run) => run with { KeepExample = true },
            cancellation
        );
        IStudyAnalysis[] analyses = [.. study.AllAnalyses];
        if (tuning is null || scored is null || examples is null)
        {
            // What the analyses need is known by number only.
            foreach (var analysis in analyses)
            {
                runs.TryStage<object>(analysis.StageOf(study), () => throw RunSurvey.Unknown(), out _);
            }

            return null;
        }

        Scored = scored.Networks;
        LetGoOfRuns(scored.Networks.Length);
        var data = new StudyData
        {
            Study = study,
            Tuning = tuning,
            Outcomes = scored.Networks,
            Examples = examples.Networks,
        };
        var context = new StudyContext(data, entries!, runs, cancellation);
        var found = analyses.Select(context.TryFind).ToArray();
        var complete = found.OfType<RowSet>().ToArray();
        return complete.Length == found.Length ? complete : null;
    }

    // What computing and reading a great many runs has left behind is old and would lie there while the tables are made.
    private static void LetGoOfRuns(int networks)
    {
        if (networks >= ManyNetworks)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }

    // Networks that depend on the entries, each with a run of its own.
    private Batch? In(
        Stage stage,
        StudyEntry[]? entries,
        Func<StudyEntry[], IEnumerable<(StudyEntry Entry, ulong Seed)>> choose,
        Func<StudyEntry, RunSpec, RunSpec> change,
        CancellationToken cancellation
    )
    {
        runs.TryStage(
            stage,
            () =>
            {
                var chosen = choose(entries ?? throw RunSurvey.Unknown()).ToArray();
                var results = runs.Execute([.. chosen.Select(c => change(c.Entry, c.Entry.Run(study, c.Seed)))], stage.Name, cancellation);
                return new Batch([.. chosen.Select((c, k) => new NetworkOutcome(c.Entry, c.Seed, results[k]))]);
            },
            out var batch
        );
        return batch;
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
                    Readouts = OperatingPoint.Distinct(study.Readout.Points(), study.Network.Card),
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

    // Entries in all, and those that an example is shown of.
    private (int All, int Shown) CountEntries()
    {
        var entrants = Entrants().ToArray();
        var rules = entrants.Count(entrant => !entrant.Learning.IsGiven && entrant.Learning.Rule != "no_learning");
        var each = 1 + (study.Controls.Any(c => Is(c, "shuffled")) ? 1 : 0) + (study.Controls.Any(c => Is(c, "sign_flipped")) ? 1 : 0);
        return (((rules * each) + entrants.Length - rules) * study.Conditions.Count, entrants.Length * study.Conditions.Count);
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
                var control = entrant.Learning.IsGiven || entrant.Learning.Rule == "no_learning";
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
                            Learning = values.Learning.SignTurned,
                        },
                        IsControl: true
                    );
                }
            }
        }
    }

    private static bool Is(string a, string b) => Names.Same(a, b);
}
