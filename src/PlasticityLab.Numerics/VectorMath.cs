using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Numerics;

/// <summary>exp, tanh and the logistic function of whole spans, a few units in the last place from exact. Each value depends on its own
/// argument only, never on its place, so scalar, vector and threaded callers get the same bits.</summary>
/// <remarks>
/// Method: x = k ln 2 + s with |s| ≤ ln 2 / 2, and e^s − 1 from its Taylor series, which at that width needs 14 terms in double and 8 in
/// single
/// precision. Working with e^x − 1 instead of e^x keeps tanh exact to the last places near 0, where 1 − 2/(e^2x + 1) cancels.
/// Multiply-adds are fused where the processor has them, so bits can differ between processors with and without.
/// </remarks>
public static class VectorMath
{
    private const double Log2E = 1.4426950408889634,
        Ln2High = 0.693147180369123816490,
        Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e^x.</summary>
    public static void Exp(ReadOnlySpan<double> x, Span<double> result) => Map<ExpOf>(x, result);

    /// <summary>tanh x.</summary>
    public static void Tanh(ReadOnlySpan<double> x, Span<double> result) => Map<TanhOf>(x, result);

    /// <summary>1/(1 + e^−x).</summary>
    public static void Logistic(ReadOnlySpan<double> x, Span<double> result) => Map<LogisticOf>(x, result);

    /// <summary>e^x.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> result) => Map<ExpOf>(x, result);

    /// <summary>tanh x.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> result) => Map<TanhOf>(x, result);

    /// <summary>1/(1 + e^−x).</summary>
    public static void Logistic(ReadOnlySpan<float> x, Span<float> result) => Map<LogisticOf>(x, result);

