using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A number as a type, so that the JIT compiles one kernel for each.</summary>
internal interface IChoice
{
    static abstract int Value { get; }
}

internal readonly struct Choice0 : IChoice { public static int Value => 0; }

internal readonly struct Choice1 : IChoice { public static int Value => 1; }

internal readonly struct Choice2 : IChoice { public static int Value => 2; }

internal readonly struct Choice3 : IChoice { public static int Value => 3; }

internal readonly struct Choice4 : IChoice { public static int Value => 4; }

/// <summary>Builds the low-rank kernel for a form.</summary>
internal static class LowRankPass
{
    private static readonly Type[] Choices = [typeof(Choice0), typeof(Choice1), typeof(Choice2), typeof(Choice3), typeof(Choice4)];

    public static WeightPass<TScalar> Create<TScalar>(LowRankForm form, WeightStore<TScalar> store) where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        var keep = form.Column.Terms.Count > 0 ? 2 : form.Row.Terms.Count > 0 || store.Options.Decay > 0 ? 1 : 0;
        var bounds = store.ColumnLower is not null ? 2 : store.Bounded ? 1 : 0;
        var type = typeof(LowRankPass<,,,,>).MakeGenericType(typeof(TScalar), Choices[form.Rank], Choices[keep], Choices[bounds], Choices[store.Mask is null ? 0 : 1]);
        return (WeightPass<TScalar>)Activator.CreateInstance(type, form)!;
    }
}

