using System.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>On which side of the synapse a quantity lives.</summary>
[Flags]
internal enum Side
{
    Constant = 0,
    Pre = 1,
    Post = 2,
    Weight = 4,
}

/// <summary>The signals a formula can name, in the order of the signal structs.</summary>
internal enum SignalName
{
    Rate,
    Spikes,
    Change,
    Fast,
    Slow,
    Voltage,
}

/// <summary>What cannot be taken apart further: a signal, the weight, or a function of one side such as tanh(post.rate).</summary>
internal sealed record Symbol(Side Side, string Name, SignalName Signal, Func<double, double>? Function = null, Polynomial? Argument = null)
{
    /// <summary>w itself.</summary>
    public static Symbol Weight { get; } = new(Side.Weight, "w", default);

    public bool Equals(Symbol? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
