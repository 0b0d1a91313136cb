using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>In what kind of eigenvalues a rule writes, and what homeostasis leaves of it.</summary>
[Table("memory_coded", "one rule at one time under homeostasis")]
public sealed record CodedMemoryPoint(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "Σ|Im λ|/(Σ|Re λ| + Σ|Im λ|) of the written weights; 0 real, 1 imaginary")] double Imaginary,
    [Column("", "share of their squared norm that is antisymmetric")] double Antisymmetric,
    [Column("time constants of a neuron", "time under homeostasis and noise", Key = true, Examples = "0..100/20")] double Time,
    [Column("", "share of the written weights that is left then, tr(MᵀW)/|M|²")] double Left
) : IRuleRow;

/// <summary>Memories in real and in imaginary eigenvalues: a rule writes weights while the neurons follow a stationary trajectory;
/// homeostasis that equalises the activity then acts on them.</summary>
/// <remarks>
/// dx/dt = −x + W tanh x + √2 ξ(t), dW/dt = a (I − x xᵀ) + noise, a = 0.002. x xᵀ is symmetric, so homeostasis moves only the symmetric
/// part of W. Susman, Brenner &amp; Barak 2019, Nat. Commun.
/// 10:4441; Magnasco, Piro &amp; Cecchi 2009, Phys. Rev. Lett. 102:258102.
/// </remarks>
public static class CodedMemoryTest
{
    /// <summary>N.</summary>
    public const int Neurons = 40;

    private const double Strength = 0.8;

    /// <summary>Writes with each rule and lets homeostasis act.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="networks">Networks a rule; the points are means.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<CodedMemoryPoint> Run(
        IReadOnlyList<MemoryRule> rules,
        int networks = 3,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(Require.All(TestMemory.Seeds(networks)));
        var points = new List<CodedMemoryPoint>[rules.Count];
        Parallel.For(
            0,
            rules.Count,
            new ParallelOptions { CancellationToken = cancellation },
            r =>
            {
                points[r] = [];
                var written = Written(rules[r].Rule);
                if (!(written.FrobeniusNorm() > 0) || !written.IsFinite())
                {
                    return; // a rule that writes nothing has nothing to lose
                }

                var eigenvalues = Eigen.Values(written);
                var (real, imaginary) = (eigenvalues.Sum(x => Math.Abs(x.Real)), eigenvalues.Sum(x => Math.Abs(x.Imaginary)));
                var odd = Matrix.Combine(0.5, written, -0.5, written.Transpose()).FrobeniusNorm();
                double[] times = [0, 25, 50, 100, 200, 300, 400];
                var left = new double[times.Length];
                for (var network = 0; network < networks; network++)
                {
                    var course = Left(
                        Matrix.Combine(Strength, written, 0, written),
                        times,
                        1e-3,
                        TestMemory.Streams(37).Open(StreamPurpose.TrainingNoise, network),
                        cancellation
                    );
                    for (var t = 0; t < times.Length; t++)
                    {
                        left[t] += course[t] / networks;
                    }
                }

                points[r]
                    .AddRange(
                        times.Select(
                            (time, t) =>
                                new CodedMemoryPoint(
                                    rules[r].Name,
                                    real + imaginary > 0 ? imaginary / (real + imaginary) : 0,
                                    odd * odd,
                                    time,
                                    left[t]
                                )
                        )
                    );
            }
        );
        return [.. points.SelectMany(x => x)];
    }

    /// <summary>What a rule writes while the neurons follow a stationary trajectory of three incommensurable rhythms; norm 1, or 0 when it
    /// writes nothing.</summary>
    public static Matrix Written(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Accept(new Writer());
    }

    /// <summary>The share of a memory that is left under homeostasis and noise, tr(MᵀW)/|M|² at given times.</summary>
    /// <param name="memory">M, the weights to begin with.</param>
    /// <param name="times">Ascending [time constants].</param>
    /// <param name="noise">Standard deviation of the weights' noise per √time.</param>
    /// <param name="random">Noise of neurons and weights.</param>
    /// <param name="cancellation">Stops.</param>
    public static double[] Left(
        Matrix memory,
        IReadOnlyList<double> times,
        double noise,
        RandomStream random,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(random);
        const double rate = 0.002,
            step = 0.1;
        var n = memory.Rows;
        var w = memory.Copy();
        var (x, kick) = (new double[n], new double[n]);
        var norm = memory.FrobeniusNorm() * memory.FrobeniusNorm();
        var left = new double[times.Count];
        var done = 0;
        for (var look = 0; look < times.Count; look++)
        {
            for (; done < (int)Math.Round(times[look] / step); done++)
            {
                cancellation.ThrowIfCancellationRequested();
                var drive = w.Times([.. x.Select(Math.Tanh)]);
                random.FillGaussian(kick);
                for (var i = 0; i < n; i++)
                {
                    x[i] += (step * (drive[i] - x[i])) + (Math.Sqrt(2 * step) * kick[i]);
                }

                for (var i = 0; i < n; i++)
                {
                    var row = w.Row(i);
                    for (var j = 0; j < n; j++)
                    {
                        row[j] +=
                            (step * rate * ((i == j ? 1 : 0) - (x[i] * x[j])))
                            + (noise == 0 ? 0 : noise * Math.Sqrt(step) * random.NextGaussian());
                    }
                }
            }

            left[look] = w.Values.Zip(memory.Values, (a, b) => a * b).Sum() / norm;
        }

        return left;
    }

    private sealed class Writer : IRuleVisitor<Matrix>
    {
        public Matrix Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            const double step = 0.001;
            var random = TestMemory.Streams(37).Open(StreamPurpose.Patterns);
            var phases = Matrix.From(Neurons, 3, (_, _) => random.NextDouble(0, 2 * Math.PI));
            var follow = TraceStep.Euler(rule.Traces, step);
            var values = follow.Select(_ => new double[Neurons]).ToArray();
            double[] rates = new double[Neurons],
                changes = new double[Neurons];
            var written = new Matrix(Neurons, Neurons);
            for (var t = 0; t < 4000; t++)
            {
                for (var i = 0; i < Neurons; i++)
                {
                    var (sum, slope) = (0.0, 0.0);
                    foreach (var (k, frequency) in new[] { 3, 3 * Math.Sqrt(2), 3 * Math.Sqrt(5) }.Index())
                    {
                        var (sin, cos) = Math.SinCos((2 * Math.PI * frequency * t * step) + phases[i, k]);
                        (sum, slope) = (sum + cos, slope - (2 * Math.PI * frequency * sin));
                    }

                    (rates[i], changes[i]) = (1 + (0.3 * sum), 0.3 * slope * 0.010); // ṙ means τ dr/dt, τ = 10 ms
                }

                for (var i = 0; i < Neurons; i++)
                {
                    var post = Synapse.Post(rates[i], values[2][i], values[3][i], changes[i]);
                    for (var j = 0; j < Neurons; j++)
                    {
                        var pre = Synapse.Pre(rates[j], values[0][j], values[1][j], changes[j]);
                        written[i, j] += step * Synapse.DwDt(rule, in pre, in post, 0);
                    }
                }

                for (var k = 0; k < follow.Length; k++)
                {
                    follow[k].Advance(values[k], rates);
                }
            }

            var norm = written.FrobeniusNorm();
            return norm > 0 ? Matrix.Combine(1 / norm, written, 0, written) : written;
        }
    }
}
