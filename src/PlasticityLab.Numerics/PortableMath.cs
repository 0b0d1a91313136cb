using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Numerics;

/// <summary>Functions that give the same bits on every processor: additions, multiplications, divisions and square roots alone, each rounded
/// once, none fused. Within a few units in the last place of exact.</summary>
/// <remarks>Method: x = k ln 2 + s with |s| ≤ ln 2 / 2; e^s from its Taylor series (14 terms in double, 8 in single precision), scaled by 2^k
/// through the exponent's bits. A vector of four or eight is carried out place by place where the processor has none, with the same
/// operations.</remarks>
public static class PortableMath
{
    private const double Log2E = 1.4426950408889634,
        Ln2High = 0.693147180369123816490,
        Ln2Low = 1.90821492927058770002e-10,
        Most = 80; // 1/(1 + e^±80) is 0 or 1 in single precision, and e^80 is far from overflow in both

    /// <summary>e^x for |x| ≤ 700.</summary>
    public static double Exp(double x) => Exp(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>1/(1 + exp(−β(u − θ))) of each u.</summary>
    public static void Logistic(ReadOnlySpan<double> u, Span<double> result, double beta, double theta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, u.Length);
        ref var source = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetReference(result);
        var k = 0;
        for (; k <= u.Length - Vector256<double>.Count; k += Vector256<double>.Count)
        {
            Logistic(Vector256.LoadUnsafe(ref source, (nuint)k), beta, theta).StoreUnsafe(ref target, (nuint)k);
        }

        for (; k < u.Length; k++)
        {
            result[k] = Logistic(Vector256.CreateScalar(u[k]), beta, theta).ToScalar();
        }
    }

    /// <summary>1/(1 + exp(−β(u − θ))) of each u.</summary>
    public static void Logistic(ReadOnlySpan<float> u, Span<float> result, float beta, float theta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, u.Length);
        ref var source = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetReference(result);
        var k = 0;
        for (; k <= u.Length - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            Logistic(Vector256.LoadUnsafe(ref source, (nuint)k), beta, theta).StoreUnsafe(ref target, (nuint)k);
        }

        for (; k < u.Length; k++)
        {
            result[k] = Logistic(Vector256.CreateScalar(u[k]), beta, theta).ToScalar();
        }
    }

    /// <summary>The number between two bounds; NaN passes through. Written as comparisons, because the processors' own least and greatest
    /// treat NaN and the two zeros in ways of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Clamp<T>(Vector256<T> value, Vector256<T> lower, Vector256<T> upper)
    {
        value = Vector256.ConditionalSelect(Vector256.LessThan(value, lower), lower, value);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(value, upper), upper, value);
    }

    /// <summary>The sum of all places, neighbours first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> x) => (x[0] + x[1]) + (x[2] + x[3]);

    /// <summary>The sum of all places, neighbours first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> x) => ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Logistic(Vector256<double> u, double beta, double theta)
    {
        var x = Clamp(Vector256.Create(-beta) * (u - Vector256.Create(theta)), Vector256.Create(-Most), Vector256.Create(Most));
        return Vector256<double>.One / (Vector256<double>.One + Exp(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Logistic(Vector256<float> u, float beta, float theta)
    {
        var x = Clamp(
            Vector256.Create(-beta) * (u - Vector256.Create(theta)),
            Vector256.Create(-(float)Most),
            Vector256.Create((float)Most)
        );
        return Vector256<float>.One / (Vector256<float>.One + Exp(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Exp(Vector256<double> x)
    {
        // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits.
        var shift = Vector256.Create(6755399441055744.0);
        var rounded = (x * Vector256.Create(Log2E)) + shift;
        var k = rounded - shift;
        var s = x - (k * Vector256.Create(Ln2High));
        s -= k * Vector256.Create(Ln2Low);
        var p = Vector256.Create(1 / 87178291200.0);
        p = (p * s) + Vector256.Create(1 / 6227020800.0);
        p = (p * s) + Vector256.Create(1 / 479001600.0);
        p = (p * s) + Vector256.Create(1 / 39916800.0);
        p = (p * s) + Vector256.Create(1 / 3628800.0);
        p = (p * s) + Vector256.Create(1 / 362880.0);
        p = (p * s) + Vector256.Create(1 / 40320.0);
        p = (p * s) + Vector256.Create(1 / 5040.0);
        p = (p * s) + Vector256.Create(1 / 720.0);
        p = (p * s) + Vector256.Create(1 / 120.0);
        p = (p * s) + Vector256.Create(1 / 24.0);
        p = (p * s) + Vector256.Create(1 / 6.0);
        p = (p * s) + Vector256.Create(0.5);
        p = (p * s * s) + s;
        var power = rounded.AsInt64() - shift.AsInt64();
        return (Vector256<double>.One + p) * Vector256.ShiftLeft(power + Vector256.Create(1023L), 52).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        var shift = Vector256.Create(12582912f);
        var rounded = (x * Vector256.Create((float)Log2E)) + shift;
        var k = rounded - shift;
        var s = x - (k * Vector256.Create(0.693359375f));
        s += k * Vector256.Create(2.12194440e-4f);
        var p = Vector256.Create(1 / 40320f);
        p = (p * s) + Vector256.Create(1 / 5040f);
        p = (p * s) + Vector256.Create(1 / 720f);
        p = (p * s) + Vector256.Create(1 / 120f);
        p = (p * s) + Vector256.Create(1 / 24f);
        p = (p * s) + Vector256.Create(1 / 6f);
        p = (p * s) + Vector256.Create(0.5f);
        p = (p * s * s) + s;
        var power = rounded.AsInt32() - shift.AsInt32();
        return (Vector256<float>.One + p) * Vector256.ShiftLeft(power + Vector256.Create(127), 23).AsSingle();
    }
}
