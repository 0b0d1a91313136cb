namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a run went.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="At">When it was seen [s].</param>
/// <param name="Sentence">For people.</param>
public sealed record SpikingOutcome(SpikingOutcomeKind Kind, double At, string Sentence);
