using System.Buffers.Binary;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Makes MIDI files at random, and the same files with damage that real collections have.</summary>
internal sealed class MidiFileMaker
{
    private const int Melody = 1; // the channel
    private readonly RandomStream _random;
    private readonly List<Event>[] _tracks;
    private readonly int _division;
    private readonly bool _isFormat0;

    public MidiFileMaker(RandomStream random)
    {
        _random = random;
        _isFormat0 = Chance(30);
        _division = Pick(96, 120, 240, 384, 480, 960);
        _tracks = Enumerable.Range(0, _isFormat0 ? 1 : 2 + random.NextInt(2)).Select(_ => new List<Event>()).ToArray();
        Fill();
    }

    /// <summary>An event at a tick: its status byte, or 0xFF and 0xF0, and the bytes behind it.</summary>
    private readonly record struct Event(long Tick, int Order, byte Status, byte[] Data);

    /// <summary>The ways in which files are damaged.</summary>
    public enum Damage
    {
        CountTooBig,
        CountTooSmall,
        LastTrackTooShort,
        LastTrackTooLong,
        FirstTrackTooLong,
        AlienChunks,
        Riff,
        NoEndOfTrack,
        RealTimeBytes,
        RunningOverSysex,
        ValueAbove127,
        BytesBefore,
        BytesBehind,
    }

    /// <summary>The notes of the melody: key, start, end [ticks].</summary>
    public List<(int Key, long Start, long End)> Notes { get; } = [];

    public int Division => _division;

    public byte[] Clean() => File(Tracks(null), _tracks.Length, []);

