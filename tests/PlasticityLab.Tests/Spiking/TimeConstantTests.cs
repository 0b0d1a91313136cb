using CsCheck;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Time constants against each other and against the step (case 29).</summary>
public class TimeConstantTests
{
    private static readonly Gen<double> Ratio = Gen.OneOf(
        Gen.Double[-3, 3].Select(x => Math.Pow(10, x)),
        Gen.Double[-16, -1].Select(x => 1 + Math.Pow(10, x)),
        Gen.Double[-16, -1].Select(x => 1 - Math.Pow(10, x)),
        Gen.Const(1.0)
    );

    // Potentials at the ends of steps 1 .. count after one arrival.
    private static double[] Response(
        ISpikingNeuron neuron,
        double weight,
        double dt,
        int count,
        SpikingPrecision precision = SpikingPrecision.Double
    )
    {
        var network = new SpikingNetworkBuilder(dt, 1);
        var source = network.AddTrains("source", 1, [(0L, 0)]);
        var p = network.Add("n", 1, neuron);
        network.Connect(source, p, Wiring.Pairs([(0, 0)]), weight, dt);
        var simulation = network.Build(precision: precision);
        simulation.Run(dt);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    simulation.Run(dt);
                    return simulation.Potential(p, 0);
                }),
        ];
    }

    // ∫₀ᵗ f(s) e^{−(t−s)/τ} ds by Simpson's rule.
    private static double Integral(Func<double, double> f, double tau, double t)
    {
        const int n = 20_000;
        var h = t / n;
        return Enumerable
                .Range(0, n + 1)
                .Sum(k =>
                    (
                        k is 0 or n ? 1
                        : k % 2 == 1 ? 4
                        : 2
                    )
                    * f(k * h)
                    * Math.Exp(-(t - (k * h)) / tau)
                )
            * h
            / 3;
    }

    [Theory]
    [InlineData(1, 2.943036e-3)]
    [InlineData(1 + 1e-8, 2.943036e-3)]
    [InlineData(1 - 1e-12, 2.943036e-3)]
    [InlineData(1.5, 3.308780e-3)]
    public void An_alpha_current_peaks_where_it_must(double ratio, double peak)
    {
        foreach (var precision in Enum.GetValues<SpikingPrecision>())
        {
            var neuron = new AlphaLif { TauSynapse = 0.010 * ratio, Threshold = 1 };
            Assert.Equal(peak, Response(neuron, 100e-12, 1e-4, 400, precision).Max(), precision == SpikingPrecision.Double ? 1e-8 : 1e-7);
        }
    }

    [Fact]
    public void Alpha_currents_of_every_ratio_of_time_constants_are_integrated_exactly() =>
        Ratio.Sample(
            ratio =>
            {
                var (tau, synapse) = (0.010, 0.010 * ratio);
                var found = Response(new AlphaLif { TauSynapse = synapse, Threshold = 1e9 }, 100e-12, 5e-4, 40)[^1];
                var expected = Integral(s => 100e-12 * Math.E * s / synapse * Math.Exp(-s / synapse), tau, 0.020) / 250e-12;
                Assert.True(Math.Abs(found - expected) <= 1e-6 * Math.Abs(expected) + 1e-12, $"{ratio:R}: {found:R} and {expected:R}");
            },
            iter: 60
        );

    [Fact]
    public void Exponential_currents_of_every_ratio_of_time_constants_are_integrated_exactly() =>
        Ratio.Sample(
            ratio =>
            {
                var (tau, synapse) = (0.020, 0.020 * ratio);
                var neuron = new CurrentLif
                {
                    TauMembrane = tau,
                    TauExcitation = synapse,
                    Rest = 0,
                    Reset = -1,
                    Threshold = 1e9,
                };
                var found = Response(neuron, 1, 1e-4, 201)[^1];
                var expected = Integral(s => Math.Exp(-s / synapse), tau, 0.0201) / tau;
                Assert.True(Math.Abs(found - expected) <= 1e-9 + (1e-6 * expected), $"{ratio:R}: {found:R} and {expected:R}");
            },
            iter: 60
        );

    [Theory]
    [InlineData(1, 0.36787485798)]
    [InlineData(1 + 1e-6, 0.367875043)]
    [InlineData(1 + 1e-9, 0.367874867)]
    public void Equal_time_constants_of_a_current_and_the_membrane(double ratio, double v) =>
        Assert.Equal(
            v,
            Response(
                new CurrentLif
                {
                    TauExcitation = 0.020 * ratio,
                    Rest = 0,
                    Reset = -1,
                    Threshold = 1e9,
                },
                1,
                1e-4,
                201
            )[^1],
            1e-7
        );

    [Theory]
    [InlineData(1)]
    [InlineData(450)]
    [InlineData(1e6)]
    public void Inhibition_never_excites(double leaks)
    {
        foreach (var precision in Enum.GetValues<SpikingPrecision>())
        {
            var network = new SpikingNetworkBuilder(1e-4, 1);
            var source = network.AddTrains("source", 1, [(0L, 0)]);
            var p = network.Add("n", 1, new ConductanceLif());
            network.Connect(source, p, Wiring.Pairs([(0, 0)]), leaks, 1e-4, Receptor.Inhibitory);
            var simulation = network.Build(precision: precision);
            for (var k = 0; k < 1000; k++)
            {
                simulation.Run(1e-4);
                Assert.InRange(simulation.Potential(p, 0), -0.0800001, -0.0599999);
            }

            Assert.Equal(0, simulation.SpikeCount(p));
        }
    }

    [Fact]
    public void A_step_that_an_explicit_model_cannot_follow_is_refused()
    {
        (ISpikingNeuron, double)[] cases =
        [
            (new AdaptiveLif { TauMembrane = 0.0005 }, 1e-3),
            (new AdEx { TauAdaptation = 0.0004 }, 1e-3),
            (new AdEx { Capacitance = 10e-12 }, 1e-3),
            (new AdExSpikeShape { TauAdaptation = 0.0004 }, 1e-3),
            (new ConductanceLif { TauMembrane = 0.0015 }, 1e-3),
            (new Izhikevich(), 5e-3),
            (new Izhikevich { A = 2 }, 1e-3),
        ];
        foreach (var (neuron, dt) in cases)
        {
            var network = new SpikingNetworkBuilder(dt, 1);
            network.Add("n", 1, neuron);
            Assert.Contains(
                "time_step must be at most half",
                Assert.Throws<UserError>(() => network.Build()).Message,
                StringComparison.Ordinal
            );
        }

        // Models that are integrated exactly take any step.
        foreach (
            var neuron in new ISpikingNeuron[]
            {
                new DeltaLif { RefractoryPeriod = 0 },
                new CurrentLif { RefractoryPeriod = 0 },
                new AlphaLif { RefractoryPeriod = 0 },
            }
        )
        {
            var network = new SpikingNetworkBuilder(0.1, 1);
            network.Add("n", 1, neuron);
            Assert.Empty(network.Problems());
        }
    }

    [Theory]
    [InlineData(1e-9, 30)]
    [InlineData(700e-12, 9)]
    public void AdEx_spikes_as_published_programs_do(double current, long spikes)
    {
        var network = new SpikingNetworkBuilder(1e-4, 1);
        var p = network.Add("n", 1, new AdEx());
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.SetInput(p, _ => current);
        simulation.Run(1);
        Assert.Equal(spikes, simulation.SpikeCount(p));
    }

    [Fact]
    public void Every_transfer_function_is_a_rising_function_of_its_input_at_every_scale() =>
        Gen.Select(Gen.Double[-15, 15], Gen.Double[-15, 15], Gen.Bool, Gen.Bool)
            .Sample(
                (a, b, minusA, minusB) =>
                {
                    double x = (minusA ? -1 : 1) * Math.Pow(10, a),
                        y = (minusB ? -1 : 1) * Math.Pow(10, b);
                    foreach (var neuron in Catalog.Of<IRateNeuron>().All)
                    {
                        double low = neuron.Rate(Math.Min(x, y)),
                            high = neuron.Rate(Math.Max(x, y));
                        Assert.True(double.IsFinite(low) && double.IsFinite(high) && low <= high, $"{neuron.Card.Id} at {x:R} and {y:R}");
                        Assert.True(neuron.Slope(x) is >= 0 and < double.PositiveInfinity, $"{neuron.Card.Id} at {x:R}");
                        var rates = new double[5];
                        neuron.Rates([x, x, x, x, x], rates);
                        Assert.All(rates, rate => Assert.Equal(neuron.Rate(x), rate, 1e-12 * Math.Max(1, Math.Abs(rate))));
                        var single = new float[9];
                        neuron.Rates([.. Enumerable.Repeat((float)x, 9)], single);
                        Assert.All(single, rate => Assert.Equal(neuron.Rate((float)x), rate, 1e-5 * Math.Max(1, Math.Abs(rate))));
                    }
                },
                iter: 200
            );
}
