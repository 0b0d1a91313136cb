using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Models.Tunes;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Reads a MIDI file by the letter of the standard, mending nothing. A file of which nothing was told is one that this reads, note
/// by note; else the notes that are missing are those that were told.</summary>
internal static partial class MidiWitness
{
    private sealed class Damaged(string what) : Exception(what);

    private sealed record Note(int Track, int Channel, int Key, long Start)
    {
        public long End { get; set; } = -1;
    }

    public static void Check(byte[] bytes, Tune tune)
    {
        if (bytes.AsSpan().StartsWith("RIFF"u8) && !tune.Remarks.IsEmpty)
        {
            return; // what a damaged wrapper holds is told, and has no letter
        }

        List<Note> notes;
        int division;
        try
        {
            (notes, division) = Read(Unwrapped(bytes));
        }
        catch (Exception error) when (error is Damaged or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            Assert.False(tune.Remarks.IsEmpty, $"damaged ({error.Message}), and nothing was told");
            return;
        }

        var told = tune.Remarks.Sum(Told);
        Assert.True(
            notes.Count == tune.Notes.Length + told,
            $"{notes.Count} notes begin, {tune.Notes.Length} were read, {told} are told:\n{string.Join('\n', tune.Remarks)}"
        );
        if (!tune.Remarks.IsEmpty || (division & 0x8000) != 0)
        {
            return;
        }

        var melody = notes.OrderBy(note => note.Start).ToArray();
        for (var k = 0; k < melody.Length; k++)
        {
            Assert.Equal(melody[k].Key, tune.Notes[k].Pitch);
            Assert.Equal((melody[k].End - melody[k].Start) / (double)division, tune.Notes[k].Duration, 1e-9);
            if (k + 1 < melody.Length)
            {
                Assert.Equal((melody[k + 1].Start - melody[k].Start) / (double)division, tune.Notes[k].Step, 1e-9);
            }
        }
    }

    [GeneratedRegex("^(?<n>[0-9]+) (notes? sounds? together|percussion notes?|notes? of no length|keys? (is|are) struck twice)")]
    private static partial Regex LeftOut();

    // What a RIFF file holds.
    private static byte[] Unwrapped(byte[] bytes)
    {
        var at = bytes.AsSpan().StartsWith("RIFF"u8) ? bytes.AsSpan().IndexOf("MThd"u8) : -1;
        return at < 20 ? bytes : bytes[at..(int)Math.Min(bytes.Length, at + (long)BitConverter.ToUInt32(bytes, at - 4))];
    }

    private static int Told(string remark) =>
        LeftOut().Match(remark) is { Success: true } told ? int.Parse(told.Groups["n"].Value, CultureInfo.InvariantCulture) : 0;

    private static (List<Note> Notes, int Division) Read(byte[] bytes)
    {
        if (!bytes.AsSpan(0, 8).SequenceEqual("MThd\0\0\0\u0006"u8) || bytes[8] != 0 || bytes[9] > 1)
        {
            throw new Damaged("header");
        }

        var (tracks, at, notes) = (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10)), 14, new List<Note>());
        for (var track = 0; track < tracks; track++)
        {
            if (!bytes.AsSpan(at, 4).SequenceEqual("MTrk"u8))
            {
                throw new Damaged("chunk");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4));
            Track(bytes.AsSpan(at + 8, checked((int)length)), track, notes);
            at += 8 + (int)length;
        }

        return at == bytes.Length ? (notes, BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(12))) : throw new Damaged("bytes behind");
    }

    private static void Track(ReadOnlySpan<byte> bytes, int track, List<Note> notes)
    {
        var (at, tick, status, isOver) = (0, 0L, 0, false);
        while (!isOver)
        {
            tick += Variable(bytes, ref at);
            var first = bytes[at];
            if (first is 0xFF or 0xF0 or 0xF7)
            {
                isOver = first == 0xFF && bytes[at + 1] == 0x2F;
                at += first == 0xFF ? 2 : 1;
                var length = Variable(bytes, ref at);
                at += length;
                status = 0;
                continue;
            }

            (status, at) = first >= 0x80 ? (first, at + 1) : (status, at);
            if (status is 0 or > 0xEF)
            {
                throw new Damaged($"status {status}");
            }

            var (kind, channel, key) = (status & 0xF0, status & 15, bytes[at++]);
            var value = kind is 0xC0 or 0xD0 ? 0 : bytes[at++];
            if (key > 127 || value > 127)
            {
                throw new Damaged("data above 127");
            }

            if (kind == 0x90 && value > 0)
            {
                notes.Add(new Note(track, channel, key, tick));
            }
            else if (kind is 0x80 or 0x90 && notes.Find(note => note.End < 0 && Same(note, track, channel, key)) is { } sounding)
            {
                sounding.End = tick;
            }
        }

        if (at != bytes.Length)
        {
            throw new Damaged("bytes behind the end of a track");
        }
    }

    private static bool Same(Note note, int track, int channel, int key) =>
        note.Track == track && note.Channel == channel && note.Key == key;

    private static int Variable(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0;
        for (var k = 0; ; k++)
        {
            value = (value << 7) | (bytes[at] & 0x7F);
            if (bytes[at++] < 0x80)
            {
                return value;
            }

            if (k == 3)
            {
                throw new Damaged("a length of five bytes");
            }
        }
    }
}
