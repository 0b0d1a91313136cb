using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>One network of k winners: <see cref="KWinnersNetwork"/> hears, learns and plays, note by note.</summary>
internal sealed class WinnersLearner : INetwork
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly WinnersNetwork _kind;
    private readonly Making _making;
    private readonly KWinnersNetwork _network;
    private readonly TrialPlayer _player;
    private readonly Fatigue _fatigue;
    private int[]? _code; // null: at rest
    private int _silent; // steps of silence since the last note
    private long _active, // steps of the trial at which a code was active
        _steps; // and all of them

    public WinnersLearner(WinnersNetwork kind, Making making)
    {
        (_kind, _making) = (kind, making);
        var maker = new CodeMaker(kind.Settings, making.Random, making.Items);
        _network = new(maker, new PairUpdate(SpikingLearner.RuleOf(making.Learning), kind.Levels, (double)kind.Winners / kind.Units));
        (_player, _fatigue) = (new(kind.TimeStep), new(kind.Settings));
        InitialWeights = making.Initial ?? new(kind.Units, kind.Units);
        if (making.Initial is not null)
        {
            _network.Given = InitialWeights.Copy();
        }
    }

    public Assemblies Items => _making.Items;

    public Matrix InitialWeights { get; }

    public Matrix Weights
    {
        get => _network.Given?.Copy() ?? Matrix.From(_kind.Units, _kind.Units, _network.Weight);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _network.Given = value.Copy();
        }
    }

    public double Unit => _kind.Unit(_making.AssemblySize);

    // States of synapses and of neurons are whole numbers within bounds.
    public Trouble? Trouble => null;

    public byte[] Snapshot() => StateCodec.Write(State);

    public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

    public IPlayback Learn(Trial trial)
    {
        _network.Take();
        _player.Begin(trial);
        (_active, _steps) = (0, 0);
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(this);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout) =>
        new Answer(this, probe, _kind.Card.Filled(readout)[WinnersNetwork.Noise] * _kind.NoiseSd);

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        codec.Same(_kind.Winners);
        codec.Same(_kind.Levels);
        codec.Same(Items.Count);
        _network.State(codec);
        _player.State(codec);
        _fatigue.State(codec);
        int[] code = _code ?? [];
        codec.List(ref code);
        _code = code.Length == 0 ? null : code;
        codec.Value(ref _silent);
        codec.Value(ref _active);
        codec.Value(ref _steps);
    }

    // One step of a trial of training.
    private void Step()
    {
        if (_player.Segment.IsSilent)
        {
            if (++_silent * _kind.TimeStep >= _kind.Rest - Rounding)
            {
                _code = null;
                _fatigue.Clear();
            }
        }
        else
        {
            _silent = 0;
            if (_player.At == 0)
            {
                _code = _network.LearnNote(_code, Note(_player.Segment), _fatigue);
            }
        }

        _active += _code is null ? 0 : 1;
        _steps++;
        _player.Advance(1);
    }

    private static int Note(Segment segment) =>
        segment is { Frames: null, Items.Length: 1 }
            ? segment.Items[0]
            : throw new UserError("A network of k winners hears one item at a time.");

    // A whole code counts as one whole item, the most that can be active.
    private double Activity(double share) => share * _making.AssemblySize / _kind.Units;

    private Frame FrameOf(string trial, double time, int[]? code)
    {
        var rates = new float[_kind.Units];
        foreach (var i in code ?? [])
        {
            rates[i] = 1;
        }

        return new(trial, time, rates, code is null ? new float[Items.Count] : _network.Support(code, Items.Count));
    }

    // A trial of training.
    private sealed class Lesson(WinnersLearner owner) : IPlayback
    {
        public double Time => owner._player.Done * owner._kind.TimeStep;

        public bool IsOver => owner._player.IsOver;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                owner.Step();
            }

            return done;
        }

        public Frame Frame() => owner.FrameOf(owner._player.Trial.Name, Time, owner._code);

        public Recording? Recording =>
            IsOver
                ? new(
                    new(Models.Tasks.Recording.Training, owner._player.Trial, 0, 0),
                    owner._kind.TimeStep,
                    new(0, owner.Items.Count),
                    owner.Activity((double)owner._active / Math.Max(1, owner._steps))
                )
                : null;
    }

    // A question: what is driven is heard; after the last of it the network plays on.
    private sealed class Answer : IPlayback
    {
        private readonly WinnersLearner _owner;
        private readonly Probe _probe;
        private readonly TrialPlayer _player;
        private readonly Fatigue _fatigue;
        private readonly RandomStream _random;
        private readonly double _noise;
        private readonly int _last;
        private readonly List<float[]> _seen = [];
        private int[]? _code;
        private int _active;

        public Answer(WinnersLearner owner, Probe probe, double noise)
        {
            (_owner, _probe, _fatigue, _player) = (owner, probe, new(owner._kind.Settings), new(owner._kind.TimeStep));
            _player.Begin(probe.Trial);
            _random = owner._making.Random.Open(StreamPurpose.RecallNoise, probe.Noise);
            var kind = owner._kind;
            // a code's whole drive is k L states
            _noise = noise * kind.Winners * kind.Levels * 65536;
            _last = probe.Trial.Segments.Select((segment, k) => segment.IsSilent ? -1 : k).DefaultIfEmpty(-1).Max();
        }

        public double Time => _player.Done * _owner._kind.TimeStep;

        public bool IsOver => _player.IsOver;

        public Recording? Recording =>
            IsOver
                ? new(
                    _probe,
                    _owner._kind.TimeStep,
                    Matrix.From(_seen.Count, _owner.Items.Count, (t, item) => _seen[t][item]),
                    _owner.Activity((double)_active / Math.Max(1, _probe.Trial.Segments[^1].Steps(_owner._kind.TimeStep)))
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

        public Frame Frame() => _owner.FrameOf(_probe.Trial.Name, Time, _code);

        private void Step()
        {
            var named = _code;
            if (!_player.Segment.IsSilent)
            {
                if (_player.At == 0)
                {
                    named = _code = _owner._network.HearNote(_code, Note(_player.Segment), _fatigue);
                }
            }
            else if (_player.Index > _last && _code is not null)
            {
                (_, named, _code) = _owner._network.PlayNote(_code, _fatigue, Noise());
                _fatigue.Tire(_code);
            }

            if (Time >= _probe.From - Rounding)
            {
                _seen.Add(named is null ? new float[_owner.Items.Count] : _owner._network.Support(named, _owner.Items.Count));
            }

            _active += _player.Index == _probe.Trial.Segments.Length - 1 && _code is not null ? 1 : 0;
            _player.Advance(1);
        }

        private int[]? Noise()
        {
            if (!(_noise > 0))
            {
                return null;
            }

            var noise = new int[_owner._kind.Units];
            foreach (ref var value in noise.AsSpan())
            {
                value = (int)Math.Clamp(_noise * _random.NextGaussian(), -1e9, 1e9);
            }

            return noise;
        }
    }
}
