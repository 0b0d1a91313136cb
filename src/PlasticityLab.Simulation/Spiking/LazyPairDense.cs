using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>All-to-all additive pair STDP with deferred potentiation: postsynaptic spikes go to one log, and a sender's row reads the log since its last spike when it spikes next. Exact (to rounding): between two presynaptic spikes such a weight only grows, so one clip at the end does for all, and the trace decays from a known value. No column is ever walked.</summary>
internal sealed unsafe class LazyPairDense<T, TV, TS> : ProjectionSlice<T>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private const int LogLength = 1 << 16;
    private readonly DenseWeights<T> _weights;
    private readonly TraceArray<T, TV, TS> _post;
    private readonly NativeBuffer<T> _decay;
    private readonly NativeBuffer<int> _logNeuron = new(LogLength + 8), _logStep = new(LogLength + 8);
    private readonly int[] _read;
    private readonly long[] _last;
    private readonly double[] _trace;
    private readonly double _gain, _loss, _lower, _upper;
    private readonly int _precede;
    private long _origin;
    private int _logged;

    public LazyPairDense(SpikeRing arrivals, int delaySteps, PopulationSlice<T> post, NativeBuffer<T> target, DenseWeights<T> weights, PairStdp rule, double dt, Plasticity plasticity)
        : base(arrivals, delaySteps, post, target)
    {
        _weights = weights;
        _post = new(Trace.OfSpikes(rule.TauMinus), post.Count, dt);
        _decay = new((long)Math.Ceiling(40 * rule.TauPlus / dt) + 1);
        for (var k = 0; k < _decay.Length; k++)
        {
            _decay.P[k] = Scalar<T>.From(Math.Exp(-k * dt / rule.TauPlus));
        }

        (_gain, _loss, _lower, _upper) = (rule.Eta * rule.APlus, rule.Eta * rule.AMinus, plasticity.WeightMin, plasticity.WeightMax);
        _precede = plasticity.ArrivalsPrecede ? 0 : 1;
        _read = new int[weights.Senders];
        _trace = new double[weights.Senders];
        _last = new long[weights.Senders];
    }

    public override void Arrive(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step - DelaySteps))
            {
                CatchUp(s);
                Deliver(_weights.Row(s), Learning);
                _weights.ClearSelf(s);
                _trace[s] = (_trace[s] * Decay(step - _last[s])) + 1;
                _last[s] = step;
            }
        }
    }

    public override void Learn(long step)
    {
        if (Post.SpikeCount > 0)
        {
            if (Learning)
            {
                if (_logged + Post.SpikeCount > LogLength)
                {
                    Flush();
                    _origin = step;
                    _logged = 0;
                    Array.Clear(_read);
                }

                for (var k = 0; k < Post.SpikeCount; k++)
                {
                    _logNeuron.P[_logged] = Post.Spikes[k];
                    _logStep.P[_logged++] = (int)(step - _origin);
                }
            }

            _post.Spike(Post.Spikes.AsSpan(0, Post.SpikeCount));
        }

        _post.Advance(null, null);
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

    /// <summary>Applies the logged postsynaptic spikes that this row has not seen. Those in the very step of its last spike see the trace before that spike.</summary>
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
        var decay = _decay.P;
        var since = _last[s] - _origin;
        var before = TS.Splat(_gain * (_trace[s] - _precede));
        for (; z < end && when[z] == since; z++)
        {
            Grow(row, neuron[z], before);
        }

        var after = TS.Splat(_gain * _trace[s]);
        var longest = (uint)Math.Min(_decay.Length, uint.MaxValue);
        var first = (int)Math.Clamp(since, int.MinValue, int.MaxValue);
        for (; z < end; z++)
        {
            var age = (uint)(when[z] - first);
            if (age < longest)
            {
                Grow(row, neuron[z], after * TS.Load(ref *decay, age));
            }
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
            var w = TV.Min(high, TV.Load(ref *row, n));
            TV.Store(ref *sums, n, TV.Load(ref *sums, n) + (gain * w));
            TV.Store(ref *row, n, TV.Max(low, w - (loss * TV.Load(ref *post, n))));
        }
    }

    private void Clip(T* row)
    {
        var high = TV.Splat(_upper);
        for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
        {
            TV.Store(ref *row, n, TV.Min(high, TV.Load(ref *row, n)));
        }
    }

    private double Decay(long age) => age < _decay.Length ? Scalar<T>.To(_decay.P[age]) : 0;

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
