using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Numerics.Lanes;

/// <summary>Eight synapses side by side in single precision.</summary>
public readonly struct Lane8(Vector256<float> value) : IMemoryLane<Lane8, float>
{
    /// <summary>The numbers.</summary>
    public readonly Vector256<float> Value = value;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    public static Lane8 Splat(double value) => new(Vector256.Create((float)value));

    /// <inheritdoc/>
    public static Lane8 Load(ref float first, nuint index) => new(Vector256.LoadUnsafe(ref first, index));

    /// <inheritdoc/>
    public static void Store(ref float first, nuint index, Lane8 value) => value.Value.StoreUnsafe(ref first, index);

    /// <inheritdoc/>
    public static Lane8 operator +(Lane8 a, Lane8 b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Lane8 operator -(Lane8 a, Lane8 b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Lane8 operator *(Lane8 a, Lane8 b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Lane8 operator /(Lane8 a, Lane8 b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Lane8 operator -(Lane8 a) => new(-a.Value);

    /// <inheritdoc/>
    public static Lane8 MultiplyAdd(Lane8 a, Lane8 b, Lane8 c) => new(Vector256.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Lane8 Min(Lane8 a, Lane8 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.Value, a.Value), Vector256.MinNative(a.Value, b.Value), a.Value));

    /// <inheritdoc/>
    public static Lane8 Max(Lane8 a, Lane8 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.Value, a.Value), Vector256.MaxNative(a.Value, b.Value), a.Value));

    /// <inheritdoc/>
    public static bool AnyAbove(Lane8 a, Lane8 b) => Vector256.GreaterThan(a.Value, b.Value).ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    public static Lane8 AtLeast(Lane8 bound, Lane8 x) => new(Vector256.MaxNative(bound.Value, x.Value));

    /// <inheritdoc/>
    public static Lane8 AtMost(Lane8 bound, Lane8 x) => new(Vector256.MinNative(bound.Value, x.Value));

    /// <inheritdoc/>
    public static Lane8 Exp(Lane8 x) => new(VectorMath.Exp(x.Value));

    /// <inheritdoc/>
    public static Lane8 Tanh(Lane8 x) => new(VectorMath.Tanh(x.Value));

    /// <inheritdoc/>
    public static Lane8 Pow(Lane8 x, double p) => Each(x, value => MathF.Pow(value, (float)p));

    private static Lane8 Each(Lane8 x, Func<float, float> f)
    {
        Span<float> values = stackalloc float[8];
        x.Value.CopyTo(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = f(values[i]);
        }

        return new(Vector256.Create<float>(values));
    }
}
