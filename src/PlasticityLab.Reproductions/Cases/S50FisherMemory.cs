using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Non-normality of random, normal and feed-forward matrices, and the memory that it buys in a noisy linear network.</summary>
/// <remarks>x(t) = W x(t−1) + v s(t) + z, C = Σ_j Wʲ Wʲᵀ, J(k) = vᵀ Wᵏᵀ C⁻¹ Wᵏ v; Σ_k J(k) is 1 for every normal W and grows with
/// non-normality (Ganguli, Huh and Sompolinsky 2008). The values for delay lines are those of J(k) = a²ᵏ/Σ_{j≤k} a²ʲ with gain a, summed
/// over the line; that the paper prints them is an assumption.</remarks>
public sealed class S50FisherMemory : IReproduction
{
    private const int Units = 20;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S50",
            "Departure from normality and Fisher memory of normal networks and delay lines",
            "Henrici 1962, Numer. Math. 4:24; Ganguli, Huh & Sompolinsky 2008, PNAS 105:18970",
            2
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var random = new RandomStreams(50).Open(StreamPurpose.Reproduction);
        const int Large = 300;
        var gaussian = Matrix.From(Large, Large, (_, _) => random.NextGaussian() / Math.Sqrt(Large));
        var normality = NonNormality.Of(gaussian);
        yield return new(
            "S50",
            $"Henrici departure of a Gaussian matrix, N = {Large} (1/√2 in the limit)",
            Math.Sqrt(0.5),
            normality.HenriciNormalised,
            0.01
        );
        // The edge of a finite symmetric random matrix lies at √2 + (TW/√2) N^(−2/3), TW of Tracy and Widom (1996, β = 1) with mean −1.2065
        // and sd 1.268: three sd are allowed.
        var edge = Math.Pow(Large, -2 / 3.0) / Math.Sqrt(2);
        yield return new(
            "S50",
            $"numerical abscissa of a Gaussian matrix, N = {Large} (√2 in the limit, with its finite-size shift)",
            Math.Sqrt(2) - (1.2065 * edge),
            normality.NumericalAbscissa,
            3 * 1.268 * edge
        );
        cancellation.ThrowIfCancellationRequested();

        var symmetric = Matrix.From(Units, Units, (_, _) => random.NextGaussian());
        symmetric = Matrix.Combine(1, symmetric, 1, symmetric.Transpose());
        symmetric = Matrix.Combine(0.9 / Eigen.SpectralRadius(symmetric), symmetric, 0, symmetric);
        var orthogonal = Qr.Decompose(Matrix.From(Units, Units, (_, _) => random.NextGaussian())).Q;
        yield return new("S50", "Henrici departure of a delay line", 1, NonNormality.Of(Line(1)).HenriciNormalised, 1e-12);
        yield return new("S50", "Henrici departure of a symmetric matrix", 0, NonNormality.Of(symmetric).HenriciNormalised, 1e-12);

        var input = new double[Units];
        random.FillGaussian(input);
        var length = Math.Sqrt(input.Sum(x => x * x));
        input = [.. input.Select(x => x / length)];
        yield return new("S50", "total Fisher memory, symmetric W", 1, TotalMemory(symmetric, input), 1e-6);
        yield return new(
            "S50",
            "total Fisher memory, W = 0.9 times an orthogonal matrix",
            1,
            TotalMemory(Matrix.Combine(0.9, orthogonal, 0, orthogonal), input),
            1e-6
        );
        foreach (var (gain, published) in new[] { (0.9, 2.419405), (1, 3.597740), (1.1, 5.530399), (1.5, 11.785885) })
        {
            yield return new(
                "S50",
                $"total Fisher memory, delay line of {Units} with gain {gain}",
                published,
                TotalMemory(Line(gain), [1, .. new double[Units - 1]]),
                1e-6
            );
        }
    }

    private static Matrix Line(double gain) => Matrix.From(Units, Units, (i, j) => i == j + 1 ? gain : 0);

    private static double TotalMemory(Matrix w, double[] input)
    {
        // Both sums end when a term no longer changes them: at once for a delay line, after ln(1e−17)/ln(ρ²) terms else.
        var covariance = Matrix.Identity(w.Rows);
        var power = w;
        for (var j = 0; j < 10_000 && power.FrobeniusNorm() > 1e-17; j++)
        {
            covariance = Matrix.Combine(1, covariance, 1, power.Times(power.Transpose()));
            power = w.Times(power);
        }

        var noise = new Lu(covariance);
        double total = 0;
        var signal = input;
        for (var k = 0; k < 10_000; k++)
        {
            var weighted = (double[])signal.Clone();
            noise.Solve(weighted);
            var j = signal.Zip(weighted, (x, y) => x * y).Sum();
            total += j;
            if (j < 1e-18)
            {
                break;
            }

            signal = w.Times(signal);
        }

        return total;
    }
}
