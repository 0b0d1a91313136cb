using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Simulation;

namespace Stranger;

/// <summary>A kind of network: in every beat the k neurons with the largest input are active.</summary>
public sealed record SparseWinners : INetworkKind
{
    public KindCard Card =>
        new(
            "sparse_winners",
            "a network of winners",
            "x_i = 1 for the k largest Σ_j W_ij x_j + I_i",
            "Willshaw et al. 1969, Nature 222:960",
            ImmutableSortedDictionary<string, double>.Empty
        );

    /// <summary>N, number of neurons.</summary>
    public int Units { get; init; } = 100;

    /// <summary>k, neurons that are active at once.</summary>
    public int Winners { get; init; } = 20;

    /// <summary>Length of one beat [s].</summary>
    [Unit("s")]
    public double Beat { get; init; } = 0.020;

    public int Neurons => Units;

    public double TimeStep => Beat;

    public double InitialRadius => 0;

    public double Unit(int assemblySize) => assemblySize;

    public INetwork Make(Making making) => new Net(this, making);

    public IEnumerable<string> Problems() =>
        Require.All(
            Require.AtLeast(Units, 2),
            Winners >= 1 && Winners <= Units ? null : $"winners must lie in 1 .. {Units}, but is {Winners}.",
            Require.Positive(Beat)
        );

    public IEnumerable<string> Problems(LearningSpec learning, int assemblySize) =>
        RuleCatalog.Card(learning.Rule) is { Clock: not RuleClock.EveryStep, Family: not RuleFamily.Control } card
            ? [$"{card.Id} is a rule on spikes, and winners have none."]
            : [];

    public IEnumerable<string> Problems(ITask task) =>
        task is RecordedActivity or Chain { ArrayFile.Length: > 0 } ? ["recorded activity is graded, and winners are active or not."] : [];

    private sealed class Net : INetwork, IRuleVisitor<bool>
    {
        private readonly SparseWinners _kind;
        private readonly LearningSpec _learning;
        private readonly TraceStep[] _traceSteps;
        private readonly double[][] _traces;
        private readonly double _most;
        private Matrix _weights;
        private double[] _active;
        private Playback? _learns;

        public Net(SparseWinners kind, Making making)
        {
            (_kind, _learning, Items, Unit) = (kind, making.Learning, making.Items, making.AssemblySize);
            InitialWeights = making.Initial ?? new Matrix(kind.Units, kind.Units);
            (_weights, _active) = (InitialWeights.Copy(), new double[kind.Units]);
            _most = _learning.WeightMax / Unit;
            _traceSteps = TraceStep.Euler(_learning.Rule.Traces, kind.Beat);
            _traces = [.. _traceSteps.Select(_ => new double[kind.Units])];
        }

        public Assemblies Items { get; }

        public Matrix InitialWeights { get; }

        public Matrix Weights
        {
            get => _weights.Copy();
            set => _weights = value.Copy();
        }

        public double Unit { get; }

        public Trouble? Trouble => null;

        public byte[] Snapshot() => StateCodec.Write(State);

        public void Restore(ReadOnlySpan<byte> state) => StateCodec.Read(state, State);

        public IPlayback Learn(Trial trial) => _learns = new Playback(this, new("training", trial, 0, 0), _active, Learn);

        public IPlayback GoOn() => _learns ?? throw new UserError("No trial is playing.");

        public IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout) =>
            new Playback(this, probe, new double[_kind.Units], null);

        // One beat: the winners by recurrent and given input; nothing where no neuron gets any.
        private void Advance(double[] active, Segment segment, double gain)
        {
            var input = new double[_kind.Units];
            for (var i = 0; i < input.Length; i++)
            {
                for (var j = 0; j < input.Length; j++)
                {
                    input[i] += gain * _weights[i, j] * active[j];
                }
            }

            foreach (var unit in segment.Items.IsDefault ? [] : segment.Items.SelectMany(item => Items[item].ToArray()))
            {
                input[unit] += segment.Drive;
            }

            var winners = Enumerable
                .Range(0, input.Length)
                .Where(i => input[i] > 1e-9)
                .OrderByDescending(i => input[i])
                .Take(_kind.Winners);
            Array.Clear(active);
            foreach (var i in winners.ToArray())
            {
                active[i] = 1;
            }
        }

        private void Learn()
        {
            _learning.Rule.Accept(this);
            for (var k = 0; k < _traces.Length; k++)
            {
                _traceSteps[k].Advance(_traces[k], _active);
            }
        }

        public bool Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            for (var i = 0; i < _kind.Units; i++)
            {
                var post = Synapse.Post(_active[i], _traces[2][i], _traces[3][i]);
                for (var j = 0; j < _kind.Units; j++)
                {
                    var change = Synapse.DwDt(rule, Synapse.Pre(_active[j], _traces[0][j], _traces[1][j]), post, _weights[i, j] * Unit);
                    var w = _weights[i, j] + (_learning.Sign * _kind.Beat * change / Unit);
                    _weights[i, j] = i == j ? 0 : Math.Clamp(w, -_most, _most);
                }
            }

            return true;
        }

        private void State(StateCodec codec)
        {
            codec.Same(_kind.Units);
            codec.Values(_weights.Values.AsSpan());
            codec.Values(_active.AsSpan());
            foreach (var trace in _traces)
            {
                codec.Values(trace.AsSpan());
            }

            var done = _learns?.Done ?? 0;
            codec.Value(ref done);
            if (codec.Reads)
            {
                _learns?.From(done);
            }
        }

        private sealed class Playback(Net net, Probe probe, double[] active, Action? learn) : IPlayback
        {
            private readonly Segment[] _beats =
            [
                .. probe.Trial.Segments.SelectMany(segment => Enumerable.Repeat(segment, segment.Steps(net._kind.Beat))),
            ];
            private readonly List<float[]> _overlaps = [];
            private readonly List<double> _means = [];

            public int Done { get; private set; }

            public double Time => Done * net._kind.Beat;

            public bool IsOver => Done >= _beats.Length;

            public Recording? Recording { get; private set; }

            public void From(int done) => Done = done;

            public int Advance(int most = int.MaxValue, CancellationToken stop = default)
            {
                var before = Done;
                for (; Done - before < most && !IsOver; Done++)
                {
                    stop.ThrowIfCancellationRequested();
                    net.Advance(active, _beats[Done], learn is null ? 1 : net._learning.TrainingGain);
                    learn?.Invoke();
                    _means.Add(active.Average());
                    if (learn is null && Time >= probe.From - 1e-9)
                    {
                        _overlaps.Add(net.Items.Overlaps(Rates()));
                    }
                }

                if (IsOver)
                {
                    var free = probe.Trial.Segments[^1].Steps(net._kind.Beat);
                    Recording = new(
                        probe,
                        net._kind.Beat,
                        Matrix.From(_overlaps.Count, net.Items.Count, (t, item) => _overlaps[t][item]),
                        _means.TakeLast(learn is null ? Math.Max(1, free) : _means.Count).DefaultIfEmpty(0).Average()
                    );
                }

                return Done - before;
            }

            public Frame Frame() => new(probe.Trial.Name, Time, Rates(), net.Items.Overlaps(Rates()));

            private float[] Rates() => [.. active.Select(x => (float)x)];
        }
    }
}
