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
    private readonly HopfieldKind _kind;
    private readonly Making _making;
    private readonly HopfieldNetwork _network;
    private readonly TrialPlayer _player;
    private readonly float _factor;
    private readonly ActivityCount _active = new();
    private float[]? _state; // of training; null: at rest

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
        _active.Sum = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(this);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        return new Answer(this, player, probe, _kind.Card.Filled(readout)[HopfieldKind.Noise] * _kind.Temperature);
    }

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        _network.State(codec);
        _player.State(codec);
        float[] state = _state ?? [];
        codec.List(ref state);
        _state = state.Length == 0 ? null : state;
        _active.State(codec);
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

    // What lessons and answers have in common: they have a state.
    private abstract class Playback(HopfieldLearner owner, TrialPlayer player, Probe? probe, ActivityCount active)
        : StepwisePlayback(player, owner._kind.TimeStep, owner.Items.Count, probe, active)
    {
        protected abstract float[]? State { get; }

        protected override double Active() => owner.Active(State);

        protected override double Share(double active) => active;

        protected override float[] Rates() => owner.Rates(State);

        protected override float[] Overlaps() => owner.Items.Overlaps(Rates());
    }

    // A trial of training: nothing is recalled while it learns, so silence is rest.
    private sealed class Lesson(HopfieldLearner owner) : Playback(owner, owner._player, null, owner._active)
    {
        private readonly HopfieldLearner _owner = owner;

        protected override float[]? State => _owner._state;

        protected override void Step()
        {
            if (Player.Segment.IsSilent)
            {
                _owner._state = null;
            }
            else if (Player.At == 0)
            {
                _owner._state = _owner.Heard(Player.Segment);
                _owner._network.Add(_owner._state, _owner._factor);
            }
        }
    }

    // A question: the state is what is heard, then falls.
    private sealed class Answer(HopfieldLearner owner, TrialPlayer player, Probe probe, double temperature)
        : Playback(owner, player, probe, new())
    {
        private readonly HopfieldLearner _owner = owner;
        private readonly RandomStream _random = owner._making.Random.Open(StreamPurpose.RecallNoise, probe.Noise);
        private float[]? _state;
        private bool _settled;

        protected override float[]? State => _state;

        protected override void Step()
        {
            if (!Player.Segment.IsSilent)
            {
                if (Player.At == 0)
                {
                    (_state, _settled) = (_owner.Heard(Player.Segment), false);
                }
            }
            else if (_state is not null && !_settled)
            {
                _settled = _owner._network.Sweep(_state, _random, temperature) == 0 && !(temperature > 0);
            }
        }
    }
}
