using PlasticityLab.Analysis.Dynamics.Lyapunov;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>The full Lyapunov spectrum of a random network of 100 units under the Euler map of the paper: exact mean, point symmetry, low
/// dimension, extensive chaos.</summary>
/// <remarks>
/// The exponents of an Euler map with step dt average ln(1 − dt)/dt, not −1: det of the step's Jacobian is (1 − dt)^N to first order in the
/// zero-mean recurrent part
/// (zero diagonal). One network of 100 units: λ₁ varies by ± 0.05 between networks, so the published three seeds set the tolerance.
/// </remarks>
public sealed class S41LyapunovSpectrum : IReproduction
{
    private const int Neurons = 100,
        StepsPerQr = 10,
        Transient = 100,
        Time = 400;
    private const double Dt = 0.1,
        Gain = 4;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S41",
            "Full Lyapunov spectrum of a random network of 100 units",
            "Engelken, Wolf & Abbott 2023, Phys. Rev. Research 5:043044, Figs 1-2",
            12
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var random = new RandomStreams(3).Open(StreamPurpose.Reproduction, 41);
        var weights = Matrix.From(Neurons, Neurons, (i, j) => i == j ? 0 : Gain * random.NextGaussian() / Math.Sqrt(Neurons));
        var exponents = Spectrum(weights, random, out var twoTrajectories, cancellation);
        var dimension = LyapunovSpectrum.KaplanYorke(exponents) / Neurons;
        yield return new("S41", "mean exponent = ln(1 - dt)/dt [1/tau]", Math.Log(1 - Dt) / Dt, exponents.Average(), 0.005);
        yield return new(
            "S41",
            "median exponent: the spectrum is symmetric about its mean [1/tau]",
            -1.05,
            exponents.Order().ElementAt(Neurons / 2),
            0.03
        );
        yield return new(
            "S41",
            "g = 4: largest exponent, 0.162 / 0.151 / 0.237 published for three networks [1/tau]",
            0.19,
            exponents[0],
            0.08
        );
        yield return new("S41", "g = 4: Kaplan-Yorke dimension per neuron, 0.063 / 0.054 / 0.087 published", 0.07, dimension, 0.03);
        yield return new("S41", "g = 4: entropy rate per neuron", 0.005, exponents.Where(x => x > 0).Sum() / Neurons, 0.004);
        yield return new("S41", "largest exponent from two trajectories [1/tau]", exponents[0], twoTrajectories, 0.02);
    }

    private static double[] Spectrum(Matrix weights, RandomStream random, out double twoTrajectories, CancellationToken cancellation)
    {
        var h = Enumerable.Range(0, Neurons).Select(_ => (Gain - 1) * random.NextGaussian()).ToArray();
        for (var t = 0; t < Transient * StepsPerQr; t++)
        {
            Step(weights, h);
        }

        var other = h.Select(x => x + (1e-8 / Math.Sqrt(Neurons) * random.NextGaussian())).ToArray();
        // Tangent vectors are rows: v ← (1 − dt) v + dt J diag(φ′) v.
        var frame = Matrix.From(Neurons, Neurons, (_, _) => random.NextGaussian());
        var (scaled, next) = (new double[Neurons], new double[Neurons]);
        var logs = new double[Neurons];
        double pair = 0;
        const int align = Time / 10;
        for (var block = 0; block < align + Time; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var s = 0; s < StepsPerQr; s++)
            {
                var slopes = h.Select(x => 1 - Math.Pow(Math.Tanh(x), 2)).ToArray();
                for (var k = 0; k < Neurons; k++)
                {
                    var v = frame.Row(k);
                    for (var i = 0; i < Neurons; i++)
                    {
                        scaled[i] = slopes[i] * v[i];
                    }

                    for (var i = 0; i < Neurons; i++)
                    {
                        next[i] = ((1 - Dt) * v[i]) + (Dt * InnerProduct.Of(weights.Row(i), scaled));
                    }

                    next.CopyTo(v);
                }

                Step(weights, h);
                Step(weights, other);
            }

            var counted = block >= align;
            var distance = Math.Sqrt(h.Zip(other).Sum(z => (z.First - z.Second) * (z.First - z.Second)));
            pair += counted ? Math.Log(distance / 1e-8) : 0;
            for (var i = 0; i < Neurons; i++)
            {
                other[i] = h[i] + ((other[i] - h[i]) * 1e-8 / distance);
            }

            Orthonormalise(frame, logs, counted);
        }

        twoTrajectories = pair / Time;
        return [.. logs.Select(x => x / Time).OrderDescending()];
    }

    private static void Step(Matrix weights, double[] h)
    {
        var r = Array.ConvertAll(h, Math.Tanh);
        for (var i = 0; i < Neurons; i++)
        {
            h[i] = ((1 - Dt) * h[i]) + (Dt * InnerProduct.Of(weights.Row(i), r));
        }
    }

    private static void Orthonormalise(Matrix frame, double[] logs, bool counted)
    {
        for (var k = 0; k < Neurons; k++)
        {
            var v = frame.Row(k);
            for (var j = 0; j < k; j++)
            {
                var u = frame.Row(j);
                var product = InnerProduct.Of(u, v);
                for (var i = 0; i < Neurons; i++)
                {
                    v[i] -= product * u[i];
                }
            }

            var norm = Math.Sqrt(InnerProduct.Of(v, v));
            logs[k] += counted ? Math.Log(norm) : 0;
            for (var i = 0; i < Neurons; i++)
            {
                v[i] /= norm;
            }
        }
    }
}
