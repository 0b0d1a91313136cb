using System.Numerics;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Measures;

/// <summary>The weights at the level of items; what several measures need.</summary>
public static class BlockWeights
{
    /// <summary>Block means and lag profile.</summary>
    public static BlockStructure Blocks(LearnedWeights learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        return BlockStructure.Of(learned.Weights, learned.Items, learned.Unit);
    }

    /// <summary>Eigenvalues of the block means; null where a block does not exist.</summary>
    internal static Complex[]? Spectrum(LearnedWeights learned) =>
        learned.Once(Blocks).Blocks is var blocks && blocks.IsFinite() ? Eigen.Values(blocks) : null;

    internal static double Of(Evidence evidence, Func<BlockStructure, double> value) => value(evidence.Learned.Once(Blocks));
}
