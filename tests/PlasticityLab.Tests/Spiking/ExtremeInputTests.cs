using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Homeostasis;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Rates, probabilities, wirings and weights near 0, too large, undefined or impossible; competition (cases 30, 31, 32).</summary>
public class ExtremeInputTests
{
    private const double Dt = 1e-4;

    private static void Refused(SpikingNetworkBuilder network, string word) =>
        Assert.Contains(word, Assert.Throws<UserError>(() => network.Build()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1e-20, 0, 0)]
    [InlineData(1e-13, 0, 0)]
    [InlineData(1e-12, 0, 0)]
    [InlineData(1e-6, 0, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 50, 150)]
    [InlineData(9999, 999_800, 1_000_000)]
    public void Sources_spike_as_often_as_their_rate_says(double rate, long fewest, long most)
    {
        var network = new SpikingNetworkBuilder(Dt, 3);
        var sources = network.AddPoisson("source", 100, rate);
        sources.Record = false;
        var simulation = network.Build();
        simulation.Run(1);
        Assert.InRange(simulation.SpikeCount(sources), fewest, most);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(20_000)]
    public void A_rate_that_cannot_be_is_refused_at_the_start_and_while_running(double rate)
    {
        var network = new SpikingNetworkBuilder(Dt, 3);
        network.AddPoisson("source", 100, rate);
        Refused(network, "population source");
        network = new SpikingNetworkBuilder(Dt, 3);
        var sources = network.AddPoisson("source", 100, 10);
        var simulation = network.Build();
        simulation.Run(0.01);
        Assert.Throws<UserError>(() => sources.Rate = rate);
        Assert.Equal(10, sources.Rate);
    }

    [Fact]
    public void Background_and_noise_that_cannot_be_are_refused()
    {
        foreach (
            var (rate, weight, noise) in new (double, double, double)[]
            {
                (-1000, 1.0, 0),
                (double.NaN, 1, 0),
                (10, double.NaN, 0),
                (10, 1, -1.0),
                (10, 1, double.NaN),
            }
        )
        {
            var network = new SpikingNetworkBuilder(Dt, 3);
            var p = network.Add("n", 100, new DeltaLif());
            p.NoisePerStep = noise;
            SpikingNetworkBuilder.Background(p, rate, weight);
            Refused(network, "population n");
        }
    }

    [Theory]
    [InlineData(1e-20, 0, 0)]
    [InlineData(1e-17, 0, 0)]
    [InlineData(1e-16, 0, 0)]
    [InlineData(1e-9, 0, 0)]
    [InlineData(0.1, 850, 1150)]
    [InlineData(0.999999, 9990, 10000)]
    public void Random_wiring_has_as_many_synapses_as_its_probability_says(double probability, int fewest, int most)
    {
        var network = new SpikingNetworkBuilder(Dt, 3);
        Population a = network.AddPoisson("a", 100, 1),
            b = network.Add("b", 100, new DeltaLif());
        var c = network.Connect(a, b, Wiring.Random(probability), 1, Dt);
        Assert.InRange(network.Build().WeightList(c).Count, fewest, most);
    }

    [Fact]
    public void One_spike_a_neuron_is_no_seizure_and_many_are_one()
    {
        foreach (
            var (refractory, drive, kind) in new[]
            {
                (0.150, 0.0, SpikingOutcomeKind.Active),
                (0.150, 1e3, SpikingOutcomeKind.Seizure),
                (0.002, 1e3, SpikingOutcomeKind.Seizure),
            }
        )
        {
            var network = new SpikingNetworkBuilder(1e-3, 1);
            var kick = network.AddTrains("kick", 1, [(5L, 0)]);
            var p = network.Add("n", 10, new DeltaLif { RefractoryPeriod = refractory });
            network.Connect(kick, p, Wiring.AllToAll, 1, 1e-3);
            var simulation = network.Build();
            simulation.SetInput(p, _ => drive);
            Assert.Equal(kind, simulation.Run(2).Kind);
        }
    }

