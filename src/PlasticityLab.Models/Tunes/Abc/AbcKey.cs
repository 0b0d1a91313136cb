using System.Text.RegularExpressions;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>What a field K: or V: says: a key signature, and what moves the sounding pitch.</summary>
/// <remarks>Source: Walshaw, The ABC music standard 2.1, 2011, sections 3.1.14 and 4.6.</remarks>
internal sealed partial class AbcKey
{
    private const string Letters = "CDEFGAB";
    private const string Fifths = "FCGDAEB";
    private static readonly (string Mode, int Fifths)[] Modes =
    [
        ("maj", 0),
        ("ion", 0),
        ("mix", -1),
        ("dor", -2),
        ("min", -3),
        ("aeo", -3),
        ("phr", -4),
        ("loc", -5),
        ("lyd", 1),
    ];

    [GeneratedRegex(@"^(?<tonic>[A-Ga-g])(?<sign>[#♯b♭]?)(?<mode>[A-Za-z]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Tonic();

    [GeneratedRegex(@"^(?:\^{1,2}|_{1,2}|=)[A-Ga-g]", RegexOptions.CultureInvariant)]
    private static partial Regex Accidental();

    [GeneratedRegex(
        @"^(?:treble|alto|tenor|bass|soprano|mezzosoprano|baritone|perc|none)(?:[1-5])?(?<octave>[+-]8)?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Clef();

    [GeneratedRegex(@"^[GCFP](?:[1-5])?(?<octave>[+-]8)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ClefLetter();

    /// <summary>Semitones by which each letter from C to B is moved; null where the field gives no key.</summary>
    public int[]? Moved { get; private set; }

    /// <summary>Octaves by which a clef such as treble-8 moves the voice; null where no clef is given.</summary>
    public int? ClefOctaves { get; private set; }

    /// <summary>The property octave=; null where it is not given.</summary>
    public int? Octaves { get; private set; }

    /// <summary>The property transpose= [semitones]; null where it is not given.</summary>
    public int? Transpose { get; private set; }

    public bool IsPercussion { get; private set; }

    /// <summary>Reads the value of a field K:.</summary>
    public static AbcKey OfKey(AbcFieldToken field, AbcReport report)
    {
        var words = Words(field.Value);
        var key = new AbcKey();
        var first = words.FirstOrDefault() ?? "";
        if (first is "" or "none")
        {
            key.Moved = new int[Letters.Length];
            words = [.. words.Skip(1)];
        }
        else if (first is "HP" or "Hp")
        {
            key.Moved = Signature(2, Letters.Length); // the pipes sound F and C sharp, whether or not the signature is printed
            words = [.. words.Skip(1)];
        }
        else if (!IsProperty(first) && Tonic().Match(first) is { Success: true } tonic)
        {
            words = key.TakeTonic(tonic, words);
        }
        else if (!IsProperty(first))
        {
            report.Refuse(field.Place, $"\"K:{field.Value}\" is no key; write one like K:G, K:F#m, K:Ddor or K:none.");
            return key;
        }

        foreach (var word in words)
        {
            if (!key.TakeAccidental(word) && !key.TakeProperty(word, field.Place, report))
            {
                report.Refuse(
                    field.Place,
                    $"\"{word}\" in \"K:{field.Value}\" is neither a mode (such as m, dor, mix) nor accidentals (such as ^f) nor a clef."
                );
            }
        }

        return key;
    }

    /// <summary>Reads what follows the name in the value of a field V:.</summary>
    public static AbcKey OfVoice(AbcFieldToken field, AbcReport report)
    {
        var key = new AbcKey();
        foreach (var word in Words(field.Value).Skip(1))
        {
            key.TakeProperty(word, field.Place, report);
        }

        return key;
    }

    /// <summary>What a later field says, and where it is silent what this one says.</summary>
    public AbcKey With(AbcKey later) =>
        new()
        {
            Moved = later.Moved ?? Moved,
            ClefOctaves = later.ClefOctaves ?? ClefOctaves,
            Octaves = later.Octaves ?? Octaves,
            Transpose = later.Transpose ?? Transpose,
            IsPercussion = later.ClefOctaves is null ? IsPercussion : later.IsPercussion,
        };

    private static string[] Words(string value) => [.. QuotedOrWord().Matches(value).Select(match => match.Value)];

    // a word with a quoted text in it, such as name="Violin 1", or a run of accidentals each with its letter, or a word
    [GeneratedRegex(@"[^\s""]*""[^""]*""|[^\s""]+", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedOrWord();

    private static bool IsProperty(string word) =>
        word.Contains('=', StringComparison.Ordinal) || Clef().IsMatch(word) || Accidental().IsMatch(word);

    private string[] TakeTonic(Match tonic, string[] words)
    {
        var rest = words.Skip(1).ToList();
        var mode = tonic.Groups["mode"].Value;
        if (mode.Length == 0 && rest.Count > 0 && (rest[0] is "exp" || ModeOf(rest[0]) is not null))
        {
            mode = rest[0];
            rest.RemoveAt(0);
        }

        if (mode is "exp")
        {
            Moved = new int[Letters.Length];
            return [.. rest];
        }

        var sign = tonic.Groups["sign"].Value switch
        {
            "#" or "♯" => 7,
            "b" or "♭" => -7,
            _ => 0,
        };
        var fifths = Fifths.IndexOf(char.ToUpperInvariant(tonic.Groups["tonic"].ValueSpan[0]), StringComparison.Ordinal) - 1 + sign;
        if ((mode.Length == 0 ? 0 : ModeOf(mode)) is not { } shift)
        {
            return [mode, .. rest]; // refused as a word that means nothing
        }

        Moved = Signature(fifths + shift, Letters.Length);
        return [.. rest];
    }

    private static int? ModeOf(string word) =>
        word is "m" or "M" ? (word == "m" ? -3 : 0)
        : word.Length >= 3 && Array.FindIndex(Modes, x => word.StartsWith(x.Mode, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            ? Modes[at].Fifths
        : null;

    /// <summary>Sharps, or flats below 0, in the order of fifths; beyond seven they are double.</summary>
    private static int[] Signature(int fifths, int letters)
    {
        var moved = new int[letters];
        for (var i = 0; i < Math.Abs(fifths); i++)
        {
            var letter = fifths > 0 ? Fifths[i % letters] : Fifths[letters - 1 - (i % letters)];
            moved[Letters.IndexOf(letter, StringComparison.Ordinal)] += Math.Sign(fifths);
        }

        return moved;
    }

    private bool TakeAccidental(string word)
    {
        var rest = word;
        while (Accidental().Match(rest) is { Success: true } match)
        {
            Moved ??= new int[Letters.Length];
            var sign = match.Value[..^1];
            Moved[Letters.IndexOf(char.ToUpperInvariant(match.Value[^1]), StringComparison.Ordinal)] =
                sign[0] == '=' ? 0
                : sign[0] == '^' ? sign.Length
                : -sign.Length;
            rest = rest[match.Length..];
        }

        return rest.Length == 0;
    }

    private bool TakeProperty(string word, AbcPlace place, AbcReport report)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = at < 0 ? ("clef", word) : (word[..at], word[(at + 1)..].Trim('"'));
        switch (name)
        {
            case "clef":
                var clef = at < 0 || Clef().IsMatch(value) ? Clef().Match(value) : ClefLetter().Match(value);
                if (!clef.Success)
                {
                    return at >= 0; // a clef of another program changes how music is drawn
                }

                ClefOctaves = clef.Groups["octave"].Value switch
                {
                    "+8" => 1,
                    "-8" => -1,
                    _ => 0,
                };
                IsPercussion = value.StartsWith("perc", StringComparison.Ordinal) || value == "P";
                return true;
            case "octave":
                Octaves = Moving(word, value, 10, place, report);
                return true;
            case "transpose" or "t":
                Transpose = Moving(word, value, 127, place, report);
                return true;
            case "score" or "sound" or "shift" or "instrument":
                report.Say($"\"{word}\" ({place}) is not followed: the standard's property is transpose=.");
                return true;
            default:
                return true;
        }
    }

    private static int Moving(string word, string value, int most, AbcPlace place, AbcReport report)
    {
        if (Quantity.TryWhole(value, out var number, out _) && Math.Abs(number) <= most)
        {
            return number;
        }

        report.Refuse(place, $"\"{word}\" must have a whole number from {-most} to {most}.");
        return 0;
    }
}
