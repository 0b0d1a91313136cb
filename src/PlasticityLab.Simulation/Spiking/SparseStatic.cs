using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Sparse synapses that do not learn: one weight for all, or one each.</summary>
internal sealed unsafe class SparseStatic<T, TS, TIndex>(
    SpikeRing arrivals,
    int delaySteps,
    PopulationSlice<T> post,
    NativeBuffer<T> target,
    SparseTopology<TIndex> topology,
    double weight,
    NativeBuffer<T>? weights
) : ProjectionSlice<T>(arrivals, delaySteps, post, target)
    where T : unmanaged
    where TS : struct, IMemoryLane<TS, T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private TS _weight = TS.Splat(weight);
    private double _value = weight;
    private double? _largest; // of all jumps; null: to be looked for

    protected override double LargestJump => _largest ??= Largest();

    public override void State(StateCodec codec)
    {
        base.State(codec);
        codec.Value(ref _value);
        _weight = TS.Splat(_value);
        weights?.State(codec);
        _largest = null;
    }

    // Targets ascend in a row, so synapses of one pair lie side by side.
    private double Largest()
    {
        var largest = 0.0;
        for (var i = 0; i < topology.Senders; i++)
        {
            var (last, jump) = (-1, 0.0);
            for (var z = topology.Rows.P[i]; z < topology.Rows.P[i + 1]; z++)
            {
                var target = int.CreateTruncating(topology.Targets.P[z]);
                jump = (target == last ? jump : 0) + Math.Abs(weights is null ? _value : Scalar<T>.To(weights.P[z]));
                (last, largest) = (target, Math.Max(largest, jump));
            }
        }

        return largest;
    }

    protected override void Arrive(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            var spikes = Ring.At(slice, step - DelaySteps);
            if (weights is null)
            {
                DeliverOne(spikes);
            }
            else
            {
                Deliver(spikes, weights.P);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void DeliverOne(ReadOnlySpan<int> spikes)
    {
        var rows = topology.Rows.P;
        var targets = topology.Targets.P;
        var sums = Target.P;
        var w = _weight;
        for (var k = 0; k < spikes.Length; k++)
        {
            if (Sse.IsSupported && k + 1 < spikes.Length)
            {
                Sse.Prefetch0(targets + rows[spikes[k + 1]]); // a row begins where nothing was read lately
            }

            var s = spikes[k];
            var p = targets + rows[s];
            var end = targets + rows[s + 1];
            for (; p + 4 <= end; p += 4)
            {
                Add(sums, p[0], w);
                Add(sums, p[1], w);
                Add(sums, p[2], w);
                Add(sums, p[3], w);
            }

            for (; p < end; p++)
            {
                Add(sums, *p, w);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Deliver(ReadOnlySpan<int> spikes, T* weight)
    {
        var rows = topology.Rows.P;
        var targets = topology.Targets.P;
        var sums = Target.P;
        foreach (var s in spikes)
        {
            for (nuint z = rows[s], end = rows[s + 1]; z < end; z++)
            {
                Add(sums, targets[z], TS.Load(ref *weight, z));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* sums, TIndex at, TS w)
    {
        var j = nuint.CreateTruncating(at);
        TS.Store(ref *sums, j, TS.Load(ref *sums, j) + w);
    }

    public override void Visit(Func<int, int, double, double> change)
    {
        _largest = null;
        for (var i = 0; i < topology.Senders; i++)
        {
            for (var z = topology.Rows.P[i]; z < topology.Rows.P[i + 1]; z++)
            {
                if (weights is null)
                {
                    _value = change(i, int.CreateTruncating(topology.Targets.P[z]), _value);
                    _weight = TS.Splat(_value);
                }
                else
                {
                    weights.P[z] = Scalar<T>.From(change(i, int.CreateTruncating(topology.Targets.P[z]), Scalar<T>.To(weights.P[z])));
                }
            }
        }
    }
}

/// <summary>Between the engine's number type and double.</summary>
internal static class Scalar<T>
    where T : unmanaged
{
    public static double To(T value) => typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value;

    public static T From(double value) => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;
}
