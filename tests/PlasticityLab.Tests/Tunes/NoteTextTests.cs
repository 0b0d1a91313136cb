using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Tunes;

public class NoteTextTests
{
    [Fact]
    public void Note_text_is_read_with_lengths_accidentals_bars_and_rests()
    {
        var tune = Tune.ParseNotes("C4 c#4/8 Bb3/2. | F##4:2/3 R/8 G4/4.");
        Assert.Equal([60, 61, 58, 67, 67], tune.Pitches());
        Assert.Equal([1, 0.5, 3, 2.0 / 3, 1.5], tune.Notes.Select(note => note.Duration));
        Assert.Equal(0.5, tune.Notes[3].Rest);
    }

    [Fact]
    public void Written_text_is_read_back()
    {
        foreach (var tune in TuneCollection.Ids.Select(TuneCollection.Get))
        {
            Assert.True(Tune.ParseNotes(tune.ToNotes()).SameNotes(tune));
        }
    }

    [Fact]
    public void Every_bad_word_is_told()
    {
        var error = Assert.Throws<UserError>(() => Tune.ParseNotes("C4 H4 C4/0 C12\nfoo", "song"));
        Assert.Contains("song, line 1: \"H4\" is not a note", error.Message);
        Assert.Contains("\"C12\" lies outside", error.Message);
        Assert.Contains("line 2: \"foo\"", error.Message);
        Assert.Contains("at least one note", Assert.Throws<UserError>(() => Tune.ParseNotes(" | % nothing")).Message);
    }

    [Fact]
    public void The_built_in_tunes_are_what_they_are_called()
    {
        Assert.Equal(42, TuneCollection.Get("ah_vous_dirai_je_maman").Notes.Length);
        Assert.Equal(32, TuneCollection.Get("frere-jacques").Notes.Length);
        Assert.Equal("Ode to Joy", TuneCollection.Get("ode-to-joy").Name);
        Assert.All(TuneCollection.Ids, id => Assert.Equal(0, TuneCollection.Get(id).Notes.Sum(note => note.Step) % 4, 1e-9));
    }
}

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
}
