using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Sparse synapses that learn at spikes: the row of a spike that arrives, the column of a neuron that fires.</summary>
internal sealed unsafe class SparsePlastic<T, TV, TS, TIndex, TRule> : PlasticSlice<T, TV, TS, TRule>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TRule : struct, ILearningRule<TRule>
{
    private readonly SparseTopology<TIndex> _topology;
    private readonly NativeBuffer<T> _weights;
    private readonly NativeBuffer<uint> _columns, _places;
    private readonly NativeBuffer<TIndex> _senders;

    public SparsePlastic(SpikeRing arrivals, int delaySteps, PopulationSlice<T> post, NativeBuffer<T> target, SparseTopology<TIndex> topology, NativeBuffer<T> weights, in PlasticSetup<TRule> setup)
        : base(arrivals, delaySteps, post, target, topology.Senders, setup)
    {
        (_topology, _weights) = (topology, weights);
        (_columns, _places, _senders) = topology.ByReceiver<TIndex>(post.Count);
    }

    public override void Arrive(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            var spikes = Ring.At(slice, step - DelaySteps);
            if (spikes.Length > 0)
            {
                Deliver(spikes, Learning);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Deliver(ReadOnlySpan<int> spikes, bool learning)
    {
        var rows = _topology.Rows.P;
        var targets = _topology.Targets.P;
        var sums = Target.P;
        var weights = _weights.P;
        T* preFast = PreFast is null ? null : PreFast.Buffer.P, preSlow = PreSlow is null ? null : PreSlow.Buffer.P;
        T* postFast = PostFast is null ? null : PostFast.Buffer.P, postSlow = PostSlow is null ? null : PostSlow.Buffer.P;
        var rule = Rule;
        var (dt, zero, low, high, quiet) = (TS.Splat(Dt), TS.Splat(0), TS.Splat(Low), TS.Splat(High), TS.Splat(ActiveAbove));
        foreach (var s in spikes)
        {
            var pre = new Pre<TS> { Fast = At(preFast, (nuint)s), Slow = At(preSlow, (nuint)s), Spikes = TS.Splat(1 / Dt), Rate = zero, Change = zero };
            for (nuint z = rows[s], end = rows[s + 1]; z < end; z++)
            {
                var j = nuint.CreateTruncating(targets[z]);
                var w = TS.Load(ref *weights, z);
                TS.Store(ref *sums, j, TS.Load(ref *sums, j) + w);
                if (learning)
                {
                    var post = new Post<TS> { Fast = At(postFast, j), Slow = At(postSlow, j), Spikes = zero, Rate = zero, Change = zero, Voltage = quiet };
                    TS.Store(ref *weights, z, TS.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
                }
            }
        }
    }

    public override void Learn(long step)
    {
        if (ArrivalsPrecede)
        {
            TakeArrivals(step);
        }

        if (Learning && (ReadsVoltage || Post.SpikeCount > 0))
        {
            Potentiate(Active());
        }

        AdvanceTraces(step);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Potentiate(ReadOnlySpan<int> receivers)
    {
        var columns = _columns.P;
        var places = _places.P;
        var senders = _senders.P;
        var weights = _weights.P;
        T* preFast = PreFast is null ? null : PreFast.Buffer.P, preSlow = PreSlow is null ? null : PreSlow.Buffer.P;
        var rule = Rule;
        var next = 0;
        var (dt, zero, low, high) = (TS.Splat(Dt), TS.Splat(0), TS.Splat(Low), TS.Splat(High));
        foreach (var i in receivers)
        {
            var post = Seen(i, ref next);
            for (nuint k = columns[i], end = columns[i + 1]; k < end; k++)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(weights + places[k + 16 < end ? k + 16 : k]);
                }

                nuint z = places[k];
                var j = nuint.CreateTruncating(senders[k]);
                var w = TS.Load(ref *weights, z);
                var pre = new Pre<TS> { Fast = At(preFast, j), Slow = At(preSlow, j), Spikes = zero, Rate = zero, Change = zero };
                TS.Store(ref *weights, z, TS.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
            }
        }
    }

    public override void Visit(Func<int, int, double, double> change)
    {
        for (var i = 0; i < _topology.Senders; i++)
        {
            for (var z = _topology.Rows.P[i]; z < _topology.Rows.P[i + 1]; z++)
            {
                _weights.P[z] = Scalar<T>.From(change(i, int.CreateTruncating(_topology.Targets.P[z]), Scalar<T>.To(_weights.P[z])));
            }
        }
    }
}
