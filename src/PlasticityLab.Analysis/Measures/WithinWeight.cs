using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>L(0), the mean weight within an item.</summary>
public sealed record WithinWeight : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "L_0";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "weight within an item",
            "drive",
            "mean block weight within an item",
            0,
            2,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.L(0));
}
