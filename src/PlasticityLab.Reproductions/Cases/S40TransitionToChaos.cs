using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Random networks turn from silence to chaos at g = 1: variance and largest Lyapunov exponent of the mean-field theory, and a
/// simulation at g = 4.</summary>
public sealed class S40TransitionToChaos : IReproduction
{
    private const int Neurons = 1000;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S40",
            "Transition to chaos in random networks: theory of the largest exponent, and one simulation",
            "Sompolinsky, Crisanti & Sommers 1988, Phys. Rev. Lett. 61:259, eqs 5-12",
            25
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (
            var (g, variance, exponent) in new[]
            {
                (1.5, 0.74769, 0.0468),
                (2.0, 1.92481, 0.1125),
                (3.0, 5.44633, 0.2356),
                (4.0, 10.4675, 0.342),
            }
        )
        {
            var theory = new ChaosMeanField(g, cancellation);
            yield return new("S40", $"g = {g}: variance of x (theory)", variance, theory.Variance, 1e-4 * variance);
            yield return new("S40", $"g = {g}: largest exponent (theory) [1/tau]", exponent, theory.LargestExponent, 0.01 * exponent);
            yield return new("S40", $"g = {g}: first excited level, 0 in theory", 0, theory.FirstExcited, 2e-3 * g * g);
        }

        var random = new RandomStreams(40).Open(StreamPurpose.Reproduction);
        var weights = Matrix.From(Neurons, Neurons, (_, _) => random.NextGaussian() / Math.Sqrt(Neurons));
        // The edge of the disc at finite N (Rider and Sinclair 2014, Ann. Appl. Probab. 24:1621): Gumbel about 1 + sqrt(γ/4N) with scale
        // 1/sqrt(4Nγ).
        var gamma = Math.Log(Neurons / (2 * Math.PI)) - (2 * Math.Log(Math.Log(Neurons)));
        var scale = 1 / Math.Sqrt(4 * Neurons * gamma);
        yield return new(
            "S40",
            $"mean spectral radius of four J, N = {Neurons}: 1 and its finite-size correction",
            1 + Math.Sqrt(gamma / (4 * Neurons)) + (0.5772 * scale),
            Enumerable.Range(0, 4).Average(k => Eigen.SpectralRadius(k == 0 ? weights : Draw(k))),
            3 * 1.2825 * scale / Math.Sqrt(4)
        );
        var (lambda, square) = Simulate(weights, 4, random, cancellation);
        yield return new("S40", $"g = 4: largest exponent, simulation of N = {Neurons} [1/tau]", 0.342, lambda, 0.15 * 0.342);
        yield return new("S40", $"g = 4: variance of x, simulation of N = {Neurons}", 10.4675, square, 0.1 * 10.4675);
    }

    private static Matrix Draw(int index)
    {
        var random = new RandomStreams(40).Open(StreamPurpose.Analysis, index);
        return Matrix.From(Neurons, Neurons, (_, _) => random.NextGaussian() / Math.Sqrt(Neurons));
    }

    /// <summary>Euler steps of 0.05 τ for the state and one tangent vector: 60 τ unrecorded, then 150 τ.</summary>
    private static (double Exponent, double Variance) Simulate(
        Matrix weights,
        double g,
        RandomStream random,
        CancellationToken cancellation
    )
    {
        const double dt = 0.05;
        const int transient = 1200,
            steps = 3000;
        var (x, v) = (new double[Neurons], new double[Neurons]);
        random.FillGaussian(x);
        random.FillGaussian(v);
        var (r, u) = (new double[Neurons], new double[Neurons]);
        double log = 0,
            square = 0;
        for (var t = 0; t < transient + steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < Neurons; i++)
            {
                r[i] = Math.Tanh(x[i]);
                u[i] = (1 - (r[i] * r[i])) * v[i];
            }

            double norm = 0;
            for (var i = 0; i < Neurons; i++)
            {
                var row = weights.Row(i);
                x[i] += dt * ((g * InnerProduct.Of(row, r)) - x[i]);
                v[i] += dt * ((g * InnerProduct.Of(row, u)) - v[i]);
                norm += v[i] * v[i];
                square += t < transient ? 0 : x[i] * x[i];
            }

            norm = Math.Sqrt(norm);
            log += t < transient ? 0 : Math.Log(norm);
            for (var i = 0; i < Neurons; i++)
            {
                v[i] /= norm;
            }
        }

        return (log / (steps * dt), square / steps / Neurons);
    }
}
