using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes.Midi;

/// <summary>Finds the tracks in the bytes of a file, whatever its headers say of their number and length.</summary>
/// <remarks>
/// A track ends with its end-of-track event. Its length is believed where a chunk, or the end of the file, stands behind it.
/// Source: MIDI Manufacturers Association 1996, Standard MIDI Files 1.0; RIFF (RMID) as in Microsoft 1991, Multimedia Programming
/// Interface.
/// </remarks>
internal static class MidiChunks
{
    /// <summary>Reads the header and every track.</summary>
    /// <returns>The division: ticks a quarter note, or SMPTE time where bit 15 is set.</returns>
    public static int Read(MidiBytes file, MidiSong song)
    {
        var bytes = Unwrap(file, song);
        var (tracks, division) = ReadHeader(ref bytes);
        while (bytes.Left > 0)
        {
            if (bytes.IsAt("MTrk"u8) && bytes.Left >= 8)
            {
                ReadTrack(ref bytes, song);
            }
            else
            {
                PassOver(ref bytes, song);
            }
        }

        var found = song.Ends.Count;
        if (found == 0)
        {
            throw new UserError($"{bytes.Name} has no track.");
        }

        if (found != tracks)
        {
            song.Say($"The header counts {tracks} track{(tracks == 1 ? "" : "s")}, but {found} {(found == 1 ? "is" : "are")} there.");
        }

        return division;
    }

    /// <summary>Whether a chunk begins here: four letters and a length that the file holds.</summary>
    public static bool IsChunk(in MidiBytes bytes)
    {
        if (bytes.Left < 8)
        {
            return bytes.Left == 0;
        }

        var there = bytes;
        return !there.Kind().Contains('?', StringComparison.Ordinal)
            && there.UInt32() is var length
            && (length <= there.Left || bytes.IsAt("MTrk"u8));
    }

    /// <summary>The Standard MIDI File inside a RIFF file or behind other bytes.</summary>
    private static MidiBytes Unwrap(MidiBytes file, MidiSong song)
    {
        if (file.IsAt("RIFF"u8) && file.Length > 20 && RiffData(file) is { } data)
        {
            return file.Part(data.From, data.To);
        }

        var header = file.Find("MThd\0\0\0\u0006"u8, 0);
        if (header <= 0)
        {
            return file;
        }

        song.Say($"{header} byte{(header == 1 ? "" : "s")} before the MIDI file's header were left out.");
        return file.Part(header, file.Length);
    }

    private static (int From, int To)? RiffData(MidiBytes file)
    {
        file.Position = 12; // RIFF, length, RMID
        while (file.Left >= 8)
        {
            var isData = file.IsAt("data"u8);
            file.Position += 4;
            var length = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(file.UInt32());
            if (isData && file.IsAt("MThd"u8))
            {
                return (file.Position, length > file.Left ? file.Length : file.Position + (int)length);
            }

            file.Position += (int)Math.Min(file.Left, length + (length & 1L));
        }

        return null;
    }

    private static (int Tracks, int Division) ReadHeader(ref MidiBytes bytes)
    {
        if (bytes.Left < 14 || !bytes.IsAt("MThd"u8))
        {
            throw new UserError($"{bytes.Name} is not a Standard MIDI File: it does not begin with a 14-byte \"MThd\" header.");
        }

        bytes.Position = 4;
        var length = bytes.UInt32();
        if (length is < 6 or > 1024 || length > bytes.Left)
        {
            throw new UserError($"{bytes.Name}: the MIDI header should have 6 bytes, but says {length}.");
        }

        var (format, tracks, division) = (bytes.UInt16(), bytes.UInt16(), bytes.UInt16());
        bytes.Position = 8 + (int)length;
        UserError.ThrowIfAny(
            Require.All(
                format is 0 or 1
                    ? null
                    : $"{bytes.Name} is of MIDI format {format}; formats 0 and 1 are read (format 2 holds separate patterns; save it as format 1).",
                (division & 0x8000) != 0 || division > 0 ? null : $"{bytes.Name} says 0 ticks a quarter note.",
                (division & 0x8000) == 0 || (division & 0xFF) > 0 ? null : $"{bytes.Name} says 0 ticks a frame of SMPTE time."
            )
        );
        return (tracks, division);
    }

    private static void ReadTrack(ref MidiBytes bytes, MidiSong song)
    {
        var number = song.Ends.Count + 1;
        bytes.Position += 4;
        long length = bytes.UInt32();
        var start = bytes.Position;
        var end = (int)Math.Min(start + length, bytes.Length);
        var isEnded = MidiTrack.Read(ref bytes, end, song);
        if (!isEnded && start + length > bytes.Length && bytes.Left == 0)
        {
            throw new UserError(
                $"{bytes.Name} is cut short: track {number} should have {length} bytes, but {bytes.Length - start} are there, "
                    + "without an end of track."
            );
        }

        if (!isEnded)
        {
            song.Say($"Track {number} has no end-of-track event; it ends where its bytes end.");
        }

        var read = bytes.Position;
        if (read == start + length)
        {
            return;
        }

        if (isEnded && read < end)
        {
            // Bytes behind the end of track: none of this track's where the next one begins, else what its length says.
            bytes.Position = end;
            if (!IsChunk(in bytes) || bytes.Part(read, end).IsAt("MTrk"u8))
            {
                bytes.Position = read;
                var next = bytes.Find("MTrk"u8, read);
                bytes.Position = next < 0 ? bytes.Length : next;
            }

            if (bytes.Position > read)
            {
                var left = bytes.Position - read;
                song.Say($"{left} byte{(left == 1 ? "" : "s")} behind the end of track {number} were left out.");
                if (bytes.Position == end)
                {
                    return;
                }
            }
        }

        song.Say($"Track {number} should have {length} bytes, but has {read - start}; its events were read to its end.");
    }

    /// <summary>A chunk of another kind, or bytes without a chunk, up to the next track.</summary>
    private static void PassOver(ref MidiBytes bytes, MidiSong song)
    {
        var start = bytes.Position;
        if (bytes.Left >= 8 && IsChunk(in bytes))
        {
            var kind = bytes.Kind();
            bytes.Skip((int)bytes.UInt32());
            song.Say($"A chunk \"{kind}\", which is no track, was left out ({bytes.Position - start} bytes).");
            return;
        }

        var next = bytes.Find("MTrk"u8, start + 1);
        bytes.Position = next < 0 ? bytes.Length : next;
        song.Say($"{bytes.Position - start} bytes at byte {start}, which are no chunk, were left out.");
    }
}
