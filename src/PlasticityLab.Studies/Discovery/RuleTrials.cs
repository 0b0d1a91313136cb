using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>What theory says of a rule in a condition.</summary>
internal sealed record Foretold(PopulationOutcome Model, double ClosedFlow, double Index, string Family, RuleFamily Kind, double Loss)
{
    /// <summary>What a row of the table says.</summary>
    public static Foretold Of(SearchPredictionRow row) =>
        new(
            new(row.PredictedScore, row.PredictedMean, row.PredictedFlow, new(row.Inhibition, row.Gain)),
            row.ClosedFlow,
            row.TimeReversalIndex,
            row.Family,
            row.Kind,
            row.EpochLoss
        );
}

/// <summary>What screening networks did.</summary>
internal sealed record Screened(double Score, OperatingPoint Point, double Flow, double Self, double Forward, double Backward);

/// <summary>A rule in a condition, and what is known of it.</summary>
internal sealed record Trial(string Search, int Number, string Condition, LearningChoice Learning)
{
    public Foretold? Told { get; init; }

    public Screened? Seen { get; init; }

    /// <summary>The rule as text.</summary>
    public string Equation => BilinearForm.Text((BilinearRule)RuleChoice.Create(Learning));
}

/// <summary>Tries rules: first the predictors, then the networks of those that pass the filter. Both stand in the store.</summary>
internal sealed class RuleTrials(StudyContext study, RuleSearch analysis, SearchSection search, CancellationToken cancellation)
{
    // Rules of one stored step.
    private const int Chunk = 64;

    private readonly ImmutableArray<OperatingPoint> _grid = OperatingPoint.Distinct(study.Study.Readout.Points(), study.Study.Network.Card);

    // Tens of thousands of rules are tried in a few conditions: what a condition changes is found once.
    private readonly ConcurrentDictionary<string, RunSpec> _networks = [];

    /// <summary>The run of a rule on one network, read out on the whole grid.</summary>
    public RunSpec Run(Trial trial, ulong seed)
    {
        var changes = study.Study.Conditions[trial.Condition].Changes;
        var network = changes.Keys.Any(path => path.StartsWith("learning", StringComparison.OrdinalIgnoreCase))
            ? study.Study.In(trial.Condition, Asked with { Learning = trial.Learning })
            : _networks.GetOrAdd(trial.Condition, condition => study.Study.In(condition, Asked)) with
            {
                Learning = trial.Learning,
            };
        return network with { Seed = seed };
    }

    private RunSpec Asked =>
        study.Study.Template with
        {
            Readouts = _grid,
            Cues = AskedCues.FirstCue,
            Measures = MeasureSet.Some(study.Study.Task, [WeightFlow.Id]),
        };

    /// <summary>Rules with what the predictors say, in the order given.</summary>
    public IReadOnlyList<Trial> Foretell(IReadOnlyList<Trial> trials, string what)
    {
        var chunks = Enumerable
            .Range(0, trials.Count)
            .GroupBy(k => trials[k].Condition)
            .SelectMany(condition => condition.Chunk(Chunk))
            .ToArray();
        var steps = chunks.Select(chunk =>
        {
            RunSpec[] runs = [.. chunk.Select(k => Run(trials[k], (ulong)search.FirstSeed))];
            Trial[] rules = [.. chunk.Select(k => trials[k])];
            return new AnalysisStep(
                $"{what}, predictions",
                [Settled(runs[0]), .. rules.Zip(runs, Named)],
                stop => new RowSet().Add(Predicted(rules, runs, stop).ToArray())
            );
        });
        var found = study.Steps(analysis, [.. steps], cancellation);
        var told = trials.ToArray();
        foreach (var (chunk, rows) in chunks.Zip(found))
        {
            foreach (var (k, row) in chunk.Zip(rows.Rows<SearchPredictionRow>()))
            {
                told[k] = told[k] with { Told = Foretold.Of(row) };
            }
        }

        return told;
    }

    /// <summary>Rules with what the screening networks did, in the order given.</summary>
    public IReadOnlyList<Trial> Screen(IReadOnlyList<Trial> trials, string what)
    {
        ulong[] seeds = [.. Enumerable.Range(search.FirstSeed, search.Networks).Select(seed => (ulong)seed)];
        return [.. study.RunsAt(trials, seeds, Run, what, cancellation).Select(place => place.Place with { Seen = Seen(place.Results) })];
    }

