using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spec;

/// <summary>A spiking network as a study file gives it (<c>network: { kind: spiking, … }</c>); potentials in units of the
/// threshold.</summary>
public sealed record SpikingNetworkSection
{
    /// <summary>N, excitatory neurons; the synapses among them learn.</summary>
    public int Excitatory { get; init; } = 200;

    /// <summary>Inhibitory neurons.</summary>
    public int Inhibitory { get; init; } = 50;

    /// <summary>dt [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.0005;

    /// <summary>τ_m of excitatory neurons [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.02;

    /// <summary>τ_m of inhibitory neurons [s].</summary>
    [Unit("s")]
    public double TauMembraneInhibitory { get; init; } = 0.01;

    /// <summary>Refractory period of excitatory neurons [s].</summary>
    [Unit("s")]
    public double Refractory { get; init; } = 0.003;

    /// <summary>Refractory period of inhibitory neurons [s].</summary>
    [Unit("s")]
    public double RefractoryInhibitory { get; init; } = 0.001;

    /// <summary>Decay of excitatory currents [s].</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.015;

    /// <summary>Decay of inhibitory currents [s].</summary>
    [Unit("s")]
    public double TauInhibition { get; init; } = 0.008;

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

    /// <summary>Width of the Gaussian that spikes are smoothed with before they are compared with items [s].</summary>
    [Unit("s")]
    public double Smoothing { get; init; } = 0.005;

    /// <summary>Rate that counts as full activity [Hz].</summary>
    public double FullRate { get; init; } = 40;

    /// <summary>The network as it is simulated.</summary>
    /// <param name="assemblySize">n_A.</param>
    /// <param name="adaptation">b_a [threshold · ms].</param>
    /// <param name="adaptationTau">τ_a [s].</param>
    public SpikingNetwork ToCircuit(int assemblySize, double adaptation, double adaptationTau) =>
        new()
        {
            Excitatory = Excitatory,
            Inhibitory = Inhibitory,
            TimeStep = TimeStep,
            AssemblySize = assemblySize,
            TauMembrane = TauMembrane,
            TauMembraneInhibitory = TauMembraneInhibitory,
            Refractory = Refractory,
            RefractoryInhibitory = RefractoryInhibitory,
            TauExcitation = TauExcitation,
            TauInhibition = TauInhibition,
            Floor = Floor,
            Bias = Bias,
            BiasInhibitory = BiasInhibitory,
            NoiseSd = NoiseSd,
            InitialWeight = InitialWeight,
            ToInhibitory = ToInhibitory,
            AmongInhibitory = AmongInhibitory,
            TrainingInhibition = TrainingInhibition,
            Adaptation = adaptation,
            AdaptationTau = adaptationTau,
            Smoothing = Smoothing,
            FullRate = FullRate,
        };
}
