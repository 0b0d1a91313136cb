namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Why a branch ends.</summary>
public enum BranchEnd
{
    /// <summary>It reaches an end of the parameter's range.</summary>
    RangeEnd,

    /// <summary>Its state leaves the box in which the search looks.</summary>
    LeftTheBox,

    /// <summary>It comes back to its start: a closed loop.</summary>
    Closed,

    /// <summary>It starts at a branch point.</summary>
    BranchPoint,

    /// <summary>On a line or a plane of equilibria that exists at this value of the parameter alone.</summary>
    Set,

    /// <summary>The corrector failed at the smallest step.</summary>
    StepTooSmall,

    /// <summary>The budget of steps is spent.</summary>
    Budget,
}

/// <summary>One equilibrium on a branch.</summary>
/// <param name="Parameter">The parameter's value.</param>
/// <param name="State">The equilibrium.</param>
/// <param name="UnstableCount">Number of eigenvalues with positive real part.</param>
public sealed record BranchNode(double Parameter, double[] State, int UnstableCount);

/// <summary>A curve of equilibria.</summary>
/// <param name="Nodes">Equilibria in the order of arclength.</param>
/// <param name="First">Why it ends at its first node.</param>
/// <param name="Last">Why it ends at its last node.</param>
public sealed record EquilibriumBranch(IReadOnlyList<BranchNode> Nodes, BranchEnd First, BranchEnd Last)
{
    /// <summary>The continuous set (ring, line, ...) of which each node is one member; null for equilibria that are isolated.</summary>
    public string? Set { get; init; }
}

/// <summary>Equilibria along a parameter.</summary>
/// <param name="Low">Lower end of the range.</param>
/// <param name="High">Upper end of the range.</param>
/// <param name="Branches">The branches found.</param>
/// <param name="Points">Their bifurcations, by parameter value.</param>
/// <param name="SeededAt">Parameter values at which equilibria were sought. A closed branch that lives strictly between two of them can be
/// missed.</param>
public sealed record BifurcationDiagram(
    double Low,
    double High,
    IReadOnlyList<EquilibriumBranch> Branches,
    IReadOnlyList<SpecialPoint> Points,
    IReadOnlyList<double> SeededAt
);
