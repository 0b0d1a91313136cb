using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Balanced STDP writes antisymmetric weights, whose eigenvalues are imaginary; homeostasis that equalises the activity forgets
/// symmetric memories and cannot touch antisymmetric ones.</summary>
/// <remarks>
/// dx/dt = −x + W tanh x + √2 ξ(t) and dW/dt = a (I − x xᵀ) + noise. x xᵀ is symmetric, so homeostasis moves only the symmetric part of W;
/// a symmetric memory s u uᵀ raises the variance
/// along u above 1 and is worked off, an antisymmetric one of equal norm only diffuses with the noise. How much of each is left after 400
/// time constants is a number of this laboratory,
/// taken once and kept: four networks of 40 neurons, a = 0.002, s = 0.8.
/// </remarks>
public sealed class S37ImaginaryMemories : IReproduction
{
    private const int Neurons = CodedMemoryTest.Neurons,
        Networks = 4;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S37",
            "Memories in imaginary eigenvalues outlive homeostasis and noise",
            "Susman, Brenner & Barak 2019, Nat. Commun. 10:4441, eqs 1-2; Magnasco, Piro & Cecchi 2009, Phys. Rev. Lett. 102:258102",
            3
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var ordered = CodedMemoryTest.Written(new RateStdp { Eta = 1 });
        yield return new(
            "S37",
            "balanced STDP: largest |Re λ| of the written weights, norm 1",
            0,
            Eigen.Values(ordered).Max(x => Math.Abs(x.Real)),
            1e-12
        );
        yield return new(
            "S37",
            "balanced STDP: norm of the symmetric part",
            0,
            Matrix.Combine(0.5, ordered, 0.5, ordered.Transpose()).FrobeniusNorm(),
            1e-12
        );
        var paired = CodedMemoryTest.Written(new SymmetricWindow { Eta = 1 });
        yield return new(
            "S37",
            "symmetric window: largest |Im λ| of the written weights, norm 1",
            0,
            Eigen.Values(paired).Max(x => Math.Abs(x.Imaginary)),
            1e-12
        );

        var (symmetric, antisymmetric) = (0.0, 0.0);
        for (var network = 0; network < Networks; network++)
        {
            cancellation.ThrowIfCancellationRequested();
            symmetric += Left(network, isSymmetric: true, noise: 1e-3) / Networks;
            antisymmetric += Left(network, isSymmetric: false, noise: 1e-3) / Networks;
        }

        yield return new(
            "S37",
            "homeostasis and noise: the symmetric memory decays faster (1 = yes)",
            1,
            symmetric < antisymmetric ? 1 : 0,
            0
        );
        yield return new("S37", "share of the symmetric memory left (own value, kept)", SymmetricLeft, symmetric, 0.1);
        yield return new("S37", "share of the antisymmetric memory left (own value, kept)", AntisymmetricLeft, antisymmetric, 0.1);
        yield return new("S37", "share of the antisymmetric memory left without noise", 1, Left(0, isSymmetric: false, noise: 0), 1e-12);
    }

    private const double SymmetricLeft = 0.50,
        AntisymmetricLeft = 0.99; // first measured with this code

    // The share of a memory of norm s that is left in W after 400 time constants: tr(Mᵀ W)/|M|².
    private static double Left(int network, bool isSymmetric, double noise)
    {
        const double Strength = 0.8;
        var random = new RandomStreams(37).Open(StreamPurpose.TrainingNoise, network);
        var (u, v) = (Unit(random), Unit(random));
        var overlap = u.Zip(v, (a, b) => a * b).Sum();
        v = Normalised([.. v.Zip(u, (a, b) => a - (overlap * b))]);
        var memory = Matrix.From(
            Neurons,
            Neurons,
            (i, j) => Strength * (isSymmetric ? u[i] * u[j] : ((u[i] * v[j]) - (v[i] * u[j])) / Math.Sqrt(2))
        );
        return CodedMemoryTest.Left(memory, [400], noise, random)[0];
    }

    private static double[] Unit(RandomStream random) => Normalised([.. Enumerable.Range(0, Neurons).Select(_ => random.NextGaussian())]);

    private static double[] Normalised(double[] values)
    {
        var norm = Math.Sqrt(values.Sum(x => x * x));
        return [.. values.Select(x => x / norm)];
    }
}
