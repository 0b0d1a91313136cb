using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How fast the replay moves.</summary>
public sealed record ReplaySpeed : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "speed";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "speed",
            "items/100 ms",
            "speed of the replay; empty when nothing moved",
            0,
            8,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        )
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Speed();
}
