using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Tuning;

/// <summary>What tuning costs, the same for every rule.</summary>
/// <param name="Configurations">Random configurations tried.</param>
/// <param name="Root">Seed of the draws of configurations.</param>
/// <param name="FirstSeed">First validation seed; the following ones are counted up.</param>
/// <param name="SuccessAbove">A configuration succeeds when its best S is above this.</param>
public sealed record TuningBudget(int Configurations = 60, ulong Root = 9000, ulong FirstSeed = 9001, double SuccessAbove = 0.7)
{
    /// <summary>Trainings that one rule in one condition may cost.</summary>
    public int Trainings => Configurations + (2 * Quarter) + (3 * Math.Min(4, Quarter));

    internal int Quarter => Math.Max(1, Configurations / 4);
}

/// <summary>One configuration that was tried.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Learning">Its values.</param>
/// <param name="Point">Its best operating point over the seeds that it was run on.</param>
/// <param name="FirstSeedScore">Best S on the first validation seed.</param>
/// <param name="Score">Mean S at <paramref name="Point"/> over its seeds.</param>
/// <param name="Seeds">Seeds that it was run on.</param>
/// <param name="Status">Status on the first seed.</param>
public sealed record TriedConfiguration(
    int Index,
    LearningChoice Learning,
    OperatingPoint Point,
    double FirstSeedScore,
    double Score,
    int Seeds,
    RunStatus Status
);

/// <summary>What tuning found for one rule in one condition.</summary>
/// <param name="Learning">The winner's values.</param>
/// <param name="Point">The winner's operating point.</param>
/// <param name="Score">The winner's mean S over the validation seeds.</param>
/// <param name="ShareRandomSuccess">Share of the random configurations that succeed on the first validation seed: the robustness that
/// tuning hides.</param>
/// <param name="Tried">Every configuration, the search cloud.</param>
/// <param name="Grid">The winner's mean S over the validation seeds at every operating point.</param>
public sealed record TuningResult(
    LearningChoice Learning,
    OperatingPoint Point,
    double Score,
    double ShareRandomSuccess,
    ImmutableArray<TriedConfiguration> Tried,
    RecallGrid Grid
);

/// <summary>Random search with successive halving, one round, the same budget for every rule: all configurations on the first validation
/// seed, the best quarter on two more, the best four on three more; the configuration and operating point with the best mean
/// wins.</summary>
public static class Tuner
{
    /// <summary>Networks that a winner is chosen on: seeds counted up from the first.</summary>
    public const int ValidationSeeds = FirstSeeds + SecondSeeds + LastSeeds;

    private const int FirstSeeds = 1,
        SecondSeeds = 2,
        LastSeeds = 3;

    /// <summary>Tunes one rule in one condition.</summary>
    /// <param name="template">The run to vary: network, task, readout grid; its seed is replaced.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="source">Executes the runs.</param>
    /// <param name="what">Name for the progress display.</param>
    /// <param name="own">Ranges of the rule's own parameters; null: the declared ones.</param>
    /// <param name="widenings">How often the grid of operating points may be widened for the finalists when the winner's point stands on
    /// its border.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public static TuningResult Tune(
        RunSpec template,
        TuningBudget budget,
        IStudyRuns source,
        string what,
        IReadOnlyList<ParameterRange>? own,
        int widenings,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(source);
        var random = new RandomStreams(budget.Root);
        var space = SearchSpace.Of(template.Network);
        var choices = Enumerable
            .Range(0, budget.Configurations)
            .Select(index => space.Draw(template.Learning, index, random, own))
            .ToArray();
        var results = choices.Select(_ => new List<RunResult>()).ToArray();

        void Stage(IReadOnlyList<int> candidates, int firstSeed, int seeds)
        {
            var runs = candidates
                .SelectMany(c =>
                    Enumerable
                        .Range(firstSeed, seeds)
                        .Select(s => template with { Learning = choices[c], Seed = budget.FirstSeed + (ulong)s, Cues = AskedCues.FirstCue })
                )
                .ToArray();
            var done = source.Execute(runs, $"tuning {what}", cancellation);
            for (var i = 0; i < done.Count; i++)
            {
                results[candidates[i / seeds]].Add(done[i]);
            }
        }

