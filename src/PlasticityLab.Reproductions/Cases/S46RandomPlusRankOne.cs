using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>A rank-one structure on random weights: the overlap κ of the spontaneous state, the radius of the bulk of its linearisation,
/// the outlier, and a simulation.</summary>
public sealed class S46RandomPlusRankOne : IReproduction
{
    private const double MeanM = 1.1,
        MeanN = 2,
        Sigma = 1;
    private const int Neurons = 1000;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S46",
            "Random networks with a rank-one structure: stationary mean field and simulation",
            "Mastrogiuseppe & Ostojic 2018, Neuron 99:609, Figs 1-2 and equations of the STAR methods",
            8
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (
            var (g, mu, variance, kappa, radius) in new[]
            {
                (0.0, 1.39545, 1.60932, 1.26859, 0.0),
                (0.5, 1.34696, 1.66187, 1.22451, 0.2444),
                (0.8, 1.26985, 1.74002, 1.15441, 0.4003),
                (1.0, 1.19664, 1.80848, 1.08785, 0.5102),
                (1.5, 0.91768, 2.02371, 0.83425, 0.8083),
            }
        )
        {
            var (k, d) = Stationary(g);
            yield return new("S46", $"g = {g}: mean of x", mu, MeanM * k, 1e-4);
            yield return new("S46", $"g = {g}: variance of x", variance, d, 1e-4);
            yield return new("S46", $"g = {g}: overlap kappa", kappa, k, 1e-4);
            yield return new(
                "S46",
                $"g = {g}: radius of the bulk of the linearisation",
                radius,
                g * Math.Sqrt(Average(x => Math.Pow(1 - Math.Pow(Math.Tanh(x), 2), 2), MeanM * k, d)),
                1e-4
            );
        }

        yield return new("S46", "g = 2.5: no structured state, kappa", 0, Stationary(2.5).Kappa, 1e-4);

        var random = new RandomStreams(46).Open(StreamPurpose.Reproduction);
        // Structure vectors with exact sample moments and no chance overlap: what is left to chance is χ alone.
        var first = Standardised(random, null);
        var second = Standardised(random, first);
        var (m, n) = (Array.ConvertAll(first, z => MeanM + (Sigma * z)), Array.ConvertAll(second, z => MeanN + (Sigma * z)));
        var weights = Matrix.From(Neurons, Neurons, (i, j) => (0.8 * random.NextGaussian() / Math.Sqrt(Neurons)) + (m[i] * n[j] / Neurons));
        yield return new("S46", $"outlier of J, N = {Neurons}", MeanM * MeanN, Eigen.Values(weights)[0].Real, 0.2);
        yield return new("S46", $"g = 0.8: overlap in a simulation of N = {Neurons}", 1.15441, Simulate(weights, n, cancellation), 0.06);
    }

    /// <summary>μ = M_m κ, κ = M_n ⟨tanh⟩, Δ = g²⟨tanh²⟩ + Σ_m² κ², from large κ down: the structured branch when there is one.</summary>
    private static (double Kappa, double Variance) Stationary(double g)
    {
        var (kappa, variance) = (1.3, 2.0);
        for (var round = 0; round < 20000; round++)
        {
            var mu = MeanM * kappa;
            var next = MeanN * Average(Math.Tanh, mu, variance);
            var spread = (g * g * Average(x => Math.Pow(Math.Tanh(x), 2), mu, variance)) + (Sigma * Sigma * kappa * kappa);
            var change = Math.Abs(next - kappa) + Math.Abs(spread - variance);
            (kappa, variance) = (next, spread);
            if (change < 1e-13)
            {
                break;
            }
        }

        return (kappa, variance);
    }

    private static double[] Standardised(RandomStream random, double[]? against)
    {
        var z = new double[Neurons];
        random.FillGaussian(z);
        var mean = z.Average();
        z = Array.ConvertAll(z, x => x - mean);
        if (against is not null)
        {
            var overlap = InnerProduct.Of(z, against) / Neurons;
            z = [.. z.Zip(against, (x, y) => x - (overlap * y))];
        }

        var scale = Math.Sqrt(InnerProduct.Of(z, z) / Neurons);
        return Array.ConvertAll(z, x => x / scale);
    }

    private static double Average(Func<double, double> f, double mean, double variance)
    {
        double sum = 0;
        const double h = 0.05;
        for (var k = -170; k <= 170; k++)
        {
            var z = k * h;
            sum += h * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * f(mean + (Math.Sqrt(variance) * z));
        }

        return sum;
    }

    private static double Simulate(Matrix weights, double[] n, CancellationToken cancellation)
    {
        var x = Enumerable.Repeat(1.0, Neurons).ToArray();
        var r = new double[Neurons];
        for (var t = 0; t < 600; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < Neurons; i++)
            {
                r[i] = Math.Tanh(x[i]);
            }

            for (var i = 0; i < Neurons; i++)
            {
                x[i] += 0.1 * (InnerProduct.Of(weights.Row(i), r) - x[i]);
            }
        }

        return InnerProduct.Of(n, Array.ConvertAll(x, Math.Tanh)) / Neurons;
    }
}
