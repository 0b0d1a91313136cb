using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>What training a spiking network left behind.</summary>
/// <param name="Weights">W[post, pre] of the excitatory neurons; 1: one spike of a whole assembly raises the current by 1.</param>
/// <param name="Outcome">How it went: active, silent, seizure or diverged, and when.</param>
/// <param name="Epochs">Rates of each epoch.</param>
/// <param name="Snapshots">Weights at the ends of the wanted epochs; the initial ones first when any were wanted.</param>
/// <param name="Spikes">Spikes of the first and of the last epoch, when they were wanted.</param>
public sealed record SpikingTraining(
    Matrix Weights,
    SpikingOutcome Outcome,
    IReadOnlyList<EpochRates> Epochs,
    IReadOnlyList<(int Epoch, Matrix Weights)> Snapshots,
    IReadOnlyList<SpikeEpisode> Spikes
);

/// <summary>Mean rates in one epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Excitatory">Of excitatory neurons [Hz].</param>
/// <param name="Inhibitory">Of inhibitory neurons [Hz].</param>
public readonly record struct EpochRates(int Epoch, double Excitatory, double Inhibitory);

/// <summary>Spikes of a stretch of time, counted from its beginning.</summary>
/// <param name="Name">What it is: training_first, training_last, replay.</param>
/// <param name="Duration">Its length [s].</param>
/// <param name="Excitatory">Spikes of excitatory neurons.</param>
/// <param name="Inhibitory">Spikes of inhibitory neurons.</param>
public sealed record SpikeEpisode(string Name, double Duration, SpikeTrains Excitatory, SpikeTrains Inhibitory);
