using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Models.Tunes;

/// <summary>Tunes as plain words: <c>C4 C4 G4 G4 A4 A4 G4/2</c>.</summary>
/// <remarks>
/// A note is a letter A-G, accidentals (# or b, repeated), an octave (C4 is middle C, MIDI 60) and a length. Without a length it lasts a
/// quarter note.
/// <c>/n</c> is a note value, the n-th part of a whole note: <c>/1</c> whole, <c>/2</c> half, <c>/4</c> quarter, <c>/8</c> eighth,
/// <c>/12</c> an eighth of a triplet;
/// a dot makes it half as long again (<c>/4.</c>). <c>:x</c> is a length in quarter notes, a number or a fraction: <c>:1.5</c>,
/// <c>:2/3</c>.
/// <c>R</c> with a length is a rest; it belongs to the note before it. Bars <c>|</c> are ignored. <c>%</c> starts a comment to the end of
/// the line, and a
/// comment of the form <c>% tempo: 100</c>, <c>% name: ...</c> or <c>% meter: 3/4</c> sets that property.
/// </remarks>
public static partial class NoteText
{
    private const int MostProblems = 10;

    [GeneratedRegex(
        @"^(?:(?<letter>[A-Ga-g])(?<accidental>#+|b+|♯+|♭+)?(?<octave>-?[0-9]{1,2})|(?<rest>[Rr]))"
            + @"(?:/(?<value>[0-9]{1,4})(?<dots>\.{0,2})|:(?<beats>[0-9]{1,9}(?:\.[0-9]{1,30})?(?:/[0-9]{1,9})?))?\z"
    )]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*(?<key>tempo|name|meter)\s*:\s*(?<value>.+?)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Property();

