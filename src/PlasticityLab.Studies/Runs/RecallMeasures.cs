using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>Turns the recalls of one operating point into numbers.</summary>
internal static class RecallMeasures
{
    /// <param name="point">Where the network was read out.</param>
    /// <param name="task">The sequence.</param>
    /// <param name="units">N, neurons that assemblies are made of.</param>
    /// <param name="first">Recalls cued at the first item.</param>
    /// <param name="inner">Recalls cued at the inner items, in order; empty: none.</param>
    public static Readout Of(
        OperatingPoint point,
        SequenceTask task,
        int units,
        IReadOnlyList<Recording> first,
        IReadOnlyList<Recording> inner
    )
    {
        var dt = first[0].SampleTime;
        var order = task.FullOrder;
        var cueEnd = (int)Math.Round(task.CueDuration / dt);
        var scores = first.Select(course => SequenceScore.Of(Visits.Of(course.Overlaps, dt), order, dt)).ToArray();
        var speeds = scores.Select(score => score.Speed).Where(double.IsFinite).ToArray();
        var speed = speeds.Length == 0 ? double.NaN : speeds.Average();
        return new Readout
        {
            Point = point,
            S = scores.Average(score => score.S),
            Order = scores.Average(score => score.Order),
            Fidelity = scores.Average(score => score.Fidelity),
            Completeness = scores.Average(score => score.Completeness),
            Q50 = Share(scores, 0.5),
            Q90 = Share(scores, 0.9),
            Q100 = Share(scores, 1),
            D = inner.Count == 0 ? double.NaN : Direction(inner, order, dt, cueEnd),
            Bounce = scores.Average(score => score.Bounced ? 1.0 : 0),
            HoldMs = first.Average(course => Hold(course.Overlaps, order[0], cueEnd) * dt * 1000),
            Speed = speed,
            Compression = speed / (0.1 / (task.ItemDuration + task.Gap)),
            ActiveAssemblies = first.Average(course => course.MeanActivity) * units / task.AssemblySize,
        };
    }

    private static double Share(SequenceScore[] scores, double least) =>
        scores.Average(score => score.Completeness >= least - 1e-12 ? 1.0 : 0);

    // D over inner cues: is the first visit to another item the next item or the one before?
    private static double Direction(IReadOnlyList<Recording> inner, IReadOnlyList<int> order, double dt, int cueEnd)
    {
        double sum = 0;
        for (var c = 0; c < inner.Count; c++)
        {
            var cue = order[c + 1];
            var visits = Visits.Of(inner[c].Overlaps, dt);
            var next = visits.FirstOrDefault(visit => visit.Item != cue && visit.End > cueEnd, new Visit(-1, 0, 0, 0)).Item;
            sum +=
                next < 0 ? 0
                : next == order[c + 2] ? 1
                : next == order[c] ? -1
                : 0;
        }

        return sum / inner.Count;
    }

    // Time that the cued item is active after the cue, returns included.
    private static int Hold(Numerics.Matrix overlaps, int item, int from)
    {
        var count = 0;
        for (var t = from; t < overlaps.Rows; t++)
        {
            count += overlaps[t, item] > Visits.LeastOverlap ? 1 : 0;
        }

        return count;
    }
}
