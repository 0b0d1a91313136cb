using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Spiking networks: excitatory neurons with plastic all-to-all synapses among them, and inhibitory neurons as uniform
/// pools.</summary>
/// <remarks>
/// Inputs and weights are in units of the threshold: an input of 1 brings the free membrane just to where it spikes, and a weight of 1 means
/// that one spike of a whole assembly raises the current by 1. What that is in the units of another neuron model, the model says
/// (<see cref="ISpikingNeuron.Units"/>).
/// </remarks>
public sealed record SpikingNetwork : INetworkKind
{
    /// <summary>Names of the readout: w_IE, inhibition [threshold]; γ, factor on recurrent excitation [1]; factor on σ [1].</summary>
    public const string Inhibition = "inhibition",
        Gain = "gain",
        Noise = "noise";

    /// <summary>Names of the numbers that recordings carry: mean rates in training, or in the free run of an answer [Hz].</summary>
    public const string ExcitatoryRate = "excitatory_rate",
        InhibitoryRate = "inhibitory_rate";

    /// <summary>Names of single spikes in recordings: time in steps, and neuron, inhibitory ones numbered on after the excitatory
    /// ones.</summary>
    public const string SpikeSteps = "spike_steps",
        SpikeNeurons = "spike_neurons";

    /// <inheritdoc/>
    public KindCard Card =>
        new(
            "spiking",
            "a network of spikes",
            "τ dv/dt = −v + e − i − b u + I + σ ξ; e += γ w/n_A at a spike among excitatory neurons, i += w_IE/N_I at one of an inhibitory neuron",
            "Brunel 2000, J. Comput. Neurosci. 8:183; Treves 1993, Network 4:259",
            ImmutableSortedDictionary<string, double>.Empty.Add(Inhibition, 0.5).Add(Gain, 2.2).Add(Noise, 1)
        )
        {
            // Amplitudes of potentiation are 1, so that η is the weight that one pair gains, in units of a whole assembly's drive.
            Space =
            [
                ("eta", new(0.003, 0.3, log: true)),
                ("weight_max", new(0.7, 3, log: true)),
                ("cap", new(0, 1.5, 2.5, 4)),
                ("training_gain", new([0, 0.3, 1])),
            ],
            Size = "excitatory",
            Inside = ["spikes"],
        };

    /// <inheritdoc/>
    public int Neurons => Excitatory;

    /// <inheritdoc/>
    public double SampleTime => SpikeOverlaps.SampleTime;

    /// <inheritdoc/>
    // Of uniform weights from 0 to w₀/N the standard deviation is w₀/(N √12); their mean adds one eigenvalue outside.
    public double InitialRadius => Initial is null ? InitialWeight / Math.Sqrt(12.0 * Excitatory) : double.NaN;

    /// <inheritdoc/>
    public double Least => 0;

    /// <summary>N, excitatory neurons.</summary>
    public int Excitatory { get; init; } = 200;

    /// <summary>Inhibitory neurons.</summary>
    public int Inhibitory { get; init; } = 50;

    /// <summary>dt [s].</summary>
    [Unit("s")]
    public double TimeStep { get; init; } = 0.0005;

    /// <summary>n_A, neurons of an assembly: a weight of 1 means that one spike of each of n_A neurons raises the current by 1; it follows
    /// from the task.</summary>
    [SetByCode]
    public int AssemblySize { get; init; } = 24;

    /// <summary>The model of the excitatory neurons; left out: integrate-and-fire with adaptation, whose values stand here (tau_membrane,
    /// refractory, tau_excitation, tau_inhibition, floor, adaptation). Another model has values of its own.</summary>
    [Added(2, null)]
    public ISpikingNeuron? Neuron { get; init; }

    /// <summary>τ_m of excitatory neurons [s].</summary>
    [Unit("s")]
    public double TauMembrane { get; init; } = 0.020;

    /// <summary>τ_m of inhibitory neurons [s].</summary>
    [Unit("s")]
    public double TauMembraneInhibitory { get; init; } = 0.010;

    /// <summary>Refractory period of excitatory neurons [s].</summary>
    [Unit("s")]
    public double Refractory { get; init; } = 0.003;

    /// <summary>Refractory period of inhibitory neurons [s].</summary>
    [Unit("s")]
    public double RefractoryInhibitory { get; init; } = 0.001;

    /// <summary>Decay of excitatory currents [s]; slow ones make a chain of assemblies robust.</summary>
    [Unit("s")]
    public double TauExcitation { get; init; } = 0.015;

    /// <summary>Decay of inhibitory currents [s].</summary>
    [Unit("s")]
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

    /// <summary>b_a, strength of adaptation of excitatory neurons [threshold · ms].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a [s].</summary>
    [Unit("s")]
    public double AdaptationTau { get; init; } = 0.100;

    /// <summary>Width of the Gaussian that spikes are smoothed with [s].</summary>
    [Unit("s")]
    public double Smoothing { get; init; } = 0.005;

    /// <summary>Rate that counts as full activity [Hz].</summary>
    public double FullRate { get; init; } = 40;

    /// <summary>The weights among excitatory neurons before learning, from a file, the same for every seed [threshold]; left out: drawn from
    /// the seed.</summary>
    [Added(3, null)]
    public WeightArray? Initial { get; init; }

    /// <inheritdoc/>
    public INetworkKind At(string folder) => Initial is null ? this : this with { Initial = Initial.At(folder, "initial") };

    /// <inheritdoc/>
    public double Unit(int assemblySize) => 1;

    /// <inheritdoc/>
    public INetwork Make(Making making)
    {
        ArgumentNullException.ThrowIfNull(making);
        return new SpikingLearner(this with { AssemblySize = making.AssemblySize }, making);
    }

