using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One network of scaled synapses, played step by step.</summary>
internal sealed class ScalingLearner : INetwork
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly ScalingKind _kind;
    private readonly Making _making;
    private readonly ScalingNetwork _network;
    private readonly TrialPlayer _player;
    private long _fired; // neurons over the steps of the trial

    public ScalingLearner(ScalingKind kind, Making making)
    {
        var stdp = making.Learning.Rule is PairStdp rule ? rule : new PairStdp { Eta = 0 };
        (_kind, _making, _player) = (kind, making, new(kind.TimeStep));
        _network = new(kind.Units, stdp, kind.Scaling, making.Random, making.Learning.Sign);
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

    // Weights lie between bounds, and a neuron fires once in 20 ms at most.
    public Trouble? Trouble => null;

    public byte[] Snapshot() => StateCodec.Write(State);

    public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

    public IPlayback Learn(Trial trial)
    {
        _player.Begin(trial);
        _fired = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Playback(this, _network, _player, null, 1);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        var noise = _kind.Card.Filled(readout)[ScalingKind.Noise];
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        return new Playback(this, _network.AtRest(_making.Random.Open(StreamPurpose.RecallNoise, probe.Noise)), player, probe, noise);
    }

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        _network.State(codec);
        _player.State(codec);
        codec.Value(ref _fired);
    }

    private int[] Heard(Segment segment) =>
        segment.Frames is null
            ? [.. segment.IsSilent ? [] : segment.Items.SelectMany(item => Items[item].ToArray())]
            : throw new UserError("A network of scaled synapses hears items, whose neurons fire.");

    // A trial of training, or a question when there is a probe.
    private sealed class Playback(ScalingLearner owner, ScalingNetwork network, TrialPlayer player, Probe? probe, double noise) : IPlayback
    {
        private readonly List<float[]> _seen = [];
        private long _fired;

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
                ? (double)owner._fired / Math.Max(1, player.Done) / owner._kind.Units
                : (double)_fired / Math.Max(1, probe.Trial.Segments[^1].Steps(owner._kind.TimeStep)) / owner._kind.Units;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                var time = Time;
                network.Step(probe is null, noise, owner.Heard(player.Segment));
                owner._fired += probe is null ? network.Firing.Count : 0;
                _fired += probe is not null && player.Index == player.Trial.Segments.Length - 1 ? network.Firing.Count : 0;
                if (probe is not null && time >= probe.From - Rounding)
                {
                    _seen.Add(owner.Items.Overlaps(Rates()));
                }

                player.Advance(1);
            }

            return done;
        }

        public Frame Frame() => new(player.Trial.Name, Time, Rates(), owner.Items.Overlaps(Rates()));

        private float[] Rates()
        {
            var rates = new float[owner._kind.Units];
            foreach (var neuron in network.Firing)
            {
                rates[neuron] = 1;
            }

            return rates;
        }
    }
}
