using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>What all learning projections share: the traces of both sides and the bounds.</summary>
/// <remarks>Order within a step: arrivals act as presynaptic spikes on weights as they stand, then the neurons move, then their spikes act as postsynaptic spikes, then all traces take up the spikes of this step. So neither side of a coincidence sees the other, both terms act once, and delivery and depression share one pass over the row.</remarks>
internal abstract unsafe class PlasticSlice<T, TV, TS, TRule> : ProjectionSlice<T>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
    where TRule : struct, ILearningRule<TRule>
{
    protected PlasticSlice(SpikeRing arrivals, int delaySteps, PopulationSlice<T> post, NativeBuffer<T> target, int preCount, in PlasticSetup<TRule> setup) : base(arrivals, delaySteps, post, target)
    {
        (Rule, Dt, PreCount) = (setup.Rule, setup.Dt, preCount);
        (Low, High, ArrivalsPrecede) = (setup.Low, setup.High, setup.ArrivalsPrecede);
        var traces = Rule.Traces;
        PreFast = TraceArray<T, TV, TS>.For(traces.PreFast, preCount, Dt);
        PreSlow = TraceArray<T, TV, TS>.For(traces.PreSlow, preCount, Dt);
        PostFast = TraceArray<T, TV, TS>.For(traces.PostFast, post.Count, Dt);
        PostSlow = TraceArray<T, TV, TS>.For(traces.PostSlow, post.Count, Dt);
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
internal readonly record struct PlasticSetup<TRule>(TRule Rule, double Dt, double Low, double High, bool ArrivalsPrecede);
