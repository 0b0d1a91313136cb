namespace PlasticityLab.Numerics.Ode;

/// <summary>A place to be noticed: a zero of g(t, y).</summary>
/// <param name="Function">g(t, y), continuous.</param>
/// <param name="Direction">+1: only where g rises, −1: only where it falls, 0: both.</param>
/// <param name="Stop">Whether the integration ends there.</param>
public sealed record OdeEvent(Func<double, double[], double> Function, int Direction = 0, bool Stop = false);

/// <summary>A zero of an event's function that was passed.</summary>
/// <param name="Index">Which event.</param>
/// <param name="Time">When [time], located to rounding on the integrator's own step.</param>
/// <param name="State">y there.</param>
public sealed record OdeCrossing(int Index, double Time, double[] State);