    /// <summary>e^x.</summary>
    public static double Exp(double x) => Exp(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>tanh x.</summary>
    public static double Tanh(double x) => Tanh(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>1/(1 + e^−x).</summary>
    public static double Logistic(double x) => Logistic(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>e^x.</summary>
    public static float Exp(float x) => Exp(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>tanh x.</summary>
    public static float Tanh(float x) => Tanh(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>1/(1 + e^−x).</summary>
    public static float Logistic(float x) => Logistic(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>e^x of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        var (power, number, rest) = Split(Vector256.MaxNative(Vector256.Create(-745.2), Vector256.MinNative(Vector256.Create(709.79), x)));
        // 2^k in two halves: k runs to ±1075, beyond what one exponent field can hold.
        var half = Whole(number * Vector256.Create(0.5));
        return (Vector256<double>.One + rest) * Scale(half) * Scale(power - half);
    }

    /// <summary>tanh x of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> x)
    {
        // Beyond ±20 tanh is ±1 to the last bit. The sign is put back at the end: tanh is odd exactly.
        var y = Vector256.MinNative(Vector256.Create(40.0), Vector256.Abs(x + x));
        var (power, _, rest) = Split(y);
        var scale = Scale(power);
        var less1 = Vector256.MultiplyAddEstimate(scale, rest, scale - Vector256<double>.One);
        return Vector256.CopySign(less1 / (less1 + Vector256.Create(2.0)), x);
    }

    /// <summary>1/(1 + e^−x) of four numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Logistic(Vector256<double> x)
    {
        var y = Vector256.MaxNative(Vector256.Create(-708.0), Vector256.MinNative(Vector256.Create(708.0), -x));
        var (power, _, rest) = Split(y);
        var scale = Scale(power);
        return Vector256<double>.One / (Vector256<double>.One + Vector256.MultiplyAddEstimate(scale, rest, scale));
    }

    /// <summary>e^x of eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var (power, _, rest) = Split(Vector256.MaxNative(Vector256.Create(-104f), Vector256.MinNative(Vector256.Create(88.8f), x)));
        var half = Vector256.ShiftRightArithmetic(power, 1);
        return (Vector256<float>.One + rest) * Scale(half) * Scale(power - half);
    }

    /// <summary>tanh x of eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        var y = Vector256.MinNative(Vector256.Create(20f), Vector256.Abs(x + x));
        var (power, _, rest) = Split(y);
        var scale = Scale(power);
        var less1 = Vector256.MultiplyAddEstimate(scale, rest, scale - Vector256<float>.One);
        return Vector256.CopySign(less1 / (less1 + Vector256.Create(2f)), x);
    }

    /// <summary>1/(1 + e^−x) of eight numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Logistic(Vector256<float> x)
    {
        var y = Vector256.MaxNative(Vector256.Create(-87f), Vector256.MinNative(Vector256.Create(87f), -x));
        var (power, _, rest) = Split(y);
        var scale = Scale(power);
        return Vector256<float>.One / (Vector256<float>.One + Vector256.MultiplyAddEstimate(scale, rest, scale));
    }

    // y = k ln 2 + s; answers k, once as bits and once as a number, and e^s − 1. A NaN stays a NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<long> Power, Vector256<double> Number, Vector256<double> Less1) Split(Vector256<double> y)
    {
        // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits.
        var shift = Vector256.Create(6755399441055744.0);
        var rounded = Vector256.MultiplyAddEstimate(y, Vector256.Create(Log2E), shift);
        var k = rounded - shift;
        var s = Vector256.MultiplyAddEstimate(k, Vector256.Create(-Ln2High), y);
        s = Vector256.MultiplyAddEstimate(k, Vector256.Create(-Ln2Low), s);
        var p = Vector256.Create(1 / 87178291200.0);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 6227020800.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 479001600.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 39916800.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 3628800.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 362880.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 40320.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 5040.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 720.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 120.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 24.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 6.0));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(0.5));
        p = Vector256.MultiplyAddEstimate(p * s, s, s);
        var power = rounded.AsInt64() - shift.AsInt64();
        return (power, k, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Power, Vector256<float> Number, Vector256<float> Less1) Split(Vector256<float> y)
    {
        var shift = Vector256.Create(12582912f);
        var rounded = Vector256.MultiplyAddEstimate(y, Vector256.Create((float)Log2E), shift);
        var k = rounded - shift;
        var s = Vector256.MultiplyAddEstimate(k, Vector256.Create(-0.693359375f), y);
        s = Vector256.MultiplyAddEstimate(k, Vector256.Create(2.12194440e-4f), s);
        var p = Vector256.Create(1 / 40320f);
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 5040f));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 720f));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 120f));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 24f));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(1 / 6f));
        p = Vector256.MultiplyAddEstimate(p, s, Vector256.Create(0.5f));
        p = Vector256.MultiplyAddEstimate(p * s, s, s);
        return (rounded.AsInt32() - shift.AsInt32(), k, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Whole(Vector256<double> x)
    {
        var shift = Vector256.Create(6755399441055744.0);
        return (x + shift).AsInt64() - shift.AsInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Scale(Vector256<long> power) => Vector256.ShiftLeft(power + Vector256.Create(1023L), 52).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<int> power) => Vector256.ShiftLeft(power + Vector256.Create(127), 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(ReadOnlySpan<double> x, Span<double> result)
        where TFunction : struct, IFunction
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, x.Length);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(result);
        var k = 0;
        for (; k <= x.Length - Vector256<double>.Count; k += Vector256<double>.Count)
        {
            TFunction.Of(Vector256.LoadUnsafe(ref source, (nuint)k)).StoreUnsafe(ref target, (nuint)k);
        }

        for (; k < x.Length; k++)
        {
            result[k] = TFunction.Of(Vector256.CreateScalar(x[k])).ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> result)
        where TFunction : struct, IFunction
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, x.Length);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(result);
        var k = 0;
        for (; k <= x.Length - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            TFunction.Of(Vector256.LoadUnsafe(ref source, (nuint)k)).StoreUnsafe(ref target, (nuint)k);
        }

        for (; k < x.Length; k++)
        {
            result[k] = TFunction.Of(Vector256.CreateScalar(x[k])).ToScalar();
        }
    }

    private interface IFunction
    {
        static abstract Vector256<double> Of(Vector256<double> x);

        static abstract Vector256<float> Of(Vector256<float> x);
    }

    private readonly struct ExpOf : IFunction
    {
        public static Vector256<double> Of(Vector256<double> x) => Exp(x);

        public static Vector256<float> Of(Vector256<float> x) => Exp(x);
    }

    private readonly struct TanhOf : IFunction
    {
        public static Vector256<double> Of(Vector256<double> x) => Tanh(x);

        public static Vector256<float> Of(Vector256<float> x) => Tanh(x);
    }

    private readonly struct LogisticOf : IFunction
    {
        public static Vector256<double> Of(Vector256<double> x) => Logistic(x);

        public static Vector256<float> Of(Vector256<float> x) => Logistic(x);
    }
}
