using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One network of binary neurons, played step by step.</summary>
internal sealed class BinaryLearner : INetwork
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly BinaryKind _kind;
    private readonly Making _making;
    private readonly CompetitionNetwork _network;
    private readonly TrialPlayer _player;
    private long _active; // neurons over the steps of the trial

    public BinaryLearner(BinaryKind kind, Making making)
    {
        var (forward, backward) = Coefficients(making.Learning);
        (_kind, _making, _player) = (kind, making, new(kind.TimeStep));
        _network = new(kind.Units, forward, backward, kind.Competition, making.Random.Open(StreamPurpose.TrainingNoise));
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

    // Weights lie between bounds.
    public Trouble? Trouble => null;

    public byte[] Snapshot() => StateCodec.Write(State);

    public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

    public IPlayback Learn(Trial trial)
    {
        _player.Begin(trial);
        _active = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Playback(this, _network, _player, null, 1);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        var noise = _kind.Card.Filled(readout)[BinaryKind.Noise];
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        return new Playback(this, _network.AtRest(_making.Random.Open(StreamPurpose.RecallNoise, probe.Noise)), player, probe, noise);
    }

    private static (double Forward, double Backward) Coefficients(LearningSpec learning)
    {
        var (forward, backward) = WinnerNetwork.Coefficients(SpikingLearner.RuleOf(learning));
        return (Math.Round(forward, 2), Math.Round(backward, 2));
    }

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        _network.State(codec);
        _player.State(codec);
        codec.Value(ref _active);
    }

    private int[] Heard(Segment segment) =>
        segment.Frames is null
            ? [.. segment.IsSilent ? [] : segment.Items.SelectMany(item => Items[item].ToArray())]
            : throw new UserError("A network of binary neurons hears items, whose neurons are active.");

    // A trial of training, or a question when there is a probe.
    private sealed class Playback(BinaryLearner owner, CompetitionNetwork network, TrialPlayer player, Probe? probe, double noise)
        : IPlayback
    {
        private readonly List<float[]> _seen = [];
        private long _active;

        public double Time => player.Done * owner._kind.TimeStep;

        public bool IsOver => player.IsOver;

        public Recording? Recording =>
            IsOver
                ? new(
                    probe ?? new(Models.Tasks.Recording.Training, player.Trial, 0, 0),
                    owner._kind.TimeStep,
                    Matrix.From(_seen.Count, owner.Items.Count, (t, item) => _seen[t][item]),
                    MeanActivity
                )
                : null;

        private double MeanActivity =>
            probe is null
                ? (double)owner._active / Math.Max(1, player.Done) / owner._kind.Units
                : (double)_active / Math.Max(1, probe.Trial.Segments[^1].Steps(owner._kind.TimeStep)) / owner._kind.Units;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                var time = Time;
                network.Step(probe is null, noise, owner.Heard(player.Segment));
                var active = Count();
                owner._active += probe is null ? active : 0;
                _active += probe is not null && player.Index == player.Trial.Segments.Length - 1 ? active : 0;
                if (probe is not null && time >= probe.From - Rounding)
                {
                    _seen.Add(owner.Items.Overlaps(Rates()));
                }

                player.Advance(1);
            }

            return done;
        }

        public Frame Frame() => new(player.Trial.Name, Time, Rates(), owner.Items.Overlaps(Rates()));

        private int Count()
        {
            var count = 0;
            foreach (var active in network.Active)
            {
                count += active ? 1 : 0;
            }

            return count;
        }

        private float[] Rates()
        {
            var rates = new float[owner._kind.Units];
            for (var i = 0; i < rates.Length; i++)
            {
                rates[i] = network.Active[i] ? 1 : 0;
            }

            return rates;
        }
    }
}
