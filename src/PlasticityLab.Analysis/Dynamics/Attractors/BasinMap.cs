namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>Where each start of a set ends.</summary>
/// <param name="Labels">Index into the attractors; −1 not settled within the budget; −2 left all bounds.</param>
/// <param name="Shares">One for each attractor.</param>
/// <param name="NotSettled">Starts that settled nowhere within the budget: chaotic, very slow, or on a separatrix.</param>
/// <param name="Diverged">Starts whose orbit left all bounds.</param>
public sealed record BasinMap(int[] Labels, IReadOnlyList<BasinShare> Shares, int NotSettled, int Diverged);