    /// <summary>Whether the filter lets a rule pass.</summary>
    public bool Passes(Trial trial) => trial.Told!.Model.Score >= search.FilterBelow;

    /// <summary>Predictions of all, networks of those that pass, in the order given.</summary>
    public IReadOnlyList<Trial> Try(IReadOnlyList<Trial> trials, string what)
    {
        Trial[] told = [.. Foretell(trials, what)];
        int[] passing = [.. Enumerable.Range(0, told.Length).Where(k => Passes(told[k]))];
        foreach (var (k, seen) in passing.Zip(Screen([.. passing.Select(k => told[k])], what)))
        {
            told[k] = seen;
        }

        return told;
    }

    /// <summary>What was foretold of a rule.</summary>
    public static SearchPredictionRow Prediction(Trial trial)
    {
        var told = trial.Told!;
        return new(
            trial.Search,
            trial.Number,
            trial.Condition,
            told.Model.Score,
            told.Model.Mean,
            told.Model.Flow,
            told.Model.Point.Inhibition,
            told.Model.Point.Gain,
            told.ClosedFlow,
            told.Index,
            told.Loss,
            told.Family,
            told.Kind
        );
    }

    /// <summary>The row of a rule in the cloud.</summary>
    public static SearchedRuleRow Row(Trial trial, int networks)
    {
        var (told, seen, learning) = (trial.Told!, trial.Seen, trial.Learning);
        return new(
            trial.Search,
            trial.Number,
            trial.Condition,
            trial.Equation,
            RuleDraws.Terms(learning).Length,
            told.Family,
            learning.WeightMax,
            learning.Decay,
            learning.TrainingGain,
            told.Index,
            told.ClosedFlow,
            told.Model.Score,
            seen is null ? 0 : networks,
            seen?.Score ?? double.NaN,
            seen?.Point.Inhibition ?? double.NaN,
            seen?.Point.Gain ?? double.NaN,
            seen?.Flow ?? double.NaN,
            seen?.Self ?? double.NaN,
            seen?.Forward ?? double.NaN,
            seen?.Backward ?? double.NaN
        );
    }

    // Everything of the run but its rule.
    private static string Settled(RunSpec run) => (run with { Learning = new() { Rule = "no_learning" } }).Id();

    // The rule, and what it is called in the table.
    private static string Named(Trial trial, RunSpec run) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{trial.Search} {trial.Number} {trial.Condition} {JsonSerializer.Serialize(run.Learning, Json.Canonical)}"
        );

    private static IEnumerable<SearchPredictionRow> Predicted(Trial[] trials, RunSpec[] runs, CancellationToken stop)
    {
        foreach (var (trial, run, model) in trials.Zip(runs, RulePredictor.Outcomes(runs, stop)))
        {
            var rule = (BilinearRule)RuleChoice.Create(run.Learning);
            var network = (RateNetwork)run.Network;
            var chain = (Models.Tasks.Chain)run.Task;
            var ideal = new HandOver { Item = chain.Item, Tau = network.Tau };
            var form = NormalForm.Of(BilinearForm.Of(rule, out _)!.Value, network.Tau);
            yield return new(
                trial.Search,
                trial.Number,
                trial.Condition,
                model.Score,
                model.Mean,
                model.Flow,
                model.Point.Inhibition,
                model.Point.Gain,
                RulePredictor.Flow(RulePredictor.Profile(run)!),
                ideal.TimeReversalIndex(rule) ?? double.NaN,
                RulePredictor.LossOfEpoch(run, form),
                WindowFamily.Of(form),
                RuleWindow.Family(rule)
            );
        }
    }

    // The best mean over the networks at one operating point for all; a network without a result counts 0.
    private static Screened Seen(RunResult[] results)
    {
        var (point, score, _) = BestPoint.Of(results);
        double Mean(Func<RunResult, double> of) => results.Select(of).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        return new(
            score,
            point,
            Mean(result => result.AtBest(WeightFlow.Id)),
            Mean(result => result.Structure.L(0)),
            Mean(result => result.Structure.L(1)),
            Mean(result => result.Structure.L(-1))
        );
    }
}
