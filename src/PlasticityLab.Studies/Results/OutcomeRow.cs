using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Results;

/// <summary>How one scored network did.</summary>
[Table("outcomes", "one trained network")]
public sealed record OutcomeRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("", "how the run ended", Examples = "ok|ok|ok|ok|silent")] RunStatus Status,
    [Measures(typeof(OutcomeMeasures))] MeasureValues Values
) : IArmRow
{
    internal static IEnumerable<OutcomeRow> Of(StudyData data)
    {
        var columns = NetworkMeasures.OutcomesOf(data.Study);
        return data.Outcomes.Select(o => new OutcomeRow(
            data.Network,
            o.Entry.Condition,
            o.Entry.Name,
            o.Seed,
            o.Result.Status,
            NetworkMeasures.Of(columns, o)
        ));
    }
}

/// <summary>What else was measured of one scored network.</summary>
[Table("measures", "one trained network")]
public sealed record FurtherMeasuresRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Measures(typeof(FurtherMeasures))] MeasureValues Values
) : IArmRow
{
    internal static IEnumerable<FurtherMeasuresRow> Of(StudyData data)
    {
        var columns = NetworkMeasures.FurtherOf(data.Study);
        return columns.IsEmpty
            ? []
            : data.Outcomes.Select(o => new FurtherMeasuresRow(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                NetworkMeasures.Of(columns, o)
            ));
    }
}
