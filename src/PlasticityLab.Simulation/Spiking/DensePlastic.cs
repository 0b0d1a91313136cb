using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>All-to-all synapses that learn. Rules that act at spikes visit the rows of arriving spikes in vectors and the columns of firing
/// neurons one by one; rules that act at every step visit everything.</summary>
internal sealed unsafe class DensePlastic<T, TV, TS, TRule> : PlasticSlice<T, TV, TS, TRule>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
    where TRule : struct, ILearningRule<TRule>
{
    private readonly DenseWeights<T> _weights;
    private readonly bool _everyStep;
    private readonly TraceArray<T, TV, TS>? _preRate,
        _postRate;
    private readonly NativeBuffer<T>? _preSpikes,
        _postSpikes;

    public DensePlastic(
        SpikeRing arrivals,
        int delaySteps,
        PopulationSlice<T> post,
        NativeBuffer<T> target,
        DenseWeights<T> weights,
        in PlasticSetup<TRule> setup,
        double rateTau
    )
        : base(arrivals, delaySteps, post, target, weights.Senders, setup)
    {
        _weights = weights;
        _everyStep = TRule.Card.Clock == RuleClock.EveryStep;
        if (_everyStep)
        {
            _preRate = new(Trace.OfRate(rateTau), weights.Senders, setup.Dt);
            _postRate = new(Trace.OfRate(rateTau), post.Count, setup.Dt);
            _preSpikes = new(NativeBuffer<T>.Padded(weights.Senders));
            _postSpikes = new(NativeBuffer<T>.Padded(post.Count));
        }
    }

    public override void State(StateCodec codec)
    {
        base.State(codec);
        _weights.State(codec);
        _preRate?.State(codec);
        _postRate?.State(codec);
    }

    protected override void Arrive(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step - DelaySteps))
            {
                Row(s, Learning && !_everyStep);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Row(int s, bool learning)
    {
        var row = _weights.Row(s);
        var sums = Target.P;
        T* postFast = PostFast is null ? null : PostFast.Buffer.P,
            postSlow = PostSlow is null ? null : PostSlow.Buffer.P;
        var rule = Rule;
        var gain = TV.Splat(Gain);
        var (dt, zero, low, high, quiet) = (TV.Splat(Dt), TV.Splat(0), TV.Splat(Low), TV.Splat(High), TV.Splat(ActiveAbove));
        var pre = new Pre<TV>
        {
            Fast = PreFast is null ? zero : Splat(PreFast.Buffer.P[s]),
            Slow = PreSlow is null ? zero : Splat(PreSlow.Buffer.P[s]),
            Spikes = TV.Splat(1 / Dt),
            Rate = zero,
            Change = zero,
        };
        for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
        {
            var w = TV.Load(ref *row, n);
            TV.Store(ref *sums, n, TV.Load(ref *sums, n) + (gain * w));
            if (learning)
            {
                var post = new Post<TV>
                {
                    Fast = postFast is null ? zero : TV.Load(ref *postFast, n),
                    Slow = postSlow is null ? zero : TV.Load(ref *postSlow, n),
                    Spikes = zero,
                    Rate = zero,
                    Change = zero,
                    Voltage = quiet,
                };
                TV.Store(ref *row, n, TV.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
            }
        }

        _weights.ClearSelf(s);
    }

    public override void Learn(long step)
    {
        if (ArrivalsPrecede)
        {
            TakeArrivals(step);
        }

        if (_everyStep)
        {
            MarkSpikes(step);
            if (Learning)
            {
                Everything();
            }
        }
        else if (Learning)
        {
            var next = 0;
            foreach (var i in Active())
            {
                Column(i, Seen(i, ref next));
            }
        }

        AdvanceTraces(step);
        AdvanceRates(step);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Column(int i, in Post<TS> post)
    {
        T* preFast = PreFast is null ? null : PreFast.Buffer.P,
            preSlow = PreSlow is null ? null : PreSlow.Buffer.P;
        var rule = Rule;
        var (dt, zero, low, high) = (TS.Splat(Dt), TS.Splat(0), TS.Splat(Low), TS.Splat(High));
        var self = _weights.Self is { } offset ? i - offset : -1;
        var entry = _weights.Row(0) + i;
        for (var j = 0; j < PreCount; j++, entry += _weights.Stride)
        {
            if (j == self)
            {
                continue;
            }

            var w = TS.Load(ref *entry, 0);
            var pre = new Pre<TS>
            {
                Fast = At(preFast, (nuint)j),
                Slow = At(preSlow, (nuint)j),
                Spikes = zero,
                Rate = zero,
                Change = zero,
            };
            TS.Store(ref *entry, 0, TS.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Everything()
    {
        var postSpikes = _postSpikes!.P;
        var postRate = _postRate!.Buffer.P;
        var voltage = Post.V.P;
        T* postFast = PostFast is null ? null : PostFast.Buffer.P,
            postSlow = PostSlow is null ? null : PostSlow.Buffer.P;
        var rule = Rule;
        var (dt, zero, low, high) = (TV.Splat(Dt), TV.Splat(0), TV.Splat(Low), TV.Splat(High));
        for (var s = 0; s < PreCount; s++)
        {
            var row = _weights.Row(s);
            var spikes = Splat(_preSpikes!.P[s]);
            var rate = Splat(_preRate!.Buffer.P[s]);
            var pre = new Pre<TV>
            {
                Fast = PreFast is null ? zero : Splat(PreFast.Buffer.P[s]),
                Slow = PreSlow is null ? zero : Splat(PreSlow.Buffer.P[s]),
                Spikes = spikes,
                Rate = rate,
                Change = spikes - rate,
            };
            for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
            {
                var w = TV.Load(ref *row, n);
                var (s2, r2) = (TV.Load(ref *postSpikes, n), TV.Load(ref *postRate, n));
                var post = new Post<TV>
                {
                    Fast = postFast is null ? zero : TV.Load(ref *postFast, n),
                    Slow = postSlow is null ? zero : TV.Load(ref *postSlow, n),
                    Spikes = s2,
                    Rate = r2,
                    Change = s2 - r2, // τ dr/dt = S − r for the low-pass rate
                    Voltage = TV.Load(ref *voltage, n),
                };
                TV.Store(ref *row, n, TV.Clamp(w + (dt * rule.DwDt(pre, post, w)), low, high));
            }

            _weights.ClearSelf(s);
        }
    }

    private void MarkSpikes(long step)
    {
        var height = Scalar<T>.From(1 / Dt);
        _preSpikes!.Fill(default);
        _postSpikes!.Fill(default);
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step - DelaySteps))
            {
                _preSpikes.P[s] = height;
            }
        }

        foreach (var i in PostSpikes)
        {
            _postSpikes.P[i] = height;
        }
    }

    private void AdvanceRates(long step)
    {
        if (!_everyStep)
        {
            return;
        }

        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            _preRate!.Spike(Ring.At(slice, step - DelaySteps));
        }

        _postRate!.Spike(PostSpikes);
        _preRate!.Advance(null, null);
        _postRate.Advance(null, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Splat(T value) => TV.Splat(Scalar<T>.To(value));

    public override void LimitIncoming(double most) => _weights.LimitIncoming<TV>(most);

    public override void Visit(Func<int, int, double, double> change) => _weights.Visit(change);
}
