using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Memory;

/// <summary>What <see cref="DelayedAssociation"/> learns from items of a length and gaps of a length.</summary>
[Table("memory_phases", "one length of items and gaps")]
public sealed record PhasePoint(
    [Column("ms", "how long each item is shown", Key = true, Examples = "20|40|80|160")] double Item,
    [Column("ms", "silence between items", Key = true, Examples = "0|20|40|80")] double Gap,
    [Column("", "weight within a population: persistent activity")] double Self,
    [Column("", "weight to the next population: sequences")] double Next
)
{
    /// <summary>A map over item and gap lengths.</summary>
    public static IReadOnlyList<PhasePoint> Map(CancellationToken cancellation = default)
    {
        double[] items = [6, 12, 20, 30, 40],
            gaps = [0, 4, 8, 15, 25, 40];
        var points = new PhasePoint[items.Length * gaps.Length];
        Parallel.For(
            0,
            points.Length,
            new ParallelOptions { CancellationToken = cancellation },
            k =>
            {
                var (item, gap) = (items[k / gaps.Length], gaps[k % gaps.Length]);
                var (self, next) = DelayedAssociation.Learn(item, gap, 60, cancellation);
                points[k] = new PhasePoint(item, gap, self, next);
            }
        );
        return points;
    }
}
