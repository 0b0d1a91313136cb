using PlasticityLab.Models.Tunes;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Where abc2midi reads otherwise than standard 2.1 says: each case with what both read. The table with the standard's sections is
/// in docs/reference/tunes.md; the random tunes of <see cref="AbcTuneMaker"/> leave these out.</summary>
public class AbcDisagreementTests
{
    /// <summary>Header, body, what is right, what abc2midi plays: pitch and length in quarter notes.</summary>
    private static readonly (string Head, string Body, string Right, string Theirs)[] Cases =
    [
        ("M:4/4 K:C", "C D||E F:|", "C4 D4 E4 F4 E4 F4", "60:1 62:1 64:1 65:1 60:1 62:1 64:1 65:1"),
        ("M:4/4 K:C", "|::C D::|E|", "C4 D4 C4 D4 C4 D4 E4", "60:1 62:1 60:1 62:1 64:1"),
        ("M:4/4 K:C", "[C2E2]3 D|", "E4:6 D4", "64:3 62:1"),
        ("M:4/4 K:C", "|:C D E F-|1 F4:|2 F4|]", "C4 D4 E4 F4:5 C4 D4 E4 F4:5", "60:1 62:1 64:1 65:5 60:1 62:1 64:1 65:1 65:4"),
        ("M:3/4 K:C", "(5CDEFG|", "C4:0.4 D4:0.4 E4:0.4 F4:0.4 G4:0.4", "60:0.6 62:0.6 64:0.6 65:0.6 67:0.6"),
        ("M:4/4 K:C", "[M:6/8](5CDEFG|", "C4:0.6 D4:0.6 E4:0.6 F4:0.6 G4:0.6", "60:0.4 62:0.4 64:0.4 65:0.4 67:0.4"),
        ("M:4/4 K:C clef=treble-8", "C|[K:C clef=bass]C|", "C3 C4", "48:1 48:1"),
        ("M:4/4 K:C", "^C-|_C D|", "C#4 B3 D4", "61:2 62:1"),
        ("M:4/4 K:D", "C|[K:D exp _b]C F|", "C#4 C4 F4", "61:1 61:1 66:1"),
        ("M:4/4 K:G#", "F G|", "G4 G#4", "65:1 67:1"),
        ("M:4/4 K:C", ".C D|", "C4 D4", "60:0.5 62:1"),
        ("M:4/4 K:C", "~C D|", "C4 D4", "62:0.25 60:0.75 62:1"),
        ("M:4/4 P:AB K:C", "P:A\nC|\nP:B\nD|\nP:A\nE|", "C4 E4 D4", "64:1 62:1"),
        ("M:4/4 K:C", "|:C D|1 E|2 F:|", "C4 D4 E4 C4 D4 F4", "60:1 62:1 64:1"),
        ("M:4/4 K:C transpose=2", "C|", "D4", "62:1"),
        ("M:4/4 K:C", "C|", "C4", "62:1"),
    ];

    [Fact]
    public void What_is_right_is_read_by_the_standard() =>
        Assert.All(
            Cases,
            x =>
            {
                var read = AbcReader.Read(Text(x.Head, x.Body, 1), "x").Single();
                Assert.True(read.SameNotes(Tune.ParseNotes(x.Right)), $"{x.Body}: {read.ToNotes()}");
            }
        );

    [Fact]
    public void The_independent_reader_still_reads_these_otherwise()
    {
        IndependentReaders.MustBeThere(abc: true);
        var folder = Directory.CreateTempSubdirectory("abc");
        try
        {
            var text = string.Concat(Cases.Select((x, i) => Text(x.Head, x.Body, i + 1)));
            var theirs = IndependentReaders.ReadMidi(IndependentReaders.ToMidi(folder.FullName, text));
            for (var i = 0; i < Cases.Length; i++)
            {
                Assert.Equal($"{Cases[i].Body}: {Cases[i].Theirs}", $"{Cases[i].Body}: {Played(theirs[$"t{i + 1}.mid"])}");
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Text(string head, string body, int number)
    {
        // the field K: is the last and may have words behind it
        var key = head.IndexOf("K:", StringComparison.Ordinal);
        return $"X:{number}\nT:t\n%%MIDI chordattack 0\nL:1/4\n{head[..key].Trim().Replace(' ', '\n')}\n{head[key..]}\n{body}\n\n";
    }

    /// <summary>The highest of the notes that begin together, each with its length.</summary>
    private static string Played(IndependentReaders.MidoFile file) =>
        string.Join(
            ' ',
            file.Notes.GroupBy(note => note.Start)
                .OrderBy(group => group.Key)
                .Select(group => group.MaxBy(note => note.Pitch))
                .Select(note => FormattableString.Invariant($"{note.Pitch}:{Math.Round((note.End - note.Start + 1) / 480.0, 2)}"))
        );
}
