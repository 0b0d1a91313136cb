using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Numerics.Lanes;

/// <summary>Four synapses side by side in double precision.</summary>
public readonly struct Lane4(Vector256<double> value) : IMemoryLane<Lane4, double>
{
    /// <summary>The numbers.</summary>
    public readonly Vector256<double> Value = value;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    public static Lane4 Splat(double value) => new(Vector256.Create((double)value));

    /// <inheritdoc/>
    public static Lane4 Load(ref double first, nuint index) => new(Vector256.LoadUnsafe(ref first, index));

    /// <inheritdoc/>
    public static void Store(ref double first, nuint index, Lane4 value) => value.Value.StoreUnsafe(ref first, index);

    /// <inheritdoc/>
    public static Lane4 operator +(Lane4 a, Lane4 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Lane4 operator -(Lane4 a, Lane4 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Lane4 operator *(Lane4 a, Lane4 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Lane4 operator /(Lane4 a, Lane4 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Lane4 operator -(Lane4 a) => new(-a.Value);

    /// <inheritdoc/>
    public static Lane4 MultiplyAdd(Lane4 a, Lane4 b, Lane4 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Lane4 Min(Lane4 a, Lane4 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.Value, a.Value), Vector256.MinNative(a.Value, b.Value), a.Value));

    /// <inheritdoc/>
    public static Lane4 Max(Lane4 a, Lane4 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.Value, a.Value), Vector256.MaxNative(a.Value, b.Value), a.Value));

    /// <inheritdoc/>
    public static bool AnyAbove(Lane4 a, Lane4 b) => Vector256.GreaterThan(a.Value, b.Value).ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    public static Lane4 AtLeast(Lane4 bound, Lane4 x) => new(Vector256.MaxNative(bound.Value, x.Value));

    /// <inheritdoc/>
    public static Lane4 AtMost(Lane4 bound, Lane4 x) => new(Vector256.MinNative(bound.Value, x.Value));

    /// <inheritdoc/>
    public static Lane4 Exp(Lane4 x) => new(VectorMath.Exp(x.Value));

    /// <inheritdoc/>
    public static Lane4 Tanh(Lane4 x) => new(VectorMath.Tanh(x.Value));

    /// <inheritdoc/>
    public static Lane4 Pow(Lane4 x, double p) => Each(x, value => Math.Pow(value, (double)p));

    private static Lane4 Each(Lane4 x, Func<double, double> f)
    {
        Span<double> values = stackalloc double[4];
        x.Value.CopyTo(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = f(values[i]);
        }

        return new(Vector256.Create<double>(values));
    }
}
