using System.Runtime.CompilerServices;

namespace PlasticityLab.Numerics.Lanes;

/// <summary>One synapse in single precision.</summary>
public readonly struct Lane1F(float value) : IMemoryLane<Lane1F, float>
{
    /// <summary>The number.</summary>
    public readonly float Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static Lane1F Splat(double value) => new((float)value);

    /// <inheritdoc/>
    public static Lane1F Load(ref float first, nuint index) => new(Unsafe.Add(ref first, index));

    /// <inheritdoc/>
    public static void Store(ref float first, nuint index, Lane1F value) => Unsafe.Add(ref first, index) = value.Value;

    /// <inheritdoc/>
    public static Lane1F operator +(Lane1F a, Lane1F b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Lane1F operator -(Lane1F a, Lane1F b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Lane1F operator *(Lane1F a, Lane1F b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Lane1F operator /(Lane1F a, Lane1F b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Lane1F operator -(Lane1F a) => new(-a.Value);

    /// <inheritdoc/>
    public static Lane1F MultiplyAdd(Lane1F a, Lane1F b, Lane1F c) => new(MathF.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Lane1F Min(Lane1F a, Lane1F b) => new(a.Value < b.Value || float.IsNaN(a.Value) ? a.Value : b.Value);

    /// <inheritdoc/>
    public static Lane1F Max(Lane1F a, Lane1F b) => new(a.Value > b.Value || float.IsNaN(a.Value) ? a.Value : b.Value);

    /// <inheritdoc/>
    public static bool AnyAbove(Lane1F a, Lane1F b) => a.Value > b.Value;

    /// <inheritdoc/>
    public static Lane1F AtLeast(Lane1F bound, Lane1F x) => new(bound.Value > x.Value ? bound.Value : x.Value);

    /// <inheritdoc/>
    public static Lane1F AtMost(Lane1F bound, Lane1F x) => new(bound.Value < x.Value ? bound.Value : x.Value);

    /// <inheritdoc/>
    public static Lane1F Exp(Lane1F x) => new(VectorMath.Exp(x.Value));

    /// <inheritdoc/>
    public static Lane1F Tanh(Lane1F x) => new(VectorMath.Tanh(x.Value));

    /// <inheritdoc/>
    public static Lane1F Pow(Lane1F x, double p) => new(MathF.Pow(x.Value, (float)p));
}