    /// <summary>The circuit as it hears training, at rest: its weights learn.</summary>
    /// <param name="learning">The rule and its bounds.</param>
    /// <param name="items">Which neurons stand for which item.</param>
    /// <param name="weights">W[post, pre] to begin with.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="precision">Precision of state and weights.</param>
    public SpikingPlayer Learner(LearningSpec learning, Assemblies items, Matrix weights, ulong seed, SpikingPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(learning);
        var cap = double.IsFinite(learning.Cap) ? learning.Cap : 0;
        return new(
            this,
            items,
            weights,
            TrainingInhibition,
            learning.TrainingGain,
            seed,
            precision,
            new(SpikingLearner.RuleOf(learning), learning.WeightMax, cap, learning.TrainingGain),
            record: true
        );
    }

    /// <summary>The circuit as it answers, at rest: its weights are fixed.</summary>
    /// <param name="readout">Inhibition, gain and factor on the noise by name; what is left out has the value of the card.</param>
    /// <param name="items">Which neurons stand for which item.</param>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="precision">Precision of state and weights.</param>
    public SpikingPlayer Answering(
        ImmutableSortedDictionary<string, double> readout,
        Assemblies items,
        Matrix weights,
        ulong seed,
        SpikingPrecision precision
    )
    {
        var filled = Card.Filled(readout);
        return new(
            this with
            {
                NoiseSd = NoiseSd * filled[Noise],
            },
            items,
            weights,
            filled[Inhibition],
            filled[Gain],
            seed,
            precision,
            record: true
        );
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Ranges()
            .Concat(NeuronProblems())
            .Concat(Memory(single: false))
            .Concat(Initial?.Problems(Excitatory, Card.Size, Least).Select(problem => $"initial {problem}") ?? []);

    /// <inheritdoc/>
    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize)
    {
        ArgumentNullException.ThrowIfNull(learning);
        if (learning.Decay != 0)
        {
            yield return $"decay must be 0 in a spiking network, but is {learning.Decay:R}; give the rule a loss of its own (a_dep) or a limit (cap).";
        }

        if (learning.Normalisation != RowNormalisation.None)
        {
            yield return $"normalisation must be none in a spiking network, but is {Names.Snake(learning.Normalisation.ToString())}; the limit on a neuron's summed weights is cap.";
        }

        var traces = learning.Rule.Traces;
        foreach (var trace in new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow })
        {
            if (trace is { Kind: not TraceKind.None, Tau: > 0 } && trace.Tau < TimeStep)
            {
                yield return $"a trace's time constant must be at least the time step of {Quantity.Show(TimeStep, "s")}, but is {Quantity.Show(trace.Tau, "s")}.";
            }
        }

        if (SpikingLearningStep.Problem(new(SpikingLearner.RuleOf(learning), 0, learning.WeightMax), TimeStep) is { } step)
        {
            yield return step;
        }

        var card = RuleCatalog.Card(learning.Rule);
        if (card.Id != "text" && card is { Clock: RuleClock.EveryStep, Family: not RuleFamily.Control })
        {
            yield return $"{card.Id} is a rule on rates and this network has spikes; use {SpikeForm(card)}.";
        }

        if (card.Clock == RuleClock.AtSpikesAndAbove && ExcitatoryModel is { Shape: null } reset)
        {
            yield return $"{card.Id} reads the potential during a spike, and {reset.Card.Id} is reset at once; use network.neuron: adex_spike_shape.";
        }
    }

    /// <summary>The model of the excitatory neurons.</summary>
    public ISpikingNeuron ExcitatoryModel => Neuron ?? ExcitatoryNeuron;

    /// <summary>What is wrong with the memory that a run takes.</summary>
    /// <param name="single">Single precision.</param>
    public IEnumerable<string> Memory(bool single)
    {
        double neurons = Excitatory,
            each = single ? 12 : 16; // of a synapse: its weight, and the matrix that is read out
        var have = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return neurons * neurons * each > 0.5 * have
            ?
            [
                $"excitatory: {neurons:0} neurons have {neurons * neurons:0.##E0} synapses and need about {neurons * neurons * each / 1073741824:0.0} GiB a run, but this machine has {have / 1073741824.0:0.0} GiB; use fewer.",
            ]
            : [];
    }

    private IEnumerable<string> NeuronProblems()
    {
        if (Neuron is null)
        {
            return [];
        }

        var units = Neuron.Units(TimeStep, TauExcitation);
        return Neuron
            .Problems()
            .Concat(Neuron.StepProblems(TimeStep))
            .Concat(
                Require.All(
                    TimeGrid.Problem(Neuron.RefractoryPeriod, TimeStep, "refractory_period"),
                    Neuron.Shape is { } shape ? TimeGrid.Problem(shape.Width, TimeStep, "spike_width") : null,
                    units.Input > 0 && units.Excitation > 0 && units.Inhibition != 0 && units.TauMembrane > 0
                        ? null
                        : $"neuron {Neuron.Card.Id} with these values has no input that brings it from rest to its threshold."
                )
            );
    }

    private static string SpikeForm(RuleCard card) =>
        card.Id switch
        {
            "hebbian" or "symmetric_window" or "covariance" => "spike_hebbian, its form on spikes",
            "anti_hebbian" or "anti_covariance" => "spike_anti_hebbian, its form on spikes",
            "causal_trace_hebb" => "spike_causal, its form on spikes",
            "rate_stdp" => "spike_stdp, its form on spikes",
            "anti_stdp" => "spike_anti_stdp, its form on spikes",
            "rate_triplet" => "spike_triplet, its form on spikes",
            _ => "a rule that acts at spikes, such as spike_stdp (plasticity rules list)",
        };

    private IEnumerable<string> Ranges()
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
            Adaptation = Adaptation / 1000,
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