    /// <summary>Reads note text.</summary>
    /// <exception cref="UserError">A word is not a note, or there is none; the first ten bad words are told.</exception>
    public static Tune Parse(string text, string name = "notes")
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new List<string>();
        var notes = new List<Note>();
        var tempo = 120.0;
        var meter = (Beats: 4, Value: 4);
        var silence = 0.0;
        var (seen, remarks) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new List<string>());
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var comment = line.IndexOf('%');
            if (comment >= 0 && Property().Match(line[(comment + 1)..].ToString()) is { Success: true } property)
            {
                SetProperty(property, ref name, ref tempo, ref meter, problems, number);
                if (!seen.Add(property.Groups["key"].Value))
                {
                    remarks.Add($"\"{property.Value.Trim()}\" (line {number}) says anew what a line before it has said, and holds.");
                }
            }

            var words = comment >= 0 ? line[..comment] : line;
            foreach (var word in words.SplitAny(" \t\r|,"))
            {
                if (words[word].Length > 0 && Read(words[word].ToString(), notes, ref silence) is { } problem)
                {
                    problems.Add($"{name}, line {number}: {problem}");
                }

                if (notes.Count > Tune.MostNotes || problems.Count >= MostProblems)
                {
                    break;
                }
            }
        }

        UserError.ThrowIfAny(problems.Take(MostProblems));
        return new Tune(name, notes)
        {
            Tempo = tempo,
            BeatsPerBar = meter.Beats,
            BeatValue = meter.Value,
            Remarks =
            [
                .. remarks.Take(MostProblems),
                .. silence > 0
                    ? [$"The {silence:G6} quarter notes of silence before the first note were left out."]
                    : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>The notes as words; note values where they fit, else lengths in quarter notes. Black keys have flats where that fits the
    /// key of the tune, else sharps.</summary>
    public static string Write(Tune tune) => Write(tune, tune);

    /// <summary>The notes as words, with sharps and flats as they fit another tune, of which these notes are a part.</summary>
    public static string Write(Tune tune, Tune whole)
    {
        ArgumentNullException.ThrowIfNull(tune);
        var hasFlats = NoteSpelling.HasFlats(whole);
        var text = new StringBuilder();
        foreach (var note in tune.Notes)
        {
            text.Append(text.Length > 0 ? " " : "").Append(Note.NameOf(note.Pitch, hasFlats)).Append(Length(note.Duration));
            if (note.Rest > 0)
            {
                text.Append(" R").Append(Length(note.Rest));
            }
        }

        return text.ToString();
    }

    /// <summary>The tune with its name, tempo and meter, as a file holds it.</summary>
    internal static string WriteFile(Tune tune)
    {
        // a name stays within its line
        var name = string.Concat(tune.Name.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"% name: {name}\n% tempo: {(decimal)tune.Tempo}\n% meter: {tune.BeatsPerBar}/{tune.BeatValue}\n{Write(tune)}\n"
        );
    }

    private static string? Read(string word, List<Note> notes, ref double silence)
    {
        var match = Word().Match(word);
        if (!match.Success)
        {
            return $"\"{word}\" is not a note. A note reads like C4, F#5/8 or Bb3/2., a rest like R/4.";
        }

        var beats = LengthOf(match);
        if (!(beats > 0) || !double.IsFinite(beats))
        {
            return $"\"{word}\" lasts {beats:R} quarter notes, but a length must be above 0.";
        }

        if (match.Groups["rest"].Success)
        {
            if (notes.Count > 0)
            {
                notes[^1] = notes[^1] with { Rest = notes[^1].Rest + beats };
            }
            else
            {
                silence += beats; // no part of a tune
            }

            return null;
        }

        var accidental = match.Groups["accidental"].Value;
        var pitch =
            (12 * (int.Parse(match.Groups["octave"].ValueSpan, CultureInfo.InvariantCulture) + 1))
            + PitchClass(match.Groups["letter"].Value[0])
            + accidental.Sum(c => c is '#' or '♯' ? 1 : -1);
        if (pitch is < 0 or > 127)
        {
            return $"\"{word}\" lies outside C-1 .. G9.";
        }

        notes.Add(new Note(pitch, beats));
        return null;
    }

    private static double LengthOf(Match match)
    {
        if (match.Groups["value"].Success)
        {
            var dots = match.Groups["dots"].Length;
            return 4.0 / int.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture) * (2 - Math.Pow(0.5, dots));
        }

        if (!match.Groups["beats"].Success)
        {
            return 1;
        }

        var beats = match.Groups["beats"].Value.Split('/');
        return Quantity.TryNumber(beats[0], out var length, out _) && Quantity.TryNumber(beats[^1], out var parts, out _)
            ? length / (beats.Length == 2 ? parts : 1)
            : double.NaN;
    }

    private static string Length(double beats)
    {
        if (beats == 1)
        {
            return "";
        }

        foreach (var (factor, dots) in new[] { (1.0, ""), (1.5, ".") })
        {
            var value = 4 * factor / beats;
            if (value is >= 1 and <= 999 && value == Math.Round(value))
            {
                return $"/{value}{dots}";
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $":{(decimal)beats}");
    }

    private static void SetProperty(
        Match property,
        ref string name,
        ref double tempo,
        ref (int Beats, int Value) meter,
        List<string> problems,
        int line
    )
    {
        var value = property.Groups["value"].Value;
        switch (property.Groups["key"].Value.ToUpperInvariant())
        {
            case "NAME":
                name = value;
                break;
            case "TEMPO" when Quantity.TryNumber(value, out var found, out _) && found is > 0 and <= Tune.FastestTempo:
                tempo = found;
                break;
            case "METER"
                when Quantity.TryFraction(value, out var fraction, out _)
                    && fraction is { Numerator: > 0 and < 100, Denominator: <= 128 }
                    && int.IsPow2(fraction.Denominator):
                meter = fraction;
                break;
            default:
                problems.Add(
                    $"{name}, line {line}: \"{property.Value.Trim()}\" must be like \"tempo: 120\" or \"tempo: 92.5\" "
                        + $"(quarter notes a minute, at most {Tune.FastestTempo}) or \"meter: 3/4\"."
                );
                break;
        }
    }

    /// <summary>Semitones above C of a letter.</summary>
    internal static int PitchClass(char letter) =>
        char.ToUpperInvariant(letter) switch
        {
            'C' => 0,
            'D' => 2,
            'E' => 4,
            'F' => 5,
            'G' => 7,
            'A' => 9,
            _ => 11,
        };
}
