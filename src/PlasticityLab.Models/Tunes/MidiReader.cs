using PlasticityLab.Models.Tunes.Midi;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Reads the melody of a Standard MIDI File, formats 0 and 1.</summary>
/// <remarks>
/// Notes of all tracks and channels but percussion (channel 10) are put together and <see cref="Skyline"/> takes the highest. Tempo and
/// time signature are those that hold when the melody begins, on whatever track they stand; without any they are 120 quarter notes a
/// minute and 4/4. What had to be mended is told.
/// Source: MIDI Manufacturers Association 1996, Standard MIDI Files 1.0.
/// </remarks>
public static class MidiReader
{
    /// <summary>Largest file that is read [bytes].</summary>
    public const int LargestFile = 16 * 1024 * 1024;

    private const int DefaultTempo = 500_000; // [µs a quarter note]

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

        var song = new MidiSong();
        var division = MidiChunks.Read(new MidiBytes(bytes, name), song);
        return ToTune(song, division, name);
    }

    private static Tune ToTune(MidiSong song, int division, string name)
    {
        var pairs = MidiPairs.Of(song);
        if (pairs.Notes.Count == 0)
        {
            throw new UserError(
                song.Percussion > 0 ? $"{name} has no note but {song.Percussion} of percussion (channel 10), which has no pitch."
                : pairs.WithoutLength > 0
                    ? $"{name} has nothing to play: its {Notes(pairs.WithoutLength)} {(pairs.WithoutLength == 1 ? "has" : "have")} no length."
                : $"{name} has no note."
            );
        }

        var begin = pairs.Notes.Min(note => note.Start);
        var (microseconds, tempoChanges) = From(song.Tempos, begin, DefaultTempo);
        var (meter, meterChanges) = From(song.Meters, begin, (Beats: 4, Value: 4));
        var tempo = 6e7 / microseconds;
        if (tempo > Tune.FastestTempo)
        {
            song.Say($"The tempo of {tempo:G4} quarter notes a minute is above {Tune.FastestTempo}; 120 is used.");
            tempo = 120;
        }

        var (notes, remarks) = Skyline.Of(pairs.Notes, TicksPerQuarter(division, 6e7 / microseconds));
        Tell(pairs, song, tempoChanges, meterChanges, remarks);
        return new Tune(name, notes)
        {
            Tempo = tempo,
            BeatsPerBar = meter.Beats,
            BeatValue = meter.Value,
            Sharps = song.Keys.Count > 0 ? From(song.Keys, begin, 0).Value : null,
            Remarks = [.. remarks, .. song.Remarks],
        };
    }

    /// <summary>SMPTE time is frames a second (negative, in the upper byte) x ticks a frame; musical time follows from the tempo.</summary>
    private static double TicksPerQuarter(int division, double tempo)
    {
        if ((division & 0x8000) == 0)
        {
            return division;
        }

        var frames = -(sbyte)(division >> 8);
        return (frames == 29 ? 30_000 / 1001.0 : frames) * (division & 0xFF) * 60 / tempo;
    }

    /// <summary>What holds when the melody begins, and how often it changes afterwards. In one tick the last one holds; one that repeats
    /// what holds is no change.</summary>
    private static (T Value, int Changes) From<T>(List<(long Tick, T Value)> events, long begin, T standard)
        where T : IEquatable<T>
    {
        T first = standard,
            now = standard;
        var changes = 0;
        foreach (var tick in events.OrderBy(x => x.Tick).GroupBy(x => x.Tick))
        {
            var value = tick.Last().Value;
            changes += tick.Key > begin && !value.Equals(now) ? 1 : 0;
            first = tick.Key <= begin ? value : first;
            now = value;
        }

        return (first, changes);
    }

    private static void Tell(MidiPairs pairs, MidiSong song, int tempoChanges, int meterChanges, List<string> remarks)
    {
        if (song.Percussion > 0)
        {
            remarks.Add($"{song.Percussion} percussion note{(song.Percussion == 1 ? " was" : "s were")} left out.");
        }

        if (tempoChanges > 0)
        {
            remarks.Add($"the tempo changes {Times(tempoChanges)}; the first tempo is used throughout.");
        }

        if (meterChanges > 0)
        {
            remarks.Add($"the time signature changes {Times(meterChanges)}; the tune's is the first.");
        }

        if (pairs.Hanging > 0)
        {
            remarks.Add(
                pairs.Hanging == 1
                    ? "1 note never ends; it ends with its track."
                    : $"{pairs.Hanging} notes never end; they end with their track."
            );
        }

        if (pairs.WithoutLength > 0)
        {
            remarks.Add($"{Notes(pairs.WithoutLength)} of no length {(pairs.WithoutLength == 1 ? "was" : "were")} left out.");
        }

        if (pairs.Doubled > 0)
        {
            remarks.Add(
                pairs.Doubled == 1
                    ? "1 key is struck twice at once; it is read as one note."
                    : $"{pairs.Doubled} keys are struck twice at once; each is read as one note."
            );
        }

        if (pairs.Restruck > 0)
        {
            remarks.Add(
                $"{Notes(pairs.Restruck)} sounded when the same key was struck again, and end{(pairs.Restruck == 1 ? "s" : "")} there."
            );
        }
    }

    private static string Notes(int count) => count == 1 ? "1 note" : $"{count} notes";

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
