using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Studies.Memory;

/// <summary>A sequence that presynaptic-dependent scaling made, alone or beside STDP; means over networks.</summary>
[Table("memory_scaling", "presynaptic-dependent scaling, alone or beside STDP")]
public sealed record ScalingRow(
    [Column("", "whether STDP acted too", Key = true, Examples = "0|1", Digits = true)] bool Stdp,
    [Column("", "networks")] int Networks,
    [Column("", "share of the neurons that fire exactly once in a late trial")] double FiredOnce,
    [Column("ms", "from the first spike to the last first spike")] double Span,
    [Column("", "Spearman's ρ of the order of first spikes between successive late trials: 1 is a trajectory that comes again")]
        double Order,
    [Column("ms", "standard deviation of a neuron's first spike over late trials")] double Jitter
);

/// <summary>Sequences without STDP: presynaptic-dependent scaling alone, and with STDP beside it.</summary>
public static class ScalingTest
{
    private const int Neurons = 100,
        Trials = 600,
        Late = 20;
    private const double Amplitude = 0.002;

    /// <summary>Runs both.</summary>
    /// <param name="networks">Networks each; the same wiring and noise with and without STDP.</param>
    /// <param name="seed">Seed of the first.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<ScalingRow> Run(int networks = 4, ulong seed = 1, CancellationToken cancellation = default)
    {
        UserError.ThrowIfAny(Require.All(TestMemory.Seeds(networks)));
        var found = new (double Once, double Span, double Order, double Jitter)[2 * networks];
        Parallel.For(
            0,
            found.Length,
            new ParallelOptions { CancellationToken = cancellation },
            k => found[k] = One(k % 2 == 1, seed + (ulong)(k / 2), cancellation)
        );
        return
        [
            .. new[] { false, true }
                .Select(stdp => found.Where((_, k) => k % 2 == 1 == stdp).ToArray())
                .Select(
                    (rows, k) =>
                        new ScalingRow(
                            k == 1,
                            networks,
                            rows.Average(x => x.Once),
                            rows.Average(x => x.Span),
                            rows.Average(x => x.Order),
                            rows.Average(x => x.Jitter)
                        )
                ),
        ];
    }

    private static PairStdp Beside(bool stdp) =>
        new()
        {
            Eta = stdp ? 1 : 0,
            APlus = Amplitude,
            AMinus = 1.05 * Amplitude,
        };

    private static (double Once, double Span, double Order, double Jitter) One(bool stdp, ulong seed, CancellationToken cancellation)
    {
        var network = new ScalingNetwork(Neurons, Beside(stdp), ScalingNetwork.UsualScaling, TestMemory.Streams(seed));
        var late = new List<(int[] Spikes, double[] First)>();
        for (var trial = 0; trial < Trials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = network.Trial();
            if (trial >= Trials - Late)
            {
                late.Add(result);
            }
        }

        int[] always = [.. Enumerable.Range(0, Neurons).Where(i => late.TrueForAll(trial => !double.IsNaN(trial.First[i])))];
        double[] Firsts(int trial) => [.. always.Select(i => late[trial].First[i])];
        var jitter = always
            .Select(i => late.Select(trial => trial.First[i]).ToArray())
            .Select(times => Math.Sqrt(times.Average(t => Math.Pow(t - times.Average(), 2))))
            .DefaultIfEmpty(double.NaN)
            .Average();
        return (
            late.Average(trial => trial.Spikes.Count(n => n == 1) / (double)Neurons),
            late.Average(trial =>
                trial.First.Where(double.IsFinite).DefaultIfEmpty(0).Max() - trial.First.Where(double.IsFinite).DefaultIfEmpty(0).Min()
            ),
            Enumerable.Range(1, Late - 1).Average(trial => EpisodeTest.Spearman(Firsts(trial - 1), Firsts(trial))),
            jitter
        );
    }
}
