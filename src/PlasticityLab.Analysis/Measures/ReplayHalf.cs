using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Whether half of the sequence is replayed.</summary>
public sealed record ReplayHalf : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "q50";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "half replayed",
            "1",
            "share of replays with at least half of the items in order",
            0,
            1,
            Better.Higher,
            OnFailure: 0,
            "this project"
        )
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Share(0.5);
}
