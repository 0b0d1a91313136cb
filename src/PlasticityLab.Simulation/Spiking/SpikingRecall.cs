using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>What one recall of a spiking network did, from the onset of the cue on.</summary>
/// <param name="Overlaps">m_k(t), [time, item], one sample a millisecond.</param>
/// <param name="ExcitatoryRate">Mean rate of excitatory neurons in the free run [Hz].</param>
/// <param name="InhibitoryRate">Mean rate of inhibitory neurons in the free run [Hz].</param>
/// <param name="Outcome">Whether it fell silent or had a seizure, and when.</param>
/// <param name="Spikes">The spikes.</param>
public sealed record SpikingRecall(
    Matrix Overlaps,
    double ExcitatoryRate,
    double InhibitoryRate,
    SpikingOutcome Outcome,
    SpikeEpisode Spikes
);
