using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Direction of flow of the weights.</summary>
public sealed record WeightFlow : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "flow";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "flow",
            "1",
            "(L(1) − L(−1)) over the sum of the sizes of L(1), L(−1) and L(0)",
            -1,
            1,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.Flow);
}
