using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

public class SpikingEngineTests
{
    [Fact]
    public void Eight_counters_at_once_give_the_words_of_the_scalar_generator()
    {
        PhiloxVector.Block(0x123456789ABCDEF0ul, 7, 11, 13, 17, out var a, out var b, out var c, out var d);
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.Equal(Philox.Block(0x123456789ABCDEF0ul, (uint)((7 * 8) + lane), 11, 13, 17), (a[lane], b[lane], c[lane], d[lane]));
        }
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1.2)]
    [InlineData(9)]
    public void Background_counts_have_the_mean_and_variance_of_Poisson(double mean)
    {
        var network = new SpikingNetworkBuilder(1e-3, 3);
        var p = network.Add("p", 4096, new DeltaLif { Threshold = 1e9, TauMembrane = 1e-9 });
        SpikingNetworkBuilder.Background(p, mean * 1000, 1);
        var simulation = network.Build();
        double sum = 0,
            square = 0;
        const int steps = 30;
        for (var k = 0; k < steps; k++)
        {
            simulation.Run(1e-3);
            for (var n = 0; n < p.Count; n++)
            {
                var v = simulation.Potential(p, n);
                sum += v;
                square += v * v;
            }
        }

        var draws = steps * p.Count;
        var error = 5 * Math.Sqrt(mean / draws);
        Assert.InRange(sum / draws, mean - error, mean + error);
        Assert.InRange((square / draws) - Math.Pow(sum / draws, 2), mean * 0.95, mean * 1.05);
    }

    [Fact]
    public void A_leaky_neuron_under_constant_input_fires_at_the_analytic_rate()
    {
        var neuron = new DeltaLif
        {
            Threshold = 0.020,
            Reset = 0,
            RefractoryPeriod = 0.002,
        };
        var network = new SpikingNetworkBuilder(1e-4, 1);
        var p = network.Add("p", 1, neuron);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.SetInput(p, _ => 0.030);
        simulation.Run(10);
        Assert.Equal(1 / (0.002 + (0.020 * Math.Log(0.030 / 0.010))), simulation.SpikeCount(p) / 10.0, 0.3);
    }

    [Theory]
    [InlineData(SpikingPrecision.Single)]
    [InlineData(SpikingPrecision.Double)]
    public void Every_neuron_model_rests_without_input_and_spikes_with_enough(SpikingPrecision precision)
    {
        foreach (var neuron in Catalog.Of<ISpikingNeuron>().All.Where(x => x.Rest < x.Threshold))
        {
            var network = new SpikingNetworkBuilder(1e-4, 1);
            var p = network.Add("p", 5, neuron);
            var simulation = network.Build(precision: precision);
            Assert.Equal(SpikingOutcomeKind.Silent, simulation.Run(0.2).Kind);
            simulation.SetInput(
                p,
                n =>
                    n < 2 ? 0
                    : neuron is AdEx or AlphaLif ? 1e-9
                    : neuron is Izhikevich ? 10
                    : 3
            );
            Assert.Equal(SpikingOutcomeKind.Active, simulation.Run(0.2).Kind);
            Assert.Equal([false, false, true, true, true], simulation.SpikeCounts(p).Select(x => x > 0));
        }
    }

    [Fact]
    public void An_alpha_current_has_its_weight_as_peak_and_the_published_potential()
    {
        // Morrison et al. 2007: 45.61 pA give a postsynaptic potential of 0.14 mV peak.
        var network = new SpikingNetworkBuilder(1e-4, 1);
        var source = network.AddTrains("source", 1, [(0L, 0)]);
        var p = network.Add("p", 1, new AlphaLif());
        network.Connect(source, p, Wiring.Pairs([(0, 0)]), 45.6096e-12, 1e-4);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        var peak = 0.0;
        for (var k = 0; k < 100; k++)
        {
            simulation.Run(1e-4);
            peak = Math.Max(peak, simulation.Potential(p, 0));
        }

        Assert.Equal(0.14e-3, peak, 1e-7);
    }

    [Fact]
    public void Spikes_arrive_after_their_delay()
    {
        var network = new SpikingNetworkBuilder(1e-3, 1);
        var source = network.AddTrains("source", 1, [(5L, 0)]);
        var p = network.Add("p", 2, new DeltaLif { Threshold = 1 });
        network.Connect(source, p, Wiring.Pairs([(0, 0)]), 5, 0.003);
        network.Connect(source, p, Wiring.Pairs([(0, 1)]), 5, 0.017);
        var simulation = network.Build();
        simulation.Run(0.05);
        Assert.Equal([0.008, 0.022], simulation.Spikes(p).Times, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Bad_descriptions_are_told_all_at_once()
    {
        var network = new SpikingNetworkBuilder(1e-3, 1);
        var e = network.Add("E", 10, new DeltaLif());
        network.Connect(e, e, Wiring.Random(1.5), 0.1, 1e-4);
        network.Connect(e, e, Wiring.Random(0.5), 0.1, 1e-3, plasticity: new(new PairStdp(), -1, 1));
        network.Connect(e, e, Wiring.Random(0.5), 0.1, 1e-3, plasticity: new(new Oja(), 0, 1));
        network.Connect(e, e, Wiring.AllToAll, 0.1, 1e-3, Receptor.Inhibitory);
        var text = Assert.Throws<UserError>(() => network.Build()).Message;
        Assert.Contains("delay must be at least one time step", text);
        Assert.Contains("probability must lie between 0 and 1", text);
        Assert.Contains("Dale's law", text);
        Assert.Contains("needs an all-to-all projection", text);
        Assert.Contains("one synaptic variable only", text);
    }

    [Fact]
    public void A_network_too_large_for_memory_is_refused_before_anything_is_allocated()
    {
        var network = new SpikingNetworkBuilder(1e-4, 1);
        var e = network.Add("E", 50_000_000, new DeltaLif());
        network.Connect(e, e, Wiring.Random(0.1), 0.1e-3, 1e-3, plasticity: new(new PairStdp(), 0, 1));
        Assert.Contains("this machine has", Assert.Throws<UserError>(() => network.Build()).Message);
        Assert.InRange(network.Forecast().Synapses, 2.4e14, 2.6e14);
    }

    [Fact]
    public void Memory_is_12_bytes_a_plastic_synapse_or_less()
    {
        foreach (var id in new[] { "S2s", "S2d", "S3" })
        {
            var forecast = SpikingWorkload.Create(id).Network.Forecast();
            var others = forecast.Synapses - forecast.PlasticSynapses;
            // Of the whole network, each other synapse costs its 16-bit target.
            Assert.True((forecast.Bytes - (2 * others)) / forecast.PlasticSynapses <= 12, $"{id}: {forecast}");
        }
    }

    [Fact]
    public void Seizure_and_silence_are_results()
    {
        var network = new SpikingNetworkBuilder(1e-3, 1);
        var e = network.Add("E", 64, new DeltaLif());
        network.Connect(e, e, Wiring.AllToAll, 0.01, 1e-3);
        var simulation = network.Build();
        Assert.Equal(SpikingOutcomeKind.Silent, simulation.Run(0.2).Kind);
        simulation.SetInput(e, _ => 1);
        var outcome = simulation.Run(2, stopAtSeizure: true);
        Assert.Equal(SpikingOutcomeKind.Seizure, outcome.Kind);
        Assert.InRange(outcome.At, 0.2, 0.5);
        Assert.InRange(simulation.Time, 0.2, 0.5);
    }
}
