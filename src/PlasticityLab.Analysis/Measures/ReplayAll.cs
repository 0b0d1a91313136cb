using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Whether the whole sequence is replayed.</summary>
public sealed record ReplayAll : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "q100";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "all replayed", "1", "share of replays with all items in order", 0, 1, Better.Higher, OnFailure: 0, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Share(1);
}
