namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>A minimum of the speed |f|² that is no zero: orbits linger there (a "ghost"). Sussillo and Barak 2013, Neural Comput.
/// 25:626.</summary>
/// <param name="X">Where.</param>
/// <param name="Speed">|f(x)| [state/time].</param>
/// <param name="DistanceToNearestZeroEstimate">|f|/σ_min(J), how far a zero would have to be were the field linear [state]; large or
/// infinite marks a true slow point.</param>
public sealed record SlowPoint(double[] X, double Speed, double DistanceToNearestZeroEstimate);
