using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>The parts of a study that vary one thing at a time: compass, function map, sweeps.</summary>
internal static class StudyMaps
{
    public static ImmutableArray<CompassRow> Compass(
        StudySpec study,
        CompassSection section,
        IStudyRuns source,
        CancellationToken cancellation
    )
    {
        var seeds = study.Seeds.All().Take(section.Seeds).ToArray();
        var places = (
            from condition in study.Conditions.Keys
            from eta in section.Eta
            from k in Enumerable.Range(0, section.Angles)
            select (condition, eta, angle: 360.0 * k / section.Angles)
        ).ToArray();
        var runs = places
            .SelectMany(place =>
                seeds.Select(seed => new RunSpec
                {
                    Network = study.NetworkIn(place.condition),
                    Task = study.Task,
                    Learning = new LearningChoice
                    {
                        Rule = "compass",
                        Parameters = ImmutableSortedDictionary<string, double>
                            .Empty.Add("angle", place.angle)
                            .Add("eta", place.eta)
                            .Add("tau_plus", section.Tau),
                        WeightMax = section.WeightMax,
                        TrainingGain = section.TrainingGain,
                    },
                    Seed = seed,
                    Readouts = study.Readout.Points(),
                    Precision = study.Precision,
                })
            )
            .ToArray();
        var results = source.Execute(runs, "rule compass", cancellation);
        return
        [
            .. places.Select(
                (place, p) =>
                {
                    var mine = results.Skip(p * seeds.Length).Take(seeds.Length).ToArray();
                    var (point, s, d) = Best(mine);
                    return new CompassRow(
                        place.condition,
                        place.angle,
                        place.eta,
                        s,
                        d,
                        MeanLag(mine, -1),
                        MeanLag(mine, 0),
                        MeanLag(mine, 1),
                        point.Inhibition,
                        point.Gain
                    );
                }
            ),
        ];
    }

    public static ImmutableArray<FunctionMapRow> FunctionMap(
        StudySpec study,
        FunctionMapSection section,
        IStudyRuns source,
        CancellationToken cancellation
    )
    {
        var seeds = study.Seeds.All().Take(section.Seeds).ToArray();
        var axis = Enumerable.Range(0, section.Steps).Select(k => Math.Round(section.Max * k / (section.Steps - 1), 10)).ToArray();
        var places = (
            from condition in study.Conditions.Keys
            from symmetric in new[] { false, true }
            from self in axis
            from forward in axis
            select (condition, self, forward, backward: symmetric ? forward : 0)
        ).ToArray();
        var runs = places
            .SelectMany(place =>
                seeds.Select(seed => new RunSpec
                {
                    Network = study.NetworkIn(place.condition),
                    Task = study.Task,
                    Learning = new LearningChoice
                    {
                        Rule = "oracle",
                        Parameters = ImmutableSortedDictionary<string, double>
                            .Empty.Add("self", place.self)
                            .Add("forward", place.forward)
                            .Add("backward", place.backward),
                    },
                    Seed = seed,
                    Readouts = [.. section.Inhibition.Select(inhibition => new OperatingPoint(inhibition, 1))],
                    Precision = study.Precision,
                })
            )
            .ToArray();
        var results = source.Execute(runs, "function map", cancellation);
        return
        [
            .. places.Select(
                (place, p) =>
                {
                    var (_, s, d) = Best([.. results.Skip(p * seeds.Length).Take(seeds.Length)]);
                    return new FunctionMapRow(place.condition, place.self, place.forward, place.backward, s, d);
                }
            ),
        ];
    }

    public static IEnumerable<SweepRow> Sweep(
        StudySpec study,
        SweepSection section,
        IReadOnlyList<StudyEntry> entries,
        IStudyRuns source,
        CancellationToken cancellation
    )
    {
        var seeds = study.Seeds.All().Take(section.Seeds).ToArray();
        var chosen = entries.Where(entry => section.Rules.IsDefaultOrEmpty || section.Rules.Contains(entry.Name)).ToArray();
        var axis = VariedAxis.Of(section.Path);
        var places = (from entry in chosen from value in section.Values from seed in seeds select (entry, value, seed)).ToArray();
        var varied = places.Select(place => RunPatch.With(place.entry.Run(study, place.seed), axis.Path, place.value)).ToArray();
        var results = source.Execute(varied, $"sweep of {axis.Label}", cancellation);
        return places.Select(
            (place, p) =>
                new SweepRow(
                    place.entry.Name,
                    place.entry.Condition,
                    axis.Label,
                    axis.Shown(Quantity.Parse(place.value, RunPatch.UnitAt(varied[p], axis.Path), axis.Path)),
                    place.seed,
                    results[p].AtBest(ReplayScore.Id),
                    results[p].AtBest(ReplayDirection.Id),
                    results[p].AtBest(ReplaySpeed.Id)
                )
        );
    }

    // The operating point with the best mean S over the networks, and the means there.
    private static (OperatingPoint Point, double S, double D) Best(RunResult[] results)
    {
        var points = results
            .Where(r => !r.Readouts.IsDefaultOrEmpty)
            .SelectMany(r => r.Readouts)
            .Select(readout => readout.Point)
            .Distinct()
            .ToArray();
        return points.Length == 0
            ? (default, 0, 0)
            : points
                .Select(point => (point, Mean(results, point, ReplayScore.Id), Mean(results, point, ReplayDirection.Id)))
                .MaxBy(x => x.Item2);
    }

    private static double Mean(RunResult[] results, OperatingPoint point, string measure) =>
        results.Average(r =>
            RunResult.Of(r.Readouts.IsDefaultOrEmpty ? null : r.Readouts.First(readout => readout.Point == point), measure)
        );

    private static double MeanLag(RunResult[] results, int lag)
    {
        var values = results
            .Where(r => !r.Structure.LagProfile.IsDefaultOrEmpty)
            .Select(r => r.Structure.LagProfile[(r.Structure.LagProfile.Length / 2) + lag])
            .Where(double.IsFinite)
            .ToArray();
        return values.Length == 0 ? double.NaN : values.Average();
    }
}
