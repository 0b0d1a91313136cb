using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>A zero of a vector field, polished to rounding, with its linearisation.</summary>
/// <param name="X">Where.</param>
/// <param name="Residual">|f(x)|, Euclidean [state/time].</param>
/// <param name="ErrorBound">Proved (intervals, Newton and Kantorovich) or estimated (Newton's last step) distance to the exact zero
/// [state].</param>
/// <param name="Eigenvalues">Of the Jacobian, by descending real part [1/time].</param>
/// <param name="UnstableDimension">Number of eigenvalues with positive real part.</param>
/// <param name="Type">In the plane: stable node, stable focus, saddle, unstable node, unstable focus, center, degenerate; above: stable,
/// saddle, unstable (repeller), degenerate.</param>
/// <param name="Index">Poincaré's index, the sign of det(−J): −1 or +1; 0 when degenerate.</param>
/// <param name="Jacobian">J at x.</param>
public sealed record Equilibrium(
    double[] X,
    double Residual,
    double ErrorBound,
    Complex[] Eigenvalues,
    int UnstableDimension,
    string Type,
    int Index,
    Matrix Jacobian
)
{
    /// <summary>Whether every eigenvalue has a negative real part.</summary>
    public bool IsStable => UnstableDimension == 0 && Eigenvalues.All(value => value.Real < 0);

    /// <summary>The units with positive activity, numbered from 0, for threshold-linear networks; else null.</summary>
    public int[]? Support { get; init; }
}
