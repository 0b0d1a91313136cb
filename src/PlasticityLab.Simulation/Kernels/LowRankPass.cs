using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A number as a type, so that the JIT compiles one kernel for each.</summary>
internal interface IChoice
{
    static abstract int Value { get; }
}

internal readonly struct Choice0 : IChoice
{
    public static int Value => 0;
}

internal readonly struct Choice1 : IChoice
{
    public static int Value => 1;
}

internal readonly struct Choice2 : IChoice
{
    public static int Value => 2;
}

internal readonly struct Choice3 : IChoice
{
    public static int Value => 3;
}

internal readonly struct Choice4 : IChoice
{
    public static int Value => 4;
}

internal readonly struct Choice5 : IChoice
{
    public static int Value => 5;
}

/// <summary>Builds the low-rank kernel for a form.</summary>
internal static class LowRankPass
{
    private static readonly Type[] Choices =
    [
        typeof(Choice0),
        typeof(Choice1),
        typeof(Choice2),
        typeof(Choice3),
        typeof(Choice4),
        typeof(Choice5),
    ];

    public static WeightPass<TScalar> Create<TScalar>(LowRankForm form, WeightStore<TScalar> store)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        var keep =
            form.Column.Terms.Count > 0 ? 2
            : form.Row.Terms.Count > 0 || store.Options.Decay > 0 ? 1
            : 0;
        var bounds =
            store.ColumnLower is not null ? 2
            : store.Bounded ? 1
            : 0;
        var type = typeof(LowRankPass<,,,,>).MakeGenericType(
            typeof(TScalar),
            Choices[form.Rank],
            Choices[keep],
            Choices[bounds],
            Choices[store.Mask is null ? 0 : 1]
        );
        return (WeightPass<TScalar>)Activator.CreateInstance(type, form)!;
    }
}

