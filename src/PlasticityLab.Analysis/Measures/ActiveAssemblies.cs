using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How much is active after the cue.</summary>
public sealed record ActiveAssemblies : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "active_assemblies";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "activity", "assemblies", "mean activity after the cue", 0, 4, Better.Neither, OnFailure: double.NaN, "this project")
        {
            Probes = [Replays.Cue],
        };

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) =>
        evidence.Of(Replays.Cue).Select(replay => replay.MeanActivity).DefaultIfEmpty(double.NaN).Average()
        * evidence.Learned.Items.Units
        / evidence.Task.AssemblySize;
}
