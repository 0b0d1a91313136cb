using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>What the activity still tells about a cue after a delay.</summary>
[Table("memory_working", "one rule at one delay")]
public sealed record WorkingMemoryPoint(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "steps for which a winner cannot win again", Key = true, Examples = "0|4")] int Fatigue,
    [Column("", "noise in the delay, in drives of a whole code", Key = true, Examples = "0|0.5")] double Noise,
    [Column("", "steps since the cue", Key = true, Examples = "1|4|16|64")] int Delay,
    [Column("", "share of cues that the activity still tells (at least half of the code); chance is near 0")] double Correct,
    [Column("", "mean overlap of the activity with the cue's own code, in [0, 1]")] double Persistence,
    [Column("", "mean number of steps by which the told places lie after the cue; empty when no cue is told")] double Place
) : IRuleRow;

/// <summary>Working memory: a delay task in which one of eight learned sequences is cued by its first item and nothing more is heard. A
/// rule can hold the cue by staying in its code (persistent activity) or by running through the sequence.</summary>
public static class WorkingMemoryTest
{
    private const int Sequences = 8,
        Length = 24;

    /// <summary>What the test takes: random and learned weights of each network, a byte a pair.</summary>
    /// <param name="neurons">N.</param>
    public static TestMemory Memory(int neurons) => new(0, CapacityTest.Settings(neurons, 0, 1).Bytes);

    /// <summary>Runs the delay task for each rule, fatigue and noise.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="neurons">N.</param>
    /// <param name="seeds">Networks; the points are means over cues and networks.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<WorkingMemoryPoint> Run(
        IReadOnlyList<MemoryRule> rules,
        int neurons = 512,
        int seeds = 3,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny([
            .. Require.All(TestMemory.Seeds(seeds), Memory(neurons).Problem),
            .. CapacityTest.Settings(neurons, 0, 1).Problems(),
        ]);
        int[] delays = [1, 2, 4, 8, 12, 16, 20, 24, 32, 48];
        var jobs = rules
            .SelectMany(rule => new[] { 0, 2 }.SelectMany(fatigue => new[] { 0, 0.1 }.Select(noise => (Rule: rule, fatigue, noise))))
            .ToArray();
        var rows = new WorkingMemoryPoint[jobs.Length][];
        Parallel.For(
            0,
            jobs.Length,
            Memory(neurons).Options(cancellation),
            k =>
            {
                var (correct, persistence, place) = (new double[delays.Length], new double[delays.Length], new double[delays.Length]);
                for (var s = 0; s < seeds; s++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Task(
                        jobs[k].Rule,
                        CapacityTest.Settings(neurons, jobs[k].fatigue, (ulong)s + 1),
                        jobs[k].noise,
                        delays,
                        correct,
                        persistence,
                        place
                    );
                }

                var cues = (double)seeds * Sequences;
                rows[k] =
                [
                    .. delays.Select(
                        (delay, d) =>
                            new WorkingMemoryPoint(
                                jobs[k].Rule.Name,
                                jobs[k].fatigue,
                                jobs[k].noise,
                                delay,
                                correct[d] / cues,
                                persistence[d] / cues,
                                correct[d] > 0 ? place[d] / correct[d] : double.NaN
                            )
                    ),
                ];
            }
        );
        return [.. rows.SelectMany(row => row)];
    }

    private static void Task(
        MemoryRule rule,
        KWinnersSettings settings,
        double noise,
        int[] delays,
        double[] correct,
        double[] persistence,
        double[] place
    )
    {
        var maker = new CodeMaker(settings);
        var network = new KWinnersNetwork(maker, new PairUpdate(rule.Rule, settings.Levels, (double)settings.Winners / settings.Neurons));
        var streams = TestMemory.Streams(settings.Seed);
        var notes = streams.Open(StreamPurpose.TrialOrder, 1);
        var codes = new int[Sequences][][];
        for (var q = 0; q < Sequences; q++)
        {
            int[] melody = [q, .. CapacityTest.Melody(Length - 1, 0, notes)]; // each begins with an item of its own
            codes[q] = maker.Codes(melody);
            network.Learn(codes[q], melody);
        }

        for (var q = 0; q < Sequences; q++)
        {
            var course = network.RunFree(codes[q][0], delays[^1], noise, streams.Open(StreamPurpose.RecallNoise, q));
            for (var d = 0; d < delays.Length; d++)
            {
                var active = course[delays[d] - 1].ToHashSet();
                int Overlap(int[] code) => code.Count(active.Contains);
                var told = codes
                    .SelectMany((sequence, index) => sequence.Select((code, at) => (index, at, overlap: Overlap(code))))
                    .MaxBy(x => x.overlap);
                persistence[d] += (double)Overlap(codes[q][0]) / settings.Winners;
                if (told.index == q && 2 * told.overlap >= settings.Winners)
                {
                    correct[d]++;
                    place[d] += told.at;
                }
            }
        }
    }
}
