using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Which synaptic variable a projection raises. Weights are positive for both in models that have an inhibitory variable.</summary>
public enum Receptor
{
    /// <summary>The excitatory variable e.</summary>
    Excitatory,

    /// <summary>The inhibitory variable i.</summary>
    Inhibitory,
}

/// <summary>Precision of state and weights.</summary>
public enum SpikingPrecision
{
    /// <summary>32-bit numbers, eight neurons at a time.</summary>
    Single,

    /// <summary>64-bit numbers, four neurons at a time.</summary>
    Double,
}

/// <summary>A group of neurons, or of spike sources.</summary>
public sealed class Population
{
    internal Population(int index, string name, int count, ISpikingNeuron? neuron) => (Index, Name, Count, Neuron) = (index, name, count, neuron);

    /// <summary>Its number in the network.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many neurons.</summary>
    public int Count { get; }

    /// <summary>Its neuron model; null for spike sources.</summary>
    public ISpikingNeuron? Neuron { get; }

    /// <summary>Rate of each Poisson source [Hz]; may change while running.</summary>
    public double Rate { get; set; }

    /// <summary>Standard deviation of white noise on the input, per step.</summary>
    public double NoisePerStep { get; set; }

    /// <summary>Whether its spikes are kept.</summary>
    public bool Record { get; set; } = true;

    internal IReadOnlyList<(long Step, int Neuron)>? Train { get; init; }

    internal List<(double Rate, double Weight, Receptor Receptor)> Background { get; } = [];
}

/// <summary>How a projection learns.</summary>
/// <param name="Rule">The rule; it must act at spikes unless the projection is all-to-all.</param>
/// <param name="WeightMin">Lower bound.</param>
/// <param name="WeightMax">Upper bound.</param>
/// <param name="MayDefer">Whether potentiation may be deferred where that is exact.</param>
public sealed record Plasticity(ILearningRule Rule, double WeightMin, double WeightMax, bool MayDefer = true);

/// <summary>The synapses from one population to another.</summary>
public sealed class Projection
{
    internal Projection(int index, Population pre, Population post) => (Index, Pre, Post) = (index, pre, post);

    internal int Index { get; }

    /// <summary>Who sends.</summary>
    public Population Pre { get; }

    /// <summary>Who receives.</summary>
    public Population Post { get; }

    /// <summary>Who is connected to whom.</summary>
    public required Wiring Wiring { get; init; }

    /// <summary>Weight of every synapse at the start, in the unit of the receiver's synaptic variable.</summary>
    public required double Weight { get; init; }

    /// <summary>A weight for each synapse, drawn in order of senders; else all have <see cref="Weight"/>.</summary>
    public Func<RandomStream, double>? Draw { get; init; }

    /// <summary>Which variable it raises.</summary>
    public Receptor Receptor { get; init; }

    /// <summary>Time from a spike to its arrival [s], at least one step.</summary>
    public required double Delay { get; init; }

    /// <summary>How it learns; null when it does not.</summary>
    public Plasticity? Plasticity { get; init; }

    internal string Name => $"{Pre.Name} to {Post.Name}";
}

/// <summary>What a network will need.</summary>
/// <param name="Synapses">Expected number of stored synapses.</param>
/// <param name="PlasticSynapses">Of them, those that learn.</param>
/// <param name="Bytes">Expected memory [B].</param>
public sealed record MemoryForecast(double Synapses, double PlasticSynapses, double Bytes)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString() => $"{Synapses:N0} synapses ({PlasticSynapses:N0} plastic), about {Bytes / 1048576:N1} MiB.";
}

/// <summary>How a run went. Silence, seizure and divergence are results.</summary>
public enum SpikingOutcomeKind
{
    /// <summary>Neither of the others.</summary>
    Active,

    /// <summary>No neuron spiked.</summary>
    Silent,

    /// <summary>A population fired near its largest possible rate.</summary>
    Seizure,

    /// <summary>A state was no longer a finite number.</summary>
    Diverged,
}

/// <summary>How a run went.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="At">When it was seen [s].</param>
/// <param name="Sentence">For people.</param>
public sealed record SpikingOutcome(SpikingOutcomeKind Kind, double At, string Sentence);
