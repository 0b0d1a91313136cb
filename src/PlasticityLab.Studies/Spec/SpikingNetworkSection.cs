using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spec;

/// <summary>A spiking network as a study file gives it (<c>network: { kind: spiking, … }</c>); times in ms, potentials in units of the
/// threshold.</summary>
public sealed record SpikingNetworkSection
{
    /// <summary>N, excitatory neurons; the synapses among them learn.</summary>
    public int Excitatory { get; init; } = 200;

    /// <summary>Inhibitory neurons.</summary>
    public int Inhibitory { get; init; } = 50;

    /// <summary>dt [ms].</summary>
    public double TimeStepMs { get; init; } = 0.5;

    /// <summary>τ_m of excitatory neurons [ms].</summary>
    public double TauMembraneMs { get; init; } = 20;

    /// <summary>τ_m of inhibitory neurons [ms].</summary>
    public double TauMembraneInhibitoryMs { get; init; } = 10;

    /// <summary>Refractory period of excitatory neurons [ms].</summary>
    public double RefractoryMs { get; init; } = 3;

    /// <summary>Refractory period of inhibitory neurons [ms].</summary>
    public double RefractoryInhibitoryMs { get; init; } = 1;

    /// <summary>Decay of excitatory currents [ms].</summary>
    public double TauExcitationMs { get; init; } = 15;

    /// <summary>Decay of inhibitory currents [ms].</summary>
    public double TauInhibitionMs { get; init; } = 8;

    /// <summary>Lowest potential.</summary>
    public double Floor { get; init; } = -1;

    /// <summary>Constant input of excitatory neurons.</summary>
    public double Bias { get; init; } = 0.6;

    /// <summary>Constant input of inhibitory neurons.</summary>
    public double BiasInhibitory { get; init; } = 0.5;

    /// <summary>σ, standard deviation that white noise gives the free membrane.</summary>
    public double NoiseSd { get; init; } = 0.12;

    /// <summary>Initial weights are U[0, this/N].</summary>
    public double InitialWeight { get; init; } = 0.6;

    /// <summary>What one spike of a whole assembly gives an inhibitory neuron.</summary>
    public double ToInhibitory { get; init; } = 0.5;

    /// <summary>What one spike of every inhibitory neuron gives an inhibitory neuron.</summary>
    public double AmongInhibitory { get; init; } = 0.2;

    /// <summary>w_IE in training.</summary>
    public double TrainingInhibition { get; init; } = 1;

    /// <summary>Width of the Gaussian that spikes are smoothed with before they are compared with items [ms].</summary>
    public double SmoothingMs { get; init; } = 5;

    /// <summary>Rate that counts as full activity [Hz].</summary>
    public double FullRate { get; init; } = 40;

    /// <summary>The network in SI units.</summary>
    /// <param name="assemblySize">n_A.</param>
    /// <param name="adaptation">b_a [threshold · ms].</param>
    /// <param name="adaptationTauMs">τ_a [ms].</param>
    public SpikingCircuit ToCircuit(int assemblySize, double adaptation, double adaptationTauMs) =>
        new()
        {
            Excitatory = Excitatory,
            Inhibitory = Inhibitory,
            TimeStep = TimeStepMs / 1000,
            AssemblySize = assemblySize,
            TauMembrane = TauMembraneMs / 1000,
            TauMembraneInhibitory = TauMembraneInhibitoryMs / 1000,
            Refractory = RefractoryMs / 1000,
            RefractoryInhibitory = RefractoryInhibitoryMs / 1000,
            TauExcitation = TauExcitationMs / 1000,
            TauInhibition = TauInhibitionMs / 1000,
            Floor = Floor,
            Bias = Bias,
            BiasInhibitory = BiasInhibitory,
            NoiseSd = NoiseSd,
            InitialWeight = InitialWeight,
            ToInhibitory = ToInhibitory,
            AmongInhibitory = AmongInhibitory,
            TrainingInhibition = TrainingInhibition,
            Adaptation = adaptation / 1000,
            AdaptationTau = adaptationTauMs / 1000,
            Smoothing = SmoothingMs / 1000,
            FullRate = FullRate,
        };
}
