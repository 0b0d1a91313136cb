using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>L(1), the mean weight to the next item.</summary>
public sealed record ForwardWeight : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "L_plus1";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "weight to the next item",
            "drive",
            "mean block weight to the next item",
            -0.5,
            1.5,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.L(1));
}
