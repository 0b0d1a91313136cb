using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private const int Stretch = 64; // entries of a column that are prepared at once
    private readonly double? _pairGain;
    private readonly double _pairLoss;
    private readonly bool _gathers;
    private readonly NativeBuffer<uint> _columns;
    private readonly NativeBuffer<TIndex> _senders,
        _places;

    public SparsePlastic(
        SpikeRing arrivals,
        int delaySteps,
        PopulationSlice<T> post,
        NativeBuffer<T> target,
        SparseTopology<TIndex> topology,
        NativeBuffer<T> weights,
        in PlasticSetup<TRule> setup
    )
        : base(arrivals, delaySteps, post, target, topology.Senders, setup)
    {
        (_topology, _weights) = (topology, weights);
        if (setup.MayDefer && Sse.IsSupported && setup.Rule is PairStdp { Eta: >= 0, APlus: >= 0 } pair)
        {
            (_pairGain, _pairLoss) = (pair.Eta * pair.APlus, pair.Eta * pair.AMinus);
        }

        _gathers = Gathering.IsSupported && topology.Synapses <= int.MaxValue; // places are signed 32-bit numbers when gathered
        (_columns, _senders, _places) = topology.ByReceiver(post.Count);
    }

    public override void State(StateCodec codec)
    {
        base.State(codec);
        _weights.State(codec);
    }

    protected override void Arrive(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            var spikes = Ring.At(slice, step - DelaySteps);
            if (spikes.Length > 0)
            {
                if (Learning && _pairGain is not null)
                {
                    DepressPairs(spikes, _pairLoss);
                }
                else
                {
                    Deliver(spikes, Learning);
                }
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
        T* preFast = PreFast is null ? null : PreFast.Buffer.P,
            preSlow = PreSlow is null ? null : PreSlow.Buffer.P;
        T* postFast = PostFast is null ? null : PostFast.Buffer.P,
            postSlow = PostSlow is null ? null : PostSlow.Buffer.P;
        var rule = Rule;
        var (dt, zero, low, high, quiet) = (TS.Splat(Dt), TS.Splat(0), TS.Splat(Low), TS.Splat(High), TS.Splat(ActiveAbove));
        var (step, none, lowest, highest, resting) = (TV.Splat(Dt), TV.Splat(0), TV.Splat(Low), TV.Splat(High), TV.Splat(ActiveAbove));
        for (var next = 0; next < spikes.Length; next++)
        {
            var s = spikes[next];
            if (Sse.IsSupported && next + 1 < spikes.Length)
            {
                var row = rows[spikes[next + 1]]; // a row begins where nothing was read lately
                Sse.Prefetch0(targets + row);
                Sse.Prefetch0(weights + row);
                Sse.Prefetch0(weights + row + 16);
            }

            var pre = new Pre<TS>
            {
                Fast = At(preFast, (nuint)s),
                Slow = At(preSlow, (nuint)s),
                Spikes = TS.Splat(1 / Dt),
                Rate = zero,
                Change = zero,
            };
            nuint z = rows[s],
                end = rows[s + 1];
            if (Gathering.IsSupported && learning)
            {
                var all = new Pre<TV>
                {
                    Fast = Splat(preFast, s),
                    Slow = Splat(preSlow, s),
                    Spikes = TV.Splat(1 / Dt),
                    Rate = none,
                    Change = none,
                };
                for (; z + (nuint)TV.Width <= end; z += (nuint)TV.Width)
                {
                    for (nuint k = 0; k < (nuint)TV.Width; k++)
                    {
                        var at = nuint.CreateTruncating(targets[z + k]);
                        TS.Store(ref *sums, at, TS.Load(ref *sums, at) + TS.Load(ref *weights, z + k));
                    }

                    var places = Gathering.Indices<T, TIndex>(targets + z);
                    var post = new Post<TV>
                    {
                        Fast = Gather(postFast, places),
                        Slow = Gather(postSlow, places),
                        Spikes = none,
                        Rate = none,
                        Change = none,
                        Voltage = resting,
                    };
                    var w = TV.Load(ref *weights, z);
                    TV.Store(ref *weights, z, TV.Clamp(w + (step * rule.DwDt(all, post, w)), lowest, highest));
                }
            }

            for (; z < end; z++)
            {
                var j = nuint.CreateTruncating(targets[z]);
                var w = TS.Load(ref *weights, z);
                TS.Store(ref *sums, j, TS.Load(ref *sums, j) + w);
                if (learning)
                {
                    var post = new Post<TS>
                    {
                        Fast = At(postFast, j),
                        Slow = At(postSlow, j),
                        Spikes = zero,
                        Rate = zero,
                        Change = zero,
                        Voltage = quiet,
                    };
                    TS.Store(ref *weights, z, TS.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
                }
            }
        }
    }

    /// <summary>Additive pair STDP, where the change of a row is one product a synapse: the same to rounding, without gathering.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void DepressPairs(ReadOnlySpan<int> spikes, double size)
    {
        var rows = _topology.Rows.P;
        var targets = _topology.Targets.P;
        var sums = Target.P;
        var trace = PostFast!.Buffer.P;
        var (loss, low) = (TS.Splat(-size), TS.Splat(Low));
        for (var next = 0; next < spikes.Length; next++)
        {
            if (next + 1 < spikes.Length)
            {
                var row = rows[spikes[next + 1]]; // a row begins where nothing was read lately
                Sse.Prefetch0(targets + row);
                Sse.Prefetch0(_weights.P + row);
            }

            var target = targets + rows[spikes[next]];
            var end = targets + rows[spikes[next] + 1];
            var w = _weights.P + rows[spikes[next]];
            for (; target + 4 <= end; target += 4, w += 4)
            {
                Lower(target[0], w);
                Lower(target[1], w + 1);
                Lower(target[2], w + 2);
                Lower(target[3], w + 3);
            }

            for (; target < end; target++, w++)
            {
                Lower(*target, w);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Lower(TIndex at, T* w)
        {
            var j = nuint.CreateTruncating(at);
            var weight = TS.Load(ref *w, 0);
            TS.Store(ref *sums, j, TS.Load(ref *sums, j) + weight);
            TS.Store(ref *w, 0, TS.AtLeast(low, TS.MultiplyAdd(loss, TS.Load(ref *trace, j), weight)));
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
            if (_pairGain is { } gain)
            {
                PotentiatePairs(PostSpikes, gain);
            }
            else
            {
                Potentiate(Active());
            }
        }

        AdvanceTraces(step);
    }

    /// <summary>Additive pair STDP, where the change of a column is one product a synapse: the same to rounding in half the time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void PotentiatePairs(ReadOnlySpan<int> receivers, double size)
    {
        var columns = _columns.P;
        var rows = _topology.Rows.P;
        var places = _places.P;
        var senders = _senders.P;
        var weights = _weights.P;
        var trace = PreFast!.Buffer.P;
        var (gain, high) = (TS.Splat(size), TS.Splat(High));
        for (var r = 0; r < receivers.Length; r++)
        {
            if (r + 1 < receivers.Length)
            {
                var column = columns[receivers[r + 1]];
                Sse.Prefetch0(senders + column);
                Sse.Prefetch0(places + column);
            }

            nuint k = columns[receivers[r]],
                end = columns[receivers[r] + 1];
            for (var fetched = end > k + 16 ? end - 16 : k; k < fetched; k++)
            {
                Sse.Prefetch0(weights + rows[nuint.CreateTruncating(senders[k + 16])] + nuint.CreateTruncating(places[k + 16]));
                Raise(k);
            }

            for (; k < end; k++)
            {
                Raise(k);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Raise(nuint k)
        {
            var j = nuint.CreateTruncating(senders[k]);
            var w = weights + rows[j] + nuint.CreateTruncating(places[k]);
            TS.Store(ref *w, 0, TS.AtMost(high, TS.MultiplyAdd(gain, TS.Load(ref *trace, j), TS.Load(ref *w, 0))));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Potentiate(ReadOnlySpan<int> receivers)
    {
        var columns = _columns.P;
        var rows = _topology.Rows.P;
        var places = _places.P;
        var senders = _senders.P;
        var weights = _weights.P;
        T* preFast = PreFast is null ? null : PreFast.Buffer.P,
            preSlow = PreSlow is null ? null : PreSlow.Buffer.P;
        var rule = Rule;
        var next = 0;
        var (dt, zero, low, high) = (TS.Splat(Dt), TS.Splat(0), TS.Splat(Low), TS.Splat(High));
        var (step, none, lowest, highest) = (TV.Splat(Dt), TV.Splat(0), TV.Splat(Low), TV.Splat(High));
        var at = stackalloc int[Stretch + 8];
        var changed = stackalloc T[8];
        foreach (var i in receivers)
        {
            var post = Seen(i, ref next);
            nuint k = columns[i],
                end = columns[i + 1];
            if (_gathers)
            {
                var all = new Post<TV>
                {
                    Fast = Same(post.Fast),
                    Slow = Same(post.Slow),
                    Spikes = Same(post.Spikes),
                    Rate = none,
                    Change = none,
                    Voltage = Same(post.Voltage),
                };
                while (k + (nuint)TV.Width <= end)
                {
                    // First where the weights of a stretch lie, fetching them ahead; then the formula.
                    var stretch = (int)Math.Min(Stretch, (end - k) / (nuint)TV.Width * (nuint)TV.Width);
                    for (var q = 0; q < stretch; q += TV.Width)
                    {
                        var from = Gathering.Indices<T, TIndex>(senders + k + q);
                        (Gathering.Starts<T>(rows, from) + Gathering.Indices<T, TIndex>(places + k + q)).Store(at + q);
                        for (var e = q; e < q + TV.Width; e++)
                        {
                            Sse.Prefetch0(weights + (uint)at[e]);
                        }
                    }

                    for (var q = 0; q < stretch; q += TV.Width, k += (nuint)TV.Width)
                    {
                        var from = Gathering.Indices<T, TIndex>(senders + k);
                        var pre = new Pre<TV>
                        {
                            Fast = Gather(preFast, from),
                            Slow = Gather(preSlow, from),
                            Spikes = none,
                            Rate = none,
                            Change = none,
                        };
                        var w = Lane(Gathering.At(weights, Vector256.Load(at + q)));
                        TV.Store(ref *changed, 0, TV.Clamp(w + (step * rule.DwDt(pre, all, w)), lowest, highest));
                        for (var e = 0; e < TV.Width; e++)
                        {
                            weights[(uint)at[q + e]] = changed[e];
                        }
                    }
                }
            }

            for (; k < end; k++)
            {
                if (Sse.IsSupported)
                {
                    var ahead = k + 16 < end ? k + 16 : k;
                    Sse.Prefetch0(weights + rows[nuint.CreateTruncating(senders[ahead])] + nuint.CreateTruncating(places[ahead]));
                }

                var j = nuint.CreateTruncating(senders[k]);
                var z = rows[j] + nuint.CreateTruncating(places[k]);
                var w = TS.Load(ref *weights, z);
                var pre = new Pre<TS>
                {
                    Fast = At(preFast, j),
                    Slow = At(preSlow, j),
                    Spikes = zero,
                    Rate = zero,
                    Change = zero,
                };
                TS.Store(ref *weights, z, TS.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Lane(Vector256<T> bits) => Unsafe.BitCast<Vector256<T>, TV>(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Gather(T* trace, Vector256<int> places) => trace is null ? TV.Splat(0) : Lane(Gathering.At(trace, places));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Splat(T* trace, int neuron) => trace is null ? TV.Splat(0) : Lane(Vector256.Create(trace[neuron]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Same(TS one) => Lane(Vector256.Create(Unsafe.BitCast<TS, T>(one)));

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