/// <summary>W ← clamp((keep_i + column_j) W + Σ_k u_k,i v_k,j), four rows at a time: the factors cost O(N) a step, the one pass over W two to five multiply-adds a synapse, whatever the rule.</summary>
/// <typeparam name="TScalar">Type of the weights.</typeparam>
/// <typeparam name="TRank">Number of products, 0 to 4.</typeparam>
/// <typeparam name="TKeep">0: the old weight is kept whole; 1: a factor for each row; 2: and one for each column.</typeparam>
/// <typeparam name="TBounds">0: none; 1: one pair; 2: a pair for each column.</typeparam>
/// <typeparam name="TMask">1: some synapses are absent.</typeparam>
internal sealed class LowRankPass<TScalar, TRank, TKeep, TBounds, TMask>(LowRankForm form) : WeightPass<TScalar>
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    where TRank : struct, IChoice
    where TKeep : struct, IChoice
    where TBounds : struct, IChoice
    where TMask : struct, IChoice
{
    private static readonly TScalar[] AllBut = MakeAllBut();
    private readonly VectorProgram<TScalar>[] _post = [.. form.Post.Select(p => new VectorProgram<TScalar>(p))];
    private readonly VectorProgram<TScalar>[] _pre = [.. form.Pre.Select(p => new VectorProgram<TScalar>(p))];
    private readonly VectorProgram<TScalar> _row = new(form.Row), _column = new(form.Column);
    private readonly AlignedVector<TScalar>[] _u = new AlignedVector<TScalar>[4], _v = new AlignedVector<TScalar>[4];
    private AlignedVector<TScalar>? _keep, _columnKeep;

    public override bool Moves => TRank.Value > 0 || TKeep.Value > 0;

    public override string ToString() => $"low rank {TRank.Value}";

    public override void Prepare(WeightStore<TScalar> store, double dt, NeuronSignals<TScalar> pre, NeuronSignals<TScalar> post)
    {
        var scale = dt * store.Options.Scale;
        for (var k = 0; k < TRank.Value; k++)
        {
            _u[k] = _post[k].Evaluate(post, store.Rows, scale);
            _v[k] = _pre[k].Evaluate(pre, store.Columns);
        }

        if (TKeep.Value >= 1)
        {
            _keep = _row.Evaluate(post, store.Rows, scale, 1 - (dt * store.Options.Decay));
        }

        if (TKeep.Value == 2)
        {
            _columnKeep = _column.Evaluate(pre, store.Columns, scale);
        }
    }

    public override void Rows(WeightStore<TScalar> store, int low, int high, AlignedVector<TScalar>? next, AlignedVector<TScalar>? result)
    {
        var x = next ?? _v[0] ?? _columnKeep!;
        Span<TScalar> sums = stackalloc TScalar[4];
        for (var i = low; i < high; i += 4)
        {
            Four(store, i, ref x.First, sums, AllBut);
            if (next is not null)
            {
                sums[..Math.Min(4, high - i)].CopyTo(result!.Span[i..]);
            }
        }
    }

    // Optimised at once: the first tier's code is tens of times slower, and on a busy machine the second tier comes late.
    // Rows past the end are spare ones; their factors are the zeros of the padding.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Four(WeightStore<TScalar> store, int i, ref TScalar x, Span<TScalar> sums, ReadOnlySpan<TScalar> allBut)
    {
        var (stride, padded, width) = ((nuint)store.Stride, (nuint)store.PaddedColumns, (nuint)Vector256<TScalar>.Count);
        ref var row0 = ref store.First(i);
        ref var row1 = ref Unsafe.Add(ref row0, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        var none = Vector256<TScalar>.Zero;
        var (k0, k1, k2, k3) = TKeep.Value > 0 ? Splat(_keep!, i) : (none, none, none, none);
        var (a0, a1, a2, a3) = TRank.Value > 0 ? Splat(_u[0], i) : (none, none, none, none);
        var (b0, b1, b2, b3) = TRank.Value > 1 ? Splat(_u[1], i) : (none, none, none, none);
        var (c0, c1, c2, c3) = TRank.Value > 2 ? Splat(_u[2], i) : (none, none, none, none);
        var (d0, d1, d2, d3) = TRank.Value > 3 ? Splat(_u[3], i) : (none, none, none, none);
        ref var a = ref TRank.Value > 0 ? ref _v[0].First : ref x;
        ref var b = ref TRank.Value > 1 ? ref _v[1].First : ref x;
        ref var c = ref TRank.Value > 2 ? ref _v[2].First : ref x;
        ref var d = ref TRank.Value > 3 ? ref _v[3].First : ref x;
        ref var column = ref TKeep.Value == 2 ? ref _columnKeep!.First : ref x;
        ref var lowers = ref TBounds.Value == 2 ? ref store.ColumnLower!.First : ref x;
        ref var uppers = ref TBounds.Value == 2 ? ref store.ColumnUpper!.First : ref x;
        var (lower, upper) = (Vector256.Create(store.Lower), Vector256.Create(store.Upper));
        Vector256<TScalar> s0 = none, s1 = none, s2 = none, s3 = none;
        // The vectors that hold the diagonal of these four rows: a multiple of the width, because i is one of 4.
        var diagonal = store.NoDiagonal ? (nuint)i / width * width : nuint.MaxValue;
        // References are taken before the loop: a call inside it (static data, bounds) would make the JIT keep every vector in memory.
        ref var but = ref Unsafe.Add(ref MemoryMarshal.GetReference(allBut), (nint)(((nuint)i % width) * width));
        ref var mask0 = ref TMask.Value == 1 ? ref store.Mask![i][0] : ref x;
        ref var mask1 = ref TMask.Value == 1 ? ref store.Mask![i + 1][0] : ref x;
        ref var mask2 = ref TMask.Value == 1 ? ref store.Mask![i + 2][0] : ref x;
        ref var mask3 = ref TMask.Value == 1 ? ref store.Mask![i + 3][0] : ref x;
        for (nuint j = 0; j < padded; j += width)
        {
            var v0 = TRank.Value > 0 ? Vector256.LoadUnsafe(ref a, j) : none;
            var v1 = TRank.Value > 1 ? Vector256.LoadUnsafe(ref b, j) : none;
            var v2 = TRank.Value > 2 ? Vector256.LoadUnsafe(ref c, j) : none;
            var v3 = TRank.Value > 3 ? Vector256.LoadUnsafe(ref d, j) : none;
            var keep = TKeep.Value == 2 ? Vector256.LoadUnsafe(ref column, j) : none;
            var low = TBounds.Value == 2 ? Vector256.LoadUnsafe(ref lowers, j) : lower;
            var high = TBounds.Value == 2 ? Vector256.LoadUnsafe(ref uppers, j) : upper;
            var w0 = Step(Vector256.LoadUnsafe(ref row0, j), k0, keep, a0, b0, c0, d0, v0, v1, v2, v3, low, high);
            var w1 = Step(Vector256.LoadUnsafe(ref row1, j), k1, keep, a1, b1, c1, d1, v0, v1, v2, v3, low, high);
            var w2 = Step(Vector256.LoadUnsafe(ref row2, j), k2, keep, a2, b2, c2, d2, v0, v1, v2, v3, low, high);
            var w3 = Step(Vector256.LoadUnsafe(ref row3, j), k3, keep, a3, b3, c3, d3, v0, v1, v2, v3, low, high);
            if (TMask.Value == 1)
            {
                w0 &= Vector256.LoadUnsafe(ref mask0, j);
                w1 &= Vector256.LoadUnsafe(ref mask1, j);
                w2 &= Vector256.LoadUnsafe(ref mask2, j);
                w3 &= Vector256.LoadUnsafe(ref mask3, j);
            }
            else if (j == diagonal)
            {
                w0 &= Vector256.LoadUnsafe(ref but, 0);
                w1 &= Vector256.LoadUnsafe(ref but, width);
                w2 &= Vector256.LoadUnsafe(ref but, 2 * width);
                w3 &= Vector256.LoadUnsafe(ref but, 3 * width);
            }

            var y = Vector256.LoadUnsafe(ref x, j);
            w0.StoreUnsafe(ref row0, j);
            s0 = Products.Fma(w0, y, s0);
            w1.StoreUnsafe(ref row1, j);
            s1 = Products.Fma(w1, y, s1);
            w2.StoreUnsafe(ref row2, j);
            s2 = Products.Fma(w2, y, s2);
            w3.StoreUnsafe(ref row3, j);
            s3 = Products.Fma(w3, y, s3);
        }

        sums[0] = Vector256.Sum(s0);
        sums[1] = Vector256.Sum(s1);
        sums[2] = Vector256.Sum(s2);
        sums[3] = Vector256.Sum(s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<TScalar> Step(
        Vector256<TScalar> w, Vector256<TScalar> row, Vector256<TScalar> column, Vector256<TScalar> a, Vector256<TScalar> b, Vector256<TScalar> c, Vector256<TScalar> d,
        Vector256<TScalar> v0, Vector256<TScalar> v1, Vector256<TScalar> v2, Vector256<TScalar> v3, Vector256<TScalar> lower, Vector256<TScalar> upper)
    {
        w = TKeep.Value == 0 ? w : TKeep.Value == 1 ? w * row : w * (row + column);
        w = TRank.Value > 0 ? Products.Fma(a, v0, w) : w;
        w = TRank.Value > 1 ? Products.Fma(b, v1, w) : w;
        w = TRank.Value > 2 ? Products.Fma(c, v2, w) : w;
        w = TRank.Value > 3 ? Products.Fma(d, v3, w) : w;
        // In this order of operands a NaN passes through.
        return TBounds.Value > 0 ? Vector256.MinNative(upper, Vector256.MaxNative(lower, w)) : w;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<TScalar>, Vector256<TScalar>, Vector256<TScalar>, Vector256<TScalar>) Splat(AlignedVector<TScalar> values, int i)
    {
        ref var at = ref Unsafe.Add(ref values.First, i);
        return (Vector256.Create(at), Vector256.Create(Unsafe.Add(ref at, 1)), Vector256.Create(Unsafe.Add(ref at, 2)), Vector256.Create(Unsafe.Add(ref at, 3)));
    }

    // Row o of this table has all bits set but in place o.
    private static TScalar[] MakeAllBut()
    {
        var width = Vector256<TScalar>.Count;
        var table = new TScalar[width * width];
        for (var o = 0; o < width; o++)
        {
            Vector256<TScalar>.AllBitsSet.WithElement(o, TScalar.Zero).CopyTo(table.AsSpan(o * width));
        }

        return table;
    }
}
