using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes.Midi;

/// <summary>Reads the events of one MIDI track.</summary>
/// <remarks>
/// A running status goes on after meta and system exclusive events: Standard MIDI Files 1.0 ends it there, but a data byte in its place has
/// no second reading. Bytes of real-time and common messages, which have no place in a file, and values above 127 that are no keys are
/// passed over and told.
/// </remarks>
internal static class MidiTrack
{
    private const int Percussion = 9; // channel 10, counted from 0

    /// <summary>Reads up to the end-of-track event, or to where the bytes end or another track begins.</summary>
    /// <param name="bytes">At the first event; afterwards behind the last.</param>
    /// <param name="end">Where the track's length says that it ends.</param>
    /// <param name="song">Takes the events.</param>
    /// <returns>Whether there was an end-of-track event.</returns>
    public static bool Read(ref MidiBytes bytes, int end, MidiSong song)
    {
        long tick = 0;
        var status = 0;
        var isOver = false;
        while (!isOver && !IsEnd(in bytes, end))
        {
            tick += bytes.VariableLength();
            isOver = ReadEvent(ref bytes, tick, ref status, song);
        }

        song.Ends.Add(tick);
        return isOver;
    }

    // A length that is too small ends nothing: the track goes on to its end-of-track event unless a chunk follows.
    private static bool IsEnd(in MidiBytes bytes, int end) =>
        bytes.Left == 0
        || (bytes.Position == end && MidiChunks.IsChunk(in bytes))
        || (bytes.IsAt("MTrk"u8) && MidiChunks.IsChunk(in bytes));

    private static bool ReadEvent(ref MidiBytes bytes, long tick, ref int status, MidiSong song)
    {
        var first = bytes.Byte();
        switch (first)
        {
            case 0xFF:
                status |= HasGap;
                return ReadMeta(ref bytes, tick, song);
            case 0xF0 or 0xF7:
                status |= HasGap;
                bytes.Skip(bytes.VariableLength());
                return false;
            case > 0xF0:
                // song position has two data bytes, quarter frame and song select one, the others none
                bytes.Skip(
                    first is 0xF2 ? 2
                    : first is 0xF1 or 0xF3 ? 1
                    : 0
                );
                song.Count($"system message 0x{first:X2}", "it has no place in a file and was left out");
                return false;
            case >= 0x80:
                status = first;
                break;
            default:
                TakeRunningStatus(ref bytes, first, ref status, song);
                break;
        }

        ReadChannelEvent(ref bytes, status, tick, song);
        return false;
    }

    /// <summary>Set in a status over which a meta or system exclusive event has passed.</summary>
    private const int HasGap = 0x100;

    private static void TakeRunningStatus(ref MidiBytes bytes, int first, ref int status, MidiSong song)
    {
        if ((status & 0xFF) == 0)
        {
            throw new UserError(
                $"{bytes.Name}: byte {bytes.Position - 1} (0x{first:X2}) should begin an event, but no event kind was given before; "
                    + "the file is damaged."
            );
        }

        if (status >= HasGap)
        {
            song.Count("running status after a meta or system exclusive event", "the kind of event before it was kept");
            status &= 0xFF;
        }

        bytes.Position--;
    }

    private static void ReadChannelEvent(ref MidiBytes bytes, int status, long tick, MidiSong song)
    {
        var (kind, channel) = (status & 0xF0, status & 0x0F);
        if (kind is not (0x80 or 0x90))
        {
            PassOver(ref bytes, kind is 0xC0 or 0xD0 ? 1 : 2, song);
            return;
        }

        var key = bytes.Byte();
        if (key > 127)
        {
            throw new UserError($"{bytes.Name}: byte {bytes.Position - 1} should be a key below 128, but is {key}; the file is damaged.");
        }

        var velocity = bytes.Byte();
        if (velocity > 127)
        {
            song.Count("velocity above 127", "the note was kept");
        }

        var isDown = kind == 0x90 && velocity > 0;
        if (song.Strokes.Count > 8 * Tune.MostNotes)
        {
            throw new UserError($"{bytes.Name} has more than {4 * Tune.MostNotes} notes; a tune may have at most {Tune.MostNotes}.");
        }

        if (channel != Percussion)
        {
            song.Strokes.Add(new MidiStroke(tick, song.Ends.Count, channel, key, isDown));
        }
        else if (isDown)
        {
            song.Percussion++;
        }
    }

    private static void PassOver(ref MidiBytes bytes, int count, MidiSong song)
    {
        for (var i = 0; i < count; i++)
        {
            if (bytes.Byte() > 127)
            {
                song.Count("value above 127 of a controller, program, pressure or bend", "the melody does not need it; it was left out");
            }
        }
    }

    private static bool ReadMeta(ref MidiBytes bytes, long tick, MidiSong song)
    {
        var kind = bytes.Byte();
        var length = bytes.VariableLength();
        var start = bytes.Position;
        bytes.Skip(length);
        var next = bytes.Position;
        bytes.Position = start;
        switch (kind)
        {
            case 0x51 when length == 3:
                var microseconds = (bytes.Byte() << 16) | bytes.UInt16();
                if (microseconds > 0)
                {
                    song.Tempos.Add((tick, microseconds));
                }
                else
                {
                    song.Count("tempo without speed", "it was left out");
                }

                break;
            case 0x51:
                song.Count("tempo event that has not 3 bytes", "it is no tempo and was left out");
                break;
            case 0x58 when length >= 2:
                var (beats, power) = (bytes.Byte(), bytes.Byte());
                if (beats is > 0 and < 100 && power < 8)
                {
                    song.Meters.Add((tick, (beats, 1 << power)));
                }
                else
                {
                    song.Count("time signature that is none", "it was left out");
                }

                break;
            case 0x58:
                song.Count("time signature that is none", "it was left out");
                break;
            case 0x59 when length >= 1:
                int sharps = (sbyte)bytes.Byte();
                if (Math.Abs(sharps) <= 7)
                {
                    song.Keys.Add((tick, sharps));
                }
                else
                {
                    song.Count("key signature that is none", "it was left out");
                }

                break;
            case 0x59:
                song.Count("key signature that is none", "it was left out");
                break;
        }

        bytes.Position = next;
        return kind == 0x2F;
    }
}
