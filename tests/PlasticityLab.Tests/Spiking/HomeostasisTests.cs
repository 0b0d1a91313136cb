using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Homeostasis;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Regulation outside the rule, with any rule.</summary>
public class HomeostasisTests
{
    public static TheoryData<string> Rules => [.. SpikeTrainFixtures.EventRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Competition_holds_both_sums_near_their_limit_with_every_rule(string id)
    {
        foreach (var wiring in new[] { Wiring.AllToAll, Wiring.Random(0.3) })
        {
            var sums = new double[2];
            foreach (var regulated in new[] { 0, 1 })
            {
                var (network, _, _, plastic) = SpikeTrainFixtures.Net(SpikeTrainFixtures.Strong(id), wiring, defer: true);
                var simulation = network.Build(2);
                if (regulated == 1)
                {
                    simulation.Regulate(
                        new HeterosynapticCompetition(plastic)
                        {
                            Limit = 5,
                            Rate = 1.2,
                            Interval = 0.005,
                        }
                    );
                }

                simulation.Run(0.2);
                sums[regulated] = Largest(simulation.Weights(plastic));
                simulation.SetLearning(plastic, false);
                simulation.Run(0.3);
                Assert.All(simulation.Weights(plastic).Values, w => Assert.InRange(w, 0, 1));
                Assert.True(regulated == 0 || Largest(simulation.Weights(plastic)) < 5.05, "what remains when the rule rests");
            }

            Assert.True(sums[1] < Math.Max(5.05, 0.95 * sums[0]), $"{sums[1]} against {sums[0]} without competition"); // and while it drives
        }
    }

    [Fact]
    public void Scaling_brings_neurons_to_their_target_and_keeps_the_ratios_of_their_weights()
    {
        var network = new SpikingNetworkBuilder(1e-3, 4);
        var source = network.AddPoisson("source", 40, 20);
        var e = network.Add("E", 8, new DeltaLif { Reset = 0 });
        var c = network.Connect(source, e, Wiring.AllToAll, 0, 1e-3, draw: random => 0.0005 + (0.0015 * random.NextDouble()));
        var simulation = network.Build();
        var start = simulation.Weights(c);
        simulation.Regulate(new SynapticScaling(c) { TargetRate = 8, Rate = 0.2 });
        simulation.Run(60);
        simulation.ClearSpikes();
        simulation.Run(40);
        Assert.All(simulation.SpikeCounts(e), count => Assert.InRange(count / 40.0, 6.8, 9.2));
        var end = simulation.Weights(c);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(start[i, 3] / start[i, 7], end[i, 3] / end[i, 7], 1e-3);
        }
    }

    [Fact]
    public void Intrinsic_plasticity_brings_neurons_to_their_target_without_touching_weights_and_lets_inputs_be_set()
    {
        var network = new SpikingNetworkBuilder(1e-3, 4);
        var e = network.Add("E", 12, new DeltaLif { Reset = 0 });
        e.NoisePerStep = 0.01;
        var simulation = network.Build(2);
        simulation.SetInput(e, n => 0.015 + (0.001 * n));
        var regulation = new IntrinsicPlasticity(e) { TargetRate = 10, Eta = 2e-4 };
        simulation.Regulate(regulation);
        simulation.Run(20);
        simulation.SetInput(e, n => 0.020 + (0.001 * n)); // all pushed up: the shift follows
        simulation.Run(20);
        simulation.ClearSpikes();
        simulation.Run(20);
        Assert.All(simulation.SpikeCounts(e), count => Assert.InRange(count / 20.0, 9, 11));
        Assert.True(regulation.Offsets[11] < regulation.Offsets[0] - 0.008);
    }

    [Theory]
    [InlineData(0.5)] // just what is accepted: rate times interval times synapses
    [InlineData(0.1)]
    public void A_sum_just_above_its_limit_ends_as_one_that_stands_at_it(double strength)
    {
        // Columns of every size about the limit; the first row stands at it, or above it by next to nothing.
        const int n = 10;
        const double limit = 5;
        var random = SpikeTrainFixtures.Random(7);
        var start = Matrix.From(n, n, (i, j) => (limit / n) + (0.1 * random.NextGaussian()) + (j < 4 ? 0.4 : 0));
        start[0, 0] += limit - start.Row(0).ToArray().Sum();
        var at = Compete(start, limit, strength, 20);
        start[0, 0] += 1e-9;
        var above = Compete(start, limit, strength, 20);
        Assert.InRange(at.Row(0).ToArray().Sum(), 0, limit - 0.1); // it pays for the columns, as the equation has it
        Assert.All(at.Values.Zip(above.Values), pair => Assert.Equal(pair.First, pair.Second, 2e-9));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void An_excess_of_one_side_never_takes_a_sum_below_its_limit(double strength)
    {
        // Every sender within its limit, receivers above theirs by next to nothing or by much.
        var start = Matrix.From(6, 12, (i, _) => (5 + (i == 0 ? 1e-12 : i)) / 12);
        var after = Compete(start, 5, strength, 40);
        Assert.All(Enumerable.Range(0, 6), i => Assert.InRange(after.Row(i).ToArray().Sum(), 5 - 1e-12, 10));
        var turned = Compete(start.Transpose(), 5, strength, 40);
        Assert.All(Enumerable.Range(0, 6), i => Assert.InRange(turned.Transpose().Row(i).ToArray().Sum(), 5 - 1e-12, 10));
    }

    private static Matrix Compete(Matrix start, double limit, double strength, int acts)
    {
        var network = new SpikingNetworkBuilder(1e-3, 1) { MixedSigns = true };
        var (pre, post) = (network.Add("pre", start.Columns, new DeltaLif()), network.Add("post", start.Rows, new DeltaLif()));
        var next = 0; // weights are drawn by sender
        var plastic = network.Connect(
            pre,
            post,
            Wiring.AllToAll,
            0,
            1e-3,
            plasticity: new(new PairStdp(), -10, 10),
            draw: _ => start[next % start.Rows, next++ / start.Rows]
        );
        var simulation = network.Build(precision: SpikingPrecision.Double);
        const double interval = 0.010;
        simulation.Regulate(
            new HeterosynapticCompetition(plastic)
            {
                Limit = limit,
                Rate = strength / interval / Math.Max(start.Rows, start.Columns),
                Interval = interval,
            }
        );
        simulation.Run(acts * interval);
        return simulation.Weights(plastic);
    }

    [Fact]
    public void Bad_parameters_are_told_in_a_sentence_each()
    {
        var (network, _, post, plastic) = SpikeTrainFixtures.Net(new PairStdp(), Wiring.AllToAll);
        var simulation = network.Build();
        Assert.Contains(
            "overshoot",
            Assert.Throws<UserError>(() => simulation.Regulate(new HeterosynapticCompetition(plastic) { Limit = 1, Rate = 100 })).Message
        );
        Assert.Contains(
            "tau_average",
            Assert.Throws<UserError>(() => simulation.Regulate(new SynapticScaling(plastic) { TargetRate = 5, TauAverage = 0.01 })).Message
        );
        Assert.Contains(
            "must be",
            Assert.Throws<UserError>(() => simulation.Regulate(new IntrinsicPlasticity(post) { TargetRate = -5, Eta = 1 })).Message
        );
    }

    private static double Largest(Matrix w) =>
        Math.Max(
            Enumerable.Range(0, w.Rows).Max(i => Enumerable.Range(0, w.Columns).Sum(j => w[i, j])),
            Enumerable.Range(0, w.Columns).Max(j => Enumerable.Range(0, w.Rows).Sum(i => w[i, j]))
        );
}
