using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>How long a melody one network holds.</summary>
[Table("memory_capacity", "the longest melody of one rule in one network")]
public sealed record CapacityRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "neurons of the network", Key = true, Examples = "256|512|1024")] int Neurons,
    [Column("", "neurons that win at a time")] int Winners,
    [Column("steps", "steps for which a winner cannot win again")] int Fatigue,
    [Column("", "probability that a note repeats the one before: correlated items", Key = true, Examples = "0|0.5")] double Repeat,
    [Column("", "notes of the longest melody that at least half the seeds replay note-perfect; 0 when even the shortest fails")] int Length,
    [Column("", "length × log₂(notes of the alphabet)/N²")] double BitsPerSynapse,
    [Column("", "transitions up to which less than one wrong neuron is expected to be driven like the right ones")] double Willshaw
) : IRuleRow;

/// <summary>How many short melodies one network holds.</summary>
[Table("memory_sequences", "the most melodies of one rule in one network")]
public sealed record SequenceCountRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "neurons of the network", Key = true, Examples = "256|512|1024")] int Neurons,
    [Column("", "neurons that win at a time")] int Winners,
    [Column("", "notes of each melody")] int Notes,
    [Column("", "largest number of melodies of which at least nine in ten are replayed note-perfect from their shortest cue")]
        int Sequences,
    [Column("", "notes in all × log₂(notes of the alphabet)/N²")] double BitsPerSynapse,
    [Column("", "melodies at the Willshaw limit")] double Willshaw
) : IRuleRow;

/// <summary>Sequence capacity against the number of neurons, per rule.</summary>
public static class CapacityTest
{
    /// <summary>Notes of the alphabet.</summary>
    public const int Alphabet = 16;

    private const int Shortest = 8;

