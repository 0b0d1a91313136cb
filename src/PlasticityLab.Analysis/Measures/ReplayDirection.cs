using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>D, which way activity moves from inner items.</summary>
public sealed record ReplayDirection : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "D";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "direction",
            "1",
            "direction: how much more often an inner cue is followed by its successor than by its predecessor",
            -1,
            1,
            Better.Higher,
            OnFailure: 0,
            "this project"
        )
        {
            Probes = [Replays.Inner],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence)
    {
        // Is the first visit to another item the next item or the one before?
        var (inner, order) = (evidence.Of(Replays.Inner), task.Order);
        double sum = 0;
        for (var c = 0; c < inner.Count; c++)
        {
            var (cue, dt) = (order[c + 1], inner[c].SampleTime);
            var cueEnd = (int)Math.Round(task.Cue / dt);
            var next = Visits
                .Of(inner[c].Overlaps, dt)
                .FirstOrDefault(visit => visit.Item != cue && visit.End > cueEnd, new Visit(-1, 0, 0, 0))
                .Item;
            sum +=
                next < 0 ? 0
                : next == order[c + 2] ? 1
                : next == order[c] ? -1
                : 0;
        }

        return inner.Count == 0 ? double.NaN : sum / inner.Count;
    }
}
