using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Whether most of the sequence is replayed.</summary>
public sealed record ReplayMost : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "q90";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "most replayed",
            "1",
            "share of replays with at least 90 % of the items in order",
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
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Share(0.9);
}
