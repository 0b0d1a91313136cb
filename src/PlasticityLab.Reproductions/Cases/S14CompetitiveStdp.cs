using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Additive STDP makes synapses compete: their weights split into strong and weak, and the output rate hardly follows the
/// input.</summary>
/// <remarks>2000 s, rates over the second half, one seed, two of the five input rates. Tolerances 10 % on rates and 15 % on the outer bins.
/// An input that makes the neuron fire within its step of 0.1 ms counts as before the spike: near balance half a percent more potentiation
/// is a third of the output rate.</remarks>
public sealed class S14CompetitiveStdp : IReproduction
{
    private const double Full = 0.015,
        Seconds = 2000;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S14",
            "Competitive Hebbian learning: bimodal weights and a steady output rate",
            "Song, Miller & Abbott 2000, Nat. Neurosci. 3:919, figs 2-3",
            12
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (input, output, lowest, highest) in new[] { (10.0, 13.8, 339, 431), (40.0, 21.6, 761, 80) })
        {
            var (rate, bins) = Simulate(input, cancellation);
            yield return new("S14", $"input {input:0} Hz: output [Hz]", output, rate, 0.1 * output);
            yield return new("S14", $"input {input:0} Hz: synapses in the lowest tenth", lowest, bins[0], 0.15 * lowest);
            yield return new("S14", $"input {input:0} Hz: synapses in the highest tenth", highest, bins[9], 0.15 * highest);
            yield return new(
                "S14",
                $"input {input:0} Hz: share of synapses in the outer tenths (at least 0.6)",
                0.8,
                (bins[0] + bins[9]) / 1000.0,
                0.2
            );
        }
    }

    private static (double Rate, int[] Bins) Simulate(double input, CancellationToken cancellation)
    {
        var network = new SpikingNetworkBuilder(1e-4, 14);
        var excitation = network.AddPoisson("excitation", 1000, input);
        var inhibition = network.AddPoisson("inhibition", 200, 10);
        var neuron = network.Add(
            "neuron",
            1,
            new ConductanceLif
            {
                Rest = -0.070,
                Threshold = -0.054,
                Reset = -0.060,
                RefractoryPeriod = 0,
                TauExcitation = 0.005,
                TauInhibition = 0.005,
                ReversalInhibition = -0.070,
            }
        );
        var rule = new PairStdp { APlus = 0.005 * Full, AMinus = 1.05 * 0.005 * Full };
        var learning = network.Connect(
            excitation,
            neuron,
            Wiring.AllToAll,
            0,
            1e-4,
            plasticity: new(rule, 0, Full, ArrivalsPrecede: true),
            draw: random => random.NextDouble() * Full
        );
        network.Connect(inhibition, neuron, Wiring.Pool, 0.05, 1e-4, Receptor.Inhibitory);
        excitation.Record = inhibition.Record = false;
        var simulation = network.Build();
        simulation.Run(Seconds / 2, cancellation: cancellation);
        simulation.ClearSpikes();
        simulation.Run(Seconds / 2, cancellation: cancellation);
        var bins = new int[10];
        foreach (var w in simulation.WeightList(learning))
        {
            bins[Math.Clamp((int)(w / Full * 10), 0, 9)]++;
        }

        return (simulation.SpikeCount(neuron) / (Seconds / 2), bins);
    }
}
