using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

public class EventDrivenTests
{
    public static TheoryData<string> Rules => [.. SpikeTrainFixtures.EventRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Event_driven_weights_equal_the_dense_evaluation_bit_for_bit(string id)
    {
        foreach (var wiring in new[] { Wiring.AllToAll, Wiring.Random(0.3) })
        {
            var rule = SpikeTrainFixtures.Strong(id);
            var (network, pre, post, plastic) = SpikeTrainFixtures.Net(rule, wiring);
            var simulation = network.Build(precision: SpikingPrecision.Single);
            var start = simulation.Weights(plastic);
            const int steps = 400;
            simulation.Run(steps * SpikeTrainFixtures.Dt);
            var spikes = (
                Pre: SpikeTrainFixtures.Raster(simulation.Spikes(pre), pre.Count, steps, 4),
                Post: SpikeTrainFixtures.Raster(simulation.Spikes(post), post.Count, steps)
            );
            var dense = rule.Accept(new DenseReplay(start, spikes.Pre, spikes.Post));
            var events = simulation.Weights(plastic);
            Assert.Contains(Enumerable.Range(0, start.Values.Length), k => start.Values[k] != events.Values[k]);
            Assert.Equal(dense.Values, events.Values);
        }
    }

    [Theory]
    [InlineData("pair_stdp", true)]
    [InlineData("pair_stdp", false)]
    [InlineData("triplet_stdp", false)]
    [InlineData("guetig_stdp", false)]
    public void One_two_and_three_threads_give_the_same_bits(string id, bool defer)
    {
        foreach (var wiring in new[] { Wiring.AllToAll, Wiring.Random(0.3), Wiring.InDegree(9) })
        {
            var results = new[] { 1, 2, 3 }
                .Select(threads =>
                {
                    var (network, _, post, plastic) = SpikeTrainFixtures.Net(SpikeTrainFixtures.Strong(id), wiring, defer: defer);
                    var simulation = network.Build(threads);
                    simulation.Run(1.7); // two origins of deferred potentiation
                    return (simulation.Spikes(post), simulation.Weights(plastic));
                })
                .ToArray();
            Assert.NotEmpty(results[0].Item1.Neurons);
            foreach (var (spikes, weights) in results[1..])
            {
                Assert.Equal(results[0].Item1.Times, spikes.Times);
                Assert.Equal(results[0].Item1.Neurons, spikes.Neurons);
                Assert.Equal(results[0].Item2.Values, weights.Values);
            }
        }
    }

    [Theory]
    [InlineData(false, 0.020)]
    [InlineData(true, 0.020)]
    [InlineData(false, 0.004)] // the origin that decays are counted from moves every 40 time constants: here three times
    public void Deferred_potentiation_equals_the_immediate_one_to_rounding(bool sparse, double tau)
    {
        var weights = new[] { true, false }
            .Select(defer =>
            {
                var (network, _, _, plastic) = SpikeTrainFixtures.Net(
                    new PairStdp
                    {
                        APlus = 0.1,
                        AMinus = 0.08,
                        TauPlus = tau,
                    },
                    sparse ? Wiring.Random(0.3) : Wiring.AllToAll,
                    defer: defer
                );
                foreach (var c in network.Populations)
                {
                    c.Background.Clear(); // same spikes in both, whatever the weights
                }

                var pre = Trains(network, 80, 1);
                var simulation = network.Build(precision: SpikingPrecision.Double);
                simulation.Run(0.5);
                return (simulation.Weights(plastic), pre);
            })
            .ToArray();
        Assert.Equal(weights[1].Item1.Values, weights[0].Item1.Values, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_spikes_and_another_seed_others()
    {
        double[] Times(ulong seed)
        {
            var (network, pre, _, _) = SpikeTrainFixtures.Net(new PairStdp(), Wiring.AllToAll, seed: seed);
            var simulation = network.Build();
            simulation.Run(0.2);
            return simulation.Spikes(pre).Times;
        }

        Assert.Equal(Times(3), Times(3));
        Assert.NotEqual(Times(3), Times(4));
    }

    private static Population Trains(SpikingNetworkBuilder network, int count, int stream)
    {
        var random = SpikeTrainFixtures.Random(stream);
        var source = network.AddTrains(
            "trains",
            count,
            Enumerable
                .Range(0, 1000)
                .SelectMany(step => Enumerable.Range(0, count).Where(_ => random.NextDouble() < 0.03).Select(n => ((long)step, n)))
        );
        network.Connect(
            source,
            network.Populations[0],
            Wiring.Pairs([.. Enumerable.Range(0, count).Select(n => (n, n))]),
            0.05,
            SpikeTrainFixtures.Dt
        );
        network.Connect(
            source,
            network.Populations[1],
            Wiring.Pairs([.. Enumerable.Range(0, 70).Select(n => (n, n))]),
            0.05,
            4 * SpikeTrainFixtures.Dt
        );
        return source;
    }

    /// <summary>The formula evaluated for every synapse at every step, one by one, in single precision.</summary>
    private sealed class DenseReplay(Matrix start, bool[,] arrivals, bool[,] spikes) : IRuleVisitor<Matrix>
    {
        public Matrix Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var (n, m, steps) = (start.Rows, start.Columns, spikes.GetLength(0));
            var w = start.Copy();
            var present = start.Values.Select(x => x != 0).ToArray();
            const double dt = SpikeTrainFixtures.Dt;
            var (preFast, preSlow, postFast, postSlow) = (
                new TraceOracle(rule.Traces.PreFast, m, dt),
                new TraceOracle(rule.Traces.PreSlow, m, dt),
                new TraceOracle(rule.Traces.PostFast, n, dt),
                new TraceOracle(rule.Traces.PostSlow, n, dt)
            );
            var zero = new Lane1F(0);
            for (var t = 0; t < steps; t++)
            {
                for (var phase = 0; phase < 2; phase++) // arrivals act first, then this step's spikes; neither sees the other
                {
                    for (var i = 0; i < n; i++)
                    {
                        for (var j = 0; j < m; j++)
                        {
                            if (!present[(i * m) + j])
                            {
                                continue;
                            }

                            var pre = new Pre<Lane1F>
                            {
                                Fast = preFast[j],
                                Slow = preSlow[j],
                                Spikes = Lane1F.Splat(phase == 0 && arrivals[t, j] ? 1 / dt : 0),
                                Rate = zero,
                                Change = zero,
                            };
                            var post = new Post<Lane1F>
                            {
                                Fast = postFast[i],
                                Slow = postSlow[i],
                                Spikes = Lane1F.Splat(phase == 1 && spikes[t, i] ? 1 / dt : 0),
                                Rate = zero,
                                Change = zero,
                                Voltage = zero,
                            };
                            var old = Lane1F.Splat(w[i, j]);
                            var next = old + (Lane1F.Splat(dt) * rule.DwDt(pre, post, old));
                            w[i, j] = Lane1F.Min(Lane1F.Splat(1), Lane1F.Max(Lane1F.Splat(0), next)).Value;
                        }
                    }
                }

                preFast.Advance(j => arrivals[t, j]);
                preSlow.Advance(j => arrivals[t, j]);
                postFast.Advance(i => spikes[t, i]);
                postSlow.Advance(i => spikes[t, i]);
            }

            return w;
        }
    }

    private sealed class TraceOracle(Trace trace, int count, double dt)
    {
        private readonly float[] _x = new float[count];
        private readonly float _decay = (float)(trace.Kind == TraceKind.None ? 0 : Math.Exp(-dt / trace.Tau));

        public Lane1F this[int n] => new(_x[n]);

        public void Advance(Func<int, bool> spiked)
        {
            for (var n = 0; n < _x.Length; n++)
            {
                _x[n] =
                    (
                        trace.Kind == TraceKind.None ? 0
                        : !spiked(n) ? _x[n]
                        : trace.Kind == TraceKind.NearestSpike ? 1
                        : _x[n] + 1
                    ) * _decay;
            }
        }
    }
}
