using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Studies.Results;

/// <summary>One measure of one rule or control in one condition, over all its networks that have it.</summary>
[Table("measure_summary", "one measure of one rule or control in one condition")]
public sealed record MeasureSummaryRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "the measure", Key = true, Examples = "S|D")] string Measure,
    [Column("", "unit of the measure; empty when it has none", Examples = "items/100 ms")] string Unit,
    [Column("", "networks that have it", Low = 20, High = 20)] int Networks,
    [Column("of the measure", "mean over networks")] double Mean,
    [Column("of the measure", "lower end of its 95 % bootstrap interval")] double Low95,
    [Column("of the measure", "upper end")] double High95,
    [Column("of the measure", "median over networks")] double Median
) : IArmRow
{
    internal static IEnumerable<MeasureSummaryRow> Of(StudyData data)
    {
        var columns = NetworkMeasures.Of(data.Study);
        foreach (var group in data.Outcomes.GroupBy(o => o.Entry))
        {
            foreach (var column in columns)
            {
                double[] values = [.. group.Select(o => o.Of(column.Name)).Where(double.IsFinite)];
                // A stream of what is averaged, so that a further rule, condition or measure moves no interval.
                var stream = new RandomStreams(1).Open(
                    StreamPurpose.Analysis,
                    $"mean of {column.Name}, {group.Key.Name} in {group.Key.Condition}"
                );
                var mean = values.Length == 0 ? new(double.NaN, double.NaN, double.NaN, 0.95) : Bootstrap.Percentile(values, stream);
                yield return new(
                    data.Network,
                    group.Key.Condition,
                    group.Key.Name,
                    column.Name,
                    column.Unit,
                    values.Length,
                    mean.Estimate,
                    mean.Low,
                    mean.High,
                    StudySummary.Median(values)
                );
            }
        }
    }
}
