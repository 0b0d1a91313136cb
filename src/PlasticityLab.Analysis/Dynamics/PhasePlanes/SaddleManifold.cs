namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>One half of an invariant curve of a planar saddle, by arclength.</summary>
/// <param name="Saddle">The saddle.</param>
/// <param name="IsStable">Whether it is the stable manifold (a separatrix) or the unstable one.</param>
/// <param name="Side">+1 or −1: along the eigenvector with positive first component, or against it.</param>
/// <param name="Arclength">Distance from the saddle along the curve, [k].</param>
/// <param name="Points">The curve, [k] = (x, y).</param>
/// <param name="End">Why it ends: left the window, reached an equilibrium, length.</param>
public sealed record SaddleManifold(
    double[] Saddle,
    bool IsStable,
    int Side,
    IReadOnlyList<double> Arclength,
    IReadOnlyList<(double X, double Y)> Points,
    string End
);
