using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Whether the replay turns back at the end.</summary>
public sealed record ReplayBounce : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "bounce";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "turning back", "1", "share of replays that reach the end and turn back", 0, 1, Better.Lower, OnFailure: 0, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Mean(score => score.Bounced ? 1.0 : 0);
}
