using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>What all learning projections share: the traces of both sides and the bounds.</summary>
/// <remarks>Order within a step: arrivals act as presynaptic spikes on weights as they stand, then the neurons move, then their spikes act
/// as postsynaptic spikes, then all traces take up the spikes of this step. So neither side of a coincidence sees the other, both terms act
/// once, and delivery and depression share one pass over the row.</remarks>
internal abstract unsafe class PlasticSlice<T, TV, TS, TRule> : ProjectionSlice<T>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
    where TRule : struct, ILearningRule<TRule>
{
    private readonly int[]? _active;

    protected PlasticSlice(
        SpikeRing arrivals,
        int delaySteps,
        PopulationSlice<T> post,
        NativeBuffer<T> target,
        int preCount,
        in PlasticSetup<TRule> setup
    )
        : base(arrivals, delaySteps, post, target)
    {
        (Rule, Dt, PreCount) = (setup.Rule, setup.Dt, preCount);
        (Low, High, ArrivalsPrecede) = (setup.Low, setup.High, setup.ArrivalsPrecede);
        var traces = Rule.Traces;
        PreFast = TraceArray<T, TV, TS>.For(traces.PreFast, preCount, Dt);
        PreSlow = TraceArray<T, TV, TS>.For(traces.PreSlow, preCount, Dt);
        PostFast = TraceArray<T, TV, TS>.For(traces.PostFast, post.Count, Dt);
        PostSlow = TraceArray<T, TV, TS>.For(traces.PostSlow, post.Count, Dt);
        if (TRule.Card.Clock == RuleClock.AtSpikesAndAbove)
        {
            ActiveAbove = Rule.ActiveAbove;
            _active = new int[post.Count];
        }
    }

    /// <summary>Potential above which the rule acts without spikes [V]; 0 for rules that only act at spikes.</summary>
    protected double ActiveAbove { get; }

    /// <summary>Whether the rule also acts on depolarised receivers.</summary>
    protected bool ReadsVoltage => _active is not null;

    public override LargestTraces LargestTraces =>
        new(PreFast?.Largest ?? 0, PreSlow?.Largest ?? 0, PostFast?.Largest ?? 0, PostSlow?.Largest ?? 0);

    public override void State(StateCodec codec)
    {
        base.State(codec);
        PreFast?.State(codec);
        PreSlow?.State(codec);
        PostFast?.State(codec);
        PostSlow?.State(codec);
    }

    public override void Begin()
    {
        PostFast?.Begin(Post.V);
        PostSlow?.Begin(Post.V);
    }

    /// <summary>Receivers whose columns change in this step: those that fire, and for rules that read the potential those above
    /// <see cref="ActiveAbove"/>.</summary>
    protected ReadOnlySpan<int> Active()
    {
        if (_active is null)
        {
            return PostSpikes;
        }

        var v = Post.V.Span;
        var (limit, count, next) = (Scalar<T>.From(ActiveAbove), 0, 0);
        for (var n = 0; n < _active.Length; n++)
        {
            var fires = next < Post.SpikeCount && Post.Spikes[next] == n;
            next += fires ? 1 : 0;
            if (fires || Comparer<T>.Default.Compare(v[n], limit) > 0)
            {
                _active[count++] = n;
            }
        }

        return _active.AsSpan(0, count);
    }

    /// <summary>What the rule sees of receiver i while its column is visited; a firing receiver has its next spike at
    /// <paramref name="next"/>.</summary>
    protected Post<TS> Seen(int i, ref int next)
    {
        var fires = next < Post.SpikeCount && Post.Spikes[next] == i;
        next += fires ? 1 : 0;
        var zero = TS.Splat(0);
        return new()
        {
            Fast = PostFast is null ? zero : At(PostFast.Buffer.P, (nuint)i),
            Slow = PostSlow is null ? zero : At(PostSlow.Buffer.P, (nuint)i),
            Spikes = fires ? TS.Splat(1 / Dt) : zero,
            Rate = zero,
            Change = zero,
            Voltage = ReadsVoltage ? At(Post.V.P, (nuint)i) : zero,
        };
    }

    protected TRule Rule { get; }

    protected double Dt { get; }

    protected double Low { get; }

    protected double High { get; }

    protected int PreCount { get; }

    protected bool ArrivalsPrecede { get; }

    protected TraceArray<T, TV, TS>? PreFast { get; }

    protected TraceArray<T, TV, TS>? PreSlow { get; }

    protected TraceArray<T, TV, TS>? PostFast { get; }

    protected TraceArray<T, TV, TS>? PostSlow { get; }

    protected ReadOnlySpan<int> PostSpikes => Post.Spikes.AsSpan(0, Post.SpikeCount);

    /// <summary>Traces take up the spikes of the step that ends, then decay to the next.</summary>
    protected void AdvanceTraces(long step)
    {
        if (!ArrivalsPrecede)
        {
            TakeArrivals(step);
        }

        PostFast?.Spike(PostSpikes);
        PostSlow?.Spike(PostSpikes);
        PreFast?.Advance(null, null);
        PreSlow?.Advance(null, null);
        PostFast?.Advance(null, Post.V.P);
        PostSlow?.Advance(null, Post.V.P);
    }

    /// <summary>The senders' traces take up what arrived in this step.</summary>
    protected void TakeArrivals(long step)
    {
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            var arrived = Ring.At(slice, step - DelaySteps);
            PreFast?.Spike(arrived);
            PreSlow?.Spike(arrived);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static TS At(T* trace, nuint index) => trace is null ? TS.Splat(0) : TS.Load(ref *trace, index);
}

/// <summary>What a learning projection needs to know.</summary>
internal readonly record struct PlasticSetup<TRule>(TRule Rule, double Dt, double Low, double High, bool ArrivalsPrecede, bool MayDefer);
