using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>One rate network: <see cref="RateSimulation"/> learns, <see cref="RateBatch"/> answers.</summary>
internal sealed class RateLearner : INetwork
{
    private readonly RateNetwork _network;
    private readonly Making _making;
    private readonly Precision _precision;
    private RateSimulation? _simulation; // made when there is something to learn
    private Matrix? _given; // set from outside and not learned on yet

    public RateLearner(RateNetwork network, Making making)
    {
        (_network, _making, _precision) = (network, making, making.Single ? Precision.Single : Precision.Double);
        InitialWeights = making.Initial ?? network.Initial?.Read() ?? Rate.InitialWeights.Draw(network, making.Random);
    }

    public Assemblies Items => _making.Items;

    public Matrix InitialWeights { get; }

    public Matrix Weights
    {
        get => _given?.Copy() ?? _simulation?.Weights() ?? InitialWeights.Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _given = value.Copy();
        }
    }

    public double Unit => _network.AssemblySize;

    public Trouble? Trouble =>
        _simulation is not { } s ? null
        : !s.IsFinite || !s.Weights().IsFinite()
            ? new(TroubleKind.Diverged, s.Time, $"Weights or activity were no longer finite at {s.Time:0.###} s of training.")
        : s.StepFactor >= LearningStep.Limit
            ? new(
                TroubleKind.Unstable,
                s.Time,
                $"Steps of learning went up to {s.StepFactor:G3} times the way to the weight that the rule seeks; from {LearningStep.Limit} on weights swing ever further. Use a smaller eta, decay or time_step."
            )
        : null;

    public byte[] Snapshot()
    {
        _ = Learning();
        return StateCodec.Write(State);
    }

    public void Restore(ReadOnlySpan<byte> state)
    {
        _ = Learning();
        StateCodec.Read(state, State);
    }

    public IPlayback Learn(Trial trial)
    {
        Learning().Begin(trial);
        return GoOn();
    }

    public IPlayback GoOn() => new Lesson(_network, Learning(), Items);

    public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout)
    {
        var values = _network.Card.Filled(readout);
        return new Answer(
            RateBatch.Create(Noisy(values), Items, Weights, [Column(probe, values)], _making.Random, _precision),
            probe,
            _network.TimeStep,
            Items
        );
    }

    public IReadOnlyList<Recording> AskAll(
        IReadOnlyList<(Probe Probe, ImmutableSortedDictionary<string, double> Readout)> questions,
        CancellationToken stop = default
    )
    {
        var (weights, answers) = (Weights, new Recording[questions.Count]);
        var asked = questions.Select((question, k) => (k, question.Probe, Values: _network.Card.Filled(question.Readout)));
        foreach (var alike in asked.GroupBy(question => question.Values[RateNetwork.Noise]))
        {
            stop.ThrowIfCancellationRequested();
            RateProbe[] columns = [.. alike.Select(question => Column(question.Probe, question.Values))];
            var courses = RateRecall.Run(Noisy(alike.First().Values), Items, weights, columns, _making.Random, _precision);
            foreach (var ((k, probe, _), course) in alike.Zip(courses))
            {
                answers[k] = new(probe, _network.TimeStep, course.Overlaps, course.MeanActivity);
            }
        }

        return answers;
    }

    // The simulation, with the weights that were set last.
    private RateSimulation Learning()
    {
        if (_simulation is null)
        {
            _simulation = new(_network, _making.Learning, Items, _given ?? InitialWeights, _making.Random, _precision, InitialWeights);
        }
        else if (_given is not null)
        {
            _simulation.SetWeights(_given);
        }

        _given = null;
        return _simulation;
    }

    private void State(StateCodec codec) => _simulation!.State(codec);

    private RateNetwork Noisy(ImmutableSortedDictionary<string, double> readout) =>
        _network with
        {
            NoiseSd = _network.NoiseSd * readout[RateNetwork.Noise],
        };

    private static RateProbe Column(Probe probe, ImmutableSortedDictionary<string, double> readout) =>
        RateProbe.Of(probe, readout[RateNetwork.Inhibition], readout[RateNetwork.Gain]);

    private static Frame FrameOf(Trial trial, double time, ReadOnlySpan<double> rates, Assemblies items)
    {
        var shown = new float[rates.Length];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = (float)rates[i];
        }

        return new(trial.Name, time, shown, items.Overlaps(shown));
    }

    // A trial of training.
    private sealed class Lesson(RateNetwork network, RateSimulation simulation, Assemblies items) : IPlayback
    {
        private readonly double _sum = simulation.ActivitySum;
        private readonly long _start = simulation.Steps;

        public double Time => simulation.TrialSteps * network.TimeStep;

        public bool IsOver => simulation.IsOver;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            stop.ThrowIfCancellationRequested();
            return simulation.Advance(most);
        }

        public Frame Frame() => FrameOf(simulation.Trial, Time, simulation.Rates, items);

        public Recording? Recording =>
            IsOver
                ? new(
                    new(Models.Tasks.Recording.Training, simulation.Trial, 0, 0),
                    network.TimeStep,
                    new(0, items.Count),
                    (simulation.ActivitySum - _sum) / (simulation.Steps - _start)
                )
                : null;
    }

    // A question.
    private sealed class Answer(RateBatch batch, Probe probe, double timeStep, Assemblies items) : IPlayback
    {
        public double Time => batch.Steps * timeStep;

        public bool IsOver => batch.IsOver;

        public int Advance(int most = int.MaxValue, CancellationToken stop = default)
        {
            stop.ThrowIfCancellationRequested();
            return batch.Advance(most);
        }

        public Frame Frame()
        {
            var rates = new double[items.Units];
            batch.CopyRates(0, rates);
            return FrameOf(probe.Trial, Time, rates, items);
        }

        public Recording? Recording =>
            IsOver && batch.Courses()[0] is var course ? new(probe, timeStep, course.Overlaps, course.MeanActivity) : null;
    }
}
