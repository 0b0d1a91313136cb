using System.Diagnostics;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Discovery;

/// <summary>How well one predictor does in one condition.</summary>
/// <param name="Adaptation">Strength of adaptation [1].</param>
/// <param name="Predictor">closed form or population model.</param>
/// <param name="Rank">Rank correlation (Spearman) of predicted and simulated flow.</param>
/// <param name="Auc">Area under the ROC curve for success: of the closed form by its flow, of the population model by its score. NaN when all
/// or none succeed; its ends are NaN with fewer than ten of either.</param>
public sealed record PredictorSkill(double Adaptation, string Predictor, Interval Rank, Interval Auc);

/// <summary>The population model as a filter in one condition: rules that it scores below <see cref="Below"/> are not simulated.</summary>
/// <param name="Adaptation">Strength of adaptation [1].</param>
/// <param name="Below">The bar [1].</param>
/// <param name="Rules">Rules.</param>
/// <param name="Kept">Rules that pass.</param>
/// <param name="Successes">Rules that succeed in the simulated network, rejected ones included.</param>
/// <param name="Lost">Successes among the rejected.</param>
public sealed record FilterSkill(double Adaptation, double Below, int Rules, int Kept, int Successes, int Lost)
{
    /// <summary>Share of the successes that is lost, with its 95 % Wilson interval; NaN in [0, 1] when none succeeds.</summary>
    public Interval Loss => WilsonInterval.Of(Lost, Successes);

    /// <summary>The same in several conditions together.</summary>
    public static Interval Together(IReadOnlyCollection<FilterSkill> conditions) =>
        WilsonInterval.Of(conditions.Sum(filter => filter.Lost), conditions.Sum(filter => filter.Successes));
}

/// <summary>Predictors held against simulation on random rules, rejected rules included.</summary>
public sealed record Calibration
{
    /// <summary>A network succeeds when its best score over the grid is above this, as in tuning.</summary>
    public const double SuccessAbove = 0.7;

    /// <summary>The filter's bar for the score of the population model [1].</summary>
    public const double FilterBelow = 0.3;

    /// <summary>Successes, and failures, that an area under the ROC needs for an interval.</summary>
    public const int FewestForAnInterval = 10;

    private const int Resamples = 1999;

    private Calibration(IReadOnlyList<CalibrationRow> rows) => Rows = rows;

    /// <summary>Every rule in both conditions.</summary>
    public IReadOnlyList<CalibrationRow> Rows { get; }

    /// <summary>Seconds of one core for a closed form, a population model and a simulation, means.</summary>
    public (double Closed, double Population, double Simulated) Seconds { get; private init; }

