using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Participation ratio of the block weights.</summary>
public sealed record WeightParticipation : IMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "participation_ratio_B";

    /// <inheritdoc/>
    public MeasureCard Card =>
        new(
            Id,
            "participation ratio",
            "1",
            "participation ratio of the squared singular values of the block weights",
            1,
            8,
            Better.Neither,
            OnFailure: double.NaN,
            "this project"
        );

    /// <inheritdoc/>
    public bool AppliesTo(ITask task) => true;

    /// <inheritdoc/>
    public double Of(Evidence evidence)
    {
        var blocks = evidence.Learned.Once(BlockWeights.Blocks).Blocks;
        if (!blocks.IsFinite())
        {
            return double.NaN;
        }

        var singular = Svd.SingularValues(blocks).Select(s => s * s).ToArray();
        return singular.Sum() * singular.Sum() / singular.Sum(s => s * s);
    }
}
