using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Philox4x32-10 for eight counters side by side: 32 random words a block, word for word those of <see cref="Numerics.Random.Philox"/> at counters (block·8 + lane).</summary>
/// <remarks>Salmon, Moraes, Dror and Shaw 2011, SC'11. Tested against the scalar generator.</remarks>
internal static class PhiloxVector
{
    private static readonly Vector256<uint> Lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>The words at counters c0 = block·8 + 0..7 with given c1, c2, c3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ulong key, uint block, uint c1, uint c2, uint c3, out Vector256<uint> a, out Vector256<uint> b, out Vector256<uint> c, out Vector256<uint> d)
    {
        a = Vector256.Create(block * 8) + Lanes;
        b = Vector256.Create(c1);
        c = Vector256.Create(c2);
        d = Vector256.Create(c3);
        var k0 = (uint)key;
        var k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            Multiply(a, 0xD2511F53u, out var highA, out var lowA);
            Multiply(c, 0xCD9E8D57u, out var highC, out var lowC);
            a = highC ^ b ^ Vector256.Create(k0);
            c = highA ^ d ^ Vector256.Create(k1);
            b = lowC;
            d = lowA;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(Vector256<uint> x, uint m, out Vector256<uint> high, out Vector256<uint> low)
    {
        if (Avx2.IsSupported)
        {
            var factor = Vector256.Create(m);
            var even = Avx2.Multiply(x, factor).AsUInt32();
            var odd = Avx2.Multiply(Vector256.ShiftRightLogical(x.AsUInt64(), 32).AsUInt32(), factor).AsUInt32();
            low = Avx2.Blend(even, Vector256.ShiftLeft(odd.AsUInt64(), 32).AsUInt32(), 0xAA);
            high = Avx2.Blend(Vector256.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32(), odd, 0xAA);
            return;
        }

        high = default;
        low = default;
        for (var i = 0; i < 8; i++)
        {
            var product = (ulong)x[i] * m;
            high = high.WithElement(i, (uint)(product >> 32));
            low = low.WithElement(i, (uint)product);
        }
    }
}
