using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>S, how well the sequence is replayed.</summary>
public sealed record ReplayScore : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "S";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "sequence score",
            "1",
            "sequence score: order times fidelity of the replay cued at the first item, mean over noise seeds",
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
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Mean(score => score.S);
}