    /// <summary>Measures the capacity by doubling the melody until it fails and then halving the interval.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="sizes">Numbers of neurons, multiples of 64.</param>
    /// <param name="repeat">Probability that a note repeats the one before: correlated items.</param>
    /// <param name="fatigue">Fatigue [steps].</param>
    /// <param name="seeds">Networks a point.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<CapacityRow> Run(
        IReadOnlyList<MemoryRule> rules,
        IReadOnlyList<int> sizes,
        double repeat = 0,
        int fatigue = 0,
        int seeds = 3,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sizes);
        UserError.ThrowIfAny([
            .. Require.All(TestMemory.Seeds(seeds), repeat is >= 0 and < 1 ? null : $"repeat must lie in [0, 1), but is {repeat}."),
            .. sizes.SelectMany(n => Settings(n, fatigue, 1).Problems()),
            .. Require.All(Memory(sizes, seeds).Problem),
        ]);
        var rows = new List<CapacityRow>();
        foreach (var neurons in sizes)
        {
            var makers = Enumerable.Range(0, seeds).Select(s => new CodeMaker(Settings(neurons, fatigue, (ulong)s + 1))).ToArray();
            var found = new CapacityRow[rules.Count];
            var limit = (int)(8 * Willshaw(neurons, Winners(neurons)));
            Parallel.For(
                0,
                rules.Count,
                Memory([neurons], seeds).Options(cancellation),
                r =>
                {
                    var rule = rules[r];
                    bool Holds(int length) =>
                        Enumerable.Range(0, seeds).Count(s => IsReplayed(makers[s], rule, length, repeat, cancellation)) * 2 >= seeds;
                    var length = 0;
                    for (var next = Shortest; next <= limit && Holds(next); next *= 2)
                    {
                        length = next;
                    }

                    for (var step = length / 2; length > 0 && step > length / 16; step /= 2)
                    {
                        length += Holds(length + step) ? step : 0;
                    }

                    found[r] = new CapacityRow(
                        rule.Name,
                        neurons,
                        Winners(neurons),
                        fatigue,
                        repeat,
                        length,
                        length * Math.Log2(Alphabet) / neurons / neurons,
                        Willshaw(neurons, Winners(neurons))
                    );
                    progress?.Report((rows.Count + found.Count(row => row is not null)) / (double)(rules.Count * sizes.Count));
                }
            );
            rows.AddRange(found);
        }

        return rows;
    }

    /// <summary>What both tests take: the random weights of every network of a size, and what each one learns, a byte a pair.</summary>
    /// <param name="sizes">Numbers of neurons.</param>
    /// <param name="seeds">Networks a point.</param>
    public static TestMemory Memory(IReadOnlyList<int> sizes, int seeds)
    {
        var pairs = Math.Pow(sizes.DefaultIfEmpty().Max(), 2);
        return new(seeds * pairs, pairs);
    }

    /// <summary>Measures how many melodies of a given length one network holds.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="sizes">Numbers of neurons, multiples of 64.</param>
    /// <param name="notes">Notes of each melody.</param>
    /// <param name="fatigue">Fatigue [steps].</param>
    /// <param name="seeds">Networks a point; most of them must hold the melodies.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<SequenceCountRow> Count(
        IReadOnlyList<MemoryRule> rules,
        IReadOnlyList<int> sizes,
        int notes = 16,
        int fatigue = 0,
        int seeds = 3,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sizes);
        UserError.ThrowIfAny([
            .. Require.All(TestMemory.Seeds(seeds), notes is >= 8 and <= 1024 ? null : $"notes must lie in 8 .. 1024, but is {notes}."),
            .. sizes.SelectMany(n => Settings(n, fatigue, 1).Problems()),
            .. Require.All(Memory(sizes, seeds).Problem),
        ]);
        var rows = new List<SequenceCountRow>();
        foreach (var neurons in sizes)
        {
            var makers = Enumerable.Range(0, seeds).Select(s => new CodeMaker(Settings(neurons, fatigue, (ulong)s + 1))).ToArray();
            var found = new SequenceCountRow[rules.Count];
            var limit = Willshaw(neurons, Winners(neurons)) / (notes - 1);
            Parallel.For(
                0,
                rules.Count,
                Memory([neurons], seeds).Options(cancellation),
                r =>
                {
                    var rule = rules[r];
                    bool Holds(int count) =>
                        Enumerable.Range(0, seeds).Count(s => AreReplayed(makers[s], rule, count, notes, cancellation)) * 2 > seeds;
                    var most = 0;
                    for (var next = 1; next <= 8 * limit && Holds(next); next *= 2)
                    {
                        most = next;
                    }

                    for (var step = most / 2; most > 0 && step > most / 16 && step > 0; step /= 2)
                    {
                        most += Holds(most + step) ? step : 0;
                    }

                    found[r] = new SequenceCountRow(
                        rule.Name,
                        neurons,
                        Winners(neurons),
                        notes,
                        most,
                        most * notes * Math.Log2(Alphabet) / neurons / neurons,
                        limit
                    );
                    progress?.Report((rows.Count + found.Count(row => row is not null)) / (double)(rules.Count * sizes.Count));
                }
            );
            rows.AddRange(found);
        }

        return rows;
    }

    /// <summary>k ≈ log₂ N, the sparseness that is best for binary synapses (Willshaw et al. 1969; Palm 1980).</summary>
    public static int Winners(int neurons) => Math.Max(4, (int)Math.Round(Math.Log2(neurons)));

    /// <summary>Willshaw limit: transitions P at which a wrong neuron is driven by all k with probability 1/N, (1 − (1 − k²/N²)^P)^k =
    /// 1/N.</summary>
    /// <remarks>For large N and k = log₂ N this is P = ln 2 (N/k)². Willshaw, Buneman &amp; Longuet-Higgins 1969, Nature 222:960.</remarks>
    public static double Willshaw(int neurons, int winners)
    {
        var ratio = (double)winners / neurons;
        return Math.Log(1 - Math.Pow(1.0 / neurons, 1.0 / winners)) / Math.Log(1 - (ratio * ratio));
    }

    /// <summary>A random melody; with probability <paramref name="repeat"/> a note repeats the one before.</summary>
    internal static int[] Melody(int length, double repeat, RandomStream stream)
    {
        var notes = new int[length];
        for (var t = 0; t < length; t++)
        {
            notes[t] = t > 0 && stream.NextDouble() < repeat ? notes[t - 1] : stream.NextInt(Alphabet);
        }

        return notes;
    }

    internal static KWinnersSettings Settings(int neurons, int fatigue, ulong seed) =>
        new()
        {
            Neurons = neurons,
            Winners = Winners(neurons),
            Fatigue = fatigue,
            Seed = seed,
        };

    private static bool AreReplayed(CodeMaker maker, MemoryRule rule, int count, int notes, CancellationToken cancellation)
    {
        var settings = maker.Settings;
        var stream = TestMemory.Streams(settings.Seed).Open(StreamPurpose.TrialOrder, count);
        int[][] melodies = [.. Enumerable.Range(0, count).Select(_ => Melody(notes, 0, stream))];
        var network = new KWinnersNetwork(maker, new PairUpdate(rule.Rule, settings.Levels, (double)settings.Winners / settings.Neurons));
        foreach (var melody in melodies)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Learn(melody);
        }

        var cues = Cues.Shortest(melodies);
        var asked = Enumerable.Range(0, count).Where(i => cues[i] > 0 && cues[i] < notes).ToArray();
        var wrong = 0;
        foreach (var i in asked)
        {
            cancellation.ThrowIfCancellationRequested();
            var rest = melodies[i].AsSpan(cues[i]);
            wrong += network.Play(melodies[i].AsSpan(0, cues[i]), rest.Length, rest).AsSpan().SequenceEqual(rest) ? 0 : 1;
            if (10 * wrong > asked.Length)
            {
                return false;
            }
        }

        return asked.Length > 0;
    }

    private static bool IsReplayed(CodeMaker maker, MemoryRule rule, int length, double repeat, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var settings = maker.Settings;
        var notes = Melody(length, repeat, TestMemory.Streams(settings.Seed).Open(StreamPurpose.TrialOrder, length));
        var network = new KWinnersNetwork(maker, new PairUpdate(rule.Rule, settings.Levels, (double)settings.Winners / settings.Neurons));
        network.Learn(notes);
        return network.Play(notes.AsSpan(0, 1), length - 1, notes.AsSpan(1)).AsSpan().SequenceEqual(notes.AsSpan(1));
    }
}
