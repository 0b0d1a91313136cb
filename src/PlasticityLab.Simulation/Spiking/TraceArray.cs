using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>One trace of every neuron on one side of a projection. Between steps it holds its value before the spikes of the coming
/// step.</summary>
internal sealed unsafe class TraceArray<T, TV, TS>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private readonly int _count;
    private readonly TraceKind _kind;
    private readonly TV _decay,
        _gain;
    private readonly TS _jump;
    private readonly NativeBuffer<T> _now; // what the trace is
    private readonly NativeBuffer<T>[] _past; // what it was, one buffer a step of delay
    private int _slot;
    private double _largest;

    public TraceArray(Trace trace, int count, double dt)
    {
        (_kind, _count) = (trace.Kind, count);
        Buffer = new(NativeBuffer<T>.Padded(count));
        var delay = trace.Kind == TraceKind.Voltage ? (int)TimeGrid.Steps(trace.Delay, dt) : 0;
        _past = [.. Enumerable.Range(0, delay).Select(_ => new NativeBuffer<T>(NativeBuffer<T>.Padded(count)))];
        _now = delay == 0 ? Buffer : new(NativeBuffer<T>.Padded(count));
        _decay = TV.Splat(Math.Exp(-dt / trace.Tau));
        _gain = TV.Splat(1 - Math.Exp(-dt / trace.Tau));
        _jump = TS.Splat(trace.Kind == TraceKind.Rate ? 1 / trace.Tau : 1);
    }

    public static TraceArray<T, TV, TS>? For(Trace trace, int count, double dt) =>
        trace.Kind == TraceKind.None ? null : new(trace, count, dt);

    /// <summary>What rules read: the trace, or what it was a delay ago.</summary>
    public NativeBuffer<T> Buffer { get; }

    /// <summary>The largest value after a spike so far; 0 for traces that follow no spikes.</summary>
    public double Largest => _largest;

    public void State(StateCodec codec)
    {
        Buffer.State(codec);
        codec.Value(ref _largest);
        if (_past.Length > 0)
        {
            _now.State(codec);
            Array.ForEach(_past, buffer => buffer.State(codec));
            codec.Value(ref _slot);
        }
    }

    /// <summary>Traces of the potential begin where the potential is.</summary>
    public void Begin(NativeBuffer<T> voltage)
    {
        if (_kind == TraceKind.Voltage)
        {
            foreach (var buffer in _past.Append(_now).Append(Buffer))
            {
                voltage.Span[.._count].CopyTo(buffer.Span);
            }
        }
    }

    public void Spike(ReadOnlySpan<int> neurons)
    {
        var p = Buffer.P;
        switch (_kind)
        {
            case TraceKind.Spikes or TraceKind.Rate:
                foreach (var n in neurons)
                {
                    TS.Store(ref *p, (nuint)n, TS.Load(ref *p, (nuint)n) + _jump);
                    _largest = Math.Max(_largest, Scalar<T>.To(p[n]));
                }

                break;
            case TraceKind.NearestSpike:
                _largest = neurons.IsEmpty ? _largest : 1;
                foreach (var n in neurons)
                {
                    TS.Store(ref *p, (nuint)n, _jump);
                }

                break;
        }
    }

    /// <summary>Moves on by one step. Traces of r² follow <paramref name="rate"/>, traces of the potential follow
    /// <paramref name="voltage"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Advance(T* rate, T* voltage)
    {
        if (_past.Length > 0)
        {
            _now.Span.CopyTo(_past[_slot].Span);
            _slot = (_slot + 1) % _past.Length;
            _past[_slot].Span.CopyTo(Buffer.Span); // the oldest
        }

        var source =
            _kind == TraceKind.RateSquared ? rate
            : _kind == TraceKind.Voltage ? voltage
            : null;
        if (source is null)
        {
            Decay();
            return;
        }

        var p = _now.P;
        var (decay, gain) = (_decay, _gain);
        for (nuint n = 0; n < (nuint)_count; n += (nuint)TV.Width)
        {
            var x = TV.Load(ref *source, n);
            TV.Store(ref *p, n, (TV.Load(ref *p, n) * decay) + (gain * (_kind == TraceKind.RateSquared ? x * x : x)));
        }
    }

    // Four vectors at a time; buffers are padded to whole blocks.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Decay()
    {
        var decay = _decay;
        var width = (nuint)TV.Width;
        T* end = _now.P + _count;
        for (var p = _now.P; p < end; p += 4 * width)
        {
            TV.Store(ref *p, 0, TV.Load(ref *p, 0) * decay);
            TV.Store(ref *p, width, TV.Load(ref *p, width) * decay);
            TV.Store(ref *p, 2 * width, TV.Load(ref *p, 2 * width) * decay);
            TV.Store(ref *p, 3 * width, TV.Load(ref *p, 3 * width) * decay);
        }
    }
}
