using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>The engine. Neurons are shared out to slices; a slice owns all synapses onto its neurons, so within one minimum delay slices
/// need nothing of each other, and what they compute does not depend on how many there are.</summary>
internal sealed class SpikingSimulation<T, TV, TS> : SpikingSimulation
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private const int LongestWindow = 64;
    private readonly SpikingNetworkBuilder _network;
    private readonly PopulationSlice<T>[][] _neurons; // [population][slice]
    private readonly ProjectionSlice<T>[][] _synapses; // [projection][slice]
    private readonly SpikeRing[] _rings;
    private readonly SpikeRecorder[] _recorders;
    private readonly List<Hook> _hooks = [];
    private readonly Dictionary<int, (double[] Input, double[] Offset)> _offsets = []; // by population, once regulated
    private readonly int[][] _scratch;
    private readonly OutcomeWatch _watch;
    private readonly int _window,
        _slices;

    public SpikingSimulation(SpikingNetworkBuilder network, int slices)
    {
        (_network, _slices, _watch) = (network, slices, new(network));
        var delays = network.Projections.Select(c => NetworkCheck.Steps(network, c.Delay)).DefaultIfEmpty(LongestWindow).ToArray();
        _window = (int)Math.Min(LongestWindow, delays.Min());
        var slots = checked((int)(delays.Max() + _window + 1));
        _rings = [.. network.Populations.Select(_ => new SpikeRing(slices, slots))];
        _recorders = [.. network.Populations.Select(_ => new SpikeRecorder())];
        _neurons = [.. network.Populations.Select(p => Enumerable.Range(0, slices).Select(slice => Make(p, slice)).ToArray())];
        var factories = network
            .Projections.Select(c => new ProjectionFactory<T, TV, TS>(network, c, _rings[c.Pre.Index], _neurons[c.Post.Index]))
            .ToArray();
        _synapses = [.. factories.Select(factory => factory.Build())];
        if (!network.MixedSigns)
        {
            UserError.ThrowIfAny(NetworkCheck.Dale(network, c => factories[c.Index].DrawnSigns));
        }
        _scratch = [.. Enumerable.Range(0, slices).Select(_ => new int[network.Populations.Max(p => p.Count) + 40])];
    }

    public override double TimeStep => _network.TimeStep;

    public override void BeginOutcome() => _watch.Begin();

    public override SpikingOutcome Outcome() => _watch.Outcome(Step, p => _recorders[p].Total, Finite());

    public override void Advance(long steps, bool stopAtSeizure = false, CancellationToken cancellation = default)
    {
        var end = Step + steps;
        if (Step == 0)
        {
            foreach (var slice in _synapses.SelectMany(x => x))
            {
                slice.Begin();
            }
        }

        using var crew = new SliceCrew(_slices, RunSlice);
        while (Step < end)
        {
            cancellation.ThrowIfCancellationRequested();
            var to = Math.Min(Math.Min(end, Math.Max(Step + 1, _watch.Next)), Step + _window);
            foreach (var hook in _hooks)
            {
                to = Math.Min(to, hook.After(Step));
            }

            crew.Run(Step, to);
            var from = Step;
            Step = to;
            for (var p = 0; p < _rings.Length; p++)
            {
                _recorders[p].Take(_rings[p], from, to, _network.Populations[p].Record);
            }

            if (_watch.Look(Step, p => _recorders[p].Total) && stopAtSeizure)
            {
                break;
            }

            foreach (var hook in _hooks)
            {
                if (hook.After(Step - 1) == Step)
                {
                    hook.Action(this);
                }
            }
        }

        GC.KeepAlive(this);
    }

    private protected override void State(StateCodec codec)
    {
        codec.Same(
            $"populations {string.Join(", ", _network.Populations.Select(p => $"{p.Name} of {p.Count}"))}, "
                + $"projections {string.Join(", ", _network.Projections.Select((c, k) => $"{c.Name} ({_synapses[k][0].GetType().Name})"))}, "
                + $"{typeof(T).Name} precision, threads {_slices}"
        );
        var step = Step;
        codec.Value(ref step);
        Step = step;
        foreach (var slice in _neurons.SelectMany(slices => slices))
        {
            slice.State(codec);
        }

        foreach (var slice in _synapses.SelectMany(slices => slices))
        {
            slice.State(codec);
        }

        for (var p = 0; p < _rings.Length; p++)
        {
            _rings[p].State(codec);
            _recorders[p].State(codec);
            Offsets(codec, _network.Populations[p]);
        }

        _watch.State(codec);
        base.State(codec);
    }

    // Inputs and what regulation adds to them, once a population is regulated.
    private void Offsets(StateCodec codec, Population population)
    {
        var has = _offsets.TryGetValue(population.Index, out var shifted);
        codec.Value(ref has);
        if (has)
        {
            var (input, offset) = shifted.Input is null ? (new double[population.Count], new double[population.Count]) : shifted;
            codec.Values(input.AsSpan());
            codec.Values(offset.AsSpan());
            _offsets[population.Index] = (input, offset);
        }
        else
        {
            _offsets.Remove(population.Index);
        }
    }

    private void RunSlice(int slice, long from, long to)
    {
        for (var step = from; step < to; step++)
        {
            foreach (var synapses in _synapses)
            {
                synapses[slice].Deliver(step);
            }

            for (var p = 0; p < _neurons.Length; p++)
            {
                var neurons = _neurons[p][slice];
                neurons.Step(step);
                var spikes = neurons.Spikes.AsSpan(0, neurons.SpikeCount);
                if (neurons.Low > 0 && spikes.Length > 0)
                {
                    var global = _scratch[slice].AsSpan(0, spikes.Length);
                    for (var k = 0; k < spikes.Length; k++)
                    {
                        global[k] = spikes[k] + neurons.Low;
                    }

                    spikes = global;
                }

                _rings[p].Set(slice, step, spikes);
            }

            foreach (var synapses in _synapses)
            {
                synapses[slice].Learn(step);
            }
        }
    }

    public override void Every(double seconds, Action<SpikingSimulation> action)
    {
        if (!(seconds >= (1 - 1e-9) * TimeStep) || !double.IsFinite(seconds))
        {
            throw new UserError(
                $"What is done again and again needs an interval of at least one step ({TimeStep:R} s), but it is {seconds:R} s."
            );
        }

        _hooks.Add(new(seconds / TimeStep, action));
    }

    // The k-th call comes at the step nearest to k intervals, so that an interval between two steps is kept on average.
    private sealed record Hook(double Interval, Action<SpikingSimulation> Action)
    {
        /// <summary>The first step after the given one at which it is called.</summary>
        public long After(long step)
        {
            var k = (long)Math.Floor((step + 0.5) / Interval);
            while (At(k) <= step)
            {
                k++;
            }

            return At(k);
        }

        private long At(long k) => (long)Math.Round(k * Interval, MidpointRounding.AwayFromZero);
    }

    public override SpikeTrains Spikes(Population population) => _recorders[population.Index].Trains(TimeStep);

    public override long SpikeCount(Population population) => _recorders[population.Index].Since;

    public override ReadOnlySpan<long> CountPerNeuron(Population population) =>
        _recorders[population.Index].CountPerNeuron(population.Count);

    public override void ClearSpikes() => Array.ForEach(_recorders, recorder => recorder.Clear());

    public override void SetInput(Population population, Func<int, double> input)
    {
        if (!_offsets.TryGetValue(population.Index, out var shifted))
        {
            Set(population, slice => slice.Input, input);
            return;
        }

        for (var n = 0; n < population.Count; n++)
        {
            shifted.Input[n] = input(n);
        }

        Set(population, slice => slice.Input, n => shifted.Input[n] + shifted.Offset[n]);
    }

    public override unsafe void SetOffset(Population population, Func<int, double> offset)
    {
        if (!_offsets.TryGetValue(population.Index, out var shifted))
        {
            shifted = _offsets[population.Index] = (new double[population.Count], new double[population.Count]);
            foreach (var slice in _neurons[population.Index])
            {
                for (var n = 0; n < slice.Count; n++)
                {
                    shifted.Input[slice.Low + n] = Scalar<T>.To(slice.Input.P[n]);
                }
            }
        }

        for (var n = 0; n < population.Count; n++)
        {
            shifted.Offset[n] = offset(n);
        }

        Set(population, slice => slice.Input, n => shifted.Input[n] + shifted.Offset[n]);
    }

    public override void SetPotential(Population population, Func<int, double> potential) => Set(population, slice => slice.V, potential);

    public override void SetSynapticState(Population population, Func<int, double> excitation, Func<int, double> inhibition)
    {
        Set(population, slice => slice.E, excitation);
        Set(population, slice => slice.I, inhibition);
        Array.ForEach(_neurons[population.Index], slice => slice.Raise(double.PositiveInfinity));
    }

    public override void Rest(Population population)
    {
        ArgumentNullException.ThrowIfNull(population.Neuron);
        SetPotential(population, _ => population.Neuron.Rest);
        SetSynapticState(population, _ => 0, _ => 0);
        Set(population, slice => slice.U, _ => population.Neuron.RestU);
        Set(population, slice => slice.Held, _ => 0);
        if (population.Neuron.Shape is not null)
        {
            Set(population, slice => slice.After!, _ => 0);
            Set(population, slice => slice.Lift!, _ => 0);
        }
    }

    public override unsafe double Potential(Population population, int neuron)
    {
        var slice = _neurons[population.Index].First(x => neuron >= x.Low && neuron < x.Low + x.Count);
        return Scalar<T>.To(slice.V.P[neuron - slice.Low]);
    }

    public override void ForEachSynapse(Projection projection, Func<int, int, double, double> change)
    {
        var slices = _synapses[projection.Index];
        for (var k = 0; k < slices.Length; k++)
        {
            var low = _neurons[projection.Post.Index][k].Low;
            slices[k].Visit(low == 0 ? change : (pre, post, w) => change(pre, post + low, w));
        }
    }

    public override LargestTraces LargestTraces(Projection projection) =>
        _synapses[projection.Index].Aggregate(default(LargestTraces), (largest, slice) => largest.With(slice.LargestTraces));

    public override void SetLearning(Projection projection, bool on)
    {
        foreach (var slice in _synapses[projection.Index])
        {
            slice.Learning = on;
        }
    }

    public override void SetGain(Projection projection, double gain)
    {
        if (projection.Wiring is not Wiring.DenseWiring)
        {
            throw new UserError($"projection {projection.Name}: only all-to-all projections have a gain.");
        }

        foreach (var slice in _synapses[projection.Index])
        {
            slice.Gain = gain;
        }
    }

    public override void LimitIncoming(Projection projection, double most)
    {
        foreach (var slice in _synapses[projection.Index])
        {
            slice.LimitIncoming(most);
        }
    }

    private unsafe void Set(Population population, Func<PopulationSlice<T>, NativeBuffer<T>> buffer, Func<int, double> value)
    {
        foreach (var slice in _neurons[population.Index])
        {
            for (var n = 0; n < slice.Count; n++)
            {
                buffer(slice).P[n] = Scalar<T>.From(value(slice.Low + n));
            }
        }
    }

    private bool Finite() => _neurons.All(slices => slices.All(slice => AllFinite(slice.V)));

    private static bool AllFinite(NativeBuffer<T> buffer)
    {
        foreach (var value in buffer.Span)
        {
            if (!double.IsFinite(Scalar<T>.To(value)))
            {
                return false;
            }
        }

        return true;
    }

    // Slices begin at multiples of 64 neurons, so that a block of random numbers never straddles two.
    private PopulationSlice<T> Make(Population p, int slice)
    {
        int Bound(int k) =>
            k == _slices
                ? p.Count
                : Math.Min(p.Count, (int)((long)p.Count * k / _slices / PoissonPass<T>.Together * PoissonPass<T>.Together));
        var (low, high) = p.Neuron is null ? (slice == 0 ? (0, p.Count) : (p.Count, p.Count)) : (Bound(slice), Bound(slice + 1));
        if (p.Train is not null)
        {
            return new TrainSlice<T>(p.Index, low, high, p.Train);
        }

        if (p.Neuron is null)
        {
            return new PoissonSlice<T>(
                p.Index,
                low,
                high,
                new RandomStreams(_network.Seed).Open(StreamPurpose.Spikes, p.Index),
                () => p.Rate * TimeStep
            );
        }

        var made = p.Neuron.Accept(TimeStep, new NeuronVisitor(p, low, high, TimeStep));
        made.V.Fill(Scalar<T>.From(p.Neuron.Rest < p.Neuron.Threshold ? p.Neuron.Rest : p.Neuron.Reset));
        made.U.Fill(Scalar<T>.From(p.Neuron.RestU));
        uint id = (uint)p.Index << 8;
        foreach (var (rate, weight, receptor) in p.Background)
        {
            made.Passes.Add(
                new PoissonPass<T>(
                    _network.Seed,
                    id++,
                    low,
                    made.Count,
                    receptor == Receptor.Inhibitory ? made.I : made.E,
                    rate * TimeStep,
                    weight
                )
            );
        }

        if (p.NoisePerStep > 0)
        {
            made.Noise = new(NativeBuffer<T>.Padded(made.Count), 6);
            made.Passes.Add(new GaussianPass<T>(_network.Seed, id, low, made.Count, made.Noise, p.NoisePerStep));
        }

        return made;
    }

    private sealed class NeuronVisitor(Population p, int low, int high, double dt) : INeuronVisitor<TV, PopulationSlice<T>>
    {
        public PopulationSlice<T> Visit<TStep>(TStep step)
            where TStep : struct, INeuronStep<TV> => new NeuronSlice<T, TV, TStep>(p.Index, low, high, step, p.Neuron!, dt);
    }
}
