using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

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
