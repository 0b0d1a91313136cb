using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>The rule that reads the potential: against convolutions written out, in networks, and what it builds.</summary>
public class VoltageStdpTests
{
    private const double Dt = 1e-3;

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.003, true)]
    [InlineData(0.004, false)]
    public void The_event_driven_weight_equals_convolutions_of_the_whole_potential(double delay, bool dense)
    {
        var rule = new VoltageStdp
        {
            Delay = delay,
            Depression = 0.14e-12,
            Potentiation = 80e-12,
        }; // weights are currents here [A]
        var random = SpikeTrainFixtures.Random(7);
        const int steps = 500;
        int[] pre = [.. Enumerable.Range(2, steps - 2).Where(_ => random.NextDouble() < 0.03)],
            force = [.. Enumerable.Range(2, steps - 2).Where(_ => random.NextDouble() < 0.03)];
        var network = new SpikingNetworkBuilder(Dt, 1) { MixedSigns = true };
        var senders = network.AddTrains("pre", 1, pre.Select(step => (step - 1L, 0)));
        var electrode = network.AddTrains("electrode", 1, force.Select(step => (step - 1L, 0)));
        var receiver = network.Add("post", 1, new AdExSpikeShape());
        var synapse = network.Connect(
            senders,
            receiver,
            dense ? Wiring.AllToAll : Wiring.Pairs([(0, 0)]),
            1e-12,
            Dt,
            plasticity: new(rule, -1, 1)
        );
        network.Connect(electrode, receiver, Wiring.Pairs([(0, 0)]), 1e-6, Dt);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        var v = new double[steps];
        for (var t = 0; t < steps; t++)
        {
            simulation.Run(Dt);
            v[t] = simulation.Potential(receiver, 0);
        }

        Assert.True(simulation.SpikeCount(receiver) > 5);
        var lag = (int)Math.Round(delay / Dt);
        double Average(int t, double tau) // of the potential before step t − lag, at rest before step 0
        {
            var (decay, sum, weight) = (Math.Exp(-Dt / tau), 0.0, 1 - Math.Exp(-Dt / tau));
            for (var s = t - lag - 1; s > -400; s--, weight *= decay)
            {
                sum += weight * (s < 0 ? -0.0706 : v[s]);
            }

            return sum;
        }

        var expected = 1e-12;
        for (var t = 0; t < steps; t++)
        {
            expected -= pre.Contains(t) ? 0.14e-12 * Math.Max(0, Average(t, 0.010) + 0.0706) : 0;
            var trace = pre.Where(s => s < t).Sum(s => Math.Exp((s - t) * Dt / 0.015)) / 0.015;
            expected += Dt * 80e-12 * trace * Math.Max(0, v[t] + 0.0453) * Math.Max(0, Average(t, 0.007) + 0.0706);
        }

        Assert.InRange(Math.Abs((expected * 1e12) - 1), 1e-3, 10);
        Assert.Equal(expected * 1e12, simulation.WeightList(synapse).Single() * 1e12, 1e-9);
    }

    [Fact]
    public void A_network_gives_the_same_bits_on_any_number_of_threads_and_in_sparse_and_dense_form()
    {
        Matrix Weights(int threads, Wiring wiring)
        {
            var (network, plastic) = Net(wiring, 70);
            var simulation = network.Build(threads);
            simulation.Run(0.3);
            return simulation.Weights(plastic);
        }

        var pairs = Wiring.Pairs([
            .. Enumerable.Range(0, 70).SelectMany(i => Enumerable.Range(0, 70).Where(j => i != j).Select(j => (i, j))),
        ]);
        var one = Weights(1, Wiring.AllToAll);
        Assert.Contains(one.Values, w => w is not 0 and not 0.5);
        Assert.Equal(one.Values, Weights(2, Wiring.AllToAll).Values);
        Assert.Equal(one.Values, Weights(3, pairs).Values);
    }

    [Fact]
    public void A_neuron_that_hides_its_spikes_is_refused()
    {
        var network = new SpikingNetworkBuilder(1e-4, 1);
        var e = network.Add("E", 10, new ConductanceLif());
        network.Connect(e, e, Wiring.Random(0.5), 0.1, 1e-3, plasticity: new(new VoltageStdp(), 0, 1));
        Assert.Equal(
            "projection E to E: rule voltage_stdp reads the potential during a spike, and conductance_lif is reset at once; use adex_spike_shape.",
            Assert.Throws<UserError>(() => network.Build()).Message.Trim()
        );
    }

    [Fact]
    public void A_spike_is_held_for_its_width_and_then_reset_with_adaptation()
    {
        var network = new SpikingNetworkBuilder(Dt, 1);
        var p = network.Add("p", 1, new AdExSpikeShape());
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.SetInput(p, _ => 1e-6);
        simulation.Run(Dt);
        simulation.SetInput(p, _ => 0);
        Assert.Equal(0.0294, simulation.Potential(p, 0), 1e-12);
        simulation.Run(Dt);
        Assert.Equal(0.032862, simulation.Potential(p, 0), 1e-12);
        simulation.Run(Dt);
        var above = -0.0495016 + 0.0706;
        Assert.Equal(
            -0.0495016
                + (Dt / 281e-12 * ((-30e-9 * above) + (30e-9 * 0.002 * Math.Exp((-0.0495016 + 0.0304) / 0.002)) - 80.5e-12 - 0 + 400e-12)),
            simulation.Potential(p, 0),
            1e-5
        );
        Assert.Equal(1, simulation.SpikeCount(p));
    }

    [Fact]
    public void Rates_build_connections_both_ways_and_order_in_time_leaves_one_way()
    {
        // Clopath et al. 2010: neurons that fire fast connect with each other; neurons that fire in turn keep connections forwards only.
        double[] Learned(Func<int, int, bool> fires, double seconds)
        {
            const int n = 6;
            var network = new SpikingNetworkBuilder(Dt, 3);
            var spikes = Enumerable
                .Range(0, (int)(seconds / Dt))
                .SelectMany(t => Enumerable.Range(0, n).Where(i => fires(t, i)).Select(i => ((long)t, i)));
            var electrode = network.AddTrains("electrode", n, spikes);
            var e = network.Add("E", n, new AdExSpikeShape { TauExcitation = 1e-6 }); // an electrode makes one spike
            var plastic = network.Connect(e, e, Wiring.AllToAll, 0.25, Dt, plasticity: new(new VoltageStdp(), 0, 1));
            network.Connect(electrode, e, Wiring.Pairs([.. Enumerable.Range(0, n).Select(i => (i, i))]), 1e-6, Dt);
            var simulation = network.Build();
            simulation.SetGain(plastic, 0); // what inputs alone would write
            simulation.Run(seconds);
            var w = simulation.Weights(plastic);
            return [w[1, 0], w[0, 1], w[4, 3], w[3, 4]];
        }

        var random = SpikeTrainFixtures.Random(11);
        var rates = Learned((_, i) => random.NextDouble() < (i < 2 ? 0.040 : 0.002), 60); // two fast neurons (0, 1) among slow ones
        Assert.True(
            rates[0] > 0.8 && rates[1] > 0.8 && rates[2] < 0.6 && rates[3] < 0.6,
            $"fast {rates[0]} {rates[1]}, slow {rates[2]} {rates[3]}"
        ); // both ways
        var order = Learned((t, i) => t % 10 == 0 && t / 10 % 6 == i, 60); // one after another, 10 ms apart
        Assert.True(order[0] > 0.1 && order[1] < 0.01, $"forwards {order[0]}, backwards {order[1]}"); // one way
    }

    private static (SpikingNetworkBuilder Network, Projection Plastic) Net(Wiring wiring, int n)
    {
        var network = new SpikingNetworkBuilder(Dt, 9);
        var source = network.AddPoisson("source", n, 30);
        var e = network.Add("E", n, new AdExSpikeShape());
        var plastic = network.Connect(e, e, wiring, 0.5, 2 * Dt, plasticity: new(new VoltageStdp(), 0, 1));
        network.Connect(source, e, Wiring.Pairs([.. Enumerable.Range(0, n).Select(i => (i, i))]), 1e-6, Dt);
        return (network, plastic);
    }
}
