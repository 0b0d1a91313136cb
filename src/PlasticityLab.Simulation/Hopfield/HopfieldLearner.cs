using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.Hopfield;

/// <summary>One Hopfield network, played step by step: it is what it hears, and falls to an attractor in the silence after it.</summary>
internal sealed class HopfieldLearner : INetwork
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly HopfieldKind _kind;
    private readonly Making _making;
    private readonly HopfieldNetwork _network;
    private readonly TrialPlayer _player;
    private readonly float _factor;
    private float[]? _state; // of training; null: at rest
    private double _active;

    public HopfieldLearner(HopfieldKind kind, Making making)
    {
        (_kind, _making, _network, _player) = (kind, making, new(kind.Units), new(kind.TimeStep));
        _factor = (float)(HopfieldNetwork.Imprint(SpikingLearner.RuleOf(making.Learning)) / kind.Units);
        if (making.Initial is { } initial)
        {
            _network.Set(initial);
        }

        InitialWeights = _network.Weights;
    }

    public Assemblies Items => _making.Items;

    public Matrix InitialWeights { get; }

    public Matrix Weights
    {
        get => _network.Weights;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _network.Set(value);
        }
    }

    public double Unit => _kind.Unit(_making.AssemblySize);

    // Weights are sums of finitely many patterns.
    public Trouble? Trouble => null;

    public byte[] Snapshot() => StateCodec.Write(State);

    public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

    public IPlayback Learn(Trial trial)
    {
        _player.Begin(trial);
        _active = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(this);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout) =>
        new Answer(this, probe, _kind.Card.Filled(readout)[HopfieldKind.Noise] * _kind.Temperature);

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        _network.State(codec);
        _player.State(codec);
        float[] state = _state ?? [];
        codec.List(ref state);
        _state = state.Length == 0 ? null : state;
        codec.Value(ref _active);
    }

    private float[] Heard(Segment segment)
    {
        if (segment.Frames is not null)
        {
            throw new UserError("A Hopfield network hears items, whose neurons are +1 and all others −1.");
        }

        var state = new float[_kind.Units];
        Array.Fill(state, -1);
        foreach (var i in segment.Items.SelectMany(item => Items[item].ToArray()))
        {
            state[i] = 1;
        }

        return state;
    }

    // Both states are alike, so what is active is the rarer one.
    private double Active(float[]? state)
    {
        var on = state?.Count(s => s > 0) ?? 0;
        return (double)Math.Min(on, _kind.Units - on) / _kind.Units;
    }

    private float[] Rates(float[]? state) => state is null ? new float[_kind.Units] : Array.ConvertAll(state, s => s > 0 ? 1f : 0);

    private Frame FrameOf(string trial, double time, float[]? state) => new(trial, time, Rates(state), Items.Overlaps(Rates(state)));

    // A trial of training: nothing is recalled while it learns, so silence is rest.
    private sealed class Lesson(HopfieldLearner owner) : IPlayback
    {
        public double Time => owner._player.Done * owner._kind.TimeStep;

        public bool IsOver => owner._player.IsOver;

        public Recording? Recording =>
            IsOver
                ? new(
                    new(Models.Tasks.Recording.Training, owner._player.Trial, 0, 0),
                    owner._kind.TimeStep,
                    new(0, owner.Items.Count),
                    owner._active / Math.Max(1, owner._player.Done)
                )
                : null;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                var segment = owner._player.Segment;
                if (segment.IsSilent)
                {
                    owner._state = null;
                }
                else if (owner._player.At == 0)
                {
                    owner._state = owner.Heard(segment);
                    owner._network.Add(owner._state, owner._factor);
                }

                owner._active += owner.Active(owner._state);
                owner._player.Advance(1);
            }

            return done;
        }

        public Frame Frame() => owner.FrameOf(owner._player.Trial.Name, Time, owner._state);
    }

    // A question: the state is what is heard, then falls.
    private sealed class Answer : IPlayback
    {
        private readonly HopfieldLearner _owner;
        private readonly Probe _probe;
        private readonly TrialPlayer _player;
        private readonly RandomStream _random;
        private readonly double _temperature;
        private readonly List<float[]> _seen = [];
        private float[]? _state;
        private bool _settled;
        private double _active;
        private int _last;

        public Answer(HopfieldLearner owner, Probe probe, double temperature)
        {
            (_owner, _probe, _temperature, _player) = (owner, probe, temperature, new(owner._kind.TimeStep));
            _player.Begin(probe.Trial);
            _random = owner._making.Random.Open(StreamPurpose.RecallNoise, probe.Noise);
        }

        public double Time => _player.Done * _owner._kind.TimeStep;

        public bool IsOver => _player.IsOver;

        public Recording? Recording =>
            IsOver
                ? new(
                    _probe,
                    _owner._kind.TimeStep,
                    Matrix.From(_seen.Count, _owner.Items.Count, (t, item) => _seen[t][item]),
                    _active / Math.Max(1, _last)
                )
                : null;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                Step();
            }

            return done;
        }

        public Frame Frame() => _owner.FrameOf(_probe.Trial.Name, Time, _state);

        private void Step()
        {
            var segment = _player.Segment;
            if (!segment.IsSilent)
            {
                if (_player.At == 0)
                {
                    (_state, _settled) = (_owner.Heard(segment), false);
                }
            }
            else if (_state is not null && !_settled)
            {
                _settled = _owner._network.Sweep(_state, _random, _temperature) == 0 && !(_temperature > 0);
            }

            if (Time >= _probe.From - Rounding)
            {
                _seen.Add(_owner.Items.Overlaps(_owner.Rates(_state)));
            }

            if (_player.Index == _probe.Trial.Segments.Length - 1)
            {
                _active += _owner.Active(_state);
                _last++;
            }

            _player.Advance(1);
        }
    }
}