/// <summary>W ← clamp((keep_i + column_j) W + Σ_k u_k,i v_k,j), four rows at a time: the factors cost O(N) a step, the one pass over W two
/// to six multiply-adds a synapse, whatever the rule.</summary>
/// <typeparam name="TScalar">Type of the weights.</typeparam>
/// <typeparam name="TRank">Number of products, 0 to 5.</typeparam>
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
    private static readonly TScalar[] AllBut = MakeAllBut(
            Vector512.IsHardwareAccelerated ? Vector512<TScalar>.Count : Vector256<TScalar>.Count
        ),
        AllButHalf = MakeAllBut(Vector256<TScalar>.Count);
    private readonly VectorProgram<TScalar>[] _post = [.. form.Post.Select(p => new VectorProgram<TScalar>(p))];
    private readonly VectorProgram<TScalar>[] _pre = [.. form.Pre.Select(p => new VectorProgram<TScalar>(p))];
    private readonly VectorProgram<TScalar> _row = new(form.Row),
        _column = new(form.Column);
    private readonly AlignedVector<TScalar>[] _u = new AlignedVector<TScalar>[5],
        _v = new AlignedVector<TScalar>[5];
    private AlignedVector<TScalar>? _keep,
        _columnKeep,
        _none;

    public override bool Moves => TRank.Value > 0 || TKeep.Value > 0;

    public override string ToString() => $"low rank {TRank.Value}";

    public override void Prepare(WeightStore<TScalar> store, double dt, NeuronSignals<TScalar> pre, NeuronSignals<TScalar> post)
    {
        var (scale, arithmetic) = (dt * store.Options.Scale, store.Options.Arithmetic);
        for (var k = 0; k < TRank.Value; k++)
        {
            _u[k] = _post[k].Evaluate(post, store.Rows, arithmetic, scale);
            _v[k] = _pre[k].Evaluate(pre, store.Columns, arithmetic);
        }

        if (TKeep.Value >= 1)
        {
            _keep = _row.Evaluate(post, store.Rows, arithmetic, scale, 1 - (dt * store.Options.Decay));
        }

        if (TKeep.Value == 2)
        {
            _columnKeep = _column.Evaluate(pre, store.Columns, arithmetic, scale);
        }
    }

    public override void Rows(WeightStore<TScalar> store, int low, int high, AlignedVector<TScalar>? next, AlignedVector<TScalar>? result)
    {
        if (store.Options.Arithmetic == Arithmetic.Portable)
        {
            Rows<Plain<TScalar>>(store, low, high, next, result);
        }
        else if (Vector512.IsHardwareAccelerated)
        {
            Rows<Whole<TScalar>>(store, low, high, next, result);
        }
        else
        {
            Rows<Half<TScalar>>(store, low, high, next, result);
        }
    }

    private void Rows<TWide>(WeightStore<TScalar> store, int low, int high, AlignedVector<TScalar>? next, AlignedVector<TScalar>? result)
        where TWide : struct, IWide<TWide, TScalar>
    {
        var x = next ?? _v[0] ?? _columnKeep ?? (_none ??= new(store.Columns));
        Span<TScalar> sums = stackalloc TScalar[4];
        var blocks = (high - low + 3) / 4;
        var allBut = TWide.Width == Vector256<TScalar>.Count ? AllButHalf : AllBut;
        for (var block = 0; block < blocks; block++)
        {
            var i = low + ((Backwards ? blocks - 1 - block : block) * 4);
            Four<TWide>(store, i, ref x.First, sums, allBut);
            if (next is not null)
            {
                sums[..Math.Min(4, high - i)].CopyTo(result!.Span[i..]);
            }
        }
    }

    // Optimised at once: the first tier's code is tens of times slower, and on a busy machine the second tier comes late.
    // Rows past the end are spare ones; their factors are the zeros of the padding.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Four<TWide>(WeightStore<TScalar> store, int i, ref TScalar x, Span<TScalar> sums, ReadOnlySpan<TScalar> allBut)
        where TWide : struct, IWide<TWide, TScalar>
    {
        var (stride, padded, width) = ((nuint)store.Stride, (nuint)store.PaddedColumns, (nuint)TWide.Width);
        ref var row0 = ref store.First(i);
        ref var row1 = ref Unsafe.Add(ref row0, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        TWide none = default;
        var (k0, k1, k2, k3) = TKeep.Value > 0 ? Splat<TWide>(_keep!, i) : (none, none, none, none);
        var (a0, a1, a2, a3) = TRank.Value > 0 ? Splat<TWide>(_u[0], i) : (none, none, none, none);
        var (b0, b1, b2, b3) = TRank.Value > 1 ? Splat<TWide>(_u[1], i) : (none, none, none, none);
        var (c0, c1, c2, c3) = TRank.Value > 2 ? Splat<TWide>(_u[2], i) : (none, none, none, none);
        var (d0, d1, d2, d3) = TRank.Value > 3 ? Splat<TWide>(_u[3], i) : (none, none, none, none);
        var (e0, e1, e2, e3) = TRank.Value > 4 ? Splat<TWide>(_u[4], i) : (none, none, none, none);
        ref var a = ref TRank.Value > 0 ? ref _v[0].First : ref x;
        ref var b = ref TRank.Value > 1 ? ref _v[1].First : ref x;
        ref var c = ref TRank.Value > 2 ? ref _v[2].First : ref x;
        ref var d = ref TRank.Value > 3 ? ref _v[3].First : ref x;
        ref var e = ref TRank.Value > 4 ? ref _v[4].First : ref x;
        ref var column = ref TKeep.Value == 2 ? ref _columnKeep!.First : ref x;
        ref var lowers = ref TBounds.Value == 2 ? ref store.ColumnLower!.First : ref x;
        ref var uppers = ref TBounds.Value == 2 ? ref store.ColumnUpper!.First : ref x;
        var (lower, upper) = (TWide.Splat(store.Lower), TWide.Splat(store.Upper));
        TWide s0 = none,
            s1 = none,
            s2 = none,
            s3 = none;
        // The vector that holds the diagonal of these four rows: a multiple of the width, because i is one of 4.
        var diagonal = store.NoDiagonal ? (nuint)i / width * width : nuint.MaxValue;
        // References are taken before the loop: a call inside it (static data, bounds) would make the JIT keep every vector in memory.
        ref var but = ref Unsafe.Add(ref MemoryMarshal.GetReference(allBut), (nint)(((nuint)i % width) * width));
        ref var mask0 = ref TMask.Value == 1 ? ref store.Mask![i][0] : ref x;
        ref var mask1 = ref TMask.Value == 1 ? ref store.Mask![i + 1][0] : ref x;
        ref var mask2 = ref TMask.Value == 1 ? ref store.Mask![i + 2][0] : ref x;
        ref var mask3 = ref TMask.Value == 1 ? ref store.Mask![i + 3][0] : ref x;
        // Each row is stored before the next one is loaded, so that no more than one of them takes a register; the vectors that hold the
        // diagonal stand apart from the loop for the same reason. What is loaded is written out twice, so that all of it stays in plain
        // locals.
        nuint j = 0;
        var end = TMask.Value == 1 ? padded : Math.Min(diagonal, padded);
        while (true)
        {
            for (; j < end; j += width)
            {
                var v0 = TRank.Value > 0 ? TWide.Load(ref a, j) : none;
                var v1 = TRank.Value > 1 ? TWide.Load(ref b, j) : none;
                var v2 = TRank.Value > 2 ? TWide.Load(ref c, j) : none;
                var v3 = TRank.Value > 3 ? TWide.Load(ref d, j) : none;
                var v4 = TRank.Value > 4 ? TWide.Load(ref e, j) : none;
                var keep = TKeep.Value == 2 ? TWide.Load(ref column, j) : none;
                var low = TBounds.Value == 2 ? TWide.Load(ref lowers, j) : lower;
                var high = TBounds.Value == 2 ? TWide.Load(ref uppers, j) : upper;
                var y = TWide.Load(ref x, j);
                s0 = Row(ref row0, j, k0, keep, a0, b0, c0, d0, e0, v0, v1, v2, v3, v4, low, high, ref mask0, j, TMask.Value == 1, y, s0);
                s1 = Row(ref row1, j, k1, keep, a1, b1, c1, d1, e1, v0, v1, v2, v3, v4, low, high, ref mask1, j, TMask.Value == 1, y, s1);
                s2 = Row(ref row2, j, k2, keep, a2, b2, c2, d2, e2, v0, v1, v2, v3, v4, low, high, ref mask2, j, TMask.Value == 1, y, s2);
                s3 = Row(ref row3, j, k3, keep, a3, b3, c3, d3, e3, v0, v1, v2, v3, v4, low, high, ref mask3, j, TMask.Value == 1, y, s3);
            }

            if (j >= padded)
            {
                break;
            }

            {
                var v0 = TRank.Value > 0 ? TWide.Load(ref a, j) : none;
                var v1 = TRank.Value > 1 ? TWide.Load(ref b, j) : none;
                var v2 = TRank.Value > 2 ? TWide.Load(ref c, j) : none;
                var v3 = TRank.Value > 3 ? TWide.Load(ref d, j) : none;
                var v4 = TRank.Value > 4 ? TWide.Load(ref e, j) : none;
                var keep = TKeep.Value == 2 ? TWide.Load(ref column, j) : none;
                var low = TBounds.Value == 2 ? TWide.Load(ref lowers, j) : lower;
                var high = TBounds.Value == 2 ? TWide.Load(ref uppers, j) : upper;
                var y = TWide.Load(ref x, j);
                s0 = Row(ref row0, j, k0, keep, a0, b0, c0, d0, e0, v0, v1, v2, v3, v4, low, high, ref but, 0, true, y, s0);
                s1 = Row(ref row1, j, k1, keep, a1, b1, c1, d1, e1, v0, v1, v2, v3, v4, low, high, ref but, width, true, y, s1);
                s2 = Row(ref row2, j, k2, keep, a2, b2, c2, d2, e2, v0, v1, v2, v3, v4, low, high, ref but, 2 * width, true, y, s2);
                s3 = Row(ref row3, j, k3, keep, a3, b3, c3, d3, e3, v0, v1, v2, v3, v4, low, high, ref but, 3 * width, true, y, s3);
            }

            j += width;
            end = padded;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0.Sum(), s1.Sum(), s2.Sum(), s3.Sum());
    }

    /// <summary>One row at one place: the new weights are stored, and their products with <paramref name="y"/> join the sum that is
    /// returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide Row<TWide>(
        ref TScalar weights,
        nuint j,
        TWide row,
        TWide column,
        TWide a,
        TWide b,
        TWide c,
        TWide d,
        TWide e,
        TWide v0,
        TWide v1,
        TWide v2,
        TWide v3,
        TWide v4,
        TWide lower,
        TWide upper,
        ref TScalar mask,
        nuint at,
        bool masked,
        TWide y,
        TWide sum
    )
        where TWide : struct, IWide<TWide, TScalar>
    {
        var w = Step(TWide.Load(ref weights, j), row, column, a, b, c, d, e, v0, v1, v2, v3, v4, lower, upper);
        w = masked ? w & TWide.Load(ref mask, at) : w;
        w.Store(ref weights, j);
        return TWide.Fma(w, y, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TWide Step<TWide>(
        TWide w,
        TWide row,
        TWide column,
        TWide a,
        TWide b,
        TWide c,
        TWide d,
        TWide e,
        TWide v0,
        TWide v1,
        TWide v2,
        TWide v3,
        TWide v4,
        TWide lower,
        TWide upper
    )
        where TWide : struct, IWide<TWide, TScalar>
    {
        w =
            TKeep.Value == 0 ? w
            : TKeep.Value == 1 ? w * row
            : w * (row + column);
        w = TRank.Value > 0 ? TWide.Fma(a, v0, w) : w;
        w = TRank.Value > 1 ? TWide.Fma(b, v1, w) : w;
        w = TRank.Value > 2 ? TWide.Fma(c, v2, w) : w;
        w = TRank.Value > 3 ? TWide.Fma(d, v3, w) : w;
        w = TRank.Value > 4 ? TWide.Fma(e, v4, w) : w;
        return TBounds.Value > 0 ? TWide.Clamp(w, lower, upper) : w;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TWide, TWide, TWide, TWide) Splat<TWide>(AlignedVector<TScalar> values, int i)
        where TWide : struct, IWide<TWide, TScalar>
    {
        ref var at = ref Unsafe.Add(ref values.First, i);
        return (
            TWide.Splat(at),
            TWide.Splat(Unsafe.Add(ref at, 1)),
            TWide.Splat(Unsafe.Add(ref at, 2)),
            TWide.Splat(Unsafe.Add(ref at, 3))
        );
    }

    // Row o of this table has all bits set but in place o.
    private static TScalar[] MakeAllBut(int width)
    {
        var table = new TScalar[width * width];
        for (var k = 0; k < table.Length; k++)
        {
            table[k] = k % (width + 1) == 0 ? TScalar.Zero : Vector256<TScalar>.AllBitsSet[0];
        }

        return table;
    }
}
