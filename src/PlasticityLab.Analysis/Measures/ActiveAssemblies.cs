using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How much is active after the cue: in the answers to the task's first group of probes, which is always asked.</summary>
public sealed record ActiveAssemblies : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "active_assemblies";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(Id, "activity", "assemblies", "mean activity after the cue", 0, 4, Better.Neither, OnFailure: double.NaN, "this project");

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) =>
        evidence
            .Recordings.TakeWhile(answer => answer.Probe.Group == evidence.Recordings[0].Probe.Group)
            .Select(replay => replay.MeanActivity)
            .DefaultIfEmpty(double.NaN)
            .Average()
        * evidence.Learned.Items.Units
        / evidence.Task.AssemblySize;
}
