using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>Which way a learned chain of assemblies is replayed from its middle.</summary>
[Table("memory_direction", "one rule with or without adaptation")]
public sealed record ReplayDirectionRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "b_a, strength of adaptation; 0 for none", Key = true, Examples = "0|1")] double Adaptation,
    [Column("", "replays, each with its own noise")] int Trials,
    [Column("", "share of them that run at least three assemblies forward and none back")] double Forward,
    [Column("", "share that run at least three back and none forward")] double Backward,
    [Column("", "share that stay with the cued assembly or fall silent")] double Stays,
    [Column("", "mean number of assemblies visited after the cue")] double Steps
) : IRuleRow;

/// <summary>A chain of assemblies with the weights that each rule writes within, forward and backward, cued in the middle, with and without
/// adaptation.</summary>
/// <remarks>
/// One rate for each of 15 assemblies: u_k = γ Σ_l B_kl r_l − w_I [Σ r − 1]₊ − b_a a_k + I + σ n, τ dr/dt = −r + φ(u), φ logistic (slope
/// 10, threshold 0.5), τ_a da/dt = −a + r, τ = 10 ms, τ_a = 100 ms;
/// B is the rule's signature. γ and w_I are those of a small grid with the longest replays, for each rule. A symmetric window replays both
/// ways when adaptation drives activity on (Ecker et al. 2022,
/// eLife 11:e71850; symmetric connectivity with threshold adaptation: Itskov, Curto, Pastalkova &amp; Buzsáki 2011, J. Neurosci. 31:2828),
/// here in the smallest form that shows it.
/// </remarks>
public static class ReplayDirectionTest
{
    private const int Assemblies = 15,
        Middle = 7;
    private const double Step = 0.001,
        Tau = 0.010,
        TauAdaptation = 0.100,
        Slope = 10,
        Threshold = 0.5,
        Noise = 0.05,
        TauNoise = 0.005;

    /// <summary>Replays each rule's chain.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="trials">Replays a row.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<ReplayDirectionRow> Run(
        IReadOnlyList<MemoryRule> rules,
        int trials = 100,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(Require.All(Require.Between(trials, 1, TestMemory.MostSeeds)));
        var jobs = rules.SelectMany(rule => new[] { 0.0, 1.0 }.Select(adaptation => (Rule: rule, adaptation))).ToArray();
        var rows = new ReplayDirectionRow[jobs.Length];
        Parallel.For(
            0,
            jobs.Length,
            new ParallelOptions { CancellationToken = cancellation },
            k =>
            {
                var signature = RuleSignature.Of(jobs[k].Rule.Rule);
                var points = new[] { 1, 1.4, 2, 2.8, 4, 5.6 }.SelectMany(gain =>
                    new[] { 1.0, 2, 4 }.Select(inhibition => (gain, inhibition))
                );
                rows[k] = points
                    .Select(point =>
                        Replays(jobs[k].Rule.Name, signature, jobs[k].adaptation, point.gain, point.inhibition, trials, cancellation)
                    )
                    .MaxBy(row => row.Forward + row.Backward + (row.Steps / 1000))!;
            }
        );
        return rows;
    }

    private static ReplayDirectionRow Replays(
        string rule,
        RuleSignature weights,
        double adaptation,
        double gain,
        double inhibition,
        int trials,
        CancellationToken cancellation
    )
    {
        int forward = 0,
            backward = 0,
            stays = 0,
            steps = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            var visited = Visits(weights, adaptation, gain, inhibition, TestMemory.Streams(1).Open(StreamPurpose.RecallNoise, trial));
            var (up, down) = (0, 0);
            foreach (var k in visited)
            {
                up += k == Middle + up + 1 ? 1 : 0;
                down += k == Middle - down - 1 ? 1 : 0;
            }

            forward += up >= 3 && down == 0 ? 1 : 0;
            backward += down >= 3 && up == 0 ? 1 : 0;
            stays += visited.Count == 0 ? 1 : 0;
            steps += visited.Count;
        }

        return new ReplayDirectionRow(
            rule,
            adaptation,
            trials,
            (double)forward / trials,
            (double)backward / trials,
            (double)stays / trials,
            (double)steps / trials
        );
    }

    /// <summary>Assemblies in the order in which they first dominate after the cue, without the cued one.</summary>
    private static List<int> Visits(RuleSignature weights, double strength, double gain, double inhibition, RandomStream random)
    {
        double[] r = new double[Assemblies],
            a = new double[Assemblies],
            n = new double[Assemblies],
            u = new double[Assemblies];
        var visited = new List<int>();
        var keep = Math.Exp(-Step / TauNoise);
        for (var t = 0; t < 500; t++)
        {
            var total = Math.Max(0, r.Sum() - 1);
            for (var k = 0; k < Assemblies; k++)
            {
                n[k] = (keep * n[k]) + (Math.Sqrt(1 - (keep * keep)) * random.NextGaussian());
                var recurrent =
                    (weights.Self * r[k])
                    + (k > 0 ? weights.Forward * r[k - 1] : 0)
                    + (k + 1 < Assemblies ? weights.Backward * r[k + 1] : 0);
                u[k] = (gain * recurrent) - (inhibition * total) - (strength * a[k]) + (k == Middle && t < 40 ? 1.5 : 0) + (Noise * n[k]);
            }

            for (var k = 0; k < Assemblies; k++)
            {
                a[k] += Step / TauAdaptation * (r[k] - a[k]);
                r[k] += Step / Tau * (VectorMath.Logistic(Slope * (u[k] - Threshold)) - r[k]);
                if (r[k] > 0.5 && k != Middle && !visited.Contains(k) && r[k] >= r.Max() - 1e-12)
                {
                    visited.Add(k);
                }
            }
        }

        return visited;
    }
}
