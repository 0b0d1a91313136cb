using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>How many random patterns a rule's superposition holds, and in which way.</summary>
[Table("memory_patterns", "one rule in a network of one size")]
public sealed record PatternCapacityRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "neurons of the network", Key = true, Examples = "100|200|400")] int Neurons,
    [Column("", "weight that the rule writes within a pattern")] double Self,
    [Column("", "weight to the next pattern")] double Forward,
    [Column("", "weight to the pattern before")] double Backward,
    [Column("", "patterns that stay put when the network starts in them (overlap of at least 0.9 after 30 sweeps)")] int Static,
    [Column("", "length of the closed sequence that runs through in order (overlap at least 0.7 on schedule, last ten of 40 steps)")]
        int Sequence,
    [Column("", "length of the sequence that runs through without one wrong neuron")] int Faultless
) : IRuleRow;

/// <summary>Capacity of ±1 networks for static patterns and for sequences, with the theory beside it.</summary>
/// <remarks>
/// J = (1/N) Σ_μ (s ξ^μ ξ^μᵀ + f ξ^{μ+1} ξ^μᵀ + b ξ^μ ξ^{μ+1}ᵀ), where s, f and b are the rule's signature. Theory: 0.138 N static patterns
/// (Amit, Gutfreund &amp; Sompolinsky 1985, Phys. Rev. Lett.
/// 55:1530), a sequence of 0.269 N (During, Coolen &amp; Sherrington 1998, J. Phys. A 31:8607), N/(4 ln N) without any error (Chaudhry,
/// Zavatone-Veth, Krotov &amp; Pehlevan 2023, NeurIPS 36).
/// </remarks>
public static class PatternCapacityTest
{
    /// <summary>Static capacity of the Hopfield network per neuron.</summary>
    public const double StaticLimit = 0.138;

    /// <summary>Sequence capacity per neuron.</summary>
    public const double SequenceLimit = 0.269;

    private const int Sweeps = 30;
    private const double Held = 0.7,
        Stayed = 0.9;

    /// <summary>N/(4 ln N), the asymptote for sequences without any error.</summary>
    public static double FaultlessLimit(int neurons) => neurons / (4 * Math.Log(neurons));

    /// <summary>What the test takes: single-precision weights of each network, and as many patterns as it has neurons.</summary>
    /// <param name="sizes">Numbers of neurons.</param>
    public static TestMemory Memory(IReadOnlyList<int> sizes) => new(0, 8 * Math.Pow(sizes.DefaultIfEmpty().Max(), 2));

