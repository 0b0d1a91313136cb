using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>W R for a narrow R: panels of three vectors of R's columns are packed to lie in the first-level cache, and four rows of W meet
/// a panel in twelve registers.</summary>
/// <remarks>Each entry is one chain of multiply-adds from the first sender to the last, wherever its column lies, so a batch gives every
/// member the same bits whatever the others are.</remarks>
internal sealed class BatchProduct<TScalar>
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private AlignedVector<TScalar> _panels = new(0);

    public static int Width => Vector256<TScalar>.Count;

    /// <summary>Copies the activities into panels.</summary>
    public void Pack(ReadOnlySpan<TScalar> activities, int rows, int batch, int stride)
    {
        var vectors = (batch + Width - 1) / Width;
        if (_panels.Length < rows * vectors * Width)
        {
            _panels = new(rows * vectors * Width);
        }

        var target = _panels.Span;
        for (int column = 0, at = 0; column < batch; )
        {
            var wide = PanelWidth(batch - column);
            var real = Math.Min(wide, batch - column);
            for (var j = 0; j < rows; j++, at += wide)
            {
                activities.Slice((j * stride) + column, real).CopyTo(target[at..]);
                target.Slice(at + real, wide - real).Clear();
            }

            column += real;
        }
    }

    /// <summary>Rows low .. high−1 of the product.</summary>
    public void Rows<TFuse>(WeightStore<TScalar> store, int low, int high, Span<TScalar> result, int batch, int stride)
        where TFuse : struct, IFuse
    {
        Span<TScalar> block = stackalloc TScalar[4 * 3 * Width];
        for (int column = 0, at = 0; column < batch; )
        {
            var wide = PanelWidth(batch - column);
            var real = Math.Min(wide, batch - column);
            for (var i = low; i < high; i += 4)
            {
                ref var panel = ref Unsafe.Add(ref _panels.First, at);
                if (wide == Width)
                {
                    FourByOne<TFuse>(
                        ref store.First(i),
                        (nuint)store.Stride,
                        ref panel,
                        store.Columns,
                        ref MemoryMarshal.GetReference(block)
                    );
                }
                else
                {
                    FourByThree<TFuse>(
                        ref store.First(i),
                        (nuint)store.Stride,
                        ref panel,
                        store.Columns,
                        ref MemoryMarshal.GetReference(block)
                    );
                }

                for (var r = 0; r < Math.Min(4, high - i); r++)
                {
                    block.Slice(r * wide, real).CopyTo(result[(((i + r) * stride) + column)..]);
                }
            }

            column += real;
            at += wide * store.Columns;
        }
    }

    private static int PanelWidth(int left) => left > 2 * Width ? 3 * Width : Width;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourByThree<TFuse>(ref TScalar w, nuint stride, ref TScalar panel, int columns, ref TScalar block)
        where TFuse : struct, IFuse
    {
        var width = (nuint)Width;
        Vector256<TScalar> a0 = default,
            a1 = default,
            a2 = default,
            b0 = default,
            b1 = default,
            b2 = default,
            c0 = default,
            c1 = default,
            c2 = default,
            d0 = default,
            d1 = default,
            d2 = default;
        for (nuint j = 0; j < (nuint)columns; j++)
        {
            var (x, y, z) = (
                Vector256.LoadUnsafe(ref panel),
                Vector256.LoadUnsafe(ref panel, width),
                Vector256.LoadUnsafe(ref panel, 2 * width)
            );
            panel = ref Unsafe.Add(ref panel, 3 * width);
            ref var at = ref Unsafe.Add(ref w, j);
            var s = Vector256.Create(at);
            (a0, a1, a2) = (TFuse.MultiplyAdd(s, x, a0), TFuse.MultiplyAdd(s, y, a1), TFuse.MultiplyAdd(s, z, a2));
            s = Vector256.Create(Unsafe.Add(ref at, stride));
            (b0, b1, b2) = (TFuse.MultiplyAdd(s, x, b0), TFuse.MultiplyAdd(s, y, b1), TFuse.MultiplyAdd(s, z, b2));
            s = Vector256.Create(Unsafe.Add(ref at, 2 * stride));
            (c0, c1, c2) = (TFuse.MultiplyAdd(s, x, c0), TFuse.MultiplyAdd(s, y, c1), TFuse.MultiplyAdd(s, z, c2));
            s = Vector256.Create(Unsafe.Add(ref at, 3 * stride));
            (d0, d1, d2) = (TFuse.MultiplyAdd(s, x, d0), TFuse.MultiplyAdd(s, y, d1), TFuse.MultiplyAdd(s, z, d2));
        }

        a0.StoreUnsafe(ref block);
        a1.StoreUnsafe(ref block, width);
        a2.StoreUnsafe(ref block, 2 * width);
        b0.StoreUnsafe(ref block, 3 * width);
        b1.StoreUnsafe(ref block, 4 * width);
        b2.StoreUnsafe(ref block, 5 * width);
        c0.StoreUnsafe(ref block, 6 * width);
        c1.StoreUnsafe(ref block, 7 * width);
        c2.StoreUnsafe(ref block, 8 * width);
        d0.StoreUnsafe(ref block, 9 * width);
        d1.StoreUnsafe(ref block, 10 * width);
        d2.StoreUnsafe(ref block, 11 * width);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourByOne<TFuse>(ref TScalar w, nuint stride, ref TScalar panel, int columns, ref TScalar block)
        where TFuse : struct, IFuse
    {
        var width = (nuint)Width;
        Vector256<TScalar> a = default,
            b = default,
            c = default,
            d = default;
        for (nuint j = 0; j < (nuint)columns; j++)
        {
            var x = Vector256.LoadUnsafe(ref panel, j * width);
            ref var at = ref Unsafe.Add(ref w, j);
            a = TFuse.MultiplyAdd(Vector256.Create(at), x, a);
            b = TFuse.MultiplyAdd(Vector256.Create(Unsafe.Add(ref at, stride)), x, b);
            c = TFuse.MultiplyAdd(Vector256.Create(Unsafe.Add(ref at, 2 * stride)), x, c);
            d = TFuse.MultiplyAdd(Vector256.Create(Unsafe.Add(ref at, 3 * stride)), x, d);
        }

        a.StoreUnsafe(ref block);
        b.StoreUnsafe(ref block, width);
        c.StoreUnsafe(ref block, 2 * width);
        d.StoreUnsafe(ref block, 3 * width);
    }
}
