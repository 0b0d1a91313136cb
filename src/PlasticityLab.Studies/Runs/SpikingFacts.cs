namespace PlasticityLab.Studies.Runs;

/// <summary>What only a spiking network has to tell.</summary>
/// <param name="TrainingRate">Mean rate of excitatory neurons in the last epoch of training [Hz]; NaN when weights were given.</param>
/// <param name="TrainingRateInhibitory">Mean rate of inhibitory neurons in the last epoch of training [Hz].</param>
/// <param name="ReplayRate">Mean rate of excitatory neurons in the free runs at the first readout [Hz].</param>
/// <param name="ReplayRateInhibitory">Mean rate of inhibitory neurons there [Hz].</param>
/// <param name="AtZero">Share of the synapses among assemblies that training left at 0, where a negative window is clipped [1]; NaN when
/// weights were given.</param>
/// <param name="AtMax">Share that stands at w_max [1].</param>
public sealed record SpikingFacts(
    double TrainingRate,
    double TrainingRateInhibitory,
    double ReplayRate,
    double ReplayRateInhibitory,
    double AtZero,
    double AtMax
);
