using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How far the replay comes.</summary>
public sealed record ReplayCompleteness : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "completeness";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "completeness", "1", "longest correct beginning, mean over noise seeds", 0, 1, Better.Higher, OnFailure: 0, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Mean(score => score.Completeness);
}