    /// <summary>Measures three capacities for each rule and size: doubling until recall fails, then halving the interval.</summary>
    /// <param name="rules">The rules; rules with the same signature share their numbers.</param>
    /// <param name="sizes">Numbers of neurons.</param>
    /// <param name="seeds">Networks a point; most of them must succeed.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<PatternCapacityRow> Run(
        IReadOnlyList<MemoryRule> rules,
        IReadOnlyList<int> sizes,
        int seeds = 3,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sizes);
        UserError.ThrowIfAny([
            .. Require.All(TestMemory.Seeds(seeds), Memory(sizes).Problem),
            .. sizes.Where(n => n is < 20 or > 8000).Select(n => $"neurons must lie in 20 .. 8000, but is {n}."),
        ]);
        var signatures = rules.Select(rule => (Id: rule.Name, Signature: RuleSignature.Of(rule.Rule))).ToArray();
        var jobs = signatures.Select(x => x.Signature).Distinct().SelectMany(signature => sizes.Select(n => (signature, n))).ToArray();
        var found = new (int Static, int Sequence, int Faultless)[jobs.Length];
        var done = 0;
        Parallel.For(
            0,
            jobs.Length,
            Memory(sizes).Options(cancellation),
            k =>
            {
                var (signature, n) = jobs[k];
                found[k] = (
                    Largest(n, p => Stays(signature, n, p, seeds, cancellation)),
                    Largest(n, p => Runs(signature, n, p, seeds, false, cancellation)),
                    Largest(n, p => Runs(signature, n, p, seeds, true, cancellation))
                );
                progress?.Report((double)Interlocked.Increment(ref done) / jobs.Length);
            }
        );
        return
        [
            .. signatures
                .SelectMany(x => sizes.Select(n => (x, n, at: Array.IndexOf(jobs, (x.Signature, n)))))
                .Select(y => new PatternCapacityRow(
                    y.x.Id,
                    y.n,
                    y.x.Signature.Self,
                    y.x.Signature.Forward,
                    y.x.Signature.Backward,
                    found[y.at].Static,
                    found[y.at].Sequence,
                    found[y.at].Faultless
                )),
        ];
    }

    private static int Largest(int neurons, Func<int, bool> holds)
    {
        var most = 0;
        for (var next = 3; next <= neurons && holds(next); next *= 2)
        {
            most = next;
        }

        for (var step = most / 2; step > 0 && step >= most / 32; step /= 2)
        {
            most += holds(most + step) ? step : 0;
        }

        return most;
    }

    private static bool Most(int seeds, Func<int, bool> succeeds) => Enumerable.Range(0, seeds).Count(succeeds) * 2 > seeds;

    private static bool Stays(RuleSignature rule, int n, int patterns, int seeds, CancellationToken cancellation) =>
        rule.Self > 0
        && Most(
            seeds,
            seed =>
            {
                cancellation.ThrowIfCancellationRequested();
                var stream = TestMemory.Streams((ulong)seed + 1).Open(StreamPurpose.Patterns, patterns);
                var xi = Signs(stream, patterns, n);
                var network = new HopfieldNetwork(n, Weights(rule, xi, n));
                double overlap = 0;
                const int tried = 4;
                for (var mu = 0; mu < tried; mu++)
                {
                    // one neuron after another: in parallel, symmetric weights can oscillate with period two
                    var state = (float[])xi[mu % patterns].Clone();
                    network.Relax(state, stream, Sweeps);
                    overlap += Vectors.Dot(state, xi[mu % patterns]) / n / tried;
                }

                return overlap >= Stayed;
            }
        );

    private static bool Runs(RuleSignature rule, int n, int patterns, int seeds, bool faultless, CancellationToken cancellation) =>
        (rule.Forward != 0 || rule.Self != 0 || rule.Backward != 0)
        && Most(
            seeds,
            seed =>
            {
                cancellation.ThrowIfCancellationRequested();
                var xi = Signs(TestMemory.Streams((ulong)seed + 1).Open(StreamPurpose.Patterns, patterns), patterns, n);
                var state = (float[])xi[0].Clone();
                var overlaps = new float[patterns];
                var h = new float[n];
                var steps = faultless ? patterns - 1 : 40;
                double late = 0;
                for (var step = 1; step <= steps; step++)
                {
                    // through the overlaps: N P instead of N² products a step
                    for (var mu = 0; mu < patterns; mu++)
                    {
                        overlaps[mu] = Vectors.Dot(xi[mu], state);
                    }

                    Array.Clear(h);
                    for (var mu = 0; mu < patterns; mu++)
                    {
                        var weight =
                            ((float)rule.Self * overlaps[mu])
                            + ((float)rule.Forward * overlaps[(mu + patterns - 1) % patterns])
                            + ((float)rule.Backward * overlaps[(mu + 1) % patterns]);
                        Vectors.Add(weight, xi[mu], h);
                    }

                    for (var i = 0; i < n; i++)
                    {
                        state[i] =
                            h[i] > 0 ? 1
                            : h[i] < 0 ? -1
                            : state[i];
                    }

                    var overlap = Vectors.Dot(state, xi[step % patterns]) / n;
                    if (faultless && overlap < 1)
                    {
                        return false;
                    }

                    late += step > steps - 10 ? overlap / 10 : 0;
                }

                return faultless || late >= Held;
            }
        );

    private static float[][] Signs(RandomStream stream, int count, int n)
    {
        var patterns = new float[count][];
        for (var mu = 0; mu < count; mu++)
        {
            patterns[mu] = new float[n];
            foreach (ref var x in patterns[mu].AsSpan())
            {
                x = (stream.NextUInt32() & 1) == 0 ? -1 : 1;
            }
        }

        return patterns;
    }

    private static float[] Weights(RuleSignature rule, float[][] xi, int n)
    {
        var j = new float[n * n];
        for (var mu = 0; mu < xi.Length; mu++)
        {
            var (before, after) = (xi[(mu + xi.Length - 1) % xi.Length], xi[(mu + 1) % xi.Length]);
            for (var i = 0; i < n; i++)
            {
                // row i of Σ ξ_i^μ (s ξ^μ + f ξ^{μ−1} + b ξ^{μ+1})
                var row = j.AsSpan(i * n, n);
                Vectors.Add((float)rule.Self * xi[mu][i], xi[mu], row);
                if (rule.Forward != 0)
                {
                    Vectors.Add((float)rule.Forward * xi[mu][i], before, row);
                }

                if (rule.Backward != 0)
                {
                    Vectors.Add((float)rule.Backward * xi[mu][i], after, row);
                }
            }
        }

        for (var i = 0; i < n; i++)
        {
            j[(i * n) + i] = 0;
        }

        return j;
    }
}
