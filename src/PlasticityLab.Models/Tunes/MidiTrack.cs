using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Reads the events of one MIDI track.</summary>
internal static class MidiTrack
{
    private const int Percussion = 9; // channel 10, counted from 0

    public static void Read(ref ByteReader reader, int end, MidiSong song)
    {
        long tick = 0;
        var status = 0;
        var sounding = new Dictionary<int, long>();
        while (reader.Position < end)
        {
            tick += reader.VariableLength();
            Stay(in reader, end);
            var first = reader.Byte();
            if (first is 0xFF or 0xF0 or 0xF7)
            {
                status = 0; // meta and system exclusive events end a running status
                if (first == 0xFF)
                {
                    if (Meta(ref reader, end, tick, song))
                    {
                        break;
                    }
                }
                else
                {
                    Skip(ref reader, reader.VariableLength(), end);
                }

                continue;
            }

            if (first >= 0xF0)
            {
                throw new UserError(
                    $"{reader.Name}: byte {reader.Position - 1} is 0x{first:X2}, which has no place in a MIDI file; the file is damaged."
                );
            }

            if (first >= 0x80)
            {
                status = first;
            }
            else if (status == 0)
            {
                throw new UserError(
                    $"{reader.Name}: byte {reader.Position - 1} (0x{first:X2}) should begin an event, but no event kind was given before; the file is damaged."
                );
            }
            else
            {
                reader.Position--;
            }

            Channel(ref reader, end, status, tick, sounding, song);
        }

        foreach (var (key, start) in sounding.Where(pair => pair.Value < tick))
        {
            song.Notes.Add((start, tick, key & 0x7F));
            song.Hanging++;
        }

        if (song.Notes.Count > 4 * Tune.MostNotes)
        {
            throw new UserError($"{reader.Name} has more than {4 * Tune.MostNotes} notes; a tune may have at most {Tune.MostNotes}.");
        }
    }

    private static void Channel(ref ByteReader reader, int end, int status, long tick, Dictionary<int, long> sounding, MidiSong song)
    {
        var data = Data(ref reader, end);
        var second = (status & 0xF0) is 0xC0 or 0xD0 ? 0 : Data(ref reader, end);
        var channel = status & 0x0F;
        var isOn = (status & 0xF0) == 0x90 && second > 0;
        var isOff = (status & 0xF0) == 0x80 || ((status & 0xF0) == 0x90 && second == 0);
        if (!isOn && !isOff)
        {
            return;
        }

        if (channel == Percussion)
        {
            song.Percussion += isOn ? 1 : 0;
            return;
        }

        var key = (channel << 7) | data;
        if (sounding.Remove(key, out var start) && start < tick)
        {
            song.Notes.Add((start, tick, data)); // a second "on" of a sounding key ends the first note: overlapping notes
        }

        if (isOn)
        {
            sounding[key] = tick;
        }
    }

    private static bool Meta(ref ByteReader reader, int end, long tick, MidiSong song)
    {
        Stay(in reader, end);
        var kind = reader.Byte();
        var length = reader.VariableLength();
        var next = reader.Position + length;
        if (next > end)
        {
            throw new UserError(
                $"{reader.Name}: an event at byte {reader.Position} reaches beyond the end of its track; the file is damaged."
            );
        }

        switch (kind)
        {
            case 0x51 when length == 3:
                var microseconds = (reader.Byte() << 16) | reader.UInt16();
                if (microseconds > 0)
                {
                    song.Tempos++;
                    if (tick < song.TempoTick)
                    {
                        (song.Tempo, song.TempoTick) = (6e7 / microseconds, tick);
                    }
                }

                break;
            case 0x58 when length >= 2 && tick < song.MeterTick:
                var (beats, power) = (reader.Byte(), reader.Byte());
                if (beats > 0 && power < 8)
                {
                    (song.Beats, song.BeatValue, song.MeterTick) = (beats, 1 << power, tick);
                }

                break;
        }

        reader.Position = next;
        return kind == 0x2F;
    }

    private static int Data(ref ByteReader reader, int end)
    {
        Stay(in reader, end);
        var value = reader.Byte();
        return value < 0x80
            ? value
            : throw new UserError($"{reader.Name}: byte {reader.Position - 1} should be below 128, but is {value}; the file is damaged.");
    }

    private static void Skip(ref ByteReader reader, int length, int end)
    {
        if (reader.Position + (long)length > end)
        {
            throw new UserError(
                $"{reader.Name}: an event at byte {reader.Position} reaches beyond the end of its track; the file is damaged."
            );
        }

        reader.Position += length;
    }

    private static void Stay(in ByteReader reader, int end)
    {
        if (reader.Position >= end)
        {
            throw new UserError($"{reader.Name}: a track ends at byte {end} in the middle of an event; the file is damaged.");
        }
    }
}
