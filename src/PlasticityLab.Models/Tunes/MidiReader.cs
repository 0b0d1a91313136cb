using System.Text;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Reads the melody of a Standard MIDI File, formats 0 and 1.</summary>
/// <remarks>
/// Notes of all tracks and channels but percussion (channel 10) are put together and <see cref="Skyline"/> takes the highest. The first
/// tempo and time signature count.
/// Source: MIDI Manufacturers Association 1996, Standard MIDI Files 1.0.
/// </remarks>
public static class MidiReader
{
    /// <summary>Largest file that is read [bytes].</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    /// <summary>Reads a MIDI file's bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What messages and the tune are called.</param>
    /// <exception cref="UserError">The file is empty, cut short, not MIDI, of a kind that is not read, or has no note.</exception>
    public static Tune Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length == 0)
        {
            throw new UserError($"{name} is empty (0 bytes); a MIDI file was expected.");
        }

        if (bytes.Length > LargestFile)
        {
            throw new UserError($"{name} has {bytes.Length / 1048576.0:F1} MiB; MIDI files up to {LargestFile >> 20} MiB are read.");
        }

        var reader = new ByteReader(bytes, name);
        if (bytes.Length > 20 && bytes[..4].SequenceEqual("RIFF"u8) && bytes[8..12].SequenceEqual("RMID"u8))
        {
            reader.Position = 20; // an RMID file wraps the MIDI file behind three headers
        }

        var (format, tracks, division) = ReadHeader(ref reader);
        var song = new MidiSong();
        var found = 0;
        while (found < tracks)
        {
            if (reader.Left < 8)
            {
                throw new UserError(
                    $"{name} is cut short: its header promises {tracks} track{(tracks == 1 ? "" : "s")}, but {found} {(found == 1 ? "is" : "are")} there."
                );
            }

            var kind = reader.Text(4);
            var length = reader.UInt32();
            if (length > reader.Left)
            {
                throw new UserError(
                    $"{name} is cut short: chunk \"{Printable(kind)}\" at byte {reader.Position - 8} should have {length} bytes, but {reader.Left} are left."
                );
            }

            var end = reader.Position + (int)length;
            if (kind == "MTrk")
            {
                MidiTrack.Read(ref reader, end, song);
                found++;
            }

            reader.Position = end;
        }

        return ToTune(song, division, format, name);
    }

    private static (int Format, int Tracks, int Division) ReadHeader(ref ByteReader reader)
    {
        if (reader.Left < 14 || reader.Text(4) != "MThd")
        {
            throw new UserError($"{reader.Name} is not a Standard MIDI File: it does not begin with a 14-byte \"MThd\" header.");
        }

        var length = reader.UInt32();
        var start = reader.Position;
        if (length is < 6 or > 1024 || length > reader.Left)
        {
            throw new UserError($"{reader.Name}: the MIDI header should have 6 bytes, but says {length}.");
        }

        var format = reader.UInt16();
        var tracks = reader.UInt16();
        var division = reader.UInt16();
        reader.Position = start + (int)length;
        UserError.ThrowIfAny(
            Require.All(
                format is 0 or 1
                    ? null
                    : $"{reader.Name} is of MIDI format {format}; formats 0 and 1 are read. (Format 2 holds independent patterns: save it as format 1.)",
                tracks > 0 ? null : $"{reader.Name} has no track.",
                (division & 0x8000) != 0 || division > 0 ? null : $"{reader.Name} says 0 ticks a quarter note."
            )
        );
        return (format, tracks, division);
    }

    private static Tune ToTune(MidiSong song, int division, int format, string name)
    {
        var tempo = song.Tempo ?? 120;
        double ticksPerQuarter = division;
        if ((division & 0x8000) != 0)
        {
            // SMPTE time: frames a second (negative, in the upper byte) x ticks a frame; musical time follows from the tempo
            ticksPerQuarter = Math.Max(1, -(sbyte)(division >> 8) * (division & 0xFF)) * 60 / tempo;
        }

        if (song.Notes.Count == 0)
        {
            throw new UserError(
                $"{name} has no note{(song.Percussion > 0 ? $" but {song.Percussion} of percussion (channel 10), which has no pitch" : "")}."
            );
        }

        var (notes, remarks) = Skyline.Of(song.Notes, ticksPerQuarter);
        if (song.Percussion > 0)
        {
            remarks.Add($"{song.Percussion} percussion notes were left out.");
        }

        if (song.Tempos > 1)
        {
            remarks.Add($"the tempo changes {song.Tempos - 1} times; the first tempo is used throughout.");
        }

        if (song.Hanging > 0)
        {
            remarks.Add($"{song.Hanging} notes never end; they end with their track.");
        }

        return new Tune(name, notes)
        {
            Tempo = tempo,
            BeatsPerBar = song.Beats,
            BeatValue = song.BeatValue,
            Remarks = [.. remarks],
        };
    }

    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}

/// <summary>What the tracks of a MIDI file hold together.</summary>
internal sealed class MidiSong
{
    public List<(long Start, long End, int Pitch)> Notes { get; } = [];

    public double? Tempo { get; set; }

    public long TempoTick { get; set; } = long.MaxValue;

    public int Tempos { get; set; }

    public int Beats { get; set; } = 4;

    public int BeatValue { get; set; } = 4;

    public long MeterTick { get; set; } = long.MaxValue;

    public int Percussion { get; set; }

    public int Hanging { get; set; }
}

/// <summary>A place in the bytes of a file; reading beyond the end is a user's error.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes, string name)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public string Name { get; } = name;

    public int Position { get; set; }

    public readonly int Left => _bytes.Length - Position;

    public byte Byte()
    {
        if (Position >= _bytes.Length)
        {
            throw new UserError($"{Name} is cut short: it ends at byte {_bytes.Length} in the middle of an event.");
        }

        return _bytes[Position++];
    }

    public int UInt16() => (Byte() << 8) | Byte();

    public uint UInt32() => ((uint)UInt16() << 16) | (uint)UInt16();

    public string Text(int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            text.Append((char)Byte());
        }

        return text.ToString();
    }

    /// <summary>A number in pieces of seven bits, at most four bytes.</summary>
    public int VariableLength()
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var next = Byte();
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new UserError($"{Name}: the number at byte {Position - 4} has more than four bytes; the file is damaged.");
    }
}
