using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Rotation in the spectrum of the weights.</summary>
public sealed record WeightRotation : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "cpxB";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "rotation",
            "1",
            "share of rotation in the spectrum of the block weights",
            0,
            1,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.ComplexShare);
}
