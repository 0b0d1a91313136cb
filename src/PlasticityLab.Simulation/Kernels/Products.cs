using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Products of padded rows. The order of every sum is fixed: lanes side by side, then from the first lane to the last.</summary>
internal static class Products
{
    /// <summary>a b + c, fused where the processor has it (then rounded once).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        typeof(T) == typeof(double) ? Vector256.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : typeof(T) == typeof(float) ? Vector256.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : throw new NotSupportedException();

    /// <summary>Σ a_j b_j over padded rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(ref T a, ref T b, nuint padded)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (s0, s1) = (Vector256<T>.Zero, Vector256<T>.Zero);
        var width = (nuint)Vector256<T>.Count;
        for (nuint j = 0; j < padded; j += 2 * width)
        {
            s0 = Fma(Vector256.LoadUnsafe(ref a, j), Vector256.LoadUnsafe(ref b, j), s0);
            s1 = Fma(Vector256.LoadUnsafe(ref a, j + width), Vector256.LoadUnsafe(ref b, j + width), s1);
        }

        return Vector256.Sum(s0 + s1);
    }

    /// <summary>W x for rows low .. high−1, four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows<T>(WeightStore<T> store, int low, int high, AlignedVector<T> x, AlignedVector<T> result)
        where T : unmanaged, IFloatingPointIeee754<T>
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
                a0 = Fma(Vector256.LoadUnsafe(ref row, j), p, a0);
                b0 = Fma(Vector256.LoadUnsafe(ref row, j + width), q, b0);
                a1 = Fma(Vector256.LoadUnsafe(ref row, j + stride), p, a1);
                b1 = Fma(Vector256.LoadUnsafe(ref row, j + stride + width), q, b1);
                a2 = Fma(Vector256.LoadUnsafe(ref row, j + (2 * stride)), p, a2);
                b2 = Fma(Vector256.LoadUnsafe(ref row, j + (2 * stride) + width), q, b2);
                a3 = Fma(Vector256.LoadUnsafe(ref row, j + (3 * stride)), p, a3);
                b3 = Fma(Vector256.LoadUnsafe(ref row, j + (3 * stride) + width), q, b3);
            }

            (sums[0], sums[1], sums[2], sums[3]) = (
                Vector256.Sum(a0 + b0),
                Vector256.Sum(a1 + b1),
                Vector256.Sum(a2 + b2),
                Vector256.Sum(a3 + b3)
            );
            sums[..Math.Min(4, high - i)].CopyTo(result.Span[i..]);
        }
    }
}
