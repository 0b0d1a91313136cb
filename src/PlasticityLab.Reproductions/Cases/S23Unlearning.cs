using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Dreams that are unlearned make a Hopfield network hold more: an anti-Hebbian rule raises capacity.</summary>
/// <remarks>A dream relaxes from a random state to S, then ΔJ_ij = −ε S_i S_j/N with ε = 0.01. N = 200, P = 40, a load of 0.2, above the
/// capacity of 0.138. Compared is the share of patterns
/// with an overlap above 0.97 after relaxing from themselves; the ranges span the seeds of the recomputation. Far more dreams destroy the
/// memory, as they must: the weights are unlearned without end.</remarks>
public sealed class S23Unlearning : IReproduction
{
    private const int Neurons = 200,
        Patterns = 40,
        Seeds = 8;
    private const double Epsilon = 0.01;

    private static readonly (int Dreams, double Share, double Tolerance)[] Published =
    [
        (0, 0.405, 0.125),
        (200, 0.77, 0.06),
        (400, 0.925, 0.04),
        (800, 1.0, 0.01),
        (1200, 1.0, 0.01),
        (8000, 0.0, 0.1),
    ];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S23", "Unlearning (anti-Hebbian dreaming) raises capacity", "Hopfield, Feinstein & Palmer 1983, Nature 304:158", 8);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var shares = new double[Published.Length];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new RandomStreams((ulong)(230 + seed));
            var patterns = S02SequenceCapacity.Signs(Patterns, Neurons, random.Open(StreamPurpose.Reproduction));
            var network = new HopfieldNetwork(Neurons);
            foreach (var pattern in patterns)
            {
                network.Add(pattern, 1f / Neurons);
            }

            var noise = random.Open(StreamPurpose.InitialState);
            var dreams = 0;
            for (var k = 0; k < Published.Length; k++)
            {
                for (; dreams < Published[k].Dreams; dreams++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var state = S02SequenceCapacity.Signs(1, Neurons, noise)[0];
                    network.Relax(state, noise);
                    network.Add(state, (float)(-Epsilon / Neurons));
                }

                shares[k] += patterns.Count(pattern => network.Keeps(pattern, noise)) / (double)(Patterns * Seeds);
            }
        }

        for (var k = 0; k < Published.Length; k++)
        {
            yield return new(
                "S23",
                $"share of patterns recalled after {Published[k].Dreams} dreams",
                Published[k].Share,
                shares[k],
                Published[k].Tolerance
            );
        }
    }
}
