using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>One spiking network: a <see cref="SpikingPlayer"/> learns, another with fixed weights answers each question.</summary>
/// <remarks>Excitation is on W ≥ 0: a rule whose window is negative somewhere is clipped there. Every probe has noise of its own, named by
/// its number, so that it is answered alike alone and among others.</remarks>
internal sealed class SpikingLearner : INetwork
{
    private readonly SpikingNetwork _network;
    private readonly Making _making;
    private readonly SpikingPrecision _precision;
    private SpikingPlayer? _player; // made when there is something to learn
    private Matrix? _given; // set from outside and not learned on yet

    public SpikingLearner(SpikingNetwork network, Making making)
    {
        (_network, _making) = (network, making);
        _precision = making.Single ? SpikingPrecision.Single : SpikingPrecision.Double;
        InitialWeights = making.Initial ?? network.Initial?.Read() ?? Draw(network, making.Random);
    }

    public Assemblies Items => _making.Items;

    public Matrix InitialWeights { get; }

    public Matrix Weights
    {
        get => _given?.Copy() ?? _player?.Weights() ?? InitialWeights.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _given = value.Copy();
        }
    }

    public double Unit => 1;

    public Trouble? Trouble =>
        _player is not { Outcome: var outcome } player ? null
        : outcome.Kind == SpikingOutcomeKind.Diverged || !player.Weights().IsFinite()
            ? new(TroubleKind.Diverged, outcome.At, $"In training: {outcome.Sentence}")
        : player.StepFactor >= Rate.LearningStep.Limit
            ? new(TroubleKind.Unstable, player.Time, SpikingLearningStep.Sentence(player.StepFactor))
        : outcome.Kind == SpikingOutcomeKind.Seizure ? new(TroubleKind.Seizure, outcome.At, $"In training: {outcome.Sentence}")
        : null;

    /// <summary>The random weights before learning, U[0, w₀ n_A/N].</summary>
    public static Matrix Draw(SpikingNetwork network, RandomStreams random)
    {
        var stream = random.Open(StreamPurpose.InitialWeights);
        var most = network.InitialWeight * network.AssemblySize / network.Excitatory;
        return Matrix.From(network.Excitatory, network.Excitatory, (i, j) => stream.NextDouble() * most * (i == j ? 0 : 1));
    }

    public byte[] Snapshot() => Learning().Snapshot();

    public void Restore(ReadOnlySpan<byte> state) => Learning().Restore(state);

    public IPlayback Learn(Trial trial)
    {
        var player = Learning();
        player.Simulation.ClearSpikes();
        player.Begin(trial);
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(this, Learning());

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(probe);
        return new Answer(this, probe, readout, Weights);
    }

    public IReadOnlyList<Recording> AskAll(
        IReadOnlyList<(Probe Probe, ImmutableSortedDictionary<string, double> Readout)> questions,
        CancellationToken stop = default
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        var weights = Weights;
        return [.. questions.Select(question => Answered(question.Probe, question.Readout))];

        Recording Answered(Probe probe, ImmutableSortedDictionary<string, double> readout)
        {
            IPlayback answer = new Answer(this, probe, readout, weights);
            return answer.ToEnd(stop);
        }
    }

    // The network that learns, with the weights that were set last.
    private SpikingPlayer Learning()
    {
        if (_player is null)
        {
            _player = _network.Learner(_making.Learning, Items, _given ?? InitialWeights, _making.Random.Seed, _precision);
        }
        else if (_given is not null)
        {
            _player.SetWeights(_given);
        }

        _given = null;
        return _player;
    }

    // The rule with the soft bounds and the sign that are asked for.
    internal static ILearningRule RuleOf(LearningSpec learning)
    {
        var rule = learning.SoftBounds ? learning.Rule.Accept(new Soft(learning.WeightMax)) : learning.Rule;
        return learning.Sign < 0 ? rule.Accept(new Turned()) : rule;
    }

    private SpikingPlayer Asked(ImmutableSortedDictionary<string, double> readout, Matrix weights, Probe probe) =>
        _network.Answering(readout, Items, weights, _making.Random.Open(StreamPurpose.RecallNoise, probe.Noise).NextUInt64(), _precision);

    // Spikes of both populations from a step on, excitatory ones first, each in order of time.
    private ImmutableSortedDictionary<string, ImmutableArray<int>> Inside(SpikeTrains e, SpikeTrains i, long from)
    {
        if (!_making.Inside)
        {
            return ImmutableSortedDictionary<string, ImmutableArray<int>>.Empty;
        }

        return ImmutableSortedDictionary<string, ImmutableArray<int>>
            .Empty.Add(SpikingNetwork.SpikeSteps, [.. e.Times.Concat(i.Times).Select(t => (int)(Step(t) - from))])
            .Add(SpikingNetwork.SpikeNeurons, [.. e.Neurons, .. i.Neurons.Select(n => n + _network.Excitatory)]);
    }

    private long Step(double time) => (long)Math.Round(time / _network.TimeStep);

    private ImmutableSortedDictionary<string, double> Rates(long excitatory, long inhibitory, double seconds) =>
        ImmutableSortedDictionary<string, double>
            .Empty.Add(SpikingNetwork.ExcitatoryRate, excitatory / seconds / _network.Excitatory)
            .Add(SpikingNetwork.InhibitoryRate, inhibitory / seconds / _network.Inhibitory);

    private double Activity(ImmutableSortedDictionary<string, double> rates) => rates[SpikingNetwork.ExcitatoryRate] / _network.FullRate;

    // Rates over the last two widths of smoothing, 1: full activity.
    private Frame FrameOf(SpikingPlayer player, double time)
    {
        var (window, now) = (Math.Max(1, Step(2 * _network.Smoothing)), player.Simulation.Step);
        var spikes = player.Simulation.Spikes(player.Excitatory);
        var rates = new float[_network.Excitatory];
        for (var k = spikes.Times.Length - 1; k >= 0 && Step(spikes.Times[k]) >= now - window; k--)
        {
            rates[spikes.Neurons[k]] += (float)(1 / (window * _network.TimeStep) / _network.FullRate);
        }

        return new(player.Trial.Name, time, rates, Items.Overlaps(rates));
    }

    // A trial of training.
    private sealed class Lesson(SpikingLearner owner, SpikingPlayer player) : IPlayback
    {
        public double Time => player.TrialSteps * owner._network.TimeStep;

        public bool IsOver => player.IsOver;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default) => player.Advance(most, stop);

        public Frame Frame() => owner.FrameOf(player, Time);

        public Recording? Recording
        {
            get
            {
                if (!IsOver)
                {
                    return null;
                }

                var simulation = player.Simulation;
                var start = simulation.Step - player.TrialSteps;
                var seconds = player.Time - (start * owner._network.TimeStep);
                var rates = owner.Rates(simulation.SpikeCount(player.Excitatory), simulation.SpikeCount(player.Inhibitory), seconds);
                return new(
                    new(Models.Tasks.Recording.Training, player.Trial, 0, 0),
                    SpikeOverlaps.SampleTime,
                    new(0, owner.Items.Count),
                    owner.Activity(rates)
                )
                {
                    Facts = rates,
                    Inside = owner.Inside(simulation.Spikes(player.Excitatory), simulation.Spikes(player.Inhibitory), start),
                };
            }
        }
    }

    // A question: a network of its own, at rest, whose weights are fixed.
    private sealed class Answer(SpikingLearner owner, Probe probe, ImmutableSortedDictionary<string, double> readout, Matrix weights)
        : IPlayback
    {
        private readonly SpikingPlayer _player = Begun(owner.Asked(readout, weights, probe), probe);

        public double Time => _player.TrialSteps * owner._network.TimeStep;

        public bool IsOver => _player.IsOver;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default) => _player.Advance(most, stop);

        public Frame Frame() => owner.FrameOf(_player, Time);

        public Recording? Recording => IsOver ? Seen() : null;

        private static SpikingPlayer Begun(SpikingPlayer player, Probe probe)
        {
            player.Begin(probe.Trial);
            return player;
        }

        private Recording Seen()
        {
            var (network, simulation, segments) = (owner._network, _player.Simulation, probe.Trial.Segments);
            var observed = Before();
            var from = segments.Take(observed).Sum(segment => (long)segment.Steps(network.TimeStep));
            var free = simulation.Step - segments[^1].Steps(network.TimeStep);
            var (e, i) = (From(_player.Excitatory, from), From(_player.Inhibitory, from));
            var rates = owner.Rates(
                e.Times.LongCount(t => owner.Step(t) >= free),
                i.Times.LongCount(t => owner.Step(t) >= free),
                segments[^1].Duration
            );
            var start = from * network.TimeStep;
            return new(
                probe,
                SpikeOverlaps.SampleTime,
                new SpikeOverlaps(network, owner.Items).Of(
                    new([.. e.Times.Select(t => t - start)], e.Neurons),
                    segments.Skip(observed).Sum(segment => segment.Duration)
                ),
                owner.Activity(rates)
            )
            {
                Facts = rates,
                Inside = owner.Inside(e, i, from),
                Seizure = _player.LastOutcome is { Kind: SpikingOutcomeKind.Seizure, At: var at }
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"Seizure {1000 * (at - start):0} ms after the onset of the cue: neurons fire near their largest possible rate."
                    )
                    : "",
            };
        }

        private SpikeTrains From(Population population, long from)
        {
            var spikes = _player.Simulation.Spikes(population);
            var first = Array.FindIndex(spikes.Times, t => owner.Step(t) >= from);
            return first < 0 ? new([], []) : new(spikes.Times[first..], spikes.Neurons[first..]);
        }

        // How many segments are over when observation begins.
        private int Before()
        {
            var (count, end) = (0, 0.0);
            foreach (var segment in probe.Trial.Segments)
            {
                end += segment.Duration;
                if (end > probe.From + (owner._network.TimeStep / 2))
                {
                    break;
                }

                count++;
            }

            return count;
        }
    }

    private sealed class Soft(double weightMax) : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SoftBounded<TRule>(rule, 0, weightMax);
    }

    private sealed class Turned : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SignTurned<TRule>(rule);
    }
}
