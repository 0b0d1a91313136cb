namespace PlasticityLab.Simulation.Spiking;

/// <summary>Counts a population's spikes, and keeps them when asked to.</summary>
internal sealed class SpikeRecorder
{
    private readonly List<(long Step, int Neuron)> _spikes = [];
    private long _cleared;

    /// <summary>Spikes since the simulation began.</summary>
    public long Total { get; private set; }

    /// <summary>Spikes since the last clearing.</summary>
    public long Since => Total - _cleared;

    /// <summary>Spikes of each neuron since counting began; null before.</summary>
    public long[]? PerNeuron { get; private set; }

    public long[] CountPerNeuron(int neurons) => PerNeuron ??= new long[neurons];

    public void Take(SpikeRing ring, long from, long to, bool keep)
    {
        for (var step = from; step < to; step++)
        {
            for (var slice = 0; slice < ring.Slices; slice++)
            {
                var spikes = ring.At(slice, step);
                Total += spikes.Length;
                if (keep)
                {
                    foreach (var n in spikes)
                    {
                        _spikes.Add((step, n));
                    }
                }

                if (PerNeuron is not null)
                {
                    foreach (var n in spikes)
                    {
                        PerNeuron[n]++;
                    }
                }
            }
        }
    }

    public SpikeTrains Trains(double dt) => new([.. _spikes.Select(x => x.Step * dt)], [.. _spikes.Select(x => x.Neuron)]);

    public void State(StateCodec codec)
    {
        var (total, cleared) = (Total, _cleared);
        codec.Value(ref total);
        codec.Value(ref cleared);
        (Total, _cleared) = (total, cleared);
        var (steps, neurons) = (_spikes.Select(spike => spike.Step).ToArray(), _spikes.Select(spike => spike.Neuron).ToArray());
        codec.List(ref steps);
        codec.List(ref neurons);
        var each = PerNeuron ?? [];
        codec.List(ref each);
        if (codec.Reads)
        {
            _spikes.Clear();
            _spikes.AddRange(steps.Zip(neurons));
            PerNeuron = each.Length == 0 ? null : each;
        }
    }

    public void Clear()
    {
        _spikes.Clear();
        _cleared = Total;
    }
}

/// <summary>Watches population rates for seizures, in windows that go on from one run to the next: of 100 ms, or longer where a neuron could
/// not spike four times in them.</summary>
internal sealed class OutcomeWatch(SpikingNetworkBuilder network)
{
    private readonly SpikingNetworkBuilder _network = network;
    private readonly Population[] _neurons = [.. network.Populations.Where(p => p.Neuron is not null)];
    private readonly long[] _last = new long[network.Populations.Count],
        _from = new long[network.Populations.Count];
    private readonly long[] _steps = [.. network.Populations.Select(p => Window(p, network.TimeStep))];
    private SpikingOutcome? _seizure;
    private long? _next; // once known: it is asked for in every step

    /// <summary>Step at which rates are looked at next, whatever the runs are cut into.</summary>
    public long Next => _next ??= _neurons.Select(p => _from[p.Index] + _steps[p.Index]).DefaultIfEmpty(long.MaxValue).Min();

    public void State(StateCodec codec)
    {
        codec.Values(_last.AsSpan());
        codec.Values(_from.AsSpan());
        _seizure = SpikingOutcome.State(codec, _seizure);
        _next = null;
    }

    /// <summary>A run begins: what an earlier one did is told already.</summary>
    public void Begin() => _seizure = null;

    /// <summary>Whether a seizure has been seen in this run.</summary>
    public bool Look(long step, Func<int, long> total)
    {
        if (step < Next)
        {
            return _seizure is not null;
        }

        foreach (var p in _neurons)
        {
            if (step < _from[p.Index] + _steps[p.Index])
            {
                continue;
            }

            var each = (total(p.Index) - _last[p.Index]) / (double)p.Count;
            var rate = each / ((step - _from[p.Index]) * _network.TimeStep);
            var limit = p.Neuron!.RefractoryPeriod > 0 ? 0.8 / (p.Neuron.RefractoryPeriod + _network.TimeStep) : 500;
            // One spike a neuron is no seizure, however long the refractory period.
            if (rate > limit && each > 1)
            {
                _seizure ??= new(
                    SpikingOutcomeKind.Seizure,
                    step * _network.TimeStep,
                    $"Seizure at {step * _network.TimeStep:0.###} s: population {p.Name} fires at {rate:0} Hz, and its neurons cannot fire above {limit / 0.8:0} Hz."
                );
            }

            (_last[p.Index], _from[p.Index]) = (total(p.Index), step);
        }

        _next = null;
        return _seizure is not null;
    }

    private static long Window(Population p, double timeStep) =>
        Math.Max(1, TimeGrid.Steps(Math.Max(0.1, 4 * ((p.Neuron?.RefractoryPeriod ?? 0) + timeStep)), timeStep));

    public SpikingOutcome Outcome(long step, Func<int, long> total, bool finite)
    {
        var time = step * _network.TimeStep;
        if (!finite)
        {
            return new(
                SpikingOutcomeKind.Diverged,
                time,
                $"Diverged by {time:0.###} s: a membrane potential is no longer a finite number."
            );
        }

        if (_seizure is not null)
        {
            return _seizure;
        }

        return _network.Populations.Where(p => p.Neuron is not null).Sum(p => total(p.Index)) == 0
            ? new(SpikingOutcomeKind.Silent, time, $"Silent: no neuron has spiked in {time:0.###} s.")
            : new(SpikingOutcomeKind.Active, time, "Active.");
    }
}

/// <summary>The threads of a run: one a slice, meeting after each window.</summary>
internal sealed class SliceCrew : IDisposable
{
    private readonly Action<int, long, long> _work;
    private readonly Barrier? _start,
        _done;
    private readonly Thread[] _threads = [];
    private Exception? _error;
    private long _from,
        _to;
    private bool _over;

    public SliceCrew(int slices, Action<int, long, long> work)
    {
        _work = work;
        if (slices == 1)
        {
            return;
        }

        _start = new(slices);
        _done = new(slices);
        _threads = [.. Enumerable.Range(1, slices - 1).Select(slice => new Thread(() => Serve(slice)) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public void Run(long from, long to)
    {
        if (_start is null)
        {
            _work(0, from, to);
            return;
        }

        (_from, _to) = (from, to);
        _start.SignalAndWait();
        Guarded(0);
        _done!.SignalAndWait();
        if (_error is not null)
        {
            throw new InvalidOperationException("A slice of the network failed.", _error);
        }
    }

    public void Dispose()
    {
        if (_start is null)
        {
            return;
        }

        _over = true;
        _start.SignalAndWait();
        Array.ForEach(_threads, thread => thread.Join());
        _start.Dispose();
        _done!.Dispose();
    }

    private void Serve(int slice)
    {
        while (true)
        {
            _start!.SignalAndWait();
            if (_over)
            {
                return;
            }

            Guarded(slice);
            _done!.SignalAndWait();
        }
    }

    private void Guarded(int slice)
    {
        try
        {
            _work(slice, _from, _to);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _error = error;
        }
    }
}