    /// <summary>Draws rules, predicts and simulates them.</summary>
    /// <param name="rules">How many.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="threads">Rules at a time.</param>
    /// <param name="progress">Told after each rule: how many are done.</param>
    /// <param name="stop">Stops between rules.</param>
    public static Calibration Run(int rules, ulong seed, int threads, Action<int>? progress = null, CancellationToken stop = default)
    {
        var rows = new CalibrationRow[2 * rules];
        var (done, spent) = (0, new double[2 * rules, 3]);
        Parallel.For(
            0,
            rules,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop },
            number =>
            {
                for (var adaptation = 0; adaptation < 2; adaptation++)
                {
                    var at = (2 * number) + adaptation;
                    rows[at] = One(RuleSample.Draw(seed, number), number, adaptation, (part, seconds) => spent[at, part] = seconds, stop);
                }

                progress?.Invoke(Interlocked.Increment(ref done));
            }
        );
        double Mean(int part) => Enumerable.Range(0, rows.Length).Average(at => spent[at, part]);
        return new(rows) { Seconds = (Mean(0), Mean(1), Mean(2)) };
    }

    /// <summary>How well each predictor does, in each condition, with bootstrap intervals over rules.</summary>
    public IEnumerable<PredictorSkill> Skills()
    {
        foreach (var condition in Rows.GroupBy(row => row.Adaptation))
        {
            CalibrationRow[] here = [.. condition];
            yield return Skill("closed form", row => row.ClosedFlow, row => row.ClosedFlow);
            yield return Skill("population model", row => row.PopulationFlow, row => row.PopulationScore);

            PredictorSkill Skill(string name, Func<CalibrationRow, double> flow, Func<CalibrationRow, double> score) =>
                new(
                    condition.Key,
                    name,
                    Over(
                        here.Where(row => double.IsFinite(flow(row)) && double.IsFinite(row.Flow)),
                        rows => Sample.Spearman([.. rows.Select(flow)], [.. rows.Select(row => row.Flow)])
                    ),
                    Told(Over(here.Where(row => double.IsFinite(score(row))), rows => Auc(rows, score)), here)
                );
        }
    }

    /// <summary>What the population model keeps and loses as a filter, in each condition.</summary>
    public IEnumerable<FilterSkill> Filters() =>
        Rows.GroupBy(row => row.Adaptation)
            .Select(condition => new FilterSkill(
                condition.Key,
                FilterBelow,
                condition.Count(),
                condition.Count(row => row.PopulationScore >= FilterBelow),
                condition.Count(Succeeds),
                condition.Count(row => Succeeds(row) && row.PopulationScore < FilterBelow)
            ));

    private static bool Succeeds(CalibrationRow row) => row.Score > SuccessAbove;

    /// <summary>Share of pairs of a success and a failure in which the success has the larger score, ties half; NaN without such
    /// pairs.</summary>
    internal static double Auc(IReadOnlyList<CalibrationRow> rows, Func<CalibrationRow, double> score)
    {
        var ranks = Sample.Ranks([.. rows.Select(score)]);
        double successes = rows.Count(Succeeds),
            failures = rows.Count - successes;
        var sum = rows.Zip(ranks).Where(pair => Succeeds(pair.First)).Sum(pair => pair.Second);
        return successes * failures == 0 ? double.NaN : (sum - (successes * (successes + 1) / 2)) / (successes * failures);
    }

    // A handful of successes that all lie ahead would give an interval of no width.
    private static Interval Told(Interval auc, IReadOnlyList<CalibrationRow> rows) =>
        Math.Min(rows.Count(Succeeds), rows.Count(row => !Succeeds(row))) >= FewestForAnInterval
            ? auc
            : auc with
            {
                Low = double.NaN,
                High = double.NaN,
            };

    // Rules are what is drawn again.
    private static Interval Over(IEnumerable<CalibrationRow> rows, Func<IReadOnlyList<CalibrationRow>, double> statistic)
    {
        CalibrationRow[] here = [.. rows];
        double[] places = [.. Enumerable.Range(0, here.Length).Select(k => (double)k)];
        return here.Length == 0
            ? new(double.NaN, double.NaN, double.NaN, 0.95)
            : Bootstrap.Percentile(
                places,
                new RandomStreams(1).Open(StreamPurpose.Analysis, "rule calibration"),
                sample =>
                {
                    var drawn = new CalibrationRow[sample.Length];
                    for (var k = 0; k < drawn.Length; k++)
                    {
                        drawn[k] = here[(int)sample[k]];
                    }

                    return statistic(drawn);
                },
                resamples: Resamples
            );
    }

    private static CalibrationRow One(
        LearningChoice learning,
        int number,
        double adaptation,
        Action<int, double> spent,
        CancellationToken stop
    )
    {
        var run = RulePredictor.Experiment(learning, adaptation);
        var rule = (BilinearRule)RuleChoice.Create(learning);
        var closed = Timed(0, () => RulePredictor.Flow(RulePredictor.Profile(run)!));
        var population = Timed(1, () => Runs.Run.Execute(RulePredictor.Population(run), stop));
        var simulated = Timed(2, () => Runs.Run.Execute(run, stop));
        return new(
            number,
            adaptation,
            BilinearForm.Text(rule),
            new HandOver().TimeReversalIndex(rule) ?? double.NaN,
            closed,
            population.AtBest(WeightFlow.Id),
            population.AtBest(population.Score) is var predicted && double.IsFinite(predicted) ? predicted : 0,
            simulated.AtBest(WeightFlow.Id),
            simulated.AtBest(simulated.Score) is var score && double.IsFinite(score) ? score : 0,
            simulated.Status.ToString()
        );

        T Timed<T>(int part, Func<T> what)
        {
            var clock = Stopwatch.StartNew();
            var result = what();
            spent(part, clock.Elapsed.TotalSeconds);
            return result;
        }
    }
}
