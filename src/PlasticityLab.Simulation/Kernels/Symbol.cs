using PlasticityLab.Numerics;

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

/// <summary>The functions of one side that a formula can call.</summary>
internal enum SideFunction
{
    Reciprocal,
    Min,
    Max,
    Exp,
    Tanh,
    Power,
}

/// <summary>A function of one number.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Constant">The other number of min and max, the exponent of a power.</param>
internal sealed record SymbolFunction(SideFunction Kind, double Constant = 0)
{
    /// <summary>Its name in the name of a symbol.</summary>
    public string Name =>
        Kind switch
        {
            SideFunction.Reciprocal => "1/",
            SideFunction.Exp => "exp",
            SideFunction.Tanh => "tanh",
            SideFunction.Power => FormattableString.Invariant($"pow{Constant:R}"),
            _ => FormattableString.Invariant($"{Kind}{Constant:R}"),
        };

    /// <summary>Its value.</summary>
    public double Of(double x) =>
        Kind switch
        {
            SideFunction.Reciprocal => 1 / x,
            SideFunction.Min => Math.Min(x, Constant),
            SideFunction.Max => Math.Max(x, Constant),
            SideFunction.Exp => VectorMath.Exp(x),
            SideFunction.Tanh => VectorMath.Tanh(x),
            _ => Math.Pow(x, Constant),
        };
}

/// <summary>What cannot be taken apart further: a signal, the weight, or a function of one side such as tanh(post.rate).</summary>
internal sealed record Symbol(Side Side, string Name, SignalName Signal, SymbolFunction? Function = null, Polynomial? Argument = null)
{
    /// <summary>w itself.</summary>
    public static Symbol Weight { get; } = new(Side.Weight, "w", default);

    public bool Equals(Symbol? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
