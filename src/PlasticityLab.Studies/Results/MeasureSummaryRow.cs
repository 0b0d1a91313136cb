using PlasticityLab.Experiments.Tables;

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
                var values = StudySummary.Values(column.Name, group);
                var mean = StudySummary.MeanOf(group.Key, column.Name, group);
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
