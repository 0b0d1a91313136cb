using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>What is left of a first memory.</summary>
[Table("memory_retention", "one rule after some steps of what came later")]
public sealed record RetentionPoint(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column(
        "",
        "what came later: melodies that were learned, or the network's own activity with plasticity on",
        Key = true,
        Examples = "melodies|activity"
    )]
        string Against,
    [Column("", "whether each neuron keeps at most a share of its synapses strengthened", Key = true, Examples = "no|yes", Digits = true)]
        bool Homeostasis,
    [Column("", "steps of it, one a note", Key = true, Examples = "0|64|256|1024")] int Later,
    [Column("", "(drive of the right next neurons − mean of the others)/their standard deviation, mean over the first melody")]
        double SignalToNoise,
    [Column("", "the same for a binary synapse that is only strengthened, from the number of transitions alone")] double Theory,
    [Column("", "share of the first melody replayed before the first error")] double Recalled,
    [Column("", "the same for the melody learned last; empty when nothing was learned later")] double NewestRecalled
) : IRuleRow;

/// <summary>Retention and interference: how a memory fades under later ones and under ongoing activity, with and without
/// homeostasis.</summary>
public static class RetentionTest
{
    /// <summary>Largest share of strengthened synapses a neuron keeps under homeostasis.</summary>
    public const double Kept = 0.1;

    /// <summary>Noise of the ongoing activity, in drives of a whole code.</summary>
    public const double OngoingNoise = 0.25;

    /// <summary>What the test takes: random and learned weights of each network, a byte a pair.</summary>
    /// <param name="neurons">N.</param>
    public static TestMemory Memory(int neurons) => new(0, CapacityTest.Settings(neurons, 0, 1).Bytes);

    /// <summary>Learns a melody, then lets time pass, and looks at the first one again and again.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="neurons">N.</param>
    /// <param name="length">Notes of each melody.</param>
    /// <param name="fatigue">Fatigue [steps].</param>
    /// <param name="seeds">Networks; the points are means.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<RetentionPoint> Run(
        IReadOnlyList<MemoryRule> rules,
        int neurons = 512,
        int length = 64,
        int fatigue = 0,
        int seeds = 3,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny([
            .. Require.All(
                TestMemory.Seeds(seeds),
                length is >= 4 and <= 4096 ? null : $"length must lie in 4 .. 4096 notes, but is {length}.",
                Memory(neurons).Problem
            ),
            .. CapacityTest.Settings(neurons, fatigue, 1).Problems(),
        ]);
        var last = 4 * CapacityTest.Willshaw(neurons, CapacityTest.Winners(neurons));
        var looks = new List<int> { 0 };
        for (var later = length; later <= last; later *= 2)
        {
            looks.Add(later);
        }

        var jobs = rules
            .SelectMany(rule =>
                new[] { "melodies", "activity" }.SelectMany(against =>
                    new[] { false, true }.Select(homeostasis => (Rule: rule, against, homeostasis))
                )
            )
            .ToArray();
        var rows = new RetentionPoint[jobs.Length][];
        var done = 0;
        Parallel.For(
            0,
            jobs.Length,
            Memory(neurons).Options(cancellation),
            k =>
            {
                var sums = new double[looks.Count, 3];
                for (var s = 0; s < seeds; s++)
                {
                    Follow(jobs[k], CapacityTest.Settings(neurons, fatigue, (ulong)s + 1), length, looks, sums, cancellation);
                }

                rows[k] =
                [
                    .. looks.Select(
                        (later, look) =>
                            new RetentionPoint(
                                jobs[k].Rule.Name,
                                jobs[k].against,
                                jobs[k].homeostasis,
                                later,
                                sums[look, 0] / seeds,
                                Theory(neurons, CapacityTest.Winners(neurons), length + later, later, jobs[k].homeostasis),
                                sums[look, 1] / seeds,
                                later > 0 && jobs[k].against == "melodies" ? sums[look, 2] / seeds : double.NaN
                            )
                    ),
                ];
                progress?.Report((double)Interlocked.Increment(ref done) / jobs.Length);
            }
        );
        return [.. rows.SelectMany(row => row)];
    }

    /// <summary>Signal to noise of a binary memory that only strengthens.</summary>
    /// <param name="neurons">N.</param>
    /// <param name="winners">k.</param>
    /// <param name="transitions">Transitions stored in all.</param>
    /// <param name="later">Those after the memory looked at.</param>
    /// <param name="homeostasis">Whether at most <see cref="Kept"/> of a neuron's synapses stay strengthened.</param>
    /// <remarks>
    /// After P transitions a share p = 1 − (1 − k²/N²)^P is strengthened. The right neurons get k, the others a binomial drive of mean k p
    /// and variance k p (1 − p): SNR = √(k (1 − p)/p). With
    /// homeostasis p stops at p*. From then on each transition strengthens k² (1 − p*) synapses and as many of the p* N² go back, while k²
    /// of N² are rewritten, so that what distinguishes an old
    /// memory's synapses from the others decays as exp(−P k²/(p* N²)): a palimpsest, as in Amit &amp; Fusi 1994, Neural Comput. 6:957.
    /// </remarks>
    public static double Theory(int neurons, int winners, double transitions, double later, bool homeostasis)
    {
        var pair = (double)winners * winners / neurons / neurons;
        var p = 1 - Math.Pow(1 - pair, transitions);
        if (!homeostasis || p <= Kept)
        {
            return Math.Sqrt(winners * (1 - p) / p);
        }

        var full = Math.Log(1 - Kept) / Math.Log(1 - pair); // transitions until the limit acts
        return Math.Sqrt(winners * (1 - Kept) / Kept) * Math.Exp(-Math.Min(later, transitions - full) * pair / Kept);
    }

    private static void Follow(
        (MemoryRule Rule, string Against, bool Homeostasis) job,
        KWinnersSettings settings,
        int length,
        List<int> looks,
        double[,] sums,
        CancellationToken cancellation
    )
    {
        var maker = new CodeMaker(settings);
        var network = new KWinnersNetwork(
            maker,
            new PairUpdate(job.Rule.Rule, settings.Levels, (double)settings.Winners / settings.Neurons)
        );
        var streams = TestMemory.Streams(settings.Seed);
        var (melodies, noise, lots) = (
            streams.Open(StreamPurpose.TrialOrder),
            streams.Open(StreamPurpose.TrainingNoise),
            streams.Open(StreamPurpose.Perturbation)
        );
        var first = CapacityTest.Melody(length, 0, melodies);
        network.Learn(first);
        var (codes, newest, code, later) = (maker.Codes(first), first, maker.Start, 0);
        for (var look = 0; look < looks.Count; look++)
        {
            for (; later < looks[look]; later += length)
            {
                cancellation.ThrowIfCancellationRequested();
                if (job.Homeostasis)
                {
                    network.Limit(Kept, lots); // between melodies: it makes room for the next
                }

                if (job.Against == "melodies")
                {
                    newest = CapacityTest.Melody(length, 0, melodies);
                    network.Learn(newest);
                }
                else
                {
                    code = network.RunFree(code, length, OngoingNoise, noise, plastic: true)[^1];
                }
            }

            sums[look, 0] += network.SignalToNoise(codes);
            sums[look, 1] += Share(network, first);
            sums[look, 2] += Share(network, newest);
        }
    }

    private static double Share(KWinnersNetwork network, int[] melody) =>
        (double)melody.AsSpan(1).CommonPrefixLength(network.Play(melody.AsSpan(0, 1), melody.Length - 1, melody.AsSpan(1)))
        / (melody.Length - 1);
}
