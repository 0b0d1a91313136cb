using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>One number from one trained network. A measure is one record; what it needs is in the evidence, and it knows neither kind of
/// network nor study.</summary>
[Catalog("measure")]
public interface IMeasure
{
    /// <summary>What the measure is.</summary>
    MeasureCard Card { get; }

    /// <summary>Whether networks that learned a task have it.</summary>
    bool AppliesTo(ITask task);

    /// <summary>Its value; NaN: this network has none.</summary>
    double Of(Evidence evidence);
}

/// <summary>A measure of tasks of one sort.</summary>
/// <typeparam name="TTask">The sort of task.</typeparam>
public interface IMeasure<in TTask> : IMeasure
    where TTask : ITask
{
    /// <summary>Its value; NaN: this network has none.</summary>
    double Of(TTask task, Evidence evidence);

    bool IMeasure.AppliesTo(ITask task) => task is TTask;

    double IMeasure.Of(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Of((TTask)evidence.Task, evidence);
    }
}
