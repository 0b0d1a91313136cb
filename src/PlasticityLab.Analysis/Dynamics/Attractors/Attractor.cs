using PlasticityLab.Analysis.Dynamics.Equilibria;

namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>A place where orbits end: a stable equilibrium or a stable limit cycle.</summary>
/// <param name="Kind">equilibrium or limit_cycle.</param>
/// <param name="X">The equilibrium, or one point of the cycle.</param>
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
);
