using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Oja's rule finds the first principal component and keeps length 1, Sanger's extension finds all in order, plain Hebb diverges
/// along the first, covariance Hebb does not see the mean.</summary>
/// <remarks>
/// C = diag(3, 2, 1), y = w·x. Linearising Oja's mean flow dw/dt = Cw − (wᵀCw)w around e₁ gives the rates −2λ₁ along e₁ and −(λ₁ − λ_k)
/// along e_k.
/// Sanger's rule is Oja's formula with the part of the input that earlier neurons explain taken away: neuron i sees x_j − Σ_{k&lt;i} y_k
/// W_kj, so the catalogue's rule serves.
/// A constant step η never comes to rest: around e₁ the direction fluctuates with ⟨sin²⟩ = (η/2) Σ_k λ₁λ_k/(λ₁ − λ_k) = 0.004 at η = 0.001,
/// so that one sample's |cos| is 0.998.
/// The bar of 0.999 therefore holds for the weights averaged over the second half of the samples, which is where they converge to. Mean
/// flows are exact to rounding.
/// </remarks>
public sealed class S19PrincipalComponents : IReproduction
{
    private const double StepSize = 1e-3;
    private const int Samples = 200_000;
    private static readonly double[] Lambda = [3, 2, 1];

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S19",
            "Oja's and Sanger's rules extract principal components; plain Hebb diverges",
            "Oja 1982, J. Math. Biol. 15:267; Sanger 1989, Neural Networks 2:459",
            0.5
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var oja = Learn(1);
        yield return new("S19", "Oja: |cos(w, first component)|", 1, Math.Abs(oja[0][0]) / Norm(oja[0]), 1e-3);
        yield return new("S19", "Oja: length of w", 1, Norm(oja[0]), 0.01);
        var sanger = Learn(3);
        for (var i = 0; i < 3; i++)
        {
            yield return new("S19", $"Sanger: |cos(row {i + 1}, component {i + 1})|", 1, Math.Abs(sanger[i][i]) / Norm(sanger[i]), 1e-3);
            yield return new("S19", $"Sanger: length of row {i + 1}", 1, Norm(sanger[i]), 0.01);
        }

        var rule = new Oja { Eta = 1 };
        for (var k = 0; k < 3; k++)
        {
            const double Small = 1e-6;
            double[] Shifted(double by) => [1 + (k == 0 ? by : 0), k == 1 ? by : 0, k == 2 ? by : 0];
            var rate = (MeanFlow(rule, Shifted(Small))[k] - MeanFlow(rule, Shifted(-Small))[k]) / (2 * Small);
            yield return new(
                "S19",
                $"Oja: linear rate around e1 along e{k + 1}",
                k == 0 ? -2 * Lambda[0] : Lambda[k] - Lambda[0],
                rate,
                1e-6
            );
        }

        yield return new("S19", "Hebb: growth rate along e1 in units of η", Lambda[0], HebbGrowth(), 0.01 * Lambda[0]);
        yield return new(
            "S19",
            "covariance Hebb: change of the mean flow when the inputs' mean moves from 0 to 5",
            0,
            CovarianceShift(),
            1e-6
        );
    }

    private static double[][] Learn(int neurons)
    {
        var rule = new Oja { Eta = StepSize };
        var random = new RandomStreams(19).Open(StreamPurpose.Reproduction);
        double[][] w =
        [
            .. Enumerable
                .Range(0, neurons)
                .Select(_ => new[] { 0.2 * random.NextGaussian(), 0.2 * random.NextGaussian(), 0.2 * random.NextGaussian() }),
        ];
        double[][] mean = [.. w.Select(_ => new double[3])];
        var residual = new double[3];
        for (var sample = 0; sample < Samples; sample++)
        {
            double[] x = [.. Lambda.Select(lambda => Math.Sqrt(lambda) * random.NextGaussian())];
            x.CopyTo(residual, 0);
            for (var i = 0; i < neurons; i++)
            {
                var row = w[i];
                var y = Dot(row, x);
                for (var j = 0; j < 3; j++)
                {
                    var before = row[j];
                    row[j] += Synapse.DwDt(rule, Synapse.Pre(residual[j]), Synapse.Post(y), row[j]);
                    residual[j] -= y * before;
                    mean[i][j] += sample >= Samples / 2 ? row[j] / (Samples / 2) : 0;
                }
            }
        }

        return mean;
    }

    // Three inputs with exactly the covariance C: x = ±√(3 λ_k) e_k, each with probability 1/3; the sign does not matter to a quadratic
    // rule.
    private static double[] Input(int k) => [.. Enumerable.Range(0, 3).Select(j => j == k ? Math.Sqrt(3 * Lambda[k]) : 0)];

    private static double[] MeanFlow<TRule>(TRule rule, double[] w)
        where TRule : struct, ILearningRule<TRule> =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(j =>
                    Enumerable.Range(0, 3).Average(k => Synapse.DwDt(rule, Synapse.Pre(Input(k)[j]), Synapse.Post(Dot(w, Input(k))), w[j]))
                ),
        ];

    private static double HebbGrowth()
    {
        const double Eta = 1e-4,
            Steps = 30_000;
        var rule = new Hebbian { Eta = Eta };
        double[] w = [0.1, 0.1, 0.1];
        double half = 0;
        for (var step = 0; step < Steps; step++)
        {
            if (step == Steps / 2)
            {
                half = Norm(w); // the first half lets the other components fall behind
            }

            var flow = MeanFlow(rule, w);
            for (var j = 0; j < 3; j++)
            {
                w[j] += flow[j];
            }
        }

        return Math.Log(Norm(w) / half) / (Eta * Steps / 2);
    }

    private static double CovarianceShift()
    {
        var rule = new Covariance { Eta = 1 };
        double[] w = [0.6, -0.3, 0.2];
        double[] Flow(double mean)
        {
            // ± pairs, so that the mean of the inputs is exactly the given one; the slow traces hold the averages.
            var average = mean * w.Sum();
            return
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(j =>
                        Enumerable
                            .Range(0, 6)
                            .Average(k =>
                            {
                                double[] x = [.. Input(k / 2).Select(value => mean + (k % 2 == 0 ? value : -value))];
                                return Synapse.DwDt(rule, Synapse.Pre(x[j], slow: mean), Synapse.Post(Dot(w, x), slow: average), w[j]);
                            })
                    ),
            ];
        }

        return Flow(5).Zip(Flow(0), (a, b) => Math.Abs(a - b)).Max();
    }

    private static double Dot(double[] a, double[] b) => (a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]);

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));
}
