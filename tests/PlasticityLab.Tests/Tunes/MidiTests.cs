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
        Assert.Equal(["1 note sounds on when the next one begins, and ends there."], tune.Remarks);
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

    private static readonly byte[] End = [0, 0xFF, 0x2F, 0];

    [Theory]
    [InlineData(new byte[] { 0, 0xFF, 1, 1, 65, 0, 0xF0, 2, 1, 0xF7 }, "running status")]
    [InlineData(new byte[] { 0, 0xF8, 0, 0xFE }, "system message 0xF8")]
    [InlineData(new byte[] { 0, 0xF2, 1, 2, 0, 0xF1, 3, 0, 0xF3, 1, 0, 0xF6 }, "system message 0xF2")]
    public void Odd_events_between_two_notes_of_one_status_are_passed_over(byte[] between, string remark)
    {
        var tune = Read(File([0, 0x90, 60, 90, 96, 60, 0, .. between, 0, 62, 90, 96, 62, 0, .. End]));
        Assert.Equal("C4 D4", tune.ToNotes());
        Assert.Contains(tune.Remarks, text => text.Contains(remark, StringComparison.Ordinal));
    }

    [Fact]
    public void A_track_without_its_end_is_read_and_told()
    {
        var tune = Read(File([0, 0x90, 60, 90, 96, 60, 0, 0, 62, 90, 96, 62, 0]));
        Assert.Equal("C4 D4", tune.ToNotes());
        Assert.Equal("Track 1 has no end-of-track event; it ends where its bytes end.", tune.Remarks.Single());
    }

    [Fact]
    public void A_file_in_a_RIFF_wrapper_or_behind_other_bytes_is_the_same_tune()
    {
        var bare = File([0, 0x90, 60, 90, 96, 60, 0, 0, 62, 90, 96, 62, 0, .. End]);
        byte[] length = [(byte)bare.Length, 0, 0, 0];
        byte[] wrapped =
        [
            .. "RIFF"u8,
            (byte)(bare.Length + 20),
            0,
            0,
            0,
            .. "RMID"u8,
            .. "LIST"u8,
            0,
            0,
            0,
            0,
            .. "data"u8,
            .. length,
            .. bare,
        ];
        Assert.Equal("C4 D4", Read(wrapped).ToNotes());
        Assert.Empty(Read(wrapped).Remarks); // nothing is mended or lost
        var behind = Read([.. new byte[128], .. bare]);
        Assert.Equal("C4 D4", behind.ToNotes());
        Assert.Equal("128 bytes before the MIDI file's header were left out.", behind.Remarks.Single());
    }

    [Fact]
    public void Remarks_count_what_they_tell()
    {
        byte[] exclusive = [0, 0xF0, 2, 1, 0xF7];
        var tune = Read(
            File([0, 0x90, 60, 90, 96, 60, 0, .. exclusive, 0, 62, 90, 96, 62, 0, .. exclusive, 0, 64, 90, 96, 64, 0, 0, 0xF8, .. End])
        );
        Assert.Equal("C4 D4 E4", tune.ToNotes());
        Assert.Contains(tune.Remarks, remark => remark.Contains("running status", StringComparison.Ordinal) && remark.Contains('2'));
        Assert.Contains(tune.Remarks, remark => remark.Contains("0xF8", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_struck_again_and_notes_of_no_length_are_told()
    {
        var again = Read(File([0, 0x90, 60, 90, 96, 60, 90, 0, 60, 0, 96, 60, 0, .. End]));
        Assert.Equal("C4 C4", again.ToNotes());
        Assert.Empty(again.Remarks); // the off in the tick of the new on ends the note before
        var over = Read(File([0, 0x90, 60, 90, 48, 60, 90, 48, 60, 0, .. End]));
        Assert.Equal("C4/8 C4/8", over.ToNotes());
        Assert.Contains("struck again", over.Remarks.Single());
        var grace = Read(File([0, 0x90, 72, 90, 0, 72, 0, 0, 60, 90, 96, 60, 0, .. End]));
        Assert.Equal("C4", grace.ToNotes());
        Assert.Contains("1 note of no length was left out", grace.Remarks.Single());
        Assert.Contains("its 1 note", Refused(File([0, 0x90, 72, 90, 0, 72, 0, .. End])));
    }

    [Fact]
    public void A_key_may_go_up_on_another_track() =>
        Assert.Equal("C4 D4", Read(File([0, 0x90, 60, 90, 96, 62, 90, .. End], 1, 2, [96, 0x80, 60, 0, 96, 62, 0, .. End])).ToNotes());

    [Fact]
    public void The_tempo_is_that_of_the_beginning()
    {
        byte[] slow = [0xFF, 0x51, 3, 0x0F, 0x42, 0x40],
            standard = [0xFF, 0x51, 3, 0x07, 0xA1, 0x20],
            notes = [0, 0x90, 60, 90, 96, 60, 0];
        Assert.Equal(60, Read(File([0, .. standard, 0, .. slow, .. notes, .. End])).Tempo, 1e-9);
        var later = Read(File([.. notes, 0, .. standard, 0, .. slow, 10, .. slow, .. notes, .. End]));
        Assert.Equal(120, later.Tempo, 1e-9);
        Assert.Contains("the tempo changes once", later.Remarks.Single());
        Assert.Empty(Read(File([.. notes, 0, .. standard, .. notes, .. End])).Remarks);
    }

    [Fact]
    public void A_file_cut_short_is_refused_and_one_with_wrong_lengths_is_read()
    {
        byte[] good = File([0, 0x90, 60, 90, 96, 0x80, 60, 0, .. End]);
        Assert.Contains("cut short", Refused(good[..^4]));
        foreach (byte length in new byte[] { 2, 8, 11, 13, 200 })
        {
            var wrong = good.ToArray();
            wrong[21] = length;
            var tune = Read(wrong);
            Assert.Equal("C4", tune.ToNotes());
            Assert.Contains($"should have {length} bytes, but has 12", tune.Remarks.Single());
        }
    }
}
