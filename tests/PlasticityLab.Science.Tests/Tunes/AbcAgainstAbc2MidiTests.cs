using System.Text;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Tunes made at random are read as abc2midi reads them.</summary>
public class AbcAgainstAbc2MidiTests
{
    private const int Tunes = 2000;
    private const double Division = 480; // ticks a quarter note of abc2midi

    [Fact]
    public void Two_thousand_tunes_have_the_same_notes_and_lengths()
    {
        IndependentReaders.MustBeThere(abc: true);
        var folder = Directory.CreateTempSubdirectory("abc");
        try
        {
            var makers = Enumerable
                .Range(0, Tunes)
                .Select(i => new AbcTuneMaker(new RandomStreams(20).Open(StreamPurpose.Patterns, i)))
                .ToArray();
            string[] texts = [.. makers.Select((maker, i) => maker.Make(i + 1))];
            var theirs = IndependentReaders.ReadMidi(IndependentReaders.ToMidi(folder.FullName, string.Concat(texts)));
            var ours = AbcReader.Read(string.Concat(texts), "corpus");
            Assert.Equal(Tunes, ours.Count);
            var wrong = new StringBuilder();
            var count = 0;
            for (var i = 0; i < Tunes; i++)
            {
                if (Difference(ours[i], theirs[$"t{i + 1}.mid"], makers[i].Rounded) is { } difference && count++ < 12)
                {
                    wrong.Append($"{texts[i]}{difference}\n\n");
                }
            }

            Assert.True(count == 0, $"{count} of {Tunes} differ:\n{wrong}");
        }
        finally
        {
            folder.Delete(true);
        }
    }

    /// <summary>What differs; null when nothing does. abc2midi rounds each note down to whole ticks: where lengths are no whole ticks, times
    /// may lag by one tick a note.</summary>
    internal static string? Difference(Tune tune, IndependentReaders.MidoFile file, int rounded)
    {
        var ours = Ours(tune);
        var theirs = Melody(file);
        if (ours.Count != theirs.Count)
        {
            return $"ours:   {Text(ours)}\ntheirs: {Text(theirs)}";
        }

        for (var i = 0; i < ours.Count; i++)
        {
            var (a, b) = (ours[i], theirs[i]);
            if (a.Pitch != b.Pitch || Math.Abs(a.Start - b.Start) > rounded + 0.5 || Math.Abs(a.End - b.End) > rounded + 0.5)
            {
                return $"note {i + 1}: {a} {b}\nours:   {Text(ours)}\ntheirs: {Text(theirs)}";
            }
        }

        return null;
    }

    private static string Text(List<(int Pitch, double Start, double End)> notes) =>
        string.Join(' ', notes.Select(note => $"{note.Pitch}:{note.Start:0.#}-{note.End:0.#}"));

    private static List<(int Pitch, double Start, double End)> Ours(Tune tune)
    {
        var notes = new List<(int, double, double)>();
        var start = 0.0;
        foreach (var note in tune.Notes)
        {
            notes.Add((note.Pitch, start * Division, (start + note.Duration) * Division));
            start += note.Step;
        }

        return notes;
    }

    /// <summary>The highest of the notes that begin together on the first track that has notes; from its first note on. abc2midi begins each
    /// note one tick late.</summary>
    private static List<(int Pitch, double Start, double End)> Melody(IndependentReaders.MidoFile file)
    {
        Assert.Null(file.Error);
        if (file.Notes.Length == 0)
        {
            return [];
        }

        var track = file.Notes.Min(note => note.Track);
        var highest = file
            .Notes.Where(note => note.Track == track)
            .GroupBy(note => note.Start)
            .OrderBy(group => group.Key)
            .Select(group => group.MaxBy(note => note.Pitch))
            .ToArray();
        var begin = highest[0].Start;
        var ends = highest
            .Select((note, i) => Math.Min(note.End + 1, i + 1 < highest.Length ? highest[i + 1].Start : long.MaxValue))
            .ToArray();
        return [.. highest.Select((note, i) => (note.Pitch, (double)(note.Start - begin), (double)(ends[i] - begin)))];
    }
}
