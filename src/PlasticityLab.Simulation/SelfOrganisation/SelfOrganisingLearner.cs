using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One self-organising network, played step by step.</summary>
internal sealed class SelfOrganisingLearner : INetwork
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly SelfOrganising _kind;
    private readonly Making _making;
    private readonly WinnerNetwork _network;
    private readonly TrialPlayer _player;
    private readonly double[] _given;

    public SelfOrganisingLearner(SelfOrganising kind, Making making)
    {
        (_kind, _making) = (kind, making);
        _network = new(SpikingLearner.RuleOf(making.Learning), kind.Units, kind.Limited, making.Random);
        (_player, _given) = (new(kind.TimeStep), new double[kind.Units]);
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
        return GoOn();
    }

    public IPlayback GoOn() => new Playback(this, _network, _player, null, 1);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        var noise = _kind.Card.Filled(readout)[SelfOrganising.Noise];
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        return new Playback(this, _network.AtRest(_making.Random.Open(StreamPurpose.RecallNoise, probe.Noise)), player, probe, noise);
    }

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Units);
        codec.Same(_kind.Limited ? 1 : 0, "limited");
        _network.State(codec);
        _player.State(codec);
    }

    private ReadOnlySpan<double> Given(Segment segment)
    {
        if (segment.Frames is not null)
        {
            throw new UserError("A self-organising network hears items, one neuron of them at a time.");
        }

        if (segment.IsSilent)
        {
            return [];
        }

        Array.Clear(_given);
        foreach (var i in segment.Items.SelectMany(item => Items[item].ToArray()))
        {
            _given[i] = segment.Drive;
        }

        return _given;
    }

    // A trial of training, or a question when there is a probe.
    private sealed class Playback(SelfOrganisingLearner owner, WinnerNetwork network, TrialPlayer player, Probe? probe, double noise)
        : IPlayback
    {
        private readonly List<float[]> _seen = [];
        private int _winner = -1;

        public double Time => player.Done * owner._kind.TimeStep;

        public bool IsOver => player.IsOver;

        // One neuron of N is active in every step.
        public Recording? Recording =>
            IsOver
                ? new(
                    probe ?? new(Models.Tasks.Recording.Training, player.Trial, 0, 0),
                    owner._kind.TimeStep,
                    Matrix.From(_seen.Count, owner.Items.Count, (t, item) => _seen[t][item]),
                    1.0 / owner._kind.Units
                )
                : null;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            var done = 0;
            for (; done < most && !IsOver; done++)
            {
                stop.ThrowIfCancellationRequested();
                var time = Time;
                _winner = network.Step(probe is null, noise, owner.Given(player.Segment));
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
            rates[_winner < 0 ? network.Last : _winner] = 1;
            return rates;
        }
    }
}
