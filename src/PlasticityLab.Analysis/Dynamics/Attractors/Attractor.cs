using PlasticityLab.Analysis.Dynamics.Equilibria;

namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>A place where orbits end: an equilibrium, a continuous set of equilibria, or a limit cycle that attracts.</summary>
/// <param name="Kind">equilibrium, continuous or limit_cycle.</param>
/// <param name="X">The equilibrium, a member of the set, or one point of the cycle.</param>
/// <param name="Equilibrium">The equilibrium, else null.</param>
/// <param name="Period">Of a cycle [time], by return to a section; else null.</param>
/// <param name="Orbit">Points along one period of a cycle, equally spaced in time; else null.</param>
/// <param name="Residual">|f(x)| of an equilibrium; of a cycle the distance |x(T) − x(0)|.</param>
public sealed record Attractor(
    string Kind,
    double[] X,
    Equilibrium? Equilibrium,
    double? Period,
    IReadOnlyList<double[]>? Orbit,
    double Residual
)
{
    /// <summary>The continuous set, else null.</summary>
    public ContinuousSet? Set { get; init; }

    /// <summary>What it is, as in "stable node", "ring attractor" or "limit cycle of period 11.24".</summary>
    public string Name => Set?.Name ?? Equilibrium?.Type ?? $"limit cycle of period {Period:G6}";

    /// <summary>The same attractor in other units of state and time.</summary>
    internal Attractor Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                X = units.Back(X),
                Equilibrium = Equilibrium?.Back(units),
                Period = Period * units.Time,
                Orbit = Orbit is null ? null : [.. Orbit.Select(x => units.Back(x))],
                Residual = Residual * units.State / (Orbit is null ? units.Time : 1),
                Set = Set?.Back(units),
            };
}