    public byte[] Damaged(Damage damage)
    {
        var tracks = Tracks(damage);
        var (count, alien) = (_tracks.Length, Chunk("XFIH"u8, [1, 2, 3, 4, 5]));
        switch (damage)
        {
            case Damage.CountTooBig:
                count += 1 + _random.NextInt(3);
                break;
            case Damage.CountTooSmall:
                count = 0;
                break;
            case Damage.LastTrackTooShort:
                Length(tracks[^1], -4 - _random.NextInt(12));
                break;
            case Damage.LastTrackTooLong:
                Length(tracks[^1], 1 + _random.NextInt(400));
                break;
            case Damage.FirstTrackTooLong:
                Length(tracks[0], 1 + _random.NextInt(5));
                break;
            case Damage.AlienChunks:
                tracks.Insert(_random.NextInt(tracks.Count + 1), alien);
                break;
        }

        var file = File(tracks, count, []);
        return damage switch
        {
            Damage.Riff =>
            [
                .. "RIFF"u8,
                0,
                0,
                0,
                0,
                .. "RMIDLIST"u8,
                3,
                0,
                0,
                0,
                7,
                7,
                7,
                0,
                .. "data"u8,
                .. Little(file.Length),
                .. file,
                .. "DISP"u8,
                1,
                0,
                0,
                0,
                9,
            ],
            Damage.BytesBefore => [.. new byte[128], .. file],
            Damage.BytesBehind => [.. file, 0, 0, 0, 0, 0],
            _ => file,
        };
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private T Pick<T>(params T[] values) => values[_random.NextInt(values.Length)];

    private bool Chance(int percent) => _random.NextInt(100) < percent;

    private void Fill()
    {
        var melodyTrack = _random.NextInt(_tracks.Length);
        var order = 0;
        Add(0, 0xFF, [0x03, 4, (byte)'t', (byte)'u', (byte)'n', (byte)'e'], 0);
        if (Chance(70))
        {
            Add(Pick(0L, 0L, _division * 4L), 0xFF, [0x51, 3, 7, (byte)_random.NextInt(256), 32], _random.NextInt(_tracks.Length));
        }

        if (Chance(60))
        {
            Add(0, 0xFF, [0x58, 4, (byte)(2 + _random.NextInt(5)), 2, 24, 8], _random.NextInt(_tracks.Length));
        }

        long now = Chance(30) ? _division : 0;
        var count = 4 + _random.NextInt(30);
        for (var i = 0; i < count; i++)
        {
            var key = 60 + _random.NextInt(30);
            long length = Math.Max(2, _division * (1 + _random.NextInt(8)) / 4);
            Notes.Add((key, now, now + length));
            Stroke(now, Melody, key, true, melodyTrack);
            Stroke(now + length, Melody, key, false, melodyTrack);
            if (Chance(25))
            {
                var (track, low) = (_random.NextInt(_tracks.Length), 30 + _random.NextInt(25));
                Stroke(now, 2, low, true, track);
                Stroke(now + length, 2, low, false, track);
            }

            if (Chance(15))
            {
                Stroke(now, 9, 36, true, 0);
                Stroke(now + length, 9, 36, false, 0);
            }

            if (Chance(20))
            {
                Add(now, Pick<byte>(0xB1, 0xC1, 0xE1), [7, 100], melodyTrack);
            }

            if (Chance(10))
            {
                Add(now, 0xFF, [0x01, 2, (byte)'h', (byte)'i'], melodyTrack);
            }

            now += length + (Chance(20) ? _division / 2 : 0);
        }

        void Stroke(long tick, int channel, int key, bool isDown, int track) =>
            Add(
                tick,
                (byte)(isDown || track % 2 == 0 ? 0x90 | channel : 0x80 | channel),
                [(byte)key, (byte)(isDown ? 1 + _random.NextInt(127) : 0)],
                track,
                isDown ? 1 : -1
            );

        void Add(long tick, byte status, byte[] data, int track, int when = 0) =>
            // at one tick keys go up before others go down
            _tracks[track].Add(new Event(tick, (when * 100_000) + order++, status, (status & 0xF0) == 0xC0 ? data[..1] : data));
    }

    private List<byte[]> Tracks(Damage? damage) => [.. _tracks.Select((events, i) => Track(events, damage, i == _tracks.Length - 1))];

    private byte[] Track(List<Event> events, Damage? damage, bool isLast)
    {
        var bytes = new List<byte>();
        var (tick, running, number) = (0L, 0, 0);
        foreach (var x in events.OrderBy(x => x.Tick).ThenBy(x => x.Order))
        {
            if (++number % 3 == 0 && damage == Damage.RealTimeBytes)
            {
                bytes.AddRange([0, 0xF8]);
            }

            if (number % 4 == 0 && damage == Damage.RunningOverSysex)
            {
                bytes.AddRange([0, 0xF0, 3, 0x7D, 1, 0xF7]);
            }

            if (number % 5 == 0 && damage == Damage.ValueAbove127)
            {
                bytes.AddRange([0, 0xB3, 7, 255]);
                running = 0;
            }

            VariableLength(bytes, x.Tick - tick);
            if (x.Status == 0xFF || x.Status != running)
            {
                bytes.Add(x.Status);
            }

            bytes.AddRange(x.Data);
            running = x.Status == 0xFF ? running : x.Status;
            tick = x.Tick;
        }

        if (damage != Damage.NoEndOfTrack || !isLast)
        {
            bytes.AddRange([0, 0xFF, 0x2F, 0]);
        }

        return Chunk("MTrk"u8, [.. bytes]);
    }

    private static void VariableLength(List<byte> bytes, long value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift > 0)
            {
                bytes.Add((byte)(0x80 | ((value >> shift) & 0x7F)));
            }
        }

        bytes.Add((byte)(value & 0x7F));
    }

    private byte[] File(List<byte[]> chunks, int count, byte[] behind) =>
        [
            .. "MThd"u8,
            0,
            0,
            0,
            6,
            0,
            (byte)(_isFormat0 ? 0 : 1),
            0,
            (byte)count,
            (byte)(_division >> 8),
            (byte)_division,
            .. chunks.SelectMany(chunk => chunk),
            .. behind,
        ];

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] data)
    {
        byte[] chunk = [.. kind, 0, 0, 0, 0, .. data];
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(4), data.Length);
        return chunk;
    }

    private static void Length(byte[] chunk, int more) => BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(4), chunk.Length - 8 + more);
}
