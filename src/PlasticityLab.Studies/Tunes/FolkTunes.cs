using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Tunes;

/// <summary>Made-up tunes in the manner of folk tunes: a scale, phrases that come again, sections played twice (AABB), so that a note
/// stands in many contexts.</summary>
/// <remarks>For tests and for studies without a corpus of one's own. Sections of 4 or 8 bars are phrases in the form abac or abab; a melody
/// walks mostly by step, leaps to the chord now and then and ends on the tonic.</remarks>
public static class FolkTunes
{
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11],
        Dorian = [0, 2, 3, 5, 7, 9, 10];
    private static readonly double[][] Bars =
    [
        [1, 1, 1, 1],
        [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
        [1.5, 0.5, 1, 1],
        [1, 0.5, 0.5, 1, 1],
        [1, 1, 2],
        [0.5, 0.5, 1, 0.5, 0.5, 1],
        [1, 0.5, 0.5, 0.5, 0.5, 1],
    ];

    /// <summary>One tune.</summary>
    /// <param name="seed">Seed of the collection.</param>
    /// <param name="index">Number of the tune in it.</param>
    public static Tune Make(ulong seed, int index)
    {
        var random = new RandomStreams(seed).Open(StreamPurpose.Patterns, index);
        var scale = random.NextInt(4) == 0 ? Dorian : Major;
        var tonic = new[] { 62, 67, 69, 60, 64 }[random.NextInt(5)];
        var rhythms = Enumerable.Range(0, 3).Select(_ => Bars[random.NextInt(Bars.Length)]).ToArray();
        var notes = new List<Note>();
        var sections = 2 + random.NextInt(2);
        for (var section = 0; section < sections; section++)
        {
            var bars = random.NextInt(2) == 0 ? 1 : 2;
            var (a, b, c) = (Phrase(bars, false), Phrase(bars, false), Phrase(bars, true));
            Note[] whole = random.NextInt(2) == 0 ? [.. a, .. b, .. a, .. c] : [.. a, .. b, .. a, .. b, .. a, .. c];
            notes.AddRange(whole);
            notes.AddRange(whole);
        }

        return new Tune($"made-up-{index + 1:D4}", notes) { Tempo = 100 + random.NextInt(60) };

        List<Note> Phrase(int bars, bool ends)
        {
            var phrase = new List<Note>();
            var degree = random.NextInt(8);
            for (var bar = 0; bar < bars; bar++)
            {
                foreach (var length in rhythms[random.NextInt(rhythms.Length)])
                {
                    phrase.Add(new Note(tonic + (12 * (degree / 7)) + scale[degree % 7], length));
                    degree = Math.Clamp(
                        random.NextInt(5) == 0 ? 2 * random.NextInt(5) : degree + new[] { -1, 1, -1, 1, -2, 2, 0 }[random.NextInt(7)],
                        0,
                        10
                    );
                }
            }

            if (ends)
            {
                phrase[^1] = phrase[^1] with { Pitch = tonic };
            }

            return phrase;
        }
    }

    /// <summary>Writes a collection into a folder, one MIDI file a tune.</summary>
    /// <exception cref="UserError">The number is out of range.</exception>
    public static void WriteFolder(string folder, int count, ulong seed)
    {
        UserError.ThrowIfAny(
            Require.All(count is >= 1 and <= 100_000 ? null : $"the number of tunes must lie in 1 .. 100000, but is {count}.")
        );
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            var tune = Make(seed, i);
            TuneFile.Write(tune, Path.Combine(folder, tune.Name + ".mid"));
        }
    }
}
