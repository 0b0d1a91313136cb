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

    [Fact]
    public void Black_keys_are_named_as_the_key_asks()
    {
        Assert.Equal("F4 G4 A4 Bb4 C5", Tune.ParseNotes("F4 G4 A4 A#4 C5").ToNotes());
        Assert.Equal("D4 E4 F#4 G4 A4 B4 C#5", Tune.ParseNotes("D4 E4 Gb4 G4 A4 B4 Db5").ToNotes());
        Assert.Equal("C#4 D#4", (Tune.ParseNotes("Db4 Eb4") with { Sharps = 7 }).ToNotes());
    }

    [Theory]
    [InlineData("C4/\u0663 D4", "is not a note")]
    [InlineData("C\u0664 D4", "is not a note")]
    [InlineData("C4:999999999 D4", "at most 1000000 quarter notes")]
    [InlineData("C4:9999999999999999999", "is not a note")]
    [InlineData("C4:1/0", "above 0")]
    [InlineData("% tempo: 1,5\nC4", "tempo: 1,5")]
    [InlineData("% meter: 3/1073741824\nC4", "meter")]
    public void What_is_no_number_of_a_note_is_refused(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserError>(() => Tune.ParseNotes(text)).Message);

    [Fact]
    public void A_midi_file_refuses_lengths_and_tempos_that_it_cannot_hold()
    {
        Assert.Contains(
            "quarter notes, but one is",
            Assert.Throws<UserError>(() => MidiWriter.Write(Tune.ParseNotes("C4:900000"))).Message
        );
        Assert.Contains("3.58", Assert.Throws<UserError>(() => MidiWriter.Write(Tune.ParseNotes("% tempo: 2\nC4"))).Message);
        var longest = Tune.ParseNotes("C4:300000 D4:1/3");
        Assert.Equal(300_000, MidiReader.Read(MidiWriter.Write(longest), "x").Notes[0].Duration, 1e-3);
    }

    [Fact]
    public void A_name_stays_within_its_line()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.notes");
        TuneFile.Write(Tune.ParseNotes("C4") with { Name = "a\nC5" }, path);
        Assert.Single(TuneFile.Read(path)[0].Notes);
        File.Delete(path);
    }
}
