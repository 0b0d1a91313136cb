using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Reads a subset of ABC notation: fields X T M L Q K, notes, accidentals, octaves, lengths, rests, ties, broken rhythm, tuplets,
/// chords (highest note), repeats and first and second endings.</summary>
/// <remarks>Ornaments, chord names, grace notes, slurs, lyrics and further voices are passed over. Source: Walshaw, The ABC music standard
/// 2.1, 2011.</remarks>
public static class AbcReader
{
    private static readonly string[] SharpOrder = ["F", "C", "G", "D", "A", "E", "B"];

    /// <summary>Every tune of an ABC text.</summary>
    /// <param name="text">The text; each tune begins with a field X:.</param>
    /// <param name="name">What a tune without a title and messages are called.</param>
    /// <exception cref="UserError">There is no tune, or a tune has a field that cannot be read.</exception>
    public static IReadOnlyList<Tune> Read(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        var starts = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("X:", StringComparison.Ordinal)).ToList();
        if (starts.Count == 0)
        {
            starts.Add(0);
        }

        return [.. starts.Select((start, i) => ReadOne(lines[start..(i + 1 < starts.Count ? starts[i + 1] : lines.Length)], name))];
    }

    private static Tune ReadOne(string[] lines, string name)
    {
        var problems = new List<string>();
        var body = new AbcBody(name);
        var tempo = double.NaN;
        (int Beats, int Value) meter = (4, 4);
        double? unit = null; // [quarter notes]
        var titled = false;
        foreach (var raw in lines)
        {
            var comment = raw.IndexOf('%', StringComparison.Ordinal);
            var line = comment >= 0 ? raw[..comment] : raw;
            if (line.Length > 1 && line[1] == ':' && char.IsAsciiLetter(line[0]))
            {
                var value = line[2..].Trim();
                switch (line[0])
                {
                    case 'T' when !titled && value.Length > 0:
                        (name, titled) = (value, true);
                        break;
                    case 'M':
                        meter = Meter(value, problems);
                        break;
                    case 'L':
                        unit = 4 * Fraction(value, problems);
                        body.Unit = unit.Value;
                        break;
                    case 'Q':
                        tempo = Tempo(value, problems);
                        break;
                    case 'K':
                        // without L: the unit is a sixteenth in short bars, else an eighth (standard 2.1, 3.1.7)
                        body.Unit = unit ?? ((double)meter.Beats / meter.Value < 0.75 ? 0.25 : 0.5);
                        body.Key = Key(value, problems);
                        break;
                }
            }
            else
            {
                body.Read(line);
            }
        }

        UserError.ThrowIfAny(problems.Select(problem => $"{name}: {problem}"));
        return new Tune(name, body.Unfold())
        {
            Tempo = double.IsNaN(tempo) ? 120 : tempo,
            BeatsPerBar = meter.Beats,
            BeatValue = meter.Value,
            Remarks =
            [
                .. body.Chords > 0
                    ? [$"{body.Chords} chords were read as their highest note: the melody is the highest note."]
                    : Array.Empty<string>(),
                .. body.Passed > 0 ? [$"{body.Passed} signs that are not notes were passed over."] : Array.Empty<string>(),
            ],
        };
    }

    private static (int Beats, int Value) Meter(string value, List<string> problems)
    {
        switch (value)
        {
            case "C" or "none" or "":
                return (4, 4);
            case "C|":
                return (2, 2);
        }

        if (
            value.Split('/') is [var upper, var lower]
            && int.TryParse(upper.Trim('(', ')', ' '), out var beats)
            && int.TryParse(lower, out var unit)
            && beats is > 0 and < 100
            && unit > 0
            && int.IsPow2(unit)
        )
        {
            return (beats, unit);
        }

        problems.Add($"the field \"M:{value}\" must be like M:3/4.");
        return (4, 4);
    }

    private static double Tempo(string value, List<string> problems)
    {
        // Q:1/4=120, Q:"Allegro" 1/4=120, Q:120 (unit notes were meant once; a quarter note now)
        var plain = string.Concat(value.Split('"').Where((_, i) => i % 2 == 0)).Trim();
        if (plain.Length == 0)
        {
            return double.NaN;
        }

        var parts = plain.Split('=');
        var beat =
            parts.Length == 2 ? 4 * parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(part => Fraction(part, problems)) : 1;
        if (double.TryParse(parts[^1], CultureInfo.InvariantCulture, out var perMinute) && perMinute * beat is > 0 and <= 2000)
        {
            return perMinute * beat;
        }

        problems.Add($"the field \"Q:{value}\" must be like Q:1/4=120.");
        return double.NaN;
    }

    private static double Fraction(string value, List<string> problems)
    {
        var parts = value.Split('/');
        if (parts.Length <= 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var upper) && upper > 0)
        {
            if (parts.Length == 1)
            {
                return upper;
            }

            if (double.TryParse(parts[1], CultureInfo.InvariantCulture, out var lower) && lower > 0)
            {
                return upper / lower;
            }
        }

        problems.Add($"\"{value}\" must be a fraction like 1/8.");
        return 0.125;
    }

    /// <summary>Semitones by which the key signature moves each letter.</summary>
    private static Dictionary<char, int> Key(string value, List<string> problems)
    {
        var moved = new Dictionary<char, int>();
        var word = value.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (
            word.Length == 0
            || string.Equals(word, "none", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("HP", StringComparison.OrdinalIgnoreCase)
        )
        {
            return moved;
        }

        var letter = char.ToUpperInvariant(word[0]);
        if (letter is < 'A' or > 'G')
        {
            problems.Add($"the field \"K:{value}\" must begin with a key like G, F#m or Ddor.");
            return moved;
        }

        var rest = value[1..].TrimStart();
        var fifths = "FCGDAEB".IndexOf(letter, StringComparison.Ordinal) - 1;
        if (rest.Length > 0 && rest[0] is '#' or 'b' && !rest.StartsWith("bass", StringComparison.OrdinalIgnoreCase))
        {
            fifths += rest[0] == '#' ? 7 : -7;
            rest = rest[1..].TrimStart();
        }

        var mode = rest.ToUpperInvariant();
        fifths +=
            mode.StartsWith("MAJ", StringComparison.Ordinal) || mode.StartsWith("ION", StringComparison.Ordinal) ? 0
            : mode.StartsWith("MIX", StringComparison.Ordinal) ? -1
            : mode.StartsWith("DOR", StringComparison.Ordinal) ? -2
            : mode.StartsWith("AEO", StringComparison.Ordinal)
            || mode.StartsWith("MIN", StringComparison.Ordinal)
            || (mode.StartsWith('M') && (mode.Length == 1 || !char.IsLetter(mode[1])))
                ? -3
            : mode.StartsWith("PHR", StringComparison.Ordinal) ? -4
            : mode.StartsWith("LOC", StringComparison.Ordinal) ? -5
            : mode.StartsWith("LYD", StringComparison.Ordinal) ? 1
            : 0;
        for (var i = 0; i < Math.Min(7, Math.Abs(fifths)); i++)
        {
            moved[fifths > 0 ? SharpOrder[i][0] : SharpOrder[6 - i][0]] = Math.Sign(fifths);
        }

        return moved;
    }
}
