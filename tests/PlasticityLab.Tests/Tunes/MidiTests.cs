using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Tunes;

public class MidiTests
{
    private static byte[] File(byte[] track, byte format = 0, byte tracks = 1, byte[]? second = null)
    {
        static byte[] Chunk(byte[] data) => [.. "MTrk"u8, 0, 0, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return [.. "MThd"u8, 0, 0, 0, 6, 0, format, 0, tracks, 0, 96, .. Chunk(track), .. second is null ? [] : Chunk(second)];
    }

    private static Tune Read(params byte[] bytes) => MidiReader.Read(bytes, "x.mid");

    private static string Refused(params byte[] bytes) => Assert.Throws<UserError>(() => Read(bytes)).Message;

    [Fact]
    public void Written_tunes_are_read_back_with_equal_notes_tempo_and_meter()
    {
        foreach (
            var tune in TuneCollection.Ids.Select(TuneCollection.Get).Append(Tune.ParseNotes("C4/12 D4/12 E4/12 R/8. F#5/16 G3:1.25 Bb4/1"))
        )
        {
            var back = MidiReader.Read(MidiWriter.Write(tune), "x");
            Assert.True(back.SameNotes(tune), $"{tune.ToNotes()}\n{back.ToNotes()}");
            Assert.Equal(tune.Tempo, back.Tempo, 0.01);
            Assert.Equal((tune.BeatsPerBar, tune.BeatValue), (back.BeatsPerBar, back.BeatValue));
        }
    }

    [Fact]
    public void Running_status_and_note_on_with_velocity_0_are_understood()
    {
        var tune = Read(File([0, 0x90, 60, 90, 96, 60, 0, 0, 62, 90, 48, 62, 0, 0, 0xFF, 0x2F, 0]));
        Assert.Equal("C4 D4/8", tune.ToNotes());
    }

    [Fact]
    public void Tempo_meter_and_notes_may_stand_in_different_tracks()
    {
        var tune = Read(
            File(
                [0, 0xFF, 0x51, 3, 0x09, 0x27, 0xC0, 0, 0xFF, 0x58, 4, 6, 3, 24, 8, 0, 0xFF, 0x2F, 0],
                1,
                2,
                [0, 0x91, 64, 80, 96, 0x81, 64, 0, 96, 0x91, 65, 80, 96, 0x81, 65, 0, 0, 0xFF, 0x2F, 0]
            )
        );
        Assert.Equal(100, tune.Tempo, 1e-9);
        Assert.Equal((6, 8), (tune.BeatsPerBar, tune.BeatValue));
        Assert.Equal("E4 R F4", tune.ToNotes());
    }

    [Fact]
    public void Of_simultaneous_notes_the_highest_is_the_melody_and_the_tune_says_so()
    {
        var tune = Read(
            File([
                0,
                0x90,
                60,
                90,
                0,
                0x90,
                67,
                90,
                48,
                0x90,
                55,
                90,
                48,
                0x80,
                60,
                0,
                0,
                0x80,
                67,
                0,
                0,
                0x80,
                55,
                0,
                0,
                0x90,
                64,
                90,
                96,
                0x80,
                64,
                0,
                0,
                0xFF,
                0x2F,
                0,
            ])
        );
        Assert.Equal([67, 64], tune.Pitches());
        Assert.Contains("2 notes sound together", tune.Remarks.Single());
    }

    [Fact]
    public void Notes_that_overlap_as_in_legato_stay_a_melody()
    {
        var tune = Read(File([0, 0x90, 67, 90, 90, 0x90, 64, 90, 12, 0x80, 67, 0, 84, 0x80, 64, 0, 0, 0xFF, 0x2F, 0]));
        Assert.Equal([67, 64], tune.Pitches());
        Assert.Empty(tune.Remarks);
    }

    [Fact]
    public void Damaged_files_are_refused_with_a_sentence()
    {
        byte[] good = File([0, 0x90, 60, 90, 96, 0x80, 60, 0, 0, 0xFF, 0x2F, 0]);
        Assert.Contains("is empty", Refused());
        Assert.Contains("not a Standard MIDI File", Refused("hello, this is no midi file"u8.ToArray()));
        Assert.Contains("format 2", Refused(File([0, 0xFF, 0x2F, 0], 2)));
        Assert.Contains("cut short", Refused(good[..^4]));
        Assert.Contains("has no note", Refused(File([0, 0xFF, 0x2F, 0])));
        Assert.Contains("percussion", Refused(File([0, 0x99, 36, 90, 96, 0x89, 36, 0, 0, 0xFF, 0x2F, 0])));
        Assert.Contains("no event kind", Refused(File([0, 60, 90, 96, 0xFF, 0x2F, 0])));
        Assert.Contains("below 128", Refused(File([0, 0x90, 200, 90, 96, 0xFF, 0x2F, 0])));
        Assert.Contains("more than four bytes", Refused(File([0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x90, 60, 90])));
        Assert.Contains("16 MiB", Refused(new byte[MidiReader.LargestFile + 1]));
    }

    [Fact]
    public void No_damage_to_a_file_gives_anything_but_a_tune_or_a_sentence()
    {
        var good = MidiWriter.Write(TuneCollection.Get("frere_jacques"));
        var random = new RandomStreams(5).Open(StreamPurpose.Analysis);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = good[..(i < good.Length ? i : good.Length)].ToArray();
            for (var k = random.NextInt(4); k > 0 && bytes.Length > 0; k--)
            {
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            }

            try
            {
                Assert.NotEmpty(Read(bytes).Notes);
            }
            catch (UserError error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    [Fact]
    public void A_wav_file_has_the_length_and_the_pitch_of_the_tune()
    {
        var wav = Synthesizer.ToWav(Tune.ParseNotes("% tempo: 60\nA4:2"));
        Assert.Equal("RIFF"u8.ToArray(), wav[..4]);
        Assert.Equal(wav.Length - 8, BitConverter.ToInt32(wav, 4));
        Assert.InRange(wav.Length, 44 + (2 * 2 * 44100), 44 + (2 * 2.2 * 44100));
        // energy at 440 Hz against a neighbouring semitone (Goertzel)
        double Power(double frequency)
        {
            double re = 0,
                im = 0;
            for (var i = 0; i < 40000; i++)
            {
                var x = BitConverter.ToInt16(wav, 44 + (2 * i));
                re += x * Math.Cos(2 * Math.PI * frequency * i / 44100);
                im += x * Math.Sin(2 * Math.PI * frequency * i / 44100);
            }

            return (re * re) + (im * im);
        }

        Assert.True(Power(440) > 100 * Power(466.16));
    }
}
