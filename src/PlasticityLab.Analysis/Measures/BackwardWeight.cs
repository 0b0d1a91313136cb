using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>L(−1), the mean weight to the item before.</summary>
public sealed record BackwardWeight : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "L_minus1";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "weight to the previous item",
            "drive",
            "mean block weight to the previous item",
            -0.5,
            0.5,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.L(-1));
}
