using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Analysis.Measures;

/// <summary>How asymmetric the weights are.</summary>
public sealed record WeightAsymmetry : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "asymB";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "asymmetry",
            "1",
            "share of the squared block weights in their antisymmetric part",
            0,
            1,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence) => BlockWeights.Of(evidence, blocks => blocks.Asymmetry);
}
