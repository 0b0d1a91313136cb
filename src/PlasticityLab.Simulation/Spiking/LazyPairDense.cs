using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>All-to-all additive pair STDP with deferred potentiation: postsynaptic spikes go to one log, and a sender's row reads the log
/// since its last spike when it spikes next. Exact (to rounding): between two presynaptic spikes such a weight only grows, so one clip at
/// the end does for all, and the trace decays from a known value. No column is ever walked.</summary>
internal sealed unsafe class LazyPairDense<T, TV, TS> : ProjectionSlice<T>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private const int LogLength = 1 << 16;
    private const double LongestSpan = 40; // time constants from one origin to the next: e^±40 is within single precision
    private readonly DenseWeights<T> _weights;
    private readonly TraceArray<T, TV, TS> _post;
    private readonly NativeBuffer<int> _logNeuron = new(LogLength + 8),
        _logStep = new(LogLength + 8);
    private readonly NativeBuffer<T> _logDecay = new(LogLength + 8); // exp(−t/τ₊) of each spike, t from the origin
    private readonly int[] _read;
    private readonly long[] _last;
    private readonly double[] _trace;
    private readonly double _gain,
        _loss,
        _lower,
        _upper,
        _rate;
    private readonly int _precede;
    private readonly long _span; // steps between origins; they fall on its multiples, whatever is logged, so that rounding does not depend on the slice
    private long _origin;
    private int _logged;

    public LazyPairDense(
        SpikeRing arrivals,
        int delaySteps,
        PopulationSlice<T> post,
        NativeBuffer<T> target,
        DenseWeights<T> weights,
        PairStdp rule,
        double dt,
        Plasticity plasticity
    )
        : base(arrivals, delaySteps, post, target)
    {
        _weights = weights;
        _post = new(Trace.OfSpikes(rule.TauMinus), post.Count, dt);
        (_rate, _span) = (dt / rule.TauPlus, (long)Math.Clamp(LongestSpan * rule.TauPlus / dt, 1, int.MaxValue));
        (_gain, _loss, _lower, _upper) = (rule.Eta * rule.APlus, rule.Eta * rule.AMinus, plasticity.WeightMin, plasticity.WeightMax);
        _precede = plasticity.ArrivalsPrecede ? 0 : 1;
        _read = new int[weights.Senders];
        _trace = new double[weights.Senders];
        _last = new long[weights.Senders];
    }

    public override void State(StateCodec codec)
    {
        base.State(codec);
        _weights.State(codec);
        _post.State(codec);
        codec.Value(ref _origin);
        codec.Value(ref _logged);
        codec.Values(_logNeuron.Span[.._logged]);
        codec.Values(_logStep.Span[.._logged]);
        codec.Values(_logDecay.Span[.._logged]);
        codec.Values(_read.AsSpan());
        codec.Values(_last.AsSpan());
        codec.Values(_trace.AsSpan());
    }

    protected override void Arrive(long step)
    {
        FetchNext(step);
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step - DelaySteps))
            {
                CatchUp(s);
                Deliver(_weights.Row(s), Learning);
                _weights.ClearSelf(s);
                _trace[s] = (_trace[s] * Math.Exp((_last[s] - step) * _rate)) + 1;
                _last[s] = step;
            }
        }
    }

    /// <summary>The rows that the next step will read are known, because their spikes are under way; a row lies where nothing was read
    /// lately, and catching up jumps about in it.</summary>
    private void FetchNext(long step)
    {
        if (!Sse.IsSupported || DelaySteps < 2)
        {
            return;
        }

        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step + 1 - DelaySteps))
            {
                var row = (byte*)_weights.Row(s);
                for (var line = 0; line < Post.Count * sizeof(T); line += 64)
                {
                    Sse.Prefetch0(row + line);
                }
            }
        }
    }

    public override void Learn(long step)
    {
        if (step % _span == 0)
        {
            Restart();
            _origin = step;
        }

        if (Post.SpikeCount > 0)
        {
            if (Learning)
            {
                if (_logged + Post.SpikeCount > LogLength)
                {
                    Restart();
                }

                var decay = Scalar<T>.From(Math.Exp(-(step - _origin) * _rate));
                for (var k = 0; k < Post.SpikeCount; k++)
                {
                    _logNeuron.P[_logged] = Post.Spikes[k];
                    _logDecay.P[_logged] = decay;
                    _logStep.P[_logged++] = (int)(step - _origin);
                }
            }

            _post.Spike(Post.Spikes.AsSpan(0, Post.SpikeCount));
        }

        _post.Advance(null, null);
    }

    private void Restart()
    {
        Flush();
        _logged = 0;
        Array.Clear(_read);
    }

    public override void Flush()
    {
        for (var s = 0; s < _weights.Senders; s++)
        {
            CatchUp(s);
            Clip(_weights.Row(s));
            _weights.ClearSelf(s);
        }
    }

    /// <summary>Applies the logged postsynaptic spikes that this row has not seen. Those in the very step of its last spike see the trace
    /// before that spike.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void CatchUp(int s)
    {
        var z = _read[s];
        var end = _logged;
        _read[s] = end;
        if (z == end || _trace[s] == 0)
        {
            return;
        }

        var row = _weights.Row(s);
        var neuron = _logNeuron.P;
        var when = _logStep.P;
        var decay = _logDecay.P;
        var since = _last[s] - _origin;
        var ahead = Math.Exp(since * _rate) * _gain;
        var before = TS.Splat(ahead * (_trace[s] - _precede));
        for (; z < end && when[z] == since; z++)
        {
            Grow(row, neuron[z], before * TS.Load(ref *decay, (nuint)z));
        }

        var after = TS.Splat(ahead * _trace[s]);
        for (; z + 4 <= end; z += 4)
        {
            Grow(row, neuron[z], after * TS.Load(ref *decay, (nuint)z));
            Grow(row, neuron[z + 1], after * TS.Load(ref *decay, (nuint)z + 1));
            Grow(row, neuron[z + 2], after * TS.Load(ref *decay, (nuint)z + 2));
            Grow(row, neuron[z + 3], after * TS.Load(ref *decay, (nuint)z + 3));
        }

        for (; z < end; z++)
        {
            Grow(row, neuron[z], after * TS.Load(ref *decay, (nuint)z));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Grow(T* row, int at, TS by) => TS.Store(ref *row, (nuint)at, TS.Load(ref *row, (nuint)at) + by);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Deliver(T* row, bool learning)
    {
        var sums = Target.P;
        var post = _post.Buffer.P;
        var gain = TV.Splat(Gain);
        var (loss, low, high) = (TV.Splat(learning ? _loss : 0), TV.Splat(_lower), TV.Splat(_upper));
        for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
        {
            var w = TV.AtMost(high, TV.Load(ref *row, n));
            TV.Store(ref *sums, n, TV.Load(ref *sums, n) + (gain * w));
            TV.Store(ref *row, n, TV.AtLeast(low, w - (loss * TV.Load(ref *post, n))));
        }
    }

    private void Clip(T* row)
    {
        var high = TV.Splat(_upper);
        for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
        {
            TV.Store(ref *row, n, TV.AtMost(high, TV.Load(ref *row, n)));
        }
    }

    public override void LimitIncoming(double most)
    {
        Flush();
        _weights.LimitIncoming<TV>(most);
    }

    public override void Visit(Func<int, int, double, double> change)
    {
        Flush();
        _weights.Visit(change);
    }
}
