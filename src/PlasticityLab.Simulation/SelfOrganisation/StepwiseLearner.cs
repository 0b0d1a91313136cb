using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One network whose neurons are active or not in each step, played step by step: what all such networks have in common.</summary>
/// <typeparam name="TNetwork">The simulator.</typeparam>
internal abstract class StepwiseLearner<TNetwork> : INetwork
    where TNetwork : class
{
    private readonly INetworkKind _kind;
    private readonly Making _making;
    private readonly TNetwork _network;
    private readonly TrialPlayer _player;
    private readonly ActivityCount _active = new(); // neurons over the steps of the trial

    protected StepwiseLearner(INetworkKind kind, Making making, TNetwork network)
    {
        (_kind, _making, _network, _player) = (kind, making, network, new(kind.TimeStep));
        if (making.Initial is { } initial)
        {
            Set(network, initial);
        }

        InitialWeights = WeightsOf(network);
    }

    public Assemblies Items => _making.Items;

    public Matrix InitialWeights { get; }

    public Matrix Weights
    {
        get => WeightsOf(_network);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Set(_network, value);
        }
    }

    public double Unit => _kind.Unit(_making.AssemblySize);

    // Weights lie between bounds.
    public Trouble? Trouble => null;

    /// <summary>Name of the readout that is a factor on the noise.</summary>
    protected abstract string Noise { get; }

    protected abstract Matrix WeightsOf(TNetwork network);

    protected abstract void Set(TNetwork network, Matrix weights);

    /// <summary>The same weights at rest, with other noise.</summary>
    protected abstract TNetwork AtRest(TNetwork network, RandomStream noise);

    /// <summary>One step in which a segment is heard.</summary>
    protected abstract void Step(TNetwork network, bool plastic, double noise, Segment segment);

    /// <summary>Neurons that were active in the last step.</summary>
    protected abstract IEnumerable<int> Active(TNetwork network);

    /// <summary>The state of the network that learns.</summary>
    protected abstract void State(TNetwork network, StateCodec codec);

    /// <summary>Neurons of the items of a segment.</summary>
    protected IEnumerable<int> Heard(Segment segment) => segment.IsSilent ? [] : segment.Items.SelectMany(item => Items[item].ToArray());

    public byte[] Snapshot() => StateCodec.Write(State);

    public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

    public IPlayback Learn(Trial trial)
    {
        _player.Begin(trial);
        _active.Sum = 0;
        return GoOn();
    }

    public IPlayback GoOn() => new Playback(this, _network, _player, null, _active, 1);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var noise = _kind.Card.Filled(readout)[Noise];
        var player = new TrialPlayer(_kind.TimeStep);
        player.Begin(probe.Trial);
        var asked = AtRest(_network, _making.Random.Open(StreamPurpose.RecallNoise, probe.Noise));
        return new Playback(this, asked, player, probe, new(), noise);
    }

    private void State(StateCodec codec)
    {
        codec.Same(_kind.Neurons);
        State(_network, codec);
        _player.State(codec);
        _active.State(codec);
    }

    // A trial of training, or a question when there is a probe.
    private sealed class Playback(
        StepwiseLearner<TNetwork> owner,
        TNetwork network,
        TrialPlayer player,
        Probe? probe,
        ActivityCount active,
        double noise
    ) : StepwisePlayback(player, owner._kind.TimeStep, owner.Items.Count, probe, active)
    {
        private readonly bool _learns = probe is null;

        protected override void Step() => owner.Step(network, _learns, noise, Player.Segment);

        protected override double Active() => owner.Active(network).Count();

        protected override double Share(double active) => active / owner._kind.Neurons;

        protected override float[] Overlaps() => owner.Items.Overlaps(Rates());

        protected override float[] Rates()
        {
            var rates = new float[owner._kind.Neurons];
            foreach (var neuron in owner.Active(network))
            {
                rates[neuron] = 1;
            }

            return rates;
        }
    }
}
