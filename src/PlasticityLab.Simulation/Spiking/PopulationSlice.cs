using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>One thread's share of a population: neurons low .. high−1, with local indices from 0. State lies as one array a
/// variable.</summary>
internal abstract unsafe class PopulationSlice<T>(int population, int low, int high)
    where T : unmanaged
{
    public int Population { get; } = population;

    public int Low { get; } = low;

    public int Count { get; } = high - low;

    public NativeBuffer<T> V { get; } = new(NativeBuffer<T>.Padded(high - low), 0);

    public NativeBuffer<T> U { get; } = new(NativeBuffer<T>.Padded(high - low), 1);

    public NativeBuffer<T> E { get; } = new(NativeBuffer<T>.Padded(high - low), 2);

    public NativeBuffer<T> I { get; } = new(NativeBuffer<T>.Padded(high - low), 3);

    /// <summary>Until when the potential is held: the step in which it is free again, as a number or, in single precision, as the bits of a
    /// 32-bit integer (a float counts to 2²⁴ only). For spikes with a shape, the steps that are left.</summary>
    public NativeBuffer<T> Held { get; } = new(NativeBuffer<T>.Padded(high - low), 4);

    /// <summary>External input of each neuron, set from outside.</summary>
    public NativeBuffer<T> Input { get; } = new(NativeBuffer<T>.Padded(high - low), 5);

    /// <summary>White noise of this step, when the population has any.</summary>
    public NativeBuffer<T>? Noise { get; set; }

    /// <summary>Traces of the last spike, for models whose spikes have a shape.</summary>
    public NativeBuffer<T>? After { get; protected init; }

    /// <summary>As <see cref="After"/>.</summary>
    public NativeBuffer<T>? Lift { get; protected init; }

    /// <summary>Background passes, run before each step.</summary>
    public List<BackgroundPass<T>> Passes { get; } = [];

    /// <summary>This step's spikes as local indices, ascending.</summary>
    public virtual int[] Spikes { get; } = new int[NativeBuffer<T>.Padded(high - low) + 8];

    public int SpikeCount { get; protected set; }

    /// <summary>Whether steps are bounded (<see cref="INeuronStep{TLane}.IsBounded"/>), so that <see cref="Bound"/> is of use.</summary>
    public virtual bool IsBounded => false;

    /// <summary>What no neuron's synaptic variables together exceed [unit of the variables]. Whoever raises them says by how much at most
    /// (<see cref="Raise"/>); ∞ or NaN: not known. Decay only lowers it.</summary>
    protected double Bound { get; set; } = double.PositiveInfinity;

    /// <summary>Every neuron's synaptic variables may have grown by so much; ∞: by anything.</summary>
    public void Raise(double most) => Bound += most;

    /// <summary>What the neurons go on from.</summary>
    public virtual void State(StateCodec codec)
    {
        codec.Same(Count, "the number of neurons of a population");
        foreach (var buffer in new[] { V, U, E, I, Held, Input, After, Lift })
        {
            buffer?.State(codec);
        }

        if (codec.Reads)
        {
            Raise(double.PositiveInfinity);
            Passes.ForEach(pass => pass.Forget());
        }
    }

    /// <summary>Moves all neurons over one step and lists those that spike.</summary>
    public abstract void Step(long step);
}

