using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Order of the replay.</summary>
public sealed record ReplayOrder : IMeasure<IOrderedTask>
{
    /// <summary>Its id.</summary>
    public const string Id = "order";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "order", "1", "correct steps between items less others, over P − 1", 0, 1, Better.Higher, OnFailure: 0, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public double Of(IOrderedTask task, Evidence evidence) => evidence.Mean(score => score.Order);
}
