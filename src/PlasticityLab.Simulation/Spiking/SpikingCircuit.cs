using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The spiking network of the sequence task: excitatory neurons with plastic all-to-all synapses among them and inhibitory neurons
/// as uniform pools. Potentials are in units of the threshold.</summary>
public sealed record SpikingCircuit
{
    /// <summary>N, excitatory neurons.</summary>
    public int Excitatory { get; init; } = 200;

    /// <summary>Inhibitory neurons.</summary>
    public int Inhibitory { get; init; } = 50;

    /// <summary>dt [s].</summary>
    public double TimeStep { get; init; } = 0.0005;

    /// <summary>n_A, neurons of an assembly: a weight of 1 means that one spike of each of n_A neurons raises the current by 1.</summary>
    public int AssemblySize { get; init; } = 24;

    /// <summary>τ_m of excitatory neurons [s].</summary>
    public double TauMembrane { get; init; } = 0.020;

    /// <summary>τ_m of inhibitory neurons [s].</summary>
    public double TauMembraneInhibitory { get; init; } = 0.010;

    /// <summary>Refractory period of excitatory neurons [s].</summary>
    public double Refractory { get; init; } = 0.003;

    /// <summary>Refractory period of inhibitory neurons [s].</summary>
    public double RefractoryInhibitory { get; init; } = 0.001;

    /// <summary>Decay of excitatory currents [s]; slow ones make a chain of assemblies robust.</summary>
    public double TauExcitation { get; init; } = 0.015;

    /// <summary>Decay of inhibitory currents [s].</summary>
    public double TauInhibition { get; init; } = 0.008;

    /// <summary>Lowest potential [threshold].</summary>
    public double Floor { get; init; } = -1;

    /// <summary>Constant input of excitatory neurons [threshold].</summary>
    public double Bias { get; init; } = 0.6;

    /// <summary>Constant input of inhibitory neurons [threshold].</summary>
    public double BiasInhibitory { get; init; } = 0.5;

    /// <summary>σ, standard deviation that white noise gives the free membrane [threshold].</summary>
    public double NoiseSd { get; init; } = 0.12;

    /// <summary>Initial weights are U[0, this/N] per synapse, in units of the threshold.</summary>
    public double InitialWeight { get; init; } = 0.6;

    /// <summary>What one spike of a whole assembly gives an inhibitory neuron [threshold].</summary>
    public double ToInhibitory { get; init; } = 0.5;

    /// <summary>What one spike of every inhibitory neuron gives an inhibitory neuron [threshold].</summary>
    public double AmongInhibitory { get; init; } = 0.2;

    /// <summary>w_IE while training: what one spike of every inhibitory neuron takes from an excitatory one [threshold].</summary>
    public double TrainingInhibition { get; init; } = 1;

    /// <summary>b_a, strength of adaptation of excitatory neurons [threshold · s].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a [s].</summary>
    public double AdaptationTau { get; init; } = 0.100;

    /// <summary>Width of the Gaussian that spikes are smoothed with [s].</summary>
    public double Smoothing { get; init; } = 0.005;

    /// <summary>Rate that counts as full activity [Hz].</summary>
    public double FullRate { get; init; } = 40;

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems()
    {
        var shortest = Math.Min(Math.Min(TauMembrane, TauMembraneInhibitory), Math.Min(TauExcitation, TauInhibition));
        return Require.All(
            Require.AtLeast(Excitatory, 2),
            Require.AtLeast(Inhibitory, 1),
            Require.Positive(TimeStep),
            Require.Positive(TauMembrane),
            Require.Positive(TauMembraneInhibitory),
            Require.Positive(TauExcitation),
            Require.Positive(TauInhibition),
            Require.NotNegative(Refractory),
            Require.NotNegative(RefractoryInhibitory),
            Require.Finite(Bias),
            Require.Finite(BiasInhibitory),
            Require.NotNegative(NoiseSd),
            Require.NotNegative(InitialWeight),
            Require.NotNegative(ToInhibitory),
            Require.NotNegative(AmongInhibitory),
            Require.NotNegative(TrainingInhibition),
            Require.NotNegative(Adaptation),
            Require.Positive(AdaptationTau),
            Require.Positive(Smoothing),
            Require.Positive(FullRate),
            TimeGrid.Problem(Refractory, TimeStep, "refractory"),
            TimeGrid.Problem(RefractoryInhibitory, TimeStep, "refractory_inhibitory"),
            Floor <= 0 ? null : $"floor must be 0 or below, but is {Floor:R}.",
            TimeStep <= 0.5 * shortest
                ? null
                : $"time_step must be at most half of the shortest time constant ({1000 * shortest:R} ms), but is {1000 * TimeStep:R} ms."
        );
    }

    /// <summary>The excitatory neuron.</summary>
    public AdaptiveLif ExcitatoryNeuron =>
        new()
        {
            TauMembrane = TauMembrane,
            RefractoryPeriod = Refractory,
            TauExcitation = TauExcitation,
            TauInhibition = TauInhibition,
            Floor = Floor,
            Adaptation = Adaptation,
            TauAdaptation = AdaptationTau,
        };

    /// <summary>The inhibitory neuron.</summary>
    public AdaptiveLif InhibitoryNeuron =>
        new()
        {
            TauMembrane = TauMembraneInhibitory,
            RefractoryPeriod = RefractoryInhibitory,
            TauExcitation = TauExcitation,
            TauInhibition = TauInhibition,
            Floor = Floor,
        };
}
