using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Every neuron of the spiking catalogue can be the excitatory neuron of a spiking network: the unit of the threshold means the same
/// in each.</summary>
public sealed class NeuronsOfSpikingNetworksTests
{
    private static readonly Chain Task = new()
    {
        Items = 3,
        AssemblySize = 12,
        Overlapping = false,
        Epochs = 3,
        Silence = 0.040,
        Item = 0.040,
        Drive = 1.5,
        FreeRun = 0.100,
    };

    public static TheoryData<string> Neurons => [.. Catalog.Of<ISpikingNeuron>().Cards.Select(card => card.Id)];

    [Theory]
    [MemberData(nameof(Neurons))]
    public void An_input_of_1_is_where_a_neuron_begins_to_spike(string id)
    {
        Assert.Equal(0, Spikes(0.95));
        Assert.InRange(Spikes(1.1), 1, 1000);

        // Without synapses and noise; slowly, so that adaptation keeps up.
        long Spikes(double input)
        {
            var neuron = Catalog.Of<ISpikingNeuron>().Create(id);
            var network = new SpikingNetworkBuilder(0.0001, 1);
            var population = network.Add("E", 1, neuron);
            var simulation = network.Build(precision: SpikingPrecision.Double);
            var units = neuron.Units(0.0001, 0.015);
            simulation.SetInput(population, _ => units.Base);
            simulation.Run(0.5); // from rest to the base
            simulation.ClearSpikes();
            for (var k = 1; k <= 100; k++)
            {
                simulation.SetInput(population, _ => units.Base + (k / 100.0 * input * units.Input));
                simulation.Run(k < 100 ? 0.02 : 1);
            }

            return simulation.SpikeCount(population);
        }
    }

    [Theory]
    [MemberData(nameof(Neurons))]
    public void It_hears_items_and_learns_them(string id)
    {
        var kind = new SpikingNetwork
        {
            Excitatory = 48,
            Inhibitory = 12,
            Neuron = Catalog.Of<ISpikingNeuron>().Create(id),
        };
        Assert.Empty(kind.Problems());
        var random = new RandomStreams(5);
        var learning = new LearningSpec
        {
            Rule = new SpikeCausal { Eta = 0.02 },
            WeightMax = 3,
            TrainingGain = 0,
        };
        var network = kind.Make(new(learning, Task.Draw(48, random), Task.AssemblySize, random));
        Assert.All(Task.Training(random), trial => network.Learn(trial).ToEnd());
        Assert.Null(network.Trouble);
        Assert.True(Mean(1, 0) > 1.2 * Mean(0, 1), $"{Mean(1, 0)} {Mean(0, 1)}");
        var heard = network.Ask(Task.Probes()[0], kind.Card.Readout).ToEnd();
        var cue = (int)Math.Round(Task.Cue / heard.SampleTime);
        Assert.True(Most(0) > 0.5 && Most(0) > 2 * Most(2), $"{Most(0)} {Most(2)}");

        // Inhibition inhibits, whatever the sign of the model's variable.
        Assert.True(Rate(2) < Rate(0), $"{Rate(2)} {Rate(0)}");

        double Most(int item) => Enumerable.Range(0, cue).Max(t => heard.Overlaps[t, item]);

        double Mean(int post, int pre) =>
            network.Items[post].ToArray().SelectMany(i => network.Items[pre].ToArray().Select(j => network.Weights[i, j])).Average();

        double Rate(double inhibition) =>
            network
                .Ask(Task.Probes()[0], kind.Card.Readout.SetItem(SpikingNetwork.Inhibition, inhibition).SetItem(SpikingNetwork.Noise, 3))
                .ToEnd()
                .Facts[SpikingNetwork.ExcitatoryRate];
    }

    [Fact]
    public void What_a_neuron_cannot_do_is_told()
    {
        Assert.Contains(
            new SpikingNetwork { TimeStep = 0.005, Neuron = new AdEx() }.Problems(),
            problem => problem.StartsWith("time_step must be at most half", StringComparison.Ordinal)
        );
        var voltage = new LearningSpec { Rule = new VoltageStdp() };
        Assert.Contains(
            new SpikingNetwork().Problems(voltage, 24),
            problem => problem.Contains("adaptive_lif is reset at once; use network.neuron: adex_spike_shape", StringComparison.Ordinal)
        );
        Assert.Empty(new SpikingNetwork { Neuron = new AdExSpikeShape() }.Problems(voltage, 24));
    }
}
