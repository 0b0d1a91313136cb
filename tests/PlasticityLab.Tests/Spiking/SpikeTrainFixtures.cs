using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Networks and spike trains that the tests of the spiking engine share.</summary>
internal static class SpikeTrainFixtures
{
    public const double Dt = 0.0005;

    public static IEnumerable<string> EventRules =>
        RuleCatalog.Cards.Where(card => card.Clock == RuleClock.AtSpikes && card.Family != RuleFamily.Control).Select(card => card.Id);

    /// <summary>A rule with steps large enough to see in few spikes.</summary>
    public static ILearningRule Strong(string id)
    {
        var rule = RuleCatalog.Create(id);
        var values = Settings.Values(rule);
        return values.ContainsKey("eta") && values["eta"] < 0.02 ? RuleCatalog.Create(id, [new("eta", 0.02)]) : rule;
    }

    /// <summary>24 senders drive 16 receivers through plastic synapses; strong common input makes bursts and coincidences.</summary>
    public static (SpikingNetworkBuilder Network, Population Pre, Population Post, Projection Plastic) Net(
        ILearningRule rule,
        Wiring wiring,
        double delay = 0.002,
        bool defer = false,
        ulong seed = 5
    )
    {
        var network = new SpikingNetworkBuilder(Dt, seed) { MixedSigns = true };
        var pre = network.Add("pre", 80, new DeltaLif { RefractoryPeriod = 0.001 });
        var post = network.Add("post", 70, new DeltaLif { RefractoryPeriod = 0.001 });
        var plastic = network.Connect(pre, post, wiring, 0, delay, plasticity: new(rule, 0, 1, defer), draw: random => random.NextDouble());
        network.Connect(post, pre, Wiring.Random(0.1), 0.002, 0.001);
        SpikingNetworkBuilder.Background(pre, 900, 0.004);
        SpikingNetworkBuilder.Background(post, 900, 0.004);
        return (network, pre, post, plastic);
    }

    public static bool[,] Raster(SpikeTrains trains, int neurons, int steps, int delay = 0)
    {
        var raster = new bool[steps, neurons];
        for (var k = 0; k < trains.Times.Length; k++)
        {
            var step = (int)Math.Round(trains.Times[k] / Dt) + delay;
            if (step < steps)
            {
                raster[step, trains.Neurons[k]] = true;
            }
        }

        return raster;
    }

    public static RandomStream Random(int index) => new RandomStreams(17).Open(StreamPurpose.Analysis, index);
}
