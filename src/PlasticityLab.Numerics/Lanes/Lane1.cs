using System.Runtime.CompilerServices;

namespace PlasticityLab.Numerics.Lanes;

/// <summary>One synapse in double precision: the oracle that every other path is held against.</summary>
public readonly struct Lane1(double value) : IMemoryLane<Lane1, double>
{
    /// <summary>The number.</summary>
    public readonly double Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static Lane1 Splat(double value) => new((double)value);

    /// <inheritdoc/>
    public static Lane1 Load(ref double first, nuint index) => new(Unsafe.Add(ref first, index));

    /// <inheritdoc/>
    public static void Store(ref double first, nuint index, Lane1 value) => Unsafe.Add(ref first, index) = value.Value;

    /// <inheritdoc/>
    public static Lane1 operator +(Lane1 a, Lane1 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Lane1 operator -(Lane1 a, Lane1 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Lane1 operator *(Lane1 a, Lane1 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Lane1 operator /(Lane1 a, Lane1 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Lane1 operator -(Lane1 a) => new(-a.Value);

    /// <inheritdoc/>
    public static Lane1 MultiplyAdd(Lane1 a, Lane1 b, Lane1 c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Lane1 Min(Lane1 a, Lane1 b) => new(a.Value < b.Value || double.IsNaN(a.Value) ? a.Value : b.Value);

    /// <inheritdoc/>
    public static Lane1 Max(Lane1 a, Lane1 b) => new(a.Value > b.Value || double.IsNaN(a.Value) ? a.Value : b.Value);

    /// <inheritdoc/>
    public static bool AnyAbove(Lane1 a, Lane1 b) => a.Value > b.Value;

    /// <inheritdoc/>
    public static Lane1 AtLeast(Lane1 bound, Lane1 x) => new(bound.Value > x.Value ? bound.Value : x.Value);

    /// <inheritdoc/>
    public static Lane1 AtMost(Lane1 bound, Lane1 x) => new(bound.Value < x.Value ? bound.Value : x.Value);

    /// <inheritdoc/>
    public static Lane1 Exp(Lane1 x) => new(VectorMath.Exp(x.Value));

    /// <inheritdoc/>
    public static Lane1 Tanh(Lane1 x) => new(VectorMath.Tanh(x.Value));

    /// <inheritdoc/>
    public static Lane1 Pow(Lane1 x, double p) => new(Math.Pow(x.Value, (double)p));
}
