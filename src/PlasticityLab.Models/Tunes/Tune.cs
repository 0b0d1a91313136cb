using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>A melody: one note after another, with what is needed to play it.</summary>
public sealed record Tune
{
    /// <summary>Most notes that a tune may have; longer files are refused.</summary>
    public const int MostNotes = 100_000;

    /// <summary>Longest that a tune may last [quarter notes].</summary>
    public const double MostQuarters = 1_000_000;

    /// <summary>Fastest tempo that is read from a file [quarter notes a minute].</summary>
    public const double FastestTempo = 10_000;

    /// <summary>A tune of at least one note.</summary>
    /// <exception cref="UserError">There is no note, or one is out of range.</exception>
    public Tune(string name, IEnumerable<Note> notes)
    {
        Name = name;
        Notes = [.. notes];
        if (Notes.IsEmpty)
        {
            throw new UserError($"{name}: a tune needs at least one note, but has none.");
        }

        if (Notes.Length > MostNotes)
        {
            throw new UserError($"{name}: a tune may have at most {MostNotes} notes, but has {Notes.Length}. Cut it into pieces.");
        }

        UserError.ThrowIfAny(Notes.SelectMany((note, i) => note.Problems($"{name}, note {i + 1}")).Take(5));
        if (Notes.Sum(note => note.Step) is > MostQuarters and var quarters)
        {
            throw new UserError($"{name}: a tune may last at most {MostQuarters} quarter notes, but lasts {quarters:G6}.");
        }
    }

    /// <summary>What the tune is called.</summary>
    public string Name { get; init; }

    /// <summary>The notes in order; at least one.</summary>
    public ImmutableArray<Note> Notes { get; }

    /// <summary>Tempo [quarter notes a minute].</summary>
    public double Tempo { get; init; } = 120;

    /// <summary>Beats a bar, the upper number of the time signature.</summary>
    public int BeatsPerBar { get; init; } = 4;

    /// <summary>Note value of a beat, the lower number of the time signature.</summary>
    public int BeatValue { get; init; } = 4;

    /// <summary>Sharps of the key signature, flats below 0; null where none is known. Names of notes follow it.</summary>
    public int? Sharps { get; init; }

    /// <summary>What was simplified when the tune was read, as sentences; empty when nothing was.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Pitches of the notes in order [MIDI key].</summary>
    public int[] Pitches() => [.. Notes.Select(note => note.Pitch)];

    /// <summary>From the first beginning to the last end [s].</summary>
    public double Seconds => Notes.Sum(note => note.Step) * 60 / Tempo;

    /// <summary>Reads note text, as in <c>C4 C4 G4 G4 A4 A4 G4/2</c>; see <see cref="NoteText"/>.</summary>
    /// <exception cref="UserError">The text is not note text; every bad word is told.</exception>
    public static Tune ParseNotes(string text, string name = "notes") => NoteText.Parse(text, name);

    /// <summary>The notes as text that <see cref="ParseNotes"/> reads back to the same notes.</summary>
    public string ToNotes() => NoteText.Write(this);

    /// <summary>The tune shifted by some semitones.</summary>
    /// <exception cref="UserError">A note would leave the range.</exception>
    public Tune Transposed(int semitones) => With(Notes.Select(note => note with { Pitch = note.Pitch + semitones }));

    /// <summary>The same settings with other notes.</summary>
    public Tune With(IEnumerable<Note> notes) =>
        new(Name, notes)
        {
            Tempo = Tempo,
            BeatsPerBar = BeatsPerBar,
            BeatValue = BeatValue,
            Sharps = Sharps,
            Remarks = Remarks,
        };

    /// <summary>Whether two tunes have the same notes, with durations and rests equal to a thousandth of a quarter note.</summary>
    public bool SameNotes(Tune other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Notes.Length == other.Notes.Length
            && Notes
                .Zip(other.Notes)
                .All(pair =>
                    pair.First.Pitch == pair.Second.Pitch
                    && Math.Abs(pair.First.Duration - pair.Second.Duration) < 1e-3
                    && Math.Abs(pair.First.Rest - pair.Second.Rest) < 1e-3
                );
    }
}
