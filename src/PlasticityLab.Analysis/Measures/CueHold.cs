using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How long the cued item is held.</summary>
public sealed record CueHold : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "hold_ms";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "hold", "ms", "time that the cued item stays active after the cue", 0, 200, Better.Neither, OnFailure: 0, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence)
    {
        // Returns included.
        var item = task.Order[0];
        return evidence
            .Of(Replays.Cue)
            .Select(replay =>
            {
                var (count, cueEnd) = (0, (int)Math.Round(task.Cue / replay.SampleTime));
                for (var t = cueEnd; t < replay.Overlaps.Rows; t++)
                {
                    count += replay.Overlaps[t, item] > Visits.LeastOverlap ? 1 : 0;
                }

                return count * replay.SampleTime * 1000;
            })
            .DefaultIfEmpty(double.NaN)
            .Average();
    }
}
