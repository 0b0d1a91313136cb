using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How much faster than the presentation.</summary>
public sealed record ReplayCompression : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "compression";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "compression",
            "1",
            "speed of the replay over that of the presentation",
            0,
            9,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        )
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Speed() / (0.1 / task.Pace);
}
