namespace PlasticityLab.Analysis.Mechanisms;

/// <summary>A part of what was learned between items, as a part of the block matrix B[post item, pre item]. Three readings each sum to the
/// whole: by lag (self weights, lag +1, lag −1, long lags), by direction (symmetric, antisymmetric), by place (lag means, gradient,
/// unevenness).</summary>
public enum BlockPart
{
    /// <summary>The diagonal: weights within an item.</summary>
    SelfWeights,

    /// <summary>Weights to the next item.</summary>
    LagPlusOne,

    /// <summary>Weights to the item before.</summary>
    LagMinusOne,

    /// <summary>Weights between items that are two or more places apart.</summary>
    LongLags,

    /// <summary>(B + Bᵀ)/2.</summary>
    Symmetric,

    /// <summary>(B − Bᵀ)/2.</summary>
    Antisymmetric,

    /// <summary>The mean of each diagonal: what depends on the lag alone.</summary>
    LagMeans,

    /// <summary>The straight line along each diagonal: weights that grow or fall with the place in the sequence.</summary>
    Gradient,

    /// <summary>What is left of each diagonal beside its mean and its line.</summary>
    Unevenness,

    /// <summary>Self weights and weights to the next item together: a bare chain.</summary>
    SelfAndLagPlusOne,

    /// <summary>All blocks.</summary>
    AllBlocks,
}
