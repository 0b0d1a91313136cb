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
    private readonly ActivityCount _active = new(); // steps of the trial at which a code was active
    private int _silent; // steps of silence since the last note

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
        _active.Sum = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(this);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        return new Answer(this, player, probe, _kind.Card.Filled(readout)[WinnersNetwork.Noise] * _kind.NoiseSd);
    }

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
        _active.State(codec);
    }

    private static int Note(Segment segment) =>
        segment is { Frames: null, Items.Length: 1 }
            ? segment.Items[0]
            : throw new UserError("A network of k winners hears one item at a time.");

    private float[] Support(int[]? code) => code is null ? new float[Items.Count] : _network.Support(code, Items.Count);

    // What lessons and answers have in common: they have a course.
    private abstract class Playback(WinnersLearner owner, IWinnersCourse course, TrialPlayer player, Probe? probe, ActivityCount active)
        : StepwisePlayback(player, owner._kind.TimeStep, owner.Items.Count, probe, active)
    {
        protected IWinnersCourse Course => course;

        protected override double Active() => course.Active is null ? 0 : 1;

        // A whole code counts as one whole item, the most that can be active.
        protected override double Share(double active) => active * owner._making.AssemblySize / owner._kind.Units;

        protected override float[] Rates() => course.Rates();

        protected override float[] Overlaps() => owner.Support(course.Active);
    }

    // A trial of training.
    private sealed class Lesson(WinnersLearner owner) : Playback(owner, owner._course, owner._player, null, owner._active)
    {
        private readonly WinnersLearner _owner = owner;

        protected override void Step()
        {
            if (Player.Segment.IsSilent)
            {
                if (++_owner._silent * _owner._kind.TimeStep >= _owner._kind.Rest - Rounding)
                {
                    Course.Rest();
                }
            }
            else
            {
                _owner._silent = 0;
                if (Player.At == 0)
                {
                    Course.Learn(Note(Player.Segment));
                }
            }
        }
    }

    // A question: what is driven is heard; after the last of it the network plays on.
    private sealed class Answer(WinnersLearner owner, TrialPlayer player, Probe probe, double noise)
        : Playback(owner, owner._network.Begin(owner._kind.TimeStep), player, probe, new())
    {
        private readonly WinnersLearner _owner = owner;
        private readonly RandomStream _random = owner._making.Random.Open(StreamPurpose.RecallNoise, probe.Noise);

        // A code's whole drive is k L states.
        private readonly double _noise = noise * owner._kind.Winners * owner._kind.Levels * 65536;
        private readonly int _last = probe.Trial.Segments.Select((segment, k) => segment.IsSilent ? -1 : k).DefaultIfEmpty(-1).Max();
        private int[]? _named; // the code of the note that sounds in this step

        protected override float[] Seen() => _owner.Support(_named);

        protected override void Step()
        {
            _named = Course.Active;
            if (!Player.Segment.IsSilent)
            {
                if (Player.At == 0)
                {
                    Course.Hear(Note(Player.Segment));
                    _named = Course.Active;
                }
            }
            else if (Player.Index > _last && _named is not null)
            {
                _named = Course.Play(Noise());
            }
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
