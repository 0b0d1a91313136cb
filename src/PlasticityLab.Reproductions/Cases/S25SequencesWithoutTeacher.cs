using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>STDP with heterosynaptic competition organises a random network into chains without a teacher: the weights become a
/// permutation.</summary>
/// <remarks>Binary network of 50 neurons, 60000 steps from W = 0, as published; 8 networks instead of 20. Gate: degree fractions above 0.95
/// around the recomputed 0.98.</remarks>
public sealed class S25SequencesWithoutTeacher : IReproduction
{
    private const int N = 50,
        Steps = 60000,
        Networks = 8;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S25", "Long sequences from STDP and heterosynaptic competition", "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563", 8);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var (one, sole, middle, cycles) = (0.0, 0.0, 0.0, 0);
        for (var index = 0; index < Networks; index++)
        {
            var network = new CompetitionNetwork(N, 1, -1, 0.1, new RandomStreams(25).Open(StreamPurpose.Reproduction, index));
            network.Run(Steps, cancellation);
            var w = network.Weights;
            one += Enumerable.Range(0, N).Count(i => Enumerable.Range(0, N).Count(j => w[i, j] > 0.5) == 1) / (double)N / Networks;
            sole += Enumerable.Range(0, N).Count(j => Enumerable.Range(0, N).Count(i => w[i, j] > 0.5) == 1) / (double)N / Networks;
            middle += Enumerable.Range(0, N * N).Count(k => w[k / N, k % N] is > 0.2 and < 0.8) / (double)(N * N) / Networks;
            cycles += ChainMeasures.Loops(w).Length;
        }

        yield return new("S25", "neurons with exactly one strong input", 0.98, one, 0.03);
        yield return new("S25", "neurons with exactly one strong output", 0.98, sole, 0.03);
        yield return new("S25", "share of weights between 0.2 and 0.8", 0, middle, 0.01);
        yield return new("S25", "cycles per network", 2.5, cycles / (double)Networks, 1.2);
    }
}
