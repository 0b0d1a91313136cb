using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Products of padded rows. The order of every sum is fixed: lanes side by side, then from the first lane to the last.</summary>
internal static class Products
{
    /// <summary>Σ a_j b_j over padded rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T, TFuse>(ref T a, ref T b, nuint padded)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFuse : struct, IFuse
    {
        var (s0, s1) = (Vector256<T>.Zero, Vector256<T>.Zero);
        var width = (nuint)Vector256<T>.Count;
        for (nuint j = 0; j < padded; j += 2 * width)
        {
            s0 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref a, j), Vector256.LoadUnsafe(ref b, j), s0);
            s1 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref a, j + width), Vector256.LoadUnsafe(ref b, j + width), s1);
        }

        return TFuse.Sum(s0 + s1);
    }

    /// <summary>W x for rows low .. high−1, four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows<T, TFuse>(WeightStore<T> store, int low, int high, AlignedVector<T> x, AlignedVector<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFuse : struct, IFuse
    {
        ref var v = ref x.First;
        var (width, padded, stride) = ((nuint)Vector256<T>.Count, (nuint)store.PaddedColumns, (nuint)store.Stride);
        Span<T> sums = stackalloc T[4];
        for (var i = low; i < high; i += 4)
        {
            ref var row = ref store.First(i);
            Vector256<T> a0 = default,
                a1 = default,
                a2 = default,
                a3 = default,
                b0 = default,
                b1 = default,
                b2 = default,
                b3 = default;
            for (nuint j = 0; j < padded; j += 2 * width)
            {
                var (p, q) = (Vector256.LoadUnsafe(ref v, j), Vector256.LoadUnsafe(ref v, j + width));
                a0 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j), p, a0);
                b0 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + width), q, b0);
                a1 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + stride), p, a1);
                b1 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + stride + width), q, b1);
                a2 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + (2 * stride)), p, a2);
                b2 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + (2 * stride) + width), q, b2);
                a3 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + (3 * stride)), p, a3);
                b3 = TFuse.MultiplyAdd(Vector256.LoadUnsafe(ref row, j + (3 * stride) + width), q, b3);
            }

            (sums[0], sums[1], sums[2], sums[3]) = (TFuse.Sum(a0 + b0), TFuse.Sum(a1 + b1), TFuse.Sum(a2 + b2), TFuse.Sum(a3 + b3));
            sums[..Math.Min(4, high - i)].CopyTo(result.Span[i..]);
        }
    }
}
