namespace PlasticityLab.Simulation.Spiking.Recorders;

/// <summary>What one population did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of neurons.</param>
/// <param name="Spikes">Its spikes.</param>
/// <param name="Rate">Mean rate [Hz].</param>
/// <param name="Cv">Coefficient of variation of intervals; NaN when no neuron has enough.</param>
public sealed record RecordedPopulation(string Name, int Count, SpikeTrains Spikes, double Rate, double Cv);
