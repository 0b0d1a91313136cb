using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>One spiking network that learns a sequence by one rule and plays it by itself: a study of one run, for a close look.</summary>
public sealed class SpikingSequenceTrial
{
    private readonly RunSpec _run;
    private readonly bool _pointGiven;

    private SpikingSequenceTrial(StudySpec study, string text, string condition, bool tuned, bool pointGiven)
    {
        Study = study;
        Text = text;
        Tuned = tuned;
        _pointGiven = pointGiven;
        var rule = study.Rules[0];
        _run = new StudyEntry(rule.Name, condition, new(rule.Learning, rule.Point)).Run(study, study.Seeds.All().First()) with
        {
            KeepExample = true,
            Record = RecordingSection.WishOf(study),
        };
    }

    /// <summary>The same as a study file; <see langword="null"/> where the operating point is looked for after training, which a study does
    /// not do.</summary>
    public string? StudyText => _pointGiven ? Text : null;

    private string Text { get; }

    /// <summary>Whether the values are those that the tuned study found.</summary>
    public bool Tuned { get; }

    /// <summary>The study of this one run: network, task, rule and seed.</summary>
    public StudySpec Study { get; }

    /// <summary>Describes the trial; nothing runs yet.</summary>
    /// <param name="tuned">A study whose rules carry tuned values: a rule that it has starts from these, another one from the values of the
    /// catalogue.</param>
    /// <param name="rule">Name or id of the rule.</param>
    /// <param name="condition">Condition of the tuned study.</param>
    /// <param name="seed">Seed of items, weights and noise.</param>
    /// <param name="settings">Changes, name=value: a parameter of the rule, weight_max, cap, training_gain, inhibition or gain; or a path
    /// of a study file, as task.epochs=60.</param>
    /// <exception cref="UserError">Something is unknown or out of range.</exception>
    public static SpikingSequenceTrial Create(StudySpec tuned, string rule, string condition, ulong seed, IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(tuned);
        ArgumentNullException.ThrowIfNull(settings);
        if (tuned.Conditions.Keys.FirstOrDefault(name => Names.Same(name, condition)) is not { } within)
        {
            throw new UserError(
                $"There is no condition \"{condition}\". Known: {string.Join(", ", tuned.Conditions.Select(c => $"{c.Key} ({c.Value.Title})"))}."
            );
        }

        var known = tuned.Rules.FirstOrDefault(r => Names.Same(r.Name, rule) || Names.Same(r.Learning.Rule, rule));
        if (known is null)
        {
            _ = RuleCatalog.Card(rule);
        }

        var values = known?.In.GetValueOrDefault(within);
        var entries = values is null ? [$"rule: {Quoted(rule)}"] : TunedRules.Values(values).Prepend(TunedRules.Kind(values.Learning));
        var changes = tuned
            .Conditions[within]
            .Changes.Select(change => $"{change.Key}: {change.Value}")
            .Prepend($"title: {Quoted(tuned.Conditions[within].Title)}");
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            name: spikes-sequence
            network: { kind: spiking }
            conditions: { {{within}}: { {{string.Join(", ", changes)}} } }
            rules: [ { {{string.Join(", ", entries)}} } ]
            seeds: { first: {{seed}}, count: 1 }
            recording: { weights: every 1 }
            precision: {{tuned.Precision}}
            """
        );
        var names = settings.Select(s => s.Split('=', 2)[0].Trim()).ToArray();
        string[] paths = [.. settings.Select((s, k) => names[k].Contains('.', StringComparison.Ordinal) ? s : $"rules[0].{s}")];
        var study = StudyFile.Parse(text, "spikes sequence", paths);
        return new(
            study,
            StudyFile.With(text, paths, "spikes sequence"),
            within,
            values is not null,
            values is not null || names.Contains("inhibition") || names.Contains("gain")
        );
    }

    /// <summary>Trains the network and lets it play. Without an operating point of its own it is read out on the whole grid first and shown
    /// where it plays best.</summary>
    public RunResult Run(CancellationToken cancellation = default)
    {
        if (_pointGiven)
        {
            return Shown(_run, cancellation);
        }

        var points = Runs.Run.Execute(_run with { KeepExample = false, Record = null, Readouts = Study.Readout.Points() }, cancellation);
        return points.Readouts.IsEmpty ? points : Shown(_run with { Readouts = [points.Best!.Point] }, cancellation);
    }

    /// <summary>Weights after every epoch; null before it ran.</summary>
    public Recorded? Recorded { get; private set; }

    private RunResult Shown(RunSpec run, CancellationToken cancellation)
    {
        var trained = Trained.Of(run, keepCourse: true, cancellation);
        var result = Runs.Run.Measure(trained, cancellation);
        Recorded = Recorded.Of(trained, trained.Followed!);
        return result;
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
