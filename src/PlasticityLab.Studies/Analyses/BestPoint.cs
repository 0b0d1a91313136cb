using PlasticityLab.Analysis.Measures;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Where several networks of one kind replay best on average.</summary>
internal static class BestPoint
{
    /// <summary>The operating point with the best mean S over the networks, and the means there.</summary>
    public static (OperatingPoint Point, double S, double D) Of(RunResult[] results)
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
}
