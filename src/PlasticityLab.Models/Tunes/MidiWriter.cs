using System.Buffers.Binary;
using System.Text;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Writes a tune as a Standard MIDI File of format 0.</summary>
public static class MidiWriter
{
    private const int MostTicks = 0x0FFFFFFF; // of a delta time, four pieces of seven bits
    private const int MostMicroseconds = 0xFFFFFF;
    private static readonly int[] Divisions = [480, 1024, 960, 3840, 3072, 15360];

    /// <summary>The bytes of the file. The number of ticks a quarter note is the first of a few usual ones that holds every length exactly;
    /// else lengths are rounded to the finest that fits, 1/15360 of a quarter note unless one is very long.</summary>
    /// <exception cref="UserError">A length or the tempo is beyond what a MIDI file holds.</exception>
    public static byte[] Write(Tune tune)
    {
        ArgumentNullException.ThrowIfNull(tune);
        var division = Division(tune);
        using var track = new MemoryStream();
        Meta(track, 0x03, Encoding.UTF8.GetBytes(tune.Name));
        var microseconds = (int)Math.Round(6e7 / tune.Tempo);
        Meta(track, 0x51, [(byte)(microseconds >> 16), (byte)(microseconds >> 8), (byte)microseconds]);
        Meta(track, 0x58, [(byte)tune.BeatsPerBar, (byte)Math.Log2(tune.BeatValue), 24, 8]);
        double position = 0; // ticks are rounded from the running sum, so that rounding does not add up
        long written = 0;
        foreach (var note in tune.Notes)
        {
            var start = Math.Max(written, (long)Math.Round(position * division));
            var end = Math.Max(start + 1, (long)Math.Round((position + note.Duration) * division));
            VariableLength(track, start - written);
            track.Write([0x90, (byte)note.Pitch, 90]);
            VariableLength(track, end - start);
            track.Write([0x80, (byte)note.Pitch, 0]);
            written = end;
            position += note.Step;
        }

        Meta(track, 0x2F, []);
        var bytes = new byte[22 + track.Length];
        "MThd"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), 6);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(10), 1);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(12), (short)division);
        "MTrk"u8.CopyTo(bytes.AsSpan(14));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(18), (int)track.Length);
        track.ToArray().CopyTo(bytes, 22);
        return bytes;
    }

    private static int Division(Tune tune)
    {
        var longest = tune.Notes.Max(note => Math.Max(note.Duration, note.Rest));
        UserError.ThrowIfAny(
            Require.All(
                longest * Divisions.Min() < MostTicks - 1
                    ? null
                    : $"{tune.Name}: a MIDI file holds lengths up to {MostTicks / Divisions.Min()} quarter notes, but one is {longest:G6}.",
                6e7 / tune.Tempo is >= 1 and <= MostMicroseconds
                    ? null
                    : $"{tune.Name}: a MIDI file holds tempos of 3.58 quarter notes a minute and above, but the tune's is {tune.Tempo:G6}."
            )
        );
        int[] fitting = [.. Divisions.Where(d => longest * d < MostTicks - 1)];
        var exact = Array.Find(fitting, d => tune.Notes.All(note => IsWhole(note.Duration * d) && IsWhole(note.Rest * d)));
        return exact > 0 ? exact : fitting.Max();
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6 * Math.Max(1, value);

    private static void Meta(MemoryStream track, byte kind, ReadOnlySpan<byte> data)
    {
        track.Write([0, 0xFF, kind]); // always at the moment of the event before
        VariableLength(track, data.Length);
        track.Write(data);
    }

    private static void VariableLength(MemoryStream track, long value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift > 0)
            {
                track.WriteByte((byte)(0x80 | ((value >> shift) & 0x7F)));
            }
        }

        track.WriteByte((byte)(value & 0x7F));
    }
}
