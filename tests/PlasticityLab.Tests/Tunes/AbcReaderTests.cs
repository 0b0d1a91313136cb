using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Tests.Tunes;

public class AbcReaderTests
{
    private static string Notes(string body, string head = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n") =>
        AbcReader.Read(head + body, "x").Single().ToNotes();

    [Fact]
    public void Notes_octaves_lengths_rests_and_ties_are_read() => Assert.Equal("C4 C5/8 C3/2 C6/2. R D4/2.", Notes("C c/ C,2 c'3 z D-D2"));

    [Fact]
    public void The_key_signature_holds_until_an_accidental_of_the_bar() =>
        Assert.Equal("F#4 F4 F4 F#4 C#5 A#4", Notes("F =F F | F c ^A", "X:1\nT:t\nL:1/4\nK:D\n"));

    [Fact]
    public void Modes_have_their_own_signatures()
    {
        Assert.Equal("Bb4 Eb5", Notes("B e", "X:1\nL:1/4\nK:Gm\n"));
        Assert.Equal("F#4 C5", Notes("F c", "X:1\nL:1/4\nK:Ador\n"));
        Assert.Equal("F#4 C5", Notes("F c", "X:1\nL:1/4\nK:D mix\n"));
    }

    [Fact]
    public void Repeats_and_endings_are_played()
    {
        Assert.Equal("C4 D4 C4 D4 E4", Notes("C D :| E |]"));
        Assert.Equal("C4 D4 E4 D4 E4 F4", Notes("C |: D E :| F"));
        Assert.Equal("C4 D4 C4 E4 F4", Notes("|: C |1 D :|2 E || F"));
        Assert.Equal("C4 C4 D4 E4 D4 F4", Notes("C :: D |1 E :|2 F :|"));
    }

    [Fact]
    public void Broken_rhythm_tuplets_and_chords_are_read()
    {
        Assert.Equal("C4/4. D4/8 E4/8 F4/4.", Notes("C>D E<F"));
        Assert.Equal(2, AbcReader.Read("X:1\nL:1/4\nK:C\n(3CDE", "x")[0].Notes.Sum(note => note.Duration), 1e-9);
        Assert.Equal("G4/2 C4", Notes("\"Am\"[CEG]2 !trill!{d}C"));
    }

    [Fact]
    public void A_book_gives_every_tune() =>
        Assert.Equal(["a", "b"], AbcReader.Read("X:1\nT:a\nK:C\nCDE\n\nX:2\nT:b\nK:G\nGAB\n", "book").Select(tune => tune.Name));

    [Fact]
    public void Bad_fields_are_told() =>
        Assert.Contains("M:9", Assert.Throws<UserError>(() => AbcReader.Read("X:1\nM:9\nK:C\nC", "x")).Message);

    [Theory]
    // ties (4.11)
    [InlineData("^F-|F F|", "F#4/2 F4")]
    [InlineData("_B-|B =B-|B|", "Bb4/2 B4/2")]
    [InlineData("C-C-|C D|", "C4/2. D4")]
    [InlineData("[CE]-[CG] c|", "E4 G4 C5")]
    [InlineData("|:C D-:|D|", "C4 D4 C4 D4/2")]
    [InlineData("F-|[K:D]F F|", "F4/2 F#4")]
    [InlineData("C-(3CDE F|", "C4:1.6666666667 D4/6 E4/6 F4")]
    // repeats, endings, parts (3.1.9, 4.8 to 4.10)
    [InlineData("|:C|1,3 D:|2 E:|4 F|]", "C4 D4 C4 E4 C4 D4 C4 F4")]
    [InlineData("|:C|1-2 D:|3 E|| F G:|", "C4 D4 C4 D4 C4 E4 F4 G4 F4 G4")]
    [InlineData("C [|D :| E |: F ::| G", "C4 D4 D4 E4 F4 F4 F4 G4")]
    [InlineData("|:::C:|", "C4 C4 C4 C4")]
    [InlineData("|:C|1 D:| E", "C4 D4 C4 E4")]
    // voices and overlays (7, 7.4)
    [InlineData("V:2\nC,4|\nV:1\nc2 d2|", "C5/2 D5/2")]
    [InlineData("[V:B]C,4|[V:A]c4|[V:B]C,4|[V:A]z4|d|", "C5/1 R/1 D5")]
    [InlineData("c2 d2 & E4 & C4|e|", "C5/2 D5/2 E5")]
    // text, decorations, words (2.2, 4.14, 5)
    [InlineData("C % D E\nw: A B C\n%%text D E\nN: F\nD", "C4 D4")]
    [InlineData("!fermata!C +trill+D {ga}E \"Am7\"F \"^text\"G .A ~B", "C4 D4 E4 F4 G4 A4 B4")]
    [InlineData("C y D `E (F G) \\\nA", "C4 D4 E4 F4 G4 A4")]
    // fields inside lines (3.2)
    [InlineData("[L:1/8]C[M:6/8](5CDEFG [Q:1/4=60][r:a remark]c", "C4/8 C4:0.3 D4:0.3 E4:0.3 F4:0.3 G4:0.3 C5/8")]
    [InlineData("[I:propagate-accidentals octave]^F f|[I:propagate-accidentals not]^F F", "F#4 F5 F#4 F4")]
    // lengths (4.3 to 4.5, 4.13, 4.17)
    [InlineData("[C2E2]3 [CE]/ C", "E4:6 E4/8 C4")]
    [InlineData("C Z2 D X E", "C4 R:8 D4 R:4 E4")]
    [InlineData(
        "[M:9/8](9CDEFGABcd (2CD (4CDEF",
        "C4/12 D4/12 E4/12 F4/12 G4/12 A4/12 B4/12 C5/12 D5/12 C4:1.5 D4:1.5 C4:0.75 D4:0.75 E4:0.75 F4:0.75"
    )]
    [InlineData("(3:2:4CDEF G (3::2CD E", "C4/6 D4/6 E4/6 F4/6 G4 C4/6 D4/6 E4")]
    [InlineData("C<<<D E>F", "C4/32 D4:1.875 E4/4. F4/8")]
    public void What_the_standard_says_is_played(string body, string notes) => AssertNotes(notes, body);

    [Theory]
    [InlineData("D exp _b =c ^f", "C D F B", "C4 D4 F#4 Bb4")]
    [InlineData("Am ^G", "G g F", "G#4 G#5 F4")]
    [InlineData("D =c", "C F", "C4 F#4")]
    [InlineData("HP", "F C G", "F#4 C#4 G4")]
    [InlineData("Hp", "F C G", "F#4 C#4 G4")]
    [InlineData("clef=bass", "F B", "F4 B4")]
    [InlineData("bass", "F B", "F4 B4")]
    [InlineData("none", "F B", "F4 B4")]
    [InlineData("", "F B", "F4 B4")]
    [InlineData("G clef=treble-8", "F", "F#3")]
    [InlineData("C octave=1 transpose=-2", "C", "Bb4")]
    [InlineData("Bb minor", "D G C", "Db4 Gb4 C4")]
    [InlineData("F#Loc", "G B", "G4 B4")]
    [InlineData("G#", "F G", "G4 G#4")]
    public void Keys_and_clefs_say_what_sounds(string key, string body, string notes) =>
        AssertNotes(notes, body, $"X:1\nL:1/4\nM:4/4\nK:{key}\n");

    [Theory]
    [InlineData("Q:1/4=100", 100)]
    [InlineData("Q:3/8=40", 60)]
    [InlineData("Q:1/4 3/8 1/4 3/8=40", 200)]
    [InlineData("Q:\"Allegro\" 1/2=60", 120)]
    [InlineData("Q:1/4=92.5 \"slow\"", 92.5)]
    [InlineData("Q:C=100", 50)]
    [InlineData("Q:C3=40", 60)]
    [InlineData("Q:120", 60)]
    [InlineData("Q:\"Andante\"", 120)]
    [InlineData("Q:1/4=1,5", 120)]
    public void Tempos_are_quarter_notes_a_minute(string field, double tempo) =>
        Assert.Equal(tempo, AbcReader.Read($"X:1\n{field}\nL:1/8\nK:C\nC|", "x")[0].Tempo, 1e-9);

    [Fact]
    public void Parts_are_played_in_their_order()
    {
        const string Body = "c|\nP:A\n|:C:|\nP:B\nD|1 E:|2 F|]\nP:C\nG|";
        AssertNotes("C5 C4 C4 D4 E4 D4 F4 D4 E4 D4 F4 C4 C4", Body, "X:1\nL:1/4\nP:A(B.)2A\nK:C\n");
        Assert.Contains("P:C is not in the order", Remarks(Body, "X:1\nL:1/4\nP:AB\nK:C\n"));
        Assert.Contains("no part P:D", Remarks(Body, "X:1\nL:1/4\nP:ABCD\nK:C\n"));
    }

    [Theory]
    [InlineData("C {gab}D", "3 grace notes were left out")]
    [InlineData("C !D.C.!D", "1 jump")]
    [InlineData("C D- E", "1 tie without a note of the same pitch")]
    [InlineData("C # D", "1 unknown sign was left out (line 6, column 3)")]
    [InlineData("V:1\nc|\nV:2\nC|", "left out: \"2\" (1 notes)")]
    [InlineData("C D|\n\nE F|", "looks like music")]
    [InlineData("C [Q:1/4=60] D", "1 change of tempo")]
    [InlineData("C [M:3/4] D", "1 change of meter")]
    [InlineData("[CE] D", "1 note sounds together with a higher one")]
    public void What_was_left_out_is_told(string body, string remark) => Assert.Contains(remark, Remarks(body));

    [Theory]
    [InlineData("C [DE", "line 6, column 3: the chord")]
    [InlineData("C0 D", "line 6, column 1: a number here")]
    [InlineData("C ^^^D", "line 6, column 3: \"^^^\" is no accidental")]
    [InlineData("C ^/D", "quarter tones")]
    [InlineData("C ^|", "has no note after it")]
    [InlineData("C \"Am D", "line 6, column 3: the text")]
    [InlineData("C {g D", "line 6, column 3: the grace notes")]
    [InlineData("C (1D", "line 6, column 3: a tuplet")]
    [InlineData("C [K:D", "the field \"[K:\" is not closed")]
    [InlineData("C [K:Q]D", "\"K:Q\" is no key")]
    [InlineData("C [K:Dfoo]D", "\"foo\" in \"K:Dfoo\"")]
    [InlineData("C >>>>D", "broken rhythm")]
    [InlineData("Repeat this tune", "\"Repeat\" is no music")]
    [InlineData("m: ~G2 = G2\nC", "macros")]
    [InlineData("C,,,,,,,,,", "outside the keys of MIDI")]
    [InlineData("%%begintext\nC D E", "%%begintext\" is not closed")]
    [InlineData("z4|", "needs at least one note")]
    [InlineData("C///////////////////////////////////////////// D", "cannot be counted")]
    public void What_cannot_be_read_is_refused_with_its_place(string body, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserError>(() => Notes(body)).Message);

    [Fact]
    public void The_same_word_twice_in_a_line_is_told_twice() =>
        Assert.Equal(2, Assert.Throws<UserError>(() => Notes("twort A twort")).Message.Split("\"twort\" is no music").Length - 1);

    [Fact]
    public void Repeats_without_end_are_refused()
    {
        const string Head = "X:1\nL:1/4\nP:(((A99)9)4)\nK:C\nP:A\n";
        var bars = string.Concat(Enumerable.Repeat("CDEFGABc|", 20));
        Assert.Contains("too long", Assert.Throws<UserError>(() => AbcReader.Read($"{Head}|:{bars}|1-64 C:|", "x")).Message);
        Assert.Contains("at most 4096", Assert.Throws<UserError>(() => AbcReader.Read(Head.Replace("A99", "A9999") + "C", "x")).Message);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public void Lines_end_in_any_way_and_free_text_is_no_music(string end)
    {
        var text = string.Join(
            end,
            "%abc-2.1",
            "A book of bad cabbage",
            "",
            "X:1",
            "T:a",
            "K:C",
            "C D",
            "",
            "Egg | edge |",
            "",
            "X:2",
            "T:b",
            "K:G",
            "F"
        );
        Assert.Equal(["C4/8 D4/8", "F#4/8"], AbcReader.Read(text, "book").Select(tune => tune.ToNotes()));
    }

    [Fact]
    public void The_header_of_a_file_holds_for_every_tune() =>
        Assert.All(
            AbcReader.Read("L:1/4\nM:3/4\n\nX:1\nK:C\nC\n\nX:2\nK:C\nC\n", "x"),
            tune => Assert.Equal((1, 3), ((int)tune.Notes[0].Duration, tune.BeatsPerBar))
        );

    private static string Remarks(string body, string head = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n") =>
        string.Join('\n', AbcReader.Read(head + body, "x")[0].Remarks);

    private static void AssertNotes(string notes, string body, string head = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n")
    {
        var tune = AbcReader.Read(head + body, "x").Single();
        Assert.True(tune.SameNotes(Tune.ParseNotes(notes)), $"{body}: {tune.ToNotes()}");
    }

    private const string Book =
        "X:1\nT:first\nK:C\nCDE|\n\nX:2\nT:second\nK:Zzz\nC|\n\nX:3\nT:third\nK:C\nFG|\n\nX:4\nT:fourth\nm:~n=n\nK:C\nC|\n";

    [Fact]
    public void Of_a_book_the_tunes_that_cannot_be_read_are_left_out_and_told()
    {
        var leftOut = new List<string>();
        Assert.Equal(["first", "third"], AbcReader.Read(Book, "b", leftOut).Select(tune => tune.Name));
        Assert.Equal(2, leftOut.Count);
        Assert.StartsWith("b, line 8, column 3: \"K:Zzz\" is no key", leftOut[0]);
        Assert.StartsWith("b, line 18", leftOut[1]);
        // Who does not want to hear of them gets all or none.
        Assert.Contains("line 8", Assert.Throws<UserError>(() => AbcReader.Read(Book, "b")).Message);
    }

    [Fact]
    public void A_book_without_any_readable_tune_is_refused()
    {
        var leftOut = new List<string>();
        Assert.Throws<UserError>(() => AbcReader.Read("X:1\nK:Zzz\nC|\n\nX:2\nK:Yyy\nC|\n", "b", leftOut));
        Assert.Empty(leftOut);
    }

    [Fact]
    public void The_first_tune_of_a_book_is_read_whatever_the_others_are()
    {
        var (tune, count) = AbcReader.First(Book, "b");
        Assert.Equal(("first", 4), (tune.Name, count));
        var turned = Book.Replace("K:C\nCDE", "K:Zzz\nCDE");
        Assert.Contains("line 3", Assert.Throws<UserError>(() => AbcReader.First(turned, "b")).Message);
    }

    [Fact]
    public void A_tune_of_millions_of_signs_is_refused_before_it_is_built()
    {
        var text = "X:1\nK:C\n" + string.Concat(Enumerable.Repeat("C D E F|", 300_000)) + "\n";
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("at most 100000 notes", Assert.Throws<UserError>(() => AbcReader.Read(text, "x")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400L << 20);
    }

    [Fact]
    public void A_title_is_one_line_of_plain_text() =>
        Assert.Equal("a [2Jb", AbcReader.Read("X:1\nT:a\u001b[2Jb\nK:C\nC|\n", "x").Single().Name);
}
