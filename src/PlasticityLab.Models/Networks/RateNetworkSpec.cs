using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>A recurrent rate network before learning.</summary>
/// <remarks>
/// u_i = κ (Σ_j W_ij r_j − w_I [(1/n_A) Σ_j r_j − A₀]₊) + I_i(t) + σ n_i − b_a a_i,
/// τ dr_i/dt = −r_i + φ(u_i), τ_a da_i/dt = −a_i + r_i, and n_i an Ornstein-Uhlenbeck process of unit variance with time constant τ_n.
/// The inhibition starts when more than A₀ assemblies are active; it is exact, not a population of its own.
/// </remarks>
public sealed record RateNetworkSpec
{
    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 300;

    /// <summary>φ, transfer function.</summary>
    public IRateNeuron Neuron { get; init; } = new Logistic();

    /// <summary>τ, time constant of the activity [s].</summary>
    public double Tau { get; init; } = 0.010;

    /// <summary>dt, time step of forward Euler [s].</summary>
    public double TimeStep { get; init; } = 0.001;

    /// <summary>g, the initial weights are g N(0,1)/√(N·density) [1].</summary>
    public double InitialGain { get; init; } = 0.5;

    /// <summary>Share of the possible synapses that exist [1].</summary>
    public double Density { get; init; } = 1;

    /// <summary>Share of inhibitory neurons when the network obeys Dale's law [1]; 0: signs are free.</summary>
    public double DaleInhibitory { get; init; }

    /// <summary>n_A, neurons of one assembly: the unit in which weights and inhibition are told.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>A₀, active assemblies above which inhibition starts [1].</summary>
    public double InhibitionThreshold { get; init; } = 1;

    /// <summary>w_I, inhibition during training [1].</summary>
    public double TrainingInhibition { get; init; } = 2;

    /// <summary>b_a, strength of adaptation [1].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a, time constant of adaptation [s].</summary>
    public double AdaptationTau { get; init; } = 0.100;

    /// <summary>σ, standard deviation of the noise [1].</summary>
    public double NoiseSd { get; init; } = 0.05;

    /// <summary>τ_n, time constant of the noise [s].</summary>
    public double NoiseTau { get; init; } = 0.005;

    /// <summary>How the network is computed.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        Require
            .All(
                Require.AtLeast(Units, 2),
                Require.Positive(Tau),
                Require.Positive(TimeStep),
                Require.NotNegative(InitialGain),
                Require.Between(Density, 1e-6, 1),
                Require.Between(DaleInhibitory, 0, 0.9),
                Require.AtLeast(AssemblySize, 1),
                Require.NotNegative(InhibitionThreshold),
                Require.NotNegative(TrainingInhibition),
                Require.NotNegative(Adaptation),
                Require.Positive(AdaptationTau),
                Require.NotNegative(NoiseSd),
                Require.Positive(NoiseTau),
                TimeStep > Tau / 2
                    ? $"time_step must be at most half of tau ({Tau / 2:R} s) for forward Euler, but is {TimeStep:R} s."
                    : null,
                Arithmetic == Arithmetic.Portable && Neuron is not IPortableNeuron
                    ? $"arithmetic: portable is not available for neuron {Neuron.Card.Id}, whose function is the system's; use logistic, tanh or threshold_linear, or arithmetic: fast."
                    : null
            )
            .Concat(Neuron.Problems());
}
