using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>One trace of every neuron on one side of a projection. Between steps it holds its value before the spikes of the coming step.</summary>
internal sealed unsafe class TraceArray<T, TV, TS>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private readonly int _count;
    private readonly TraceKind _kind;
    private readonly TV _decay, _gain;
    private readonly TS _jump;

    public TraceArray(Trace trace, int count, double dt)
    {
        (_kind, _count) = (trace.Kind, count);
        Buffer = new(NativeBuffer<T>.Padded(count));
        _decay = TV.Splat(Math.Exp(-dt / trace.Tau));
        _gain = TV.Splat(1 - Math.Exp(-dt / trace.Tau));
        _jump = TS.Splat(trace.Kind == TraceKind.Rate ? 1 / trace.Tau : 1);
    }

    public static TraceArray<T, TV, TS>? For(Trace trace, int count, double dt) => trace.Kind == TraceKind.None ? null : new(trace, count, dt);

    public NativeBuffer<T> Buffer { get; }

    public void Spike(ReadOnlySpan<int> neurons)
    {
        var p = Buffer.P;
        switch (_kind)
        {
            case TraceKind.Spikes or TraceKind.Rate:
                foreach (var n in neurons)
                {
                    TS.Store(ref *p, (nuint)n, TS.Load(ref *p, (nuint)n) + _jump);
                }

                break;
            case TraceKind.NearestSpike:
                foreach (var n in neurons)
                {
                    TS.Store(ref *p, (nuint)n, _jump);
                }

                break;
        }
    }

    /// <summary>Moves on by one step. Traces of r² follow <paramref name="rate"/>, traces of the potential follow <paramref name="voltage"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Advance(T* rate, T* voltage)
    {
        var p = Buffer.P;
        var (decay, gain) = (_decay, _gain);
        var source = _kind == TraceKind.RateSquared ? rate : _kind == TraceKind.Voltage ? voltage : null;
        if (source is null)
        {
            for (nuint n = 0; n < (nuint)_count; n += (nuint)TV.Width)
            {
                TV.Store(ref *p, n, TV.Load(ref *p, n) * decay);
            }

            return;
        }

        for (nuint n = 0; n < (nuint)_count; n += (nuint)TV.Width)
        {
            var x = TV.Load(ref *source, n);
            TV.Store(ref *p, n, (TV.Load(ref *p, n) * decay) + (gain * (_kind == TraceKind.RateSquared ? x * x : x)));
        }
    }
}
