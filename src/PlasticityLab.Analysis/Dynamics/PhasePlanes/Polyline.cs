namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>A curve in the plane as a chain of points.</summary>
/// <param name="Points">[k] = (x, y).</param>
/// <param name="IsClosed">Whether the last point joins the first (which is then not repeated).</param>
public sealed record Polyline(IReadOnlyList<(double X, double Y)> Points, bool IsClosed);