    [Fact]
    public void Wirings_that_cannot_be_are_refused()
    {
        foreach (
            var (count, wiring) in new[]
            {
                (1, Wiring.InDegree(1)),
                (2, Wiring.InDegree(2)),
                (2, Wiring.InDegree(0)),
                (2, Wiring.Pairs([(0, 2)])),
                (2, Wiring.Random(double.NaN)),
            }
        )
        {
            var network = new SpikingNetworkBuilder(Dt, 3);
            var p = network.Add("n", count, new DeltaLif());
            network.Connect(p, p, wiring, 1, Dt);
            Refused(network, "projection n to n");
        }

        foreach (var wiring in new[] { Wiring.AllToAll, Wiring.Random(0.5), Wiring.InDegree(1) })
        {
            var network = new SpikingNetworkBuilder(Dt, 3);
            var p = network.Add("n", 2, new DeltaLif());
            var c = network.Connect(p, p, wiring, 1, Dt);
            Assert.Equal(0, network.Build().Weights(c)[0, 0]);
        }

        var trains = new SpikingNetworkBuilder(Dt, 3);
        trains.AddTrains("t", 2, [(3, 2), (4, 0)]);
        Refused(trains, "1 of 2 spikes");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drawn_weights_obey_Dales_law_and_are_numbers(bool dense)
    {
        var wiring = dense ? Wiring.AllToAll : Wiring.Random(0.5);
        SpikingNetworkBuilder Net(Func<PlasticityLab.Numerics.Random.RandomStream, double> draw, bool mixed, double second = 0)
        {
            var network = new SpikingNetworkBuilder(Dt, 3) { MixedSigns = mixed };
            Population a = network.AddPoisson("a", 100, 1),
                b = network.Add("b", 100, new DeltaLif());
            network.Connect(a, b, wiring, 1, Dt, draw: draw);
            network.Connect(a, b, Wiring.Random(0.1), second, Dt);
            return network;
        }

        Refused(Net(random => random.NextGaussian(), false), "Dale's law");
        Refused(Net(random => random.NextDouble(), false, -1), "Dale's law");
        Refused(Net(_ => double.NaN, true), "drawn weights must be finite");
        Net(random => random.NextGaussian(), true).Build();
        Net(random => random.NextDouble(), false, 1).Build();
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weights_delays_and_bounds_must_be_numbers(double bad)
    {
        SpikingNetworkBuilder Net(double weight, double delay, double least)
        {
            var network = new SpikingNetworkBuilder(Dt, 3);
            Population a = network.AddPoisson("a", 100, 1),
                b = network.Add("b", 100, new DeltaLif());
            network.Connect(a, b, Wiring.Random(0.5), weight, delay, plasticity: new(new PairStdp(), least, 1));
            return network;
        }

        Assert.Contains("weight must be a finite number", Assert.Single(Net(bad, Dt, 0).Problems()), StringComparison.Ordinal);
        Assert.Contains("delay must be", Assert.Single(Net(1, bad, 0).Problems()), StringComparison.Ordinal);
        Assert.Contains("weight_min", Assert.Single(Net(1, Dt, bad).Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_power_of_the_weight_needs_weights_at_or_above_0()
    {
        var network = new SpikingNetworkBuilder(Dt, 3) { MixedSigns = true };
        Population a = network.AddPoisson("a", 10, 1),
            b = network.Add("b", 10, new DeltaLif());
        network.Connect(a, b, Wiring.Random(0.5), 0.5, Dt, plasticity: new(new PowerLawStdp(), -1, 1));
        Refused(network, "is defined for weights from 0");
    }

    [Fact]
    public void An_autapse_given_as_a_pair_acts_and_all_to_all_has_none()
    {
        var network = new SpikingNetworkBuilder(1e-3, 1);
        var p = network.Add("n", 3, new DeltaLif());
        var all = network.Connect(p, p, Wiring.AllToAll, 1, 1e-3);
        Assert.Equal(6, network.Build().Weights(all).Values.Count(x => x != 0));
        network = new SpikingNetworkBuilder(1e-3, 1);
        var kick = network.AddTrains("kick", 1, [(0L, 0)]);
        var one = network.Add("n", 1, new DeltaLif { RefractoryPeriod = 0 });
        network.Connect(kick, one, Wiring.Pairs([(0, 0)]), 1, 1e-3);
        network.Connect(one, one, Wiring.Pairs([(0, 0)]), 1, 5e-3);
        var simulation = network.Build();
        simulation.Run(0.022);
        Assert.Equal([1, 6, 11, 16, 21], simulation.Spikes(one).Times.Select(t => (int)Math.Round(1000 * t)));
    }

    [Fact]
    public void Synapses_given_twice_and_spikes_given_twice_act_twice()
    {
        foreach (var (pairs, spikes) in new[] { (2, 1), (1, 2), (1, 40) })
        {
            var network = new SpikingNetworkBuilder(1e-3, 1);
            var source = network.AddTrains("source", 1, Enumerable.Repeat((3L, 0), spikes));
            var p = network.Add("n", 1, new DeltaLif { Threshold = 1 });
            network.Connect(source, p, Wiring.Pairs([.. Enumerable.Repeat((0, 0), pairs)]), 0.6, 1e-3);
            var simulation = network.Build();
            simulation.Run(0.02);
            Assert.Equal(1, simulation.SpikeCount(p));
        }
    }

    private static double[] Sums(double strength, int acts, Func<int, int, double> weight, double limit)
    {
        var network = new SpikingNetworkBuilder(1e-3, 1);
        Population a = network.AddPoisson("a", 10, 0),
            b = network.Add("b", 10, new DeltaLif());
        var c = network.Connect(a, b, Wiring.AllToAll, 1, 1e-3, plasticity: new(new PairStdp(), 0, 10));
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.ForEachSynapse(c, (pre, post, _) => weight(pre, post));
        var competition = new HeterosynapticCompetition(c) { Limit = limit, Rate = strength / 10 / 0.010 };
        UserError.ThrowIfAny(competition.Problems());
        for (var k = 0; k < acts; k++)
        {
            competition.Act(simulation);
        }

        var w = simulation.Weights(c);
        return
        [
            .. Enumerable.Range(0, 10).Select(i => w.Row(i).ToArray().Sum()),
            .. Enumerable.Range(0, 10).Select(j => w.Transpose().Row(j).ToArray().Sum()),
        ];
    }

    [Theory]
    [InlineData(0.25, 7.5)]
    [InlineData(0.5, 5)]
    public void Competition_takes_the_excess_and_never_more(double strength, double sum)
    {
        Assert.All(Sums(strength, 1, (_, _) => 1, 5), x => Assert.Equal(sum, x, 1e-9));
        Assert.All(Sums(strength, 60, (_, _) => 1, 5), x => Assert.Equal(5, x, 1e-6));
    }

    [Fact]
    public void Competition_that_would_overshoot_is_refused() =>
        Assert.All([0.51, 0.75, 1, 1.9], strength => Assert.Throws<UserError>(() => Sums(strength, 1, (_, _) => 1, 5)));

    [Theory]
    [InlineData(Precision.Double)]
    [InlineData(Precision.Single)]
    public void Rows_of_zeros_stay_zeros(Precision precision)
    {
        var matrix = PlasticMatrix.Create(new NoLearning(), new Matrix(3, 3), new() { Precision = precision, NoSelfConnections = true });
        matrix.NormaliseDivisively(0, 1);
        matrix.CapPositiveRowSums([0, 0, 0]);
        Assert.All(matrix.ToMatrix().Values, w => Assert.Equal(0, w));
        // A row without a synapse has nothing to take a difference from.
        var bare = PlasticMatrix.Create(new NoLearning(), new Matrix(2, 2), new() { Precision = precision, Mask = new bool[4] });
        bare.NormaliseSubtractively(0, 1);
        Assert.All(bare.ToMatrix().Values, w => Assert.Equal(0, w));

        var network = new SpikingNetworkBuilder(1e-3, 1);
        var source = network.AddPoisson("source", 5, 20);
        var neurons = network.Add("E", 5, new DeltaLif());
        var projection = network.Connect(source, neurons, Wiring.AllToAll, 0, 1e-3);
        var simulation = network.Build();
        simulation.LimitIncoming(projection, 0);
        simulation.Regulate(new SynapticScaling(projection) { TargetRate = 10, Rate = 1 });
        simulation.Run(2);
        Assert.All(simulation.Weights(projection).Values, w => Assert.Equal(0, w));
    }

    [Theory]
    [InlineData(Precision.Double, 1e-12)]
    [InlineData(Precision.Single, 1e-5)]
    public void Divisive_normalisation_restores_the_sum_of_absolute_weights_for_every_sign(Precision precision, double tolerance)
    {
        var random = SpikeTrainFixtures.Random(9);
        const int n = 12;
        var w = Matrix.From(n, n, (i, j) => i == j ? 0 : random.NextGaussian() * Math.Pow(10, (i % 4) - 2));
        w.Row(5).Clear();
        var mask = Enumerable.Range(0, n * n).Select(k => k % 5 != 0).ToArray();
        var options = new PlasticMatrixOptions
        {
            Precision = precision,
            NoSelfConnections = true,
            Mask = mask,
            WeightMin = -60,
            WeightMax = 60,
        };
        for (var k = 0; k < w.Values.Length; k++)
        {
            w.Values[k] = mask[k] ? w.Values[k] : 0;
        }

        var matrix = PlasticMatrix.Create(new NoLearning(), w, options);
        for (var i = 0; i < n; i++)
        {
            var sum = w.Row(i).ToArray().Sum(Math.Abs);
            foreach (var target in new[] { sum, 3 * sum, 0.1 * sum })
            {
                matrix.NormaliseDivisively(i, target);
                Assert.Equal(target, Enumerable.Range(0, n).Sum(j => Math.Abs(matrix[i, j])), tolerance * Math.Max(1, target));
                Assert.All(Enumerable.Range(0, n), j => Assert.True(Math.Sign(matrix[i, j]) == Math.Sign(w[i, j])));
            }
        }
    }

    [Fact]
    public void Where_a_weight_stops_at_its_bound_the_others_carry_the_rest()
    {
        var matrix = PlasticMatrix.Create(
            new NoLearning(),
            new Matrix(2, 4, [0.9, -0.1, 0.1, 0.1, 1, 1, -1, 1]),
            new() { WeightMin = -1, WeightMax = 1 }
        );
        matrix.NormaliseDivisively(0, 2.2);
        Assert.Equal([1.0, -0.4, 0.4, 0.4], Enumerable.Range(0, 4).Select(j => matrix[0, j]), (a, b) => Math.Abs(a - b) < 1e-12);
        matrix.NormaliseDivisively(1, 9); // all stand at a bound
        Assert.Equal([1.0, 1, -1, 1], Enumerable.Range(0, 4).Select(j => matrix[1, j]));
    }
}
