using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Sparse;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>A sparse network that stores sequences of Gaussian patterns by a mixture of temporally asymmetric and symmetric Hebbian terms:
/// J_ij = (A c_ij/(N c)) Σ_s [(1 − z) Σ_μ ξ_i^{μ+1} ξ_j^μ + z Σ_μ ξ_i^μ ξ_j^μ] (Gillett, Pereira and Brunel 2020; Gillett and Brunel
/// 2024).</summary>
internal sealed class HebbianSequences
{
    /// <summary>Draws patterns and connections, and stores the sequences.</summary>
    /// <param name="neurons">N.</param>
    /// <param name="density">c, probability of a synapse.</param>
    /// <param name="sequences">S.</param>
    /// <param name="length">P, patterns in a sequence.</param>
    /// <param name="symmetric">z, share of the symmetric term.</param>
    public HebbianSequences(int neurons, double density, int sequences, int length, double symmetric, RandomStreams random)
    {
        Patterns = new Matrix(neurons, sequences * length);
        random.Open(StreamPurpose.Reproduction, 0).FillGaussian(Patterns.Values);
        Weights = SparseMatrix.Random(neurons, neurons, density, random.Open(StreamPurpose.Reproduction, 1));
        var scale = 1 / (neurons * density);
        var pairs = Enumerable.Range(0, sequences).SelectMany(s => Enumerable.Range(s * length, length - 1)).ToArray();
        Weights.AddOuterProducts(scale * (1 - symmetric), Columns([.. pairs.Select(mu => mu + 1)]), Columns(pairs));
        if (symmetric != 0)
        {
            Weights.AddOuterProducts(scale * symmetric, Patterns, Patterns);
        }
    }

    /// <summary>ξ, [neuron, pattern], one sequence after the other.</summary>
    public Matrix Patterns { get; }

    /// <summary>J[post, pre].</summary>
    public SparseMatrix Weights { get; }

    /// <summary>Pattern μ of all neurons.</summary>
    public double[] Pattern(int mu) => [.. Enumerable.Range(0, Patterns.Rows).Select(i => Patterns[i, mu])];

    private Matrix Columns(int[] chosen) => Matrix.From(Patterns.Rows, chosen.Length, (i, k) => Patterns[i, chosen[k]]);
}
