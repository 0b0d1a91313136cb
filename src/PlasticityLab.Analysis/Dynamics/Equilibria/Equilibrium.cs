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
/// saddle, unstable (repeller), degenerate; on a kink of the field also half-stable: stable on one side of it only.</param>
/// <param name="Index">Poincaré's index, the sign of det(−J): −1 or +1; of a degenerate one the local degree, 0 too
/// when it is not known.</param>
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
    /// <summary>Whether every eigenvalue has a negative real part, beyond rounding.</summary>
    public bool IsStable => Type is "stable" or "stable node" or "stable focus";

    /// <summary>Whether orbits nearby end here: stable, or degenerate and attracting.</summary>
    public bool Attracts => IsStable || Degeneracy is { Attraction: > 0 };

    /// <summary>What is known of a multiple zero; else null.</summary>
    public Degeneracy? Degeneracy { get; init; }

    /// <summary>The units with positive activity, numbered from 0, for threshold-linear networks; else null.</summary>
    public int[]? Support { get; init; }

    /// <summary>The same equilibrium in other units of state and time.</summary>
    internal Equilibrium Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                X = units.Back(X),
                Residual = Residual * units.State / units.Time,
                ErrorBound = ErrorBound * units.State,
                Eigenvalues = [.. Eigenvalues.Select(value => value / units.Time)],
                Jacobian = new(Jacobian.Rows, Jacobian.Columns, [.. Jacobian.Values.Select(value => value / units.Time)]),
                Degeneracy = Degeneracy is { } d
                    ? d with
                    {
                        Radius = d.Radius * units.State,
                        Attraction = d.Attraction * units.State,
                        Stretch = d.Stretch is { } stretch ? [.. stretch.Select(x => units.Back(x))] : null,
                    }
                    : null,
            };
}

/// <summary>A zero at which the Jacobian is singular to rounding.</summary>
/// <param name="Corank">Number of directions in which f vanishes to first order [1].</param>
/// <param name="Multiplicity">How many simple zeros meet in it, counted with their complex ones; 0 when it cannot be told [1].</param>
/// <param name="IndexIsKnown">Whether the local degree could be computed.</param>
/// <param name="Radius">Within this distance f cannot be told from zero along those directions [state].</param>
/// <param name="Attraction">Within this distance along those directions the flow points inwards: the zero attracts, more slowly than any
/// exponential [state]; 0 when it does not.</param>
public sealed record Degeneracy(int Corank, int Multiplicity, bool IndexIsKnown, double Radius, double Attraction)
{
    /// <summary>Of a zero around which f rises so slowly that rounding hides where it is: places of the stretch on which it lies [state];
    /// else null.</summary>
    public IReadOnlyList<double[]>? Stretch { get; init; }
}
