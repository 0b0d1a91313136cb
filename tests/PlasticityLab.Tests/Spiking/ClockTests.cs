using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Homeostasis;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Times between steps, and clocks that run very long (cases 22, 33).</summary>
public class ClockTests
{
    private static SpikingNetworkBuilder One(double dt, ISpikingNeuron neuron, out Population population, ulong seed = 1, int count = 1)
    {
        var network = new SpikingNetworkBuilder(dt, seed);
        population = network.Add("n", count, neuron);
        return network;
    }

    [Theory]
    [InlineData(3, 0.1, 31)]
    [InlineData(0.3, 0.1, 4)]
    [InlineData(3, 0.5, 7)]
    [InlineData(2.1, 0.3, 8)]
    public void Under_strong_drive_intervals_are_the_refractory_period_and_a_step(double refractory, double dt, int steps)
    {
        foreach (var precision in Enum.GetValues<SpikingPrecision>())
        {
            var network = One(dt / 1000, new DeltaLif { RefractoryPeriod = refractory / 1000, Reset = 0 }, out var p);
            var simulation = network.Build(precision: precision);
            simulation.SetInput(p, _ => 1e6);
            simulation.Run(2);
            var times = simulation.Spikes(p).Times;
            Assert.Equal([steps], times.Skip(1).Zip(times, (b, a) => (int)Math.Round((b - a) / (dt / 1000))).Distinct());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void The_rate_under_constant_drive_is_the_analytic_one(double dt)
    {
        // 1/(2 ms + 20 ms ln 3) = 41.715 Hz.
        var network = One(dt / 1000, new DeltaLif { Threshold = 1, Reset = 0 }, out var p);
        var simulation = network.Build();
        simulation.SetInput(p, _ => 1.5);
        simulation.Run(5);
        Assert.Equal(41.715, simulation.SpikeCount(p) / 5.0, 0.2);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.25)]
    [InlineData(0.35)]
    public void A_refractory_period_or_delay_between_steps_is_refused(double ms)
    {
        var network = One(1e-4, new DeltaLif { RefractoryPeriod = ms / 1000 }, out var p);
        Assert.Contains(
            "refractory_period must be a multiple",
            Assert.Throws<UserError>(() => network.Build()).Message,
            StringComparison.Ordinal
        );
        network = One(1e-4, new DeltaLif(), out p, count: 2);
        network.Connect(p, p, Wiring.AllToAll, 0, 0.001 + (ms / 1000));
        Assert.Contains("delay must be a multiple", Assert.Throws<UserError>(() => network.Build()).Message, StringComparison.Ordinal);
        var circuit = new SpikingNetwork { TimeStep = 1e-4, Refractory = ms / 1000 };
        Assert.Contains(circuit.Problems(), text => text.StartsWith("refractory must be a multiple", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_that_are_multiples_but_for_rounding_are_accepted()
    {
        foreach (var dt in new[] { 1e-3, 1e-4, 3e-4, 7e-5, 1e-5 })
        {
            foreach (var steps in new[] { 1, 3, 7, 29, 1000, 12345 })
            {
                var network = One(dt, new DeltaLif { RefractoryPeriod = steps * (dt * 1000) / 1000 }, out var p, count: 2);
                network.Connect(p, p, Wiring.AllToAll, 0, dt * steps);
                Assert.Empty(network.Problems());
            }
        }
    }

    [Fact]
    public void Calls_between_steps_come_as_often_as_asked()
    {
        var network = One(1e-4, new DeltaLif(), out _);
        foreach (var (interval, calls) in new[] { (0.25e-3, 40), (0.1e-3, 100), (3.3e-3, 3), (1e-3, 10) })
        {
            var simulation = network.Build();
            var count = 0;
            simulation.Every(interval, _ => count++);
            simulation.Run(0.01);
            Assert.Equal(calls, count);
        }

        Assert.Throws<UserError>(() => network.Build().Every(0.04e-3, _ => { }));
        Assert.Throws<UserError>(() => network.Build().Every(double.NaN, _ => { }));
    }

    [Theory]
    [InlineData(0.25e-3, 2.5e-3)]
    [InlineData(0.04e-3, 0.4e-3)]
    [InlineData(0.1e-3, 1e-3)]
    public void Short_runs_add_up(double each, double total)
    {
        var simulation = One(1e-4, new DeltaLif(), out _).Build();
        for (var k = 0; k < 10; k++)
        {
            simulation.Run(each);
        }

        Assert.Equal(total, simulation.Time, 0.051e-3);
        Assert.Throws<UserError>(() => simulation.Run(double.NaN));
        Assert.Throws<UserError>(() => simulation.Run(-1));
    }

    [Theory]
    [InlineData(2.5e-3)]
    [InlineData(3.7e-3)]
    [InlineData(100e-3)]
    public void A_regulation_reaches_its_target_at_any_interval(double interval)
    {
        var network = One(1e-3, new AdaptiveLif(), out var p, count: 20);
        p.NoisePerStep = 0.5;
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.SetInput(p, _ => 1);
        simulation.Regulate(
            new IntrinsicPlasticity(p)
            {
                TargetRate = 20,
                Eta = 0.002,
                Interval = interval,
            }
        );
        simulation.Run(30);
        simulation.ClearSpikes();
        simulation.Run(60);
        Assert.Equal(20, simulation.SpikeCount(p) / 60.0 / 20, 0.3);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(30)]
    public void Neurons_fire_on_when_a_32_bit_counter_comes_round(int bits)
    {
        var network = One(1e-4, new DeltaLif { Threshold = 1, Reset = 0 }, out var p, count: 2);
        foreach (var precision in Enum.GetValues<SpikingPrecision>())
        {
            var simulation = network.Build(precision: precision);
            simulation.SetInput(p, i => i == 0 ? 1.5 : 0.5);
            simulation.Run(0.05);
            typeof(SpikingSimulation).GetProperty(nameof(SpikingSimulation.Step))!.SetValue(simulation, (1L << bits) - 10000);
            foreach (var seconds in new[] { 1, 1, 5 })
            {
                simulation.ClearSpikes();
                simulation.Run(seconds);
                Assert.Equal(41.7, simulation.SpikeCount(p) / (double)seconds, 1.0);
            }

            // A neuron that has never spiked is free.
            simulation.SetInput(p, _ => 1.5);
            simulation.ClearSpikes();
            simulation.Run(1);
            Assert.InRange(simulation.SpikeCount(p), 80, 84);
        }
    }
}
