namespace PlasticityLab.Studies.Memory;

/// <summary>What <see cref="DelayedAssociation"/> learns from items of a length and gaps of a length.</summary>
/// <param name="Item">How long each item is shown [ms].</param>
/// <param name="Gap">Silence between items [ms].</param>
/// <param name="Self">Weight within a population: persistent activity.</param>
/// <param name="Next">Weight to the next population: sequences.</param>
public sealed record PhasePoint(double Item, double Gap, double Self, double Next)
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
