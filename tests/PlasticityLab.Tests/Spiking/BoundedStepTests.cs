using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Steps with conductances that would carry the potential too far: the engine looks for them only where they can be.</summary>
public class BoundedStepTests
{
    private const double Dt = 1e-4,
        Excitation = 0.7,
        Inhibition = 9;

    private const int Sources = 40,
        Steps = 3000,
        Set = 2000;

    private static readonly ConductanceLif Neuron = new() { Threshold = 1e9 };

    // Bursts, so that conductances rise far above the bound of 198.8 leaks and fall below it again.
    private static (long Step, int Source)[] Train(string name)
    {
        var random = new RandomStreams(5).Open(StreamPurpose.Analysis, name);
        return
        [
            .. Enumerable
                .Range(0, Steps)
                .SelectMany(step => Enumerable.Range(0, Sources).Select(source => ((long)step, source)))
                .Where(spike => random.NextDouble() < (spike.Item1 / 300 % 2 == 0 ? 0.001 : 0.006)),
        ];
    }

    // Every source twice onto the one neuron: two synapses of a pair add up.
    private static (SpikingSimulation Simulation, Population Population) Network(SpikingPrecision precision, bool looked)
    {
        var network = new SpikingNetworkBuilder(Dt, 1);
        var (e, i) = (network.AddTrains("e", Sources, Train("e")), network.AddTrains("i", Sources, Train("i")));
        var p = network.Add("n", 1, Neuron);
        var twice = Wiring.Pairs([.. Enumerable.Range(0, 2 * Sources).Select(k => (k / 2, 0))]);
        network.Connect(e, p, twice, Excitation, Dt);
        network.Connect(i, p, twice, Inhibition, Dt, Receptor.Inhibitory, draw: _ => Inhibition);
        if (looked)
        {
            SpikingNetworkBuilder.Background(p, 1, 0); // adds nothing, but the engine cannot know
        }

        return (network.Build(precision: precision), p);
    }

    private static double[] Potentials(SpikingSimulation simulation, Population population)
    {
        var potentials = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            if (step == Set)
            {
                simulation.SetSynapticState(population, _ => 100, _ => 500);
            }

            simulation.Run(Dt);
            potentials[step] = simulation.Potential(population, 0);
        }

        return potentials;
    }

    // The equation as published, step by step in plain numbers.
    private static (double[] Potentials, int Bounded) Expected()
    {
        var (exc, inh) = (Train("e").ToLookup(x => x.Step), Train("i").ToLookup(x => x.Step));
        var (v, e, i, bounded) = (Neuron.Rest, 0.0, 0.0, 0);
        var potentials = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            (e, i) = step == Set ? (100, 500) : (e, i);
            e += 2 * Excitation * exc[step - 1].Count();
            i += 2 * Inhibition * inh[step - 1].Count();
            var share = Math.Min(Dt / Neuron.TauMembrane, 1 / (1 + e + i));
            bounded += share < Dt / Neuron.TauMembrane ? 1 : 0;
            v += share * (Neuron.Rest - v + (e * (Neuron.ReversalExcitation - v)) + (i * (Neuron.ReversalInhibition - v)));
            e *= Math.Exp(-Dt / Neuron.TauExcitation);
            i *= Math.Exp(-Dt / Neuron.TauInhibition);
            potentials[step] = v;
        }

        return (potentials, bounded);
    }

    [Theory]
    [InlineData(SpikingPrecision.Double, 1e-12)]
    [InlineData(SpikingPrecision.Single, 2e-6)]
    public void Potentials_are_those_of_the_equation_whether_or_not_the_engine_knows_the_bound(SpikingPrecision precision, double tolerance)
    {
        var (expected, bounded) = Expected();
        Assert.InRange(bounded, Steps / 10, Steps * 9 / 10); // both kinds of steps
        foreach (var looked in new[] { false, true })
        {
            var (simulation, population) = Network(precision, looked);
            var potentials = Potentials(simulation, population);
            for (var step = 0; step < Steps; step++)
            {
                Assert.Equal(expected[step], potentials[step], tolerance);
            }
        }
    }
}
