using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlasticityLab.Numerics.Random;

/// <summary>Pairs of normal numbers from pairs of uniform ones (Box and Muller 1958), four pairs at a time.</summary>
/// <remarks>
/// Logarithm, sine and cosine are computed here with plain additions and multiplications, each rounded once, so that the numbers have the
/// same bits on
/// every machine, whatever its mathematical library; and a single pair goes through the same arithmetic as four. Series: ln f = 2
/// artanh((f−1)/(f+1)) for f
/// within √2 of 1; sine and cosine by Taylor within π/4 of the nearest quarter turn. Errors are below 3e-16 of the radius.
/// </remarks>
internal static class GaussianPairs
{
    /// <summary>radius · (cos, sin) with radius = sqrt(−2 ln(1 − u)) and angle 2π v, for u, v in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Cos, Vector256<double> Sin) Of(Vector256<double> u, Vector256<double> v)
    {
        var radius = Vector256.Sqrt(Vector256.Create(-2.0) * Log(Vector256<double>.One - u));
        // 4 v = q + d with q a whole number of quarter turns and |d| ≤ 1/2; adding 1.5 · 2^52 rounds and leaves q in the low bits.
        var shift = Vector256.Create(6755399441055744.0);
        var turns = Vector256.Create(4.0) * v;
        var rounded = turns + shift;
        var quarter = rounded.AsInt64() & Vector256.Create(3L);
        var x = (turns - (rounded - shift)) * Vector256.Create(Math.PI / 2);
        var y = x * x;
        var sin = Vector256.Create(-1 / 1307674368000.0);
        sin = (sin * y) + Vector256.Create(1 / 6227020800.0);
        sin = (sin * y) + Vector256.Create(-1 / 39916800.0);
        sin = (sin * y) + Vector256.Create(1 / 362880.0);
        sin = (sin * y) + Vector256.Create(-1 / 5040.0);
        sin = (sin * y) + Vector256.Create(1 / 120.0);
        sin = (sin * y) + Vector256.Create(-1 / 6.0);
        sin = (sin * (y * x)) + x;
        var cos = Vector256.Create(1 / 20922789888000.0);
        cos = (cos * y) + Vector256.Create(-1 / 87178291200.0);
        cos = (cos * y) + Vector256.Create(1 / 479001600.0);
        cos = (cos * y) + Vector256.Create(-1 / 3628800.0);
        cos = (cos * y) + Vector256.Create(1 / 40320.0);
        cos = (cos * y) + Vector256.Create(-1 / 720.0);
        cos = (cos * y) + Vector256.Create(1 / 24.0);
        cos = (cos * y) + Vector256.Create(-0.5);
        cos = (cos * y) + Vector256<double>.One;
        var odd = Vector256.Equals(quarter & Vector256<long>.One, Vector256<long>.One).AsDouble();
        var sinSign = Vector256.ShiftLeft(quarter & Vector256.Create(2L), 62).AsDouble();
        var cosSign = Vector256.ShiftLeft((quarter + Vector256<long>.One) & Vector256.Create(2L), 62).AsDouble();
        return (
            radius * (Vector256.ConditionalSelect(odd, sin, cos) ^ cosSign),
            radius * (Vector256.ConditionalSelect(odd, cos, sin) ^ sinSign)
        );
    }

    /// <summary>Four Philox blocks at consecutive counters, as two uniform numbers each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> U, Vector256<double> V) Uniforms(ulong seed, ulong block, uint purpose, uint index)
    {
        // Each 64-bit place holds one 32-bit word of one block.
        var counter = Vector256.Create(block, block + 1, block + 2, block + 3);
        var low = Vector256.Create(0xFFFFFFFFul);
        var (c0, c1, c2, c3) = (
            counter & low,
            Vector256.ShiftRightLogical(counter, 32),
            Vector256.Create((ulong)purpose),
            Vector256.Create((ulong)index)
        );
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var left = Multiply(Vector256.Create(0xD2511F53ul), c0);
            var right = Multiply(Vector256.Create(0xCD9E8D57ul), c2);
            (c0, c1, c2, c3) = (
                Vector256.ShiftRightLogical(right, 32) ^ c1 ^ Vector256.Create((ulong)k0),
                right & low,
                Vector256.ShiftRightLogical(left, 32) ^ c3 ^ Vector256.Create((ulong)k1),
                left & low
            );
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (Unit(Vector256.ShiftLeft(c0, 32) | c1), Unit(Vector256.ShiftLeft(c2, 32) | c3));
    }

    // The upper 53 bits as a number in [0, 1): the two halves are placed behind the exponents of 2^52 and 2^84 and the offsets taken off,
    // all exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Unit(Vector256<ulong> bits)
    {
        bits = Vector256.ShiftRightLogical(bits, 11);
        var low = (bits & Vector256.Create(0xFFFFFFFFul)) | Vector256.Create(4503599627370496.0).AsUInt64();
        var high = Vector256.ShiftRightLogical(bits, 32) | Vector256.Create(19342813113834066795298816.0).AsUInt64();
        var number = (high.AsDouble() - Vector256.Create(19342813118337666422669312.0)) + low.AsDouble();
        return number * Vector256.Create(1.0 / (1ul << 53));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> a, Vector256<ulong> b) =>
        Avx2.IsSupported ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32()) : a * b;

    // ln x for normal x in (0, 1].
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Log(Vector256<double> x)
    {
        // x = 2^e f with f in [√½, √2): taking √½'s bits off first makes the exponent step at √½ instead of 1.
        var offset = Vector256.Create(0x3FE6A09E667F3BCDL);
        var bits = x.AsInt64() - offset;
        var f = ((bits & Vector256.Create(0x000FFFFFFFFFFFFFL)) + offset).AsDouble();
        // The exponent, sign extended by hand: +2048 keeps it positive through the logical shift.
        var biased = Vector256.ShiftRightLogical((bits + Vector256.Create(2048L << 52)).AsUInt64(), 52);
        var e = (biased | Vector256.Create(4503599627370496.0).AsUInt64()).AsDouble() - Vector256.Create(4503599627370496.0 + 2048);
        var s = (f - Vector256<double>.One) / (f + Vector256<double>.One);
        var z = s * s;
        var p = Vector256.Create(2 / 21.0);
        p = (p * z) + Vector256.Create(2 / 19.0);
        p = (p * z) + Vector256.Create(2 / 17.0);
        p = (p * z) + Vector256.Create(2 / 15.0);
        p = (p * z) + Vector256.Create(2 / 13.0);
        p = (p * z) + Vector256.Create(2 / 11.0);
        p = (p * z) + Vector256.Create(2 / 9.0);
        p = (p * z) + Vector256.Create(2 / 7.0);
        p = (p * z) + Vector256.Create(2 / 5.0);
        p = (p * z) + Vector256.Create(2 / 3.0);
        p = (p * z * s) + (s + s);
        return (e * Vector256.Create(0.693147180369123816490)) + ((e * Vector256.Create(1.90821492927058770002e-10)) + p);
    }
}
