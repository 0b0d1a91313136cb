namespace PlasticityLab.Simulation.Spiking.Recorders;

/// <summary>A run of a spiking network, as kept: spikes of all neurons and weights over time.</summary>
/// <param name="Network">What was run.</param>
/// <param name="TimeStep">dt [s].</param>
/// <param name="Seconds">Time that was simulated [s].</param>
/// <param name="Populations">The populations.</param>
/// <param name="Weights">The weights that learned; null when none do.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="FirstStepAfter">Time from the description to the end of the first step [s].</param>
/// <param name="FirstStepCpu">CPU time of it, compilation included [s]: what a busy machine does not stretch.</param>
/// <param name="CpuSeconds">CPU time of the run after the first step [s].</param>
public sealed record SpikingRecording(
    string Network,
    double TimeStep,
    double Seconds,
    IReadOnlyList<RecordedPopulation> Populations,
    RecordedWeights? Weights,
    SpikingOutcome Outcome,
    double FirstStepAfter,
    double FirstStepCpu,
    double CpuSeconds
);