        var all = Enumerable.Range(0, choices.Length).ToArray();
        Stage(all, 0, FirstSeeds);
        var first = all.Select(c => results[c][0].AtBest(ReplayScore.Id)).ToArray();
        var quarter = Best(all, results, budget.Quarter);
        Stage(quarter, FirstSeeds, SecondSeeds);
        var four = Best(quarter, results, 4);
        Stage(four, FirstSeeds + SecondSeeds, LastSeeds);
        var winner = Best(four, results, 1)[0];
        var grid = RecallGrid.Of(template.Readouts);
        for (
            ;
            grid.Widened < widenings
                && BestPoint(results[winner]) is { Score: > 0.005 } best
                && grid.Outside(best.Point) is { Length: > 0 } outside;
            winner = Best(four, results, 1)[0]
        )
        {
            // A winner at 0 has no slope to follow. The finalists are trained again and read out at the new points alone; what they showed
            // at the old ones is known.
            var runs = four.SelectMany(c =>
                    Enumerable
                        .Range(0, 6)
                        .Select(s =>
                            template with
                            {
                                Learning = choices[c],
                                Seed = budget.FirstSeed + (ulong)s,
                                Cues = AskedCues.FirstCue,
                                Readouts = outside,
                            }
                        )
                )
                .ToArray();
            var done = source.Execute(runs, $"tuning {what}, wider grid", cancellation);
            for (var i = 0; i < done.Count; i++)
            {
                var (list, s) = (results[four[i / 6]], i % 6);
                list[s] = list[s] with
                {
                    Readouts = list[s].Readouts.IsDefaultOrEmpty ? list[s].Readouts : list[s].Readouts.AddRange(done[i].Readouts),
                };
            }

            grid = grid.With(outside);
        }

        var tried = all.Select(c =>
            {
                var (point, score, _) = BestPoint(results[c]);
                return new TriedConfiguration(c, choices[c], point, first[c], score, results[c].Count, results[c][0].Status);
            })
            .ToImmutableArray();
        return new(
            choices[winner],
            tried[winner].Point,
            tried[winner].Score,
            first.Count(s => s > budget.SuccessAbove) / (double)first.Length,
            tried,
            grid with
            {
                Points = [.. grid.Points.Select(p => p with { Score = MeanAt(results[winner], p.Point) })],
            }
        );
    }

    private static int[] Best(IEnumerable<int> candidates, List<RunResult>[] results, int count) =>
        [
            .. candidates
                .Select(c => (c, best: BestPoint(results[c])))
                .OrderByDescending(x => Math.Round(x.best.Score, 2))
                .ThenByDescending(x => x.best.GridMean)
                .ThenBy(x => x.c)
                .Take(count)
                .Select(x => x.c),
        ];

    // The operating point with the best mean over the seeds; a diverged network scores 0 everywhere.
    // Means that agree to two digits are a tie: many configurations reach S = 1 on six seeds, and rounding noise must not choose among
    // them.
    // The tie goes to the configuration with the best mean over the whole grid, and in it to the point with the best neighbours: the most
    // forgiving one.
    private static (OperatingPoint Point, double Score, double GridMean) BestPoint(List<RunResult> runs)
    {
        var points = runs.SelectMany(run => run.Readouts.IsDefaultOrEmpty ? [] : run.Readouts.Select(readout => readout.Point))
            .Distinct()
            .ToArray();
        if (points.Length == 0)
        {
            return (default, 0, 0);
        }

        var means = points.ToDictionary(point => point, point => MeanAt(runs, point));
        double Neighbours(OperatingPoint point) =>
            points.Where(other => other.Inhibition == point.Inhibition || other.Gain == point.Gain).Average(other => means[other]);
        var best = points.OrderByDescending(point => Math.Round(means[point], 2)).ThenByDescending(Neighbours).First();
        return (best, means[best], means.Values.Average());
    }

    private static double MeanAt(List<RunResult> runs, OperatingPoint point) =>
        runs.Average(run =>
            RunResult.Of(run.Readouts.IsDefaultOrEmpty ? null : run.Readouts.FirstOrDefault(r => r.Point == point), ReplayScore.Id)
        );
}