/// <summary>A population that integrates: the kernel compiled for its neuron model.</summary>
internal sealed unsafe class NeuronSlice<T, TV, TStep> : PopulationSlice<T>
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TStep : struct, INeuronStep<TV>
{
    private readonly TStep _step;
    private readonly int _heldSteps;
    private long _origin; // of the clock that Held is in
    private readonly TV _threshold,
        _reset,
        _held,
        _start,
        _body,
        _one = TV.Splat(1),
        _zero = TV.Splat(0);

    public NeuronSlice(int population, int low, int high, TStep step, ISpikingNeuron neuron, double dt)
        : base(population, low, high)
    {
        _step = step;
        (_threshold, _reset) = (TV.Splat(neuron.Threshold), TV.Splat(neuron.Reset));
        _heldSteps = checked((int)TimeGrid.Steps(neuron.RefractoryPeriod, dt));
        if (neuron.Shape is { } shape)
        {
            var steps = Math.Max(1, (int)TimeGrid.Steps(shape.Width, dt));
            _held = TV.Splat(steps > 1 ? steps - 1 : -1);
            (_start, _body) = (TV.Splat(shape.Start), TV.Splat(shape.Body));
            After = new(NativeBuffer<T>.Padded(high - low));
            Lift = new(NativeBuffer<T>.Padded(high - low));
        }
    }

    public override bool IsBounded => TStep.IsBounded;

    public override void Step(long step)
    {
        foreach (var pass in Passes)
        {
            pass.Run(step);
        }

        if (step - _origin >= ClockEnd)
        {
            MoveClock(step);
        }

        SpikeCount =
            TStep.HasShape ? IntegrateShaped(Input.P, Noise is null ? null : Noise.P)
            : Noise is null
                ? IsWithin() ? Integrate<No, Yes>(step - _origin, Input.P, null)
                    : Integrate<No, No>(step - _origin, Input.P, null)
            : IsWithin() ? Integrate<Yes, Yes>(step - _origin, Input.P, Noise.P)
            : Integrate<Yes, No>(step - _origin, Input.P, Noise.P);
    }

    // Whether no neuron needs a bounded step. The bound is counted up from what was found at the last look; a look is needed every ten steps
    // or so, where the question at each neuron cost a tenth of the whole.
    private bool IsWithin()
    {
        if (!TStep.IsBounded)
        {
            return false;
        }

        if (!(Bound <= _step.MostConductance) || Passes.Count > 0)
        {
            Bound = Largest();
        }

        return Bound <= _step.MostConductance;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private double Largest()
    {
        var (pe, pi, largest, zero) = ((nint)E.P, (nint)I.P, _zero, _zero);
        for (nuint n = 0; n < (nuint)Count; n += (nuint)TV.Width)
        {
            largest = TV.Max(largest, TV.AtLeast(zero, At(pe, n)) + TV.AtLeast(zero, At(pi, n)));
        }

        var most = 0.0;
        for (var k = 0; k < Vector256<T>.Count; k++)
        {
            most = Math.Max(most, Scalar<T>.To(Bits(largest)[k])); // NaN stays
        }

        return most;
    }

    // Held is in 32-bit steps in single precision. Long before they end (2³⁰ steps, 30 hours at 0.1 ms) the clock is set anew, and whoever
    // was free stays so.
    private const long ClockEnd = 1L << 30;

    public override void State(StateCodec codec)
    {
        base.State(codec);
        codec.Value(ref _origin);
    }

    private void MoveClock(long step)
    {
        var moved = step - _origin;
        _origin = step;
        if (TStep.HasShape)
        {
            return; // counts the steps that are left
        }

        var held = Held.Span;
        for (var n = 0; n < held.Length; n++)
        {
            if (typeof(T) == typeof(float))
            {
                ref var until = ref Unsafe.As<T, int>(ref held[n]);
                until = (int)Math.Max(0, until - moved);
            }
            else
            {
                held[n] = Scalar<T>.From(Math.Max(0, Scalar<T>.To(held[n]) - moved));
            }
        }
    }

    /// <summary>The same for spikes with a shape. Held counts the steps that the spike still lasts; −1 says that it has just ended, so that
    /// the reset comes before the next step and whoever looks at the potential in between sees the spike.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int IntegrateShaped(T* input, T* noise)
    {
        var (pv, pu, pe, pi, held, after, lift) = ((nint)V.P, (nint)U.P, (nint)E.P, (nint)I.P, (nint)Held.P, (nint)After!.P, (nint)Lift!.P);
        ref readonly var step = ref _step;
        var (one, zero) = (_one, _zero);
        var count = 0;
        for (nuint n = 0; n < (nuint)Count; n += (nuint)TV.Width)
        {
            var (v, u, e, i) = (At(pv, n), At(pu, n), At(pe, n), At(pi, n));
            var (holding, x, y) = (At(held, n), At(after, n), At(lift, n));
            var external = At((nint)input, n);
            if (noise is not null)
            {
                external += At((nint)noise, n);
            }

            var over = Vector256.LessThan(Bits(holding), Bits(zero));
            v = Pick(over, _reset, v);
            u = Pick(over, step.AfterSpike(u), u);
            x = Pick(over, one, x);
            y = Pick(over, one, y);
            holding = TV.AtLeast(zero, holding);
            var spiking = Vector256.GreaterThan(Bits(holding), Bits(zero));
            var rested = u;
            step.AdvanceShaped(ref v, ref u, ref e, ref i, ref x, ref y, external);
            v = Pick(spiking, _body, v);
            u = Pick(spiking, rested, u);
            var left = holding - one;
            holding = Pick(spiking, Pick(Vector256.Equals(Bits(left), Bits(zero)), zero - one, left), holding);
            var fired = Vector256.AndNot(Vector256.GreaterThan(Bits(v), Bits(_threshold)), spiking);
            v = Pick(fired, _start, v);
            holding = Pick(fired, _held, holding);
            for (var mask = fired.ExtractMostSignificantBits(); mask != 0; mask &= mask - 1)
            {
                var neuron = (int)n + System.Numerics.BitOperations.TrailingZeroCount(mask);
                if (neuron < Count)
                {
                    Spikes[count++] = neuron;
                }
            }

            Put(pv, n, v);
            Put(pu, n, u);
            Put(pe, n, e);
            Put(pi, n, i);
            Put(held, n, holding);
            Put(after, n, x);
            Put(lift, n, y);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV At(nint buffer, nuint n) => TV.Load(ref *(T*)buffer, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(nint buffer, nuint n, TV value) => TV.Store(ref *(T*)buffer, n, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Pick(Vector256<T> condition, TV yes, TV no) => Lane(Vector256.ConditionalSelect(condition, Bits(yes), Bits(no)));

    // TNoise and TWithin are types, so that each form has a loop of its own without a branch and with fewer live pointers.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int Integrate<TNoise, TWithin>(long now, T* input, T* noise)
        where TNoise : struct, IFlag
        where TWithin : struct, IFlag
    {
        var pv = V.P;
        var pu = U.P;
        var pe = E.P;
        var pi = I.P;
        var held = Held.P;
        var step = _step;
        var size = (nuint)Count;
        var (threshold, reset) = (Bits(_threshold), Bits(_reset));
        var (next, free) = (Moment(now + 1), Moment(now + 1 + _heldSteps));
        var zero = _zero;
        var count = 0;
        fixed (int* spikes = Spikes)
        {
            for (nuint n = 0; n < size; n += (nuint)TV.Width)
            {
                var v = TV.Load(ref *pv, n);
                var u = TStep.HasU ? TV.Load(ref *pu, n) : zero;
                var e = TV.Load(ref *pe, n);
                var i = TStep.HasInhibition ? TV.Load(ref *pi, n) : zero;
                var external = TV.Load(ref *input, n);
                if (TNoise.Value)
                {
                    external += TV.Load(ref *noise, n);
                }

                if (TWithin.Value)
                {
                    step.AdvanceWithin(ref v, ref u, ref e, ref i, external);
                }
                else
                {
                    step.Advance(ref v, ref u, ref e, ref i, external);
                }

                var bits = Where(Later(next, Vector256.Load(held + n)), Bits(v), reset);
                var fired = Vector256.GreaterThan(bits, threshold);
                var mask = fired.ExtractMostSignificantBits();
                if (mask != 0)
                {
                    bits = Where(fired, reset, bits);
                    Where(fired, free, Vector256.Load(held + n)).Store(held + n);
                    if (TStep.HasU)
                    {
                        u = Lane(Vector256.ConditionalSelect(fired, Bits(step.AfterSpike(u)), Bits(u)));
                    }

                    while (mask != 0)
                    {
                        spikes[count++] = (int)n + System.Numerics.BitOperations.TrailingZeroCount(mask);
                        mask &= mask - 1;
                    }
                }

                bits.Store(pv + n);
                TV.Store(ref *pe, n, e);
                if (TStep.HasInhibition)
                {
                    TV.Store(ref *pi, n, i);
                }

                if (TStep.HasU)
                {
                    TV.Store(ref *pu, n, u);
                }
            }

            while (count > 0 && spikes[count - 1] >= Count)
            {
                count--; // padding neurons beyond the last one
            }
        }

        return count;
    }

    // One instruction instead of three where the processor has it; the bits are the same, for a comparison's mask is all or nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Where(Vector256<T> mask, Vector256<T> yes, Vector256<T> no) =>
        !Avx.IsSupported ? Vector256.ConditionalSelect(mask, yes, no)
        : typeof(T) == typeof(float) ? Avx.BlendVariable(no.AsSingle(), yes.AsSingle(), mask.AsSingle()).As<float, T>()
        : Avx.BlendVariable(no.AsDouble(), yes.AsDouble(), mask.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Moment(long step) =>
        typeof(T) == typeof(float) ? Vector256.Create(unchecked((int)step)).As<int, T>() : Vector256.Create((double)step).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Later(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float)
            ? Vector256.GreaterThan(a.As<T, int>(), b.As<T, int>()).As<int, T>()
            : Vector256.GreaterThan(a.As<T, double>(), b.As<T, double>()).As<double, T>();

    private interface IFlag
    {
        static abstract bool Value { get; }
    }

    private readonly struct Yes : IFlag
    {
        public static bool Value => true;
    }

    private readonly struct No : IFlag
    {
        public static bool Value => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Bits(TV lane) => Unsafe.BitCast<TV, Vector256<T>>(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Lane(Vector256<T> bits) => Unsafe.BitCast<Vector256<T>, TV>(bits);
}
