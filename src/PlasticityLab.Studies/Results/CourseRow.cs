using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The overlap with an item at one time of an example's replay.</summary>
[Table("courses", "one item at one time after the cue, one network a rule")]
public sealed record CourseRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("ms", "time since the cue's onset", Key = true, Examples = "0..595/5")] double TimeMs,
    [Column("", "item, from 1", Key = true, Examples = "1..8")] int Item,
    [Column("", "overlap of the activity with the item, four decimals")] double Overlap
) : IArmRow
{
    internal static IEnumerable<CourseRow> Of(StudyData data)
    {
        var step = 1000 * data.Study.Network.SampleTime;

        // Every second sample is enough for a curve.
        return data.Examples.SelectMany(o =>
            (o.Result.Example?.Overlaps ?? [])
                .Select((overlaps, t) => (overlaps, t))
                .Where(x => x.t % 2 == 0)
                .SelectMany(x =>
                    x.overlaps.Select(
                        (overlap, k) =>
                            new CourseRow(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, x.t * step, k + 1, Math.Round(overlap, 4))
                    )
                )
        );
    }
}
