using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Spec;

/// <summary>The network as a study file gives it; A rate network unless
/// <see cref="Spiking"/> says otherwise.</summary>
public sealed record NetworkSection
{
    /// <summary>The spiking network of <c>kind: spiking</c>; its values stand beside <c>kind</c>, and of the rest of this section only
    /// adaptation counts then.</summary>
    [JsonIgnore]
    public SpikingNetworkSection? Spiking { get; init; }

    /// <summary>N, neurons.</summary>
    public int Units { get; init; } = 300;

    /// <summary>Neuron model: logistic, tanh, threshold_linear, error_function.</summary>
    public string Neuron { get; init; } = "logistic";

    /// <summary>Parameters of the neuron model.</summary>
    public ImmutableSortedDictionary<string, double> NeuronParameters { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>τ [s].</summary>
    [Unit("s")]
    public double Tau { get; init; } = 0.01;

    /// <summary>dt [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.001;

    /// <summary>g, gain of the initially random weights.</summary>
    public double InitialGain { get; init; } = 0.5;

    /// <summary>Share of synapses that exist.</summary>
    public double Density { get; init; } = 1;

    /// <summary>Share of inhibitory neurons under Dale's law; 0: signs are free.</summary>
    public double DaleInhibitory { get; init; }

    /// <summary>A₀, active assemblies above which inhibition starts.</summary>
    public double InhibitionThreshold { get; init; } = 1;

    /// <summary>w_I in training.</summary>
    public double TrainingInhibition { get; init; } = 2;

    /// <summary>b_a, strength of adaptation; in a spiking network [threshold · ms].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a [s].</summary>
    [Unit("s")]
    public double AdaptationTau { get; init; } = 0.1;

    /// <summary>σ of the noise.</summary>
    public double NoiseSd { get; init; } = 0.05;

    /// <summary>τ_n [s].</summary>
    [Unit("s")]
    public double NoiseTau { get; init; } = 0.005;

    /// <summary>How the network is computed: fast (as when left out), or portable, which gives the same bits on every processor.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arithmetic
    {
        get;
        init => field = value == "fast" ? null : value;
    }

    /// <summary>Neurons that learn: all of a rate network, the excitatory ones of a spiking network.</summary>
    [JsonIgnore]
    public int Plastic => Spiking?.Excitatory ?? Units;

    /// <summary>τ/τ_a, how fast adaptation follows activity [1]; of milliseconds, in which round times are exact.</summary>
    [JsonIgnore]
    public double AdaptationPace => Tau * 1000 / (AdaptationTau * 1000);

    /// <summary>This section with another number of neurons that learn.</summary>
    public NetworkSection WithPlastic(int count) =>
        Spiking is null ? this with { Units = count } : this with { Spiking = Spiking with { Excitatory = count } };

    /// <summary>The kind of network that this is.</summary>
    [JsonIgnore]
    public INetworkKind Kind => Spiking is null ? ToNetwork(20) : ToCircuit(24);

    /// <summary>The spiking network as it is simulated.</summary>
    public Simulation.Spiking.SpikingNetwork ToCircuit(int assemblySize) => Spiking!.ToCircuit(assemblySize, Adaptation, AdaptationTau);

    /// <summary>The rate network as it is simulated.</summary>
    public RateNetwork ToNetwork(int assemblySize) =>
        new()
        {
            Units = Units,
            Neuron = Catalog.Of<IRateNeuron>().Create(Neuron, NeuronParameters),
            Tau = Tau,
            TimeStep = TimeStep,
            InitialGain = InitialGain,
            Density = Density,
            DaleInhibitory = DaleInhibitory,
            AssemblySize = assemblySize,
            InhibitionThreshold = InhibitionThreshold,
            TrainingInhibition = TrainingInhibition,
            Adaptation = Adaptation,
            AdaptationTau = AdaptationTau,
            NoiseSd = NoiseSd,
            NoiseTau = NoiseTau,
            Arithmetic = Arithmetic == "portable" ? Numerics.Arithmetic.Portable : Numerics.Arithmetic.Fast,
        };
}
