using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>How one scored network did.</summary>
[Table("outcomes", "one trained network")]
public sealed record OutcomeRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn] ulong Seed,
    [Column("", "how the run ended: ok, silent, seizure or diverged", Examples = "ok|ok|ok|ok|silent")] string Status,
    [Measures(typeof(OutcomeMeasures))] MeasureValues Values
) : IArmRow
{
    internal static IEnumerable<OutcomeRow> Of(StudyData data) =>
        data.Outcomes.Select(o => new OutcomeRow(
            data.Network,
            o.Entry.Condition,
            o.Entry.Name,
            o.Seed,
            o.Result.Status,
            NetworkMeasures.OutcomesOf(o)
        ));
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
    internal static IEnumerable<FurtherMeasuresRow> Of(StudyData data) =>
        data.Outcomes.Select(o => new FurtherMeasuresRow(
            data.Network,
            o.Entry.Condition,
            o.Entry.Name,
            o.Seed,
            NetworkMeasures.FurtherOf(o)
        ));
}
