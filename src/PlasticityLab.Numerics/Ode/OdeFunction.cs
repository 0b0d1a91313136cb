namespace PlasticityLab.Numerics.Ode;

/// <summary>dy/dt = f(t, y): writes the derivative.</summary>
public delegate void OdeFunction(double t, ReadOnlySpan<double> y, Span<double> derivative);
