using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>The rule's formula, evaluated as it is written for every synapse. Over <see cref="Lane1"/> it is the oracle that every other
/// path is held against; over vector lanes it serves the rules that have no low-rank form, with the same bits in the weights.</summary>
internal sealed class FormulaPass<TRule, TLane, TTail, TScalar>(TRule rule) : WeightPass<TScalar>
    where TRule : struct, ILearningRule<TRule>
    where TLane : struct, IMemoryLane<TLane, TScalar>
    where TTail : struct, IMemoryLane<TTail, TScalar>
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private AlignedVector<TScalar>? _zeros;
    private double _dt;
    private NeuronSignals<TScalar> _pre = new(),
        _post = new();

    public override string ToString() => "formula";

    public override void Prepare(WeightStore<TScalar> store, double dt, NeuronSignals<TScalar> pre, NeuronSignals<TScalar> post)
    {
        _zeros ??= new(Math.Max(store.Rows, store.Columns));
        (_dt, _pre, _post) = (dt, pre, post);
    }

    public override void Rows(WeightStore<TScalar> store, int low, int high, AlignedVector<TScalar>? next, AlignedVector<TScalar>? result)
    {
        var whole = store.Columns / TLane.Width * TLane.Width;
        for (var row = low; row < high; row++)
        {
            var i = Backwards ? low + high - 1 - row : row;
            Update<TLane>(store, i, 0, whole);
            Update<TTail>(store, i, whole, store.Columns); // never over the padding: 0/0 there would be NaN
            if (store.NoDiagonal)
            {
                store.Row(i)[i] = TScalar.Zero;
            }

            if (store.Mask is { } mask)
            {
                And(ref store.First(i), mask[i]);
            }

            if (next is not null)
            {
                result![i] =
                    store.Options.Arithmetic == Arithmetic.Portable
                        ? Products.Dot<TScalar, Unfused>(ref store.First(i), ref next.First, (nuint)store.PaddedColumns)
                        : Products.Dot<TScalar, Fused>(ref store.First(i), ref next.First, (nuint)store.PaddedColumns);
            }
        }
    }

    // Not inlined: inside a caller a long formula can exhaust the JIT's inlining budget and run ten times slower.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Update<T>(WeightStore<TScalar> store, int i, int from, int to)
        where T : struct, IMemoryLane<T, TScalar>
    {
        var formula = rule;
        ref var row = ref store.First(i);
        ref var preRate = ref (_pre.Rate ?? _zeros!).First;
        ref var preSpikes = ref (_pre.Spikes ?? _zeros!).First;
        ref var preChange = ref (_pre.Change ?? _zeros!).First;
        ref var preFast = ref (_pre.Fast ?? _zeros!).First;
        ref var preSlow = ref (_pre.Slow ?? _zeros!).First;
        var post = new Post<T>
        {
            Rate = One<T>(_post.Rate, i),
            Spikes = One<T>(_post.Spikes, i),
            Change = One<T>(_post.Change, i),
            Fast = One<T>(_post.Fast, i),
            Slow = One<T>(_post.Slow, i),
            Voltage = One<T>(_post.Voltage, i),
        };
        var (dt, scale, decay) = (T.Splat(_dt), T.Splat(store.Options.Scale), T.Splat(store.Options.Decay));
        var (bounded, columnwise) = (store.Bounded, store.ColumnLower is not null);
        var (lower, upper) = (T.Splat(double.CreateSaturating(store.Lower)), T.Splat(double.CreateSaturating(store.Upper)));
        ref var lowers = ref (store.ColumnLower ?? _zeros!).First;
        ref var uppers = ref (store.ColumnUpper ?? _zeros!).First;
        for (var j = (nuint)from; j < (nuint)to; j += (nuint)T.Width)
        {
            var pre = new Pre<T>
            {
                Rate = T.Load(ref preRate, j),
                Spikes = T.Load(ref preSpikes, j),
                Change = T.Load(ref preChange, j),
                Fast = T.Load(ref preFast, j),
                Slow = T.Load(ref preSlow, j),
            };
            var w = T.Load(ref row, j);
            w += dt * ((scale * formula.DwDt(in pre, in post, w)) - (decay * w));
            if (columnwise)
            {
                w = T.Clamp(w, T.Load(ref lowers, j), T.Load(ref uppers, j));
            }
            else if (bounded)
            {
                w = T.Clamp(w, lower, upper);
            }

            T.Store(ref row, j, w);
        }
    }

    private static T One<T>(AlignedVector<TScalar>? signal, int i)
        where T : struct, IMemoryLane<T, TScalar> => T.Splat(signal is null ? 0 : double.CreateSaturating(signal[i]));

    private static void And(ref TScalar row, TScalar[] mask)
    {
        for (nuint j = 0; j < (nuint)mask.Length; j += (nuint)Vector256<TScalar>.Count)
        {
            (Vector256.LoadUnsafe(ref row, j) & Vector256.LoadUnsafe(ref mask[0], j)).StoreUnsafe(ref row, j);
        }
    }
}
