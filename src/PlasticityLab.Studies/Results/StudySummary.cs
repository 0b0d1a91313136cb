using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Results;

/// <summary>A mean over networks with its interval.</summary>
public sealed record MeanColumns(
    [Column("", "mean over networks")] double Mean,
    [Column("", "lower end of its 95 % bootstrap interval")] double Low95,
    [Column("", "upper end")] double High95
)
{
    internal static MeanColumns Of(Interval interval) => new(interval.Estimate, interval.Low, interval.High);
}

/// <summary>One rule or control in one condition over all its networks.</summary>
[Table("summary", "one rule or control in one condition")]
public sealed record SummaryRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "whether it is a control")] bool Control,
    [Column("", "networks scored", Low = 20, High = 20)] int Networks,
    [Spread("S_", "sequence score")] MeanColumns S,
    [Column("", "sequence score: median over networks", Name = "S_median")] double MedianS,
    [Spread("D_", "direction")] MeanColumns D,
    [Spread("flow_", "direction of flow of the block weights, diverged networks left out")] MeanColumns Flow,
    [Column("", "networks that solve the task: of a chain, S above 0.7", High = 20)] int Successes,
    [Column("", "their share")] double ShareSuccess,
    [Column("", "lower end of its 95 % Wilson interval")] double ShareSuccessLow95,
    [Column("", "upper end")] double ShareSuccessHigh95,
    [Column("", "share of the random configurations of the search that succeed; empty without tuning")] double ShareRandomSuccess,
    [Column("", "share of replays that turn back at the end, mean")] double Bounce,
    [Column("ms", "time that the cued item is held, mean", High = 200)] double HoldMs,
    [Column("items/100 ms", "speed of the replays that moved, mean", High = 8)] double Speed,
    [Column("", "networks that diverged", High = 0)] int Diverged,
    [Column("", "networks that fell silent", High = 5)] int Silent,
    [Column("", "networks with most neurons active", High = 5)] int Seizures,
    [Column("", "networks whose learning took steps that the time step cannot follow; nothing is measured on them", High = 0)] int Unstable
) : IArmRow
{
    /// <summary>The mean of a measure; null when the table has none of it.</summary>
    public MeanColumns? Mean(MeasureColumn measure) =>
        measure == NetworkMeasures.S ? S
        : measure == NetworkMeasures.D ? D
        : measure == NetworkMeasures.Flow ? Flow
        : null;
}

/// <summary>Every rule and control, condition by condition.</summary>
public static class StudySummary
{
    /// <summary>S above which a network is said to have learned the sequence.</summary>
    public const double SuccessAbove = 0.7;

    /// <summary>Summarises a study.</summary>
    public static IReadOnlyList<SummaryRow> Of(StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var task = data.Study.Task.Card;
        return
        [
            .. data
                .Outcomes.GroupBy(o => o.Entry)
                .Select(group =>
                {
                    var all = group.ToArray();
                    var speed = all.Select(o => o.Of(ReplaySpeed.Id)).Where(double.IsFinite).ToArray();
                    var successes = all.Count(o => o.Of(task.Score) > task.Success);
                    var share = WilsonInterval.Of(successes, all.Length);
                    return new SummaryRow(
                        data.Network,
                        group.Key.Condition,
                        group.Key.Name,
                        group.Key.IsControl,
                        all.Length,
                        MeanColumns.Of(MeanOf(group.Key, ReplayScore.Id, all)),
                        Median(Values(ReplayScore.Id, all)),
                        MeanColumns.Of(MeanOf(group.Key, ReplayDirection.Id, all)),
                        MeanColumns.Of(MeanOf(group.Key, WeightFlow.Id, all)),
                        successes,
                        share.Estimate,
                        share.Low,
                        share.High,
                        data.Tuning.TryGetValue((group.Key.Name, group.Key.Condition), out var tuning)
                            ? tuning.ShareRandomSuccess
                            : double.NaN,
                        all.Average(o => o.Of(ReplayBounce.Id)),
                        all.Average(o => o.Of(CueHold.Id)),
                        speed.Length == 0 ? double.NaN : speed.Average(),
                        all.Count(o => o.Result.Status == RunStatus.Diverged),
                        all.Count(o => o.Result.Status == RunStatus.Silent),
                        all.Count(o => o.Result.Status == RunStatus.Seizure),
                        all.Count(o => o.Result.Status == RunStatus.Unstable)
                    );
                }),
        ];
    }

    /// <summary>The mean of a measure with its interval: that of the summary, else of the table of all measures, else drawn from the networks of
    /// the study's kind as the summary is; null where no network has it.</summary>
    public static MeanColumns? Mean(StudyResults study, string rule, string condition, MeasureColumn measure)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(measure);
        return study.Rows<SummaryRow>().FirstOrDefault(row => row.Rule == rule && row.Condition == condition)?.Mean(measure)
            ?? study
                .Rows<MeasureSummaryRow>()
                .Where(row => row.Rule == rule && row.Condition == condition && row.Measure == measure.Name)
                .Select(row => new MeanColumns(row.Mean, row.Low95, row.High95))
                .FirstOrDefault()
            ?? OfNetworks(study, rule, condition, measure);
    }

    private static MeanColumns? OfNetworks(StudyResults study, string rule, string condition, MeasureColumn measure)
    {
        double[] values =
        [
            .. study
                .Rows<OutcomeRow>()
                .Where(row => row.Rule == rule && row.Condition == condition)
                .GroupBy(row => row.Network)
                .OrderBy(network => network.Key == study.Study.Network.Card.Id ? 0 : 1)
                .Take(1)
                .SelectMany(network => network.Select(row => row.Values[measure]))
                .Where(double.IsFinite),
        ];
        return values.Length == 0 ? null : MeanColumns.Of(MeanOf(rule, condition, measure.Name, values));
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The mean of a measure over the networks of an entry that have it, with its bootstrap interval: in every table the same one,
    /// drawn from a stream of what is averaged, so that a further rule, condition or measure moves no interval.</summary>
    internal static Interval MeanOf(StudyEntry entry, string measure, IEnumerable<NetworkOutcome> networks) =>
        MeanOf(entry.Name, entry.Condition, measure, Values(measure, networks));

    // A constant or tiny sample has no bootstrap interval: its ends are its value, or nothing.
    private static Interval MeanOf(string rule, string condition, string measure, double[] values) =>
        values.Length == 0
            ? new(double.NaN, double.NaN, double.NaN, 0.95)
            : Bootstrap.Percentile(values, new RandomStreams(1).Open(StreamPurpose.Analysis, $"mean of {measure}, {rule} in {condition}"));

    internal static double[] Values(string measure, IEnumerable<NetworkOutcome> networks) =>
        [.. networks.Select(o => o.Of(measure)).Where(double.IsFinite)];
}
