using PlasticityLab.Analysis.Dynamics.Equilibria;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>What a trajectory ended in.</summary>
public enum SettledKind
{
    /// <summary>A stable equilibrium: small speed and a stable spectrum.</summary>
    Equilibrium,

    /// <summary>A closed orbit, found by its returns and confirmed by Newton.</summary>
    LimitCycle,

    /// <summary>A member of a curve or surface of equilibria, exact or to rounding.</summary>
    ContinuousSet,

    /// <summary>None of these within the budget: chaotic, quasi-periodic or a very slow passage. Counted, never forced into another
    /// class.</summary>
    NotSettled,

    /// <summary>The state left every bound.</summary>
    Diverged,
}

/// <summary>The end of one trajectory.</summary>
/// <param name="Kind">What it ended in.</param>
/// <param name="State">The equilibrium, a point of the cycle, or the last state.</param>
/// <param name="Cycle">The cycle, when there is one.</param>
/// <param name="TimeSpent">Simulated time [time unit of the field].</param>
public sealed record SettledState(SettledKind Kind, double[] State, LimitCycle? Cycle, double TimeSpent)
{
    /// <summary>The continuous set, when there is one.</summary>
    public ContinuousSet? Set { get; init; }
}
