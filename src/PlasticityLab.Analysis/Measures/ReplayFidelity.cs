using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Fidelity of the replay.</summary>
public sealed record ReplayFidelity : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "fidelity";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "fidelity",
            "1",
            "how clearly the item played dominates, mean over visits",
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
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Mean(score => score.Fidelity);
}
