using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Philox4x32-10 for eight counters side by side: 32 random words a block, word for word those of
/// <see cref="Numerics.Random.Philox"/> at counters (block·8 + lane).</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw 2011, SC'11. Tested against the scalar generator.</remarks>
internal static class PhiloxVector
{
    private const uint First = 0xD2511F53u,
        Second = 0xCD9E8D57u;

    /// <summary>The words at counters c0 = block·8 + 0..7 with given c1, c2, c3.</summary>
    /// <remarks>Even and odd lanes are kept apart, each word in the lower half of 64 bits. A product then stands whole in its lane, its
    /// upper half is one shift away, and what gathers in the upper halves of words that are only multiplied does no harm.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(
        ulong key,
        uint block,
        uint c1,
        uint c2,
        uint c3,
        out Vector256<uint> a,
        out Vector256<uint> b,
        out Vector256<uint> c,
        out Vector256<uint> d
    )
    {
        var (first, second) = (Vector256.Create((ulong)First), Vector256.Create((ulong)Second));
        var a0 = Vector256.Create((ulong)(block * 8)) + Vector256.Create(0ul, 2, 4, 6);
        var a1 = a0 + Vector256.Create(1ul);
        Vector256<ulong> b0 = Vector256.Create((ulong)c1),
            b1 = b0,
            x0 = Vector256.Create((ulong)c2),
            x1 = x0,
            d0 = Vector256.Create((ulong)c3),
            d1 = d0;
        var k0 = (uint)key;
        var k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var (key0, key1) = (Vector256.Create((ulong)k0), Vector256.Create((ulong)k1));
            var (pa0, pa1, px0, px1) = (Multiply(a0, first), Multiply(a1, first), Multiply(x0, second), Multiply(x1, second));
            a0 = (px0 >> 32) ^ b0 ^ key0;
            a1 = (px1 >> 32) ^ b1 ^ key0;
            x0 = (pa0 >> 32) ^ d0 ^ key1;
            x1 = (pa1 >> 32) ^ d1 ^ key1;
            (b0, b1, d0, d1) = (px0, px1, pa0, pa1);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        (a, b, c, d) = (Join(a0, a1), Join(b0, b1), Join(x0, x1), Join(d0, d1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Join(Vector256<ulong> even, Vector256<ulong> odd) =>
        ((even & Vector256.Create(0xFFFFFFFFul)) | (odd << 32)).AsUInt32();

    // The lower halves' product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> x, Vector256<ulong> factor) =>
        Avx2.IsSupported ? Avx2.Multiply(x.AsUInt32(), factor.AsUInt32()) : (x & Vector256.Create(0xFFFFFFFFul)) * factor;
}
