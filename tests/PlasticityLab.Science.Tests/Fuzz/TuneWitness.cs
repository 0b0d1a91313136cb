using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Counts notes in tunes by means of their own: words of note text, letters of ABC, bytes of MIDI. What the tune has fewer must
/// be told.</summary>
internal static partial class TuneWitness
{
    /// <summary>Every word is a note or a rest with its length.</summary>
    public static void CheckNotes(string text, Tune tune)
    {
        var notes = new List<(double Length, double Silence)>();
        var silence = 0.0;
        foreach (var line in LineEnd().Split(text))
        {
            foreach (Match word in Word().Matches(line.Split('%')[0]))
            {
                var length = LengthOf(word.Value);
                if (char.ToUpperInvariant(word.Value[0]) != 'R')
                {
                    notes.Add((length, 0));
                }
                else if (notes.Count > 0)
                {
                    notes[^1] = (notes[^1].Length, notes[^1].Silence + length);
                }
                else
                {
                    silence += length;
                }
            }
        }

        Assert.Equal(notes.Count, tune.Notes.Length);
        Assert.All(
            notes.Zip(tune.Notes),
            pair =>
            {
                Assert.Equal(pair.First.Length, pair.Second.Duration, 1e-9 * pair.First.Length);
                Assert.Equal(pair.First.Silence, pair.Second.Rest, 1e-9 * (1 + pair.First.Silence));
            }
        );
        Assert.Equal(silence > 0, tune.Remarks.Any(remark => remark.Contains("silence before", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\r\n|[\r\n\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"[^ \t\r|,]+")]
    private static partial Regex Word();

    private static double LengthOf(string word)
    {
        if (word.Split(':') is [_, var beats])
        {
            var parts = beats.Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return parts.Length == 1 ? parts[0] : parts[0] / parts[1];
        }

        if (word.Split('/') is not [_, var value])
        {
            return 1;
        }

        var quarters = 4 / double.Parse(value.TrimEnd('.'), CultureInfo.InvariantCulture);
        return (value.Length - value.TrimEnd('.').Length) switch
        {
            0 => quarters,
            1 => 1.5 * quarters,
            _ => 1.75 * quarters,
        };
    }

    /// <summary>A book of two texts has the tunes of both, and as many are left out of it.</summary>
    public static void CheckBook(string first, string second)
    {
        // A block of text that one leaves open may be closed by the other.
        if (!Array.TrueForAll([first, second], text => text.StartsWith("X:", StringComparison.Ordinal) && !Block().IsMatch(text)))
        {
            return;
        }

        var ((a, aLeft), (b, bLeft), (both, left)) = (Book(first), Book(second), Book($"{first}\n\n{second}"));
        Assert.Equal(a.Count + b.Count, both.Count);
        Assert.Equal(aLeft + bLeft, left);
        Assert.All(a.Concat(b).Zip(both), pair => Assert.True(pair.First.SameNotes(pair.Second), pair.First.Name));
    }

    [GeneratedRegex(@"^%%\s*begin", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    private static (IReadOnlyList<Tune> Tunes, int LeftOut) Book(string text)
    {
        var leftOut = new List<string>();
        try
        {
            return (AbcReader.Read(text, "book", leftOut), leftOut.Count);
        }
        catch (UserError)
        {
            return ([], Number().Count(text));
        }
    }

    [GeneratedRegex(@"(?<=^|[\r\n\f\u0085\u2028\u2029])X:")]
    private static partial Regex Number();

    /// <summary>A text of one tune without any sign that repeats, joins or leaves out notes has as many notes as letters of notes, unless
    /// something is told.</summary>
    public static void CheckLetters(string text, IReadOnlyList<Tune> tunes)
    {
        if (tunes is not [{ Remarks.IsEmpty: true } tune] || Number().Count(text) != 1 || Block().IsMatch(text))
        {
            return;
        }

        var isBody = false;
        var letters = 0;
        foreach (var line in LineEnd().Split(text[text.IndexOf("X:", StringComparison.Ordinal)..]))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                break;
            }

            var music = Comment().Replace(line, "");
            if (Field().IsMatch(music))
            {
                isBody |= music[0] == 'K';
                if (music[0] is 'V' or 'P' or 'U' or 'm')
                {
                    return;
                }
            }
            else if (isBody)
            {
                music = Aside().Replace(music, "");
                if (Changes().IsMatch(music))
                {
                    return;
                }

                letters += music.Count(c => c is (>= 'a' and <= 'g') or (>= 'A' and <= 'G'));
            }
        }

        Assert.Equal(letters, tune.Notes.Length);
    }

    [GeneratedRegex(@"(?<!\\)%.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[A-Za-z+]:(?![|:])")]
    private static partial Regex Field();

    // Texts, decorations, grace notes and fields in the line.
    [GeneratedRegex(@"""[^""]*""|![^! |]+!|\+[^+ |]+\+|\{[^}]*\}|\[[A-Za-z]:[^\]]*\]")]
    private static partial Regex Aside();

    [GeneratedRegex(@"[:\-&\[\]]|\|\s*[0-9]")]
    private static partial Regex Changes();
}
