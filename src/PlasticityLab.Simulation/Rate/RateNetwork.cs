using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Recurrent rate networks.</summary>
/// <remarks>
/// u_i = κ (Σ_j W_ij r_j − w_I [(1/n_A) Σ_j r_j − A₀]₊) + I_i(t) + σ n_i − b_a a_i,
/// τ dr_i/dt = −r_i + φ(u_i), τ_a da_i/dt = −a_i + r_i, and n_i an Ornstein-Uhlenbeck process of unit variance with time constant τ_n.
/// The inhibition starts when more than A₀ assemblies are active; it is exact, not a population of its own.
/// </remarks>
public sealed record RateNetwork : INetworkKind
{
    /// <summary>Names of the readout: w_I, inhibition [1]; γ, factor on the recurrent weights [1]; factor on σ [1].</summary>
    public const string Inhibition = "inhibition",
        Gain = "gain",
        Noise = "noise";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "rate",
            "a network of rates",
            "τ dr/dt = −r + φ(γ (W r) − w_I [Σr/n_A − A₀]₊ + I + σ n − b_a a)",
            "Wilson & Cowan 1972, Biophys. J. 12:1; Amari 1972, IEEE Trans. Comput. C-21:1197",
            ImmutableSortedDictionary<string, double>.Empty.Add(Inhibition, 2).Add(Gain, 1).Add(Noise, 1)
        )
        {
            Given = ImmutableSortedDictionary<string, double>.Empty.Add(Inhibition, 4).Add(Gain, 2),
            Space =
            [
                ("eta", new(1, 100, log: true)),
                ("decay", new([0, 0.03, 0.1])),
                ("weight_max", new(0.8, 3, log: true)),
                ("cap", new(0, 1.3, 1.7, 2.5)),
                ("training_gain", new([0, 0.3, 1])),
            ],
        };

    /// <inheritdoc/>
    public int Neurons => Units;

    /// <inheritdoc/>
    public double InitialRadius => Initial is null ? InitialGain : double.NaN;

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 300;

    /// <summary>φ, transfer function.</summary>
    public IRateNeuron Neuron { get; init; } = new Logistic();

    /// <summary>τ, time constant of the activity [s].</summary>
    [Unit("s")]
    public double Tau { get; init; } = 0.010;

    /// <summary>dt, time step of forward Euler [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.001;

    /// <summary>g, the initial weights are g N(0,1)/√(N·density) [1].</summary>
    public double InitialGain { get; init; } = 0.5;

    /// <summary>Share of the possible synapses that exist [1].</summary>
    public double Density { get; init; } = 1;

    /// <summary>Share of inhibitory neurons when the network obeys Dale's law [1]; 0: signs are free.</summary>
    public double DaleInhibitory { get; init; }

    /// <summary>n_A, neurons of one assembly: the unit in which weights and inhibition are told; it follows from the task.</summary>
    [SetByCode]
    public int AssemblySize { get; init; } = 20;

    /// <summary>A₀, active assemblies above which inhibition starts [1].</summary>
    public double InhibitionThreshold { get; init; } = 1;

    /// <summary>w_I, inhibition during training [1].</summary>
    public double TrainingInhibition { get; init; } = 2;

    /// <summary>b_a, strength of adaptation [1].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a, time constant of adaptation [s].</summary>
    [Unit("s")]
    public double AdaptationTau { get; init; } = 0.100;

    /// <summary>σ, standard deviation of the noise [1].</summary>
    public double NoiseSd { get; init; } = 0.05;

    /// <summary>τ_n, time constant of the noise [s].</summary>
    [Unit("s")]
    public double NoiseTau { get; init; } = 0.005;

    /// <summary>How the network is computed.</summary>
    [Added(2, Arithmetic.Fast)]
    public Arithmetic Arithmetic { get; init; }

    /// <summary>The weights before learning, from a file, the same for every seed: an exact 0 is an absent synapse where density is below 1;
    /// left out: drawn from the seed. Learning keeps them within ±weight_max/n_A, as it does drawn ones.</summary>
    [Added(3, null)]
    public WeightArray? Initial { get; init; }

    /// <summary>τ/τ_a, how fast adaptation follows activity [1]; of milliseconds, in which round times are exact.</summary>
    public double AdaptationPace => Tau * 1000 / (AdaptationTau * 1000);

    /// <inheritdoc/>
    public double Unit(int assemblySize) => assemblySize;

    /// <inheritdoc/>
    public INetworkKind At(string folder) => Initial is null ? this : this with { Initial = Initial.At(folder, "initial") };

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new RateLearner(this with { AssemblySize = making.AssemblySize }, making);
    }

    /// <inheritdoc/>
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
            .Concat(Neuron.Problems())
            .Concat(InitialProblems());

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        var traces = learning.Rule.Traces;
        foreach (var trace in new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow })
        {
            if (trace.Kind != TraceKind.None && trace.Tau < TimeStep)
            {
                yield return $"a trace's time constant must be at least the time step of {Quantity.Show(TimeStep, "s")}, but is {Quantity.Show(trace.Tau, "s")}.";
            }

            if (trace.Kind == TraceKind.NearestSpike)
            {
                yield return $"{RuleCatalog.Card(learning.Rule).Id} pairs nearest spikes, which a rate network does not have; use a rule of the rate family (plasticity rules list).";
            }
        }

        if (LearningStep.Problem(this with { AssemblySize = assemblySize }, learning) is { } step)
        {
            yield return step;
        }

        foreach (var problem in Arithmetic == Arithmetic.Portable ? PlasticMatrix.PortableProblems(learning.Rule) : [])
        {
            yield return problem;
        }

        if (RuleCatalog.Card(learning.Rule) is { Clock: not RuleClock.EveryStep, Family: not RuleFamily.Control } card)
        {
            yield return $"{card.Id} is a rule on spikes and this network has rates; use {RateForm(card)}, its rate form.";
        }
    }

    private IEnumerable<string> InitialProblems()
    {
        if (Initial is not { Hash.Length: > 0 })
        {
            yield break;
        }

        foreach (var problem in Initial.Problems(Units, Card.Size))
        {
            yield return $"initial {problem}";
        }

        var excitatory = Units - InitialWeights.InhibitoryCount(this);
        if (DaleInhibitory > 0 && Initial.First((_, pre, w) => pre < excitatory ? w < 0 : w > 0) is { } entry)
        {
            yield return $"initial must hold no negative weight from the first {excitatory} neurons and no positive one from the others (dale_inhibitory), but {entry}.";
        }
    }

    private static string RateForm(RuleCard card) =>
        card.Id switch
        {
            "spike_hebbian" => "symmetric_window",
            "spike_anti_hebbian" => "anti_hebbian",
            "spike_causal" => "causal_trace_hebb",
            "spike_anti_stdp" => "anti_stdp",
            _ => card.Id.Contains("triplet", StringComparison.Ordinal) ? "rate_triplet" : "rate_stdp",
        };
}
