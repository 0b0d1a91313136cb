using PlasticityLab.Models.Tunes;
using PlasticityLab.Models.Tunes.Midi;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>MIDI files made at random are read as mido reads them; with damage that mido refuses they are read as without.</summary>
public class MidiAgainstMidoTests
{
    private const int Files = 2000;

    private static MidiFileMaker Maker(int i) => new(new RandomStreams(21).Open(StreamPurpose.Patterns, i));

    [Fact]
    public void Two_thousand_files_have_the_same_notes_tempo_and_meter()
    {
        IndependentReaders.MustBeThere(abc: false);
        var folder = Directory.CreateTempSubdirectory("midi");
        try
        {
            var makers = Enumerable.Range(0, Files).Select(Maker).ToArray();
            for (var i = 0; i < Files; i++)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{i}.mid"), makers[i].Clean());
            }

            var theirs = IndependentReaders.ReadMidi(folder.FullName);
            for (var i = 0; i < Files; i++)
            {
                var (bytes, file) = (makers[i].Clean(), theirs[$"{i}.mid"]);
                Assert.Null(file.Error);
                var song = new MidiSong();
                Assert.Equal(file.Division, MidiChunks.Read(new MidiBytes(bytes, "x"), song));
                Assert.Equal(
                    file.Notes.Select(note => (note.Start, note.End, note.Pitch)).Order(),
                    MidiPairs.Of(song).Notes.Select(note => (note.Start, note.End, note.Pitch)).Order()
                );
                var tune = MidiReader.Read(bytes, "x");
                var begin = file.Notes.Min(note => note.Start);
                var tempo = file.Tempos.Where(x => x.Tick <= begin).Select(x => 6e7 / int.Parse(x.Value)).LastOrDefault(120);
                Assert.Equal(tempo, tune.Tempo, 1e-9);
                Assert.Equal(
                    file.Meters.Where(x => x.Tick <= begin).Select(x => x.Value).LastOrDefault("4/4"),
                    $"{tune.BeatsPerBar}/{tune.BeatValue}"
                );
                Assert.Equal(
                    makers[i].Notes.Select(note => (note.Key, (note.End - note.Start) / (double)file.Division)),
                    tune.Notes.Select(note => (note.Pitch, note.Duration))
                );
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void Damage_beside_the_notes_changes_no_note_and_is_told()
    {
        var kinds = Enum.GetValues<MidiFileMaker.Damage>();
        for (var i = 0; i < Files; i++)
        {
            var damage = kinds[i % kinds.Length];
            var clean = MidiReader.Read(Maker(i).Clean(), "x");
            var read = MidiReader.Read(Maker(i).Damaged(damage), "x");
            Assert.True(read.SameNotes(clean) && read.Tempo == clean.Tempo && read.BeatsPerBar == clean.BeatsPerBar, $"file {i}: {damage}");
            if (damage is not (MidiFileMaker.Damage.NoEndOfTrack or MidiFileMaker.Damage.Riff or MidiFileMaker.Damage.RunningOverSysex))
            {
                Assert.True(read.Remarks.Except(clean.Remarks).Any(), $"file {i}: {damage} is not told");
            }
        }
    }
}
