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
    private readonly IWinnersMemory _network;
    private readonly TrialPlayer _player;
    private readonly IWinnersCourse _course;
    private int _silent; // steps of silence since the last note
    private long _active, // steps of the trial at which a code was active
        _steps; // and all of them

    public WinnersLearner(WinnersNetwork kind, Making making)
    {
        (_kind, _making) = (kind, making);
        var maker = new CodeMaker(kind.Settings, making.Random, making.Items);
        var update = new PairUpdate(SpikingLearner.RuleOf(making.Learning), kind.Levels, (double)kind.Winners / kind.Units);
        _network = kind.Graded ? new RateWinnersNetwork(maker, update) : new KWinnersNetwork(maker, update);
        (_player, _course) = (new(kind.TimeStep), _network.Begin());
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
        codec.Same(_kind.Graded ? 1 : 0, "graded");
        codec.Same(Items.Count);
        _network.State(codec);
        _player.State(codec);
        _course.State(codec);
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
                _course.Rest();
            }
        }
        else
        {
            _silent = 0;
            if (_player.At == 0)
            {
                _course.Learn(Note(_player.Segment));
            }
        }

        _active += _course.Active is null ? 0 : 1;
        _steps++;
        _player.Advance(1);
    }

    private static int Note(Segment segment) =>
        segment is { Frames: null, Items.Length: 1 }
            ? segment.Items[0]
            : throw new UserError("A network of k winners hears one item at a time.");

    // A whole code counts as one whole item, the most that can be active.
    private double Activity(double share) => share * _making.AssemblySize / _kind.Units;

    private Frame FrameOf(string trial, double time, IWinnersCourse course) => new(trial, time, course.Rates(), Support(course.Active));

    private float[] Support(int[]? code) => code is null ? new float[Items.Count] : _network.Support(code, Items.Count);

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

        public Frame Frame() => owner.FrameOf(owner._player.Trial.Name, Time, owner._course);

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
        private readonly IWinnersCourse _course;
        private readonly RandomStream _random;
        private readonly double _noise;
        private readonly int _last;
        private readonly List<float[]> _seen = [];
        private int _active;

        public Answer(WinnersLearner owner, Probe probe, double noise)
        {
            (_owner, _probe, _course, _player) = (owner, probe, owner._network.Begin(owner._kind.TimeStep), new(owner._kind.TimeStep));
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

        public Frame Frame() => _owner.FrameOf(_probe.Trial.Name, Time, _course);

        private void Step()
        {
            var named = _course.Active;
            if (!_player.Segment.IsSilent)
            {
                if (_player.At == 0)
                {
                    _course.Hear(Note(_player.Segment));
                    named = _course.Active;
                }
            }
            else if (_player.Index > _last && named is not null)
            {
                named = _course.Play(Noise());
            }

            if (Time >= _probe.From - Rounding)
            {
                _seen.Add(_owner.Support(named));
            }

            _active += _player.Index == _probe.Trial.Segments.Length - 1 && _course.Active is not null ? 1 : 0;
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
