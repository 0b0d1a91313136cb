using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Studies.Results;

/// <summary>One rule or control in one condition over all its networks.</summary>
/// <param name="Rule">Name.</param>
/// <param name="Condition">Condition.</param>
/// <param name="IsControl">Whether it is a control.</param>
/// <param name="Networks">Networks scored.</param>
/// <param name="S">Mean S with its bootstrap interval.</param>
/// <param name="MedianS">Median S.</param>
/// <param name="D">Mean D with its bootstrap interval.</param>
/// <param name="Flow">Mean direction of flow with its bootstrap interval, over the networks that did not diverge.</param>
/// <param name="Successes">Networks with S above the study's criterion.</param>
/// <param name="ShareSuccess">Their share with a Wilson interval.</param>
/// <param name="ShareRandomSuccess">Share of random configurations that succeed; NaN without tuning.</param>
/// <param name="Bounce">Mean share of replays that turn back at the end.</param>
/// <param name="HoldMs">Mean time that the cued item is held [ms].</param>
/// <param name="Speed">Mean speed of the replays that moved [items/100 ms].</param>
/// <param name="Diverged">Networks that diverged.</param>
/// <param name="Silent">Networks that fell silent.</param>
/// <param name="Seizures">Networks with most neurons active.</param>
public sealed record SummaryRow(
    string Rule,
    string Condition,
    bool IsControl,
    int Networks,
    Interval S,
    double MedianS,
    Interval D,
    Interval Flow,
    int Successes,
    Interval ShareSuccess,
    double ShareRandomSuccess,
    double Bounce,
    double HoldMs,
    double Speed,
    int Diverged,
    int Silent,
    int Seizures
);

/// <summary>Every rule and control, condition by condition.</summary>
public static class StudySummary
{
    /// <summary>S above which a network is said to have learned the sequence.</summary>
    public const double SuccessAbove = 0.7;

    /// <summary>Summarises a study.</summary>
    public static IReadOnlyList<SummaryRow> Of(StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return
        [
            .. data
                .Outcomes.GroupBy(o => o.Entry)
                .Select(
                    (group, index) =>
                    {
                        var stream = new RandomStreams(1).Open(StreamPurpose.Analysis, index);
                        var all = group.ToArray();
                        var s = all.Select(o => o.Readout?.S ?? 0).ToArray();
                        var d = all.Select(o => o.Readout?.D ?? 0).Where(double.IsFinite).ToArray();
                        var flow = all.Where(o => o.Readout is not null)
                            .Select(o => o.Result.Structure.Flow)
                            .Where(double.IsFinite)
                            .ToArray();
                        var speed = all.Select(o => o.Readout?.Speed ?? double.NaN).Where(double.IsFinite).ToArray();
                        var successes = s.Count(x => x > SuccessAbove);
                        return new SummaryRow(
                            group.Key.Name,
                            group.Key.Condition,
                            group.Key.IsControl,
                            all.Length,
                            Mean(s, stream),
                            Median(s),
                            Mean(d, stream),
                            Mean(flow, stream),
                            successes,
                            WilsonInterval.Of(successes, all.Length),
                            data.Tuning.TryGetValue((group.Key.Name, group.Key.Condition), out var tuning)
                                ? tuning.ShareRandomSuccess
                                : double.NaN,
                            all.Average(o => o.Readout?.Bounce ?? 0),
                            all.Average(o => o.Readout?.HoldMs ?? 0),
                            speed.Length == 0 ? double.NaN : speed.Average(),
                            all.Count(o => o.Result.Status == "diverged"),
                            all.Count(o => o.Result.Status == "silent"),
                            all.Count(o => o.Result.Status == "seizure")
                        );
                    }
                ),
        ];
    }

    internal static CsvText ToCsv(string network, IReadOnlyList<SummaryRow> rows)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "control",
            "networks",
            "S_mean",
            "S_low95",
            "S_high95",
            "S_median",
            "D_mean",
            "D_low95",
            "D_high95",
            "flow_mean",
            "flow_low95",
            "flow_high95",
            "successes",
            "share_success",
            "share_success_low95",
            "share_success_high95",
            "share_random_success",
            "bounce",
            "hold_ms",
            "speed",
            "diverged",
            "silent",
            "seizures"
        );
        foreach (var r in rows)
        {
            csv.Add(
                network,
                r.Condition,
                r.Rule,
                r.IsControl ? "yes" : "no",
                r.Networks,
                r.S.Estimate,
                r.S.Low,
                r.S.High,
                r.MedianS,
                r.D.Estimate,
                r.D.Low,
                r.D.High,
                r.Flow.Estimate,
                r.Flow.Low,
                r.Flow.High,
                r.Successes,
                r.ShareSuccess.Estimate,
                r.ShareSuccess.Low,
                r.ShareSuccess.High,
                r.ShareRandomSuccess,
                r.Bounce,
                r.HoldMs,
                r.Speed,
                r.Diverged,
                r.Silent,
                r.Seizures
            );
        }

        return csv;
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    // A constant or tiny sample has no bootstrap interval: its ends are its value, or nothing.
    private static Interval Mean(double[] values, RandomStream stream) =>
        values.Length == 0 ? new(double.NaN, double.NaN, double.NaN, 0.95) : Bootstrap.Percentile(values, stream);
}
