using System.Collections.Immutable;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Cuts a music line into its signs.</summary>
/// <remarks>Source: Walshaw, The ABC music standard 2.1, 2011, section 4.</remarks>
/// <param name="line">The line.</param>
/// <param name="symbols">The letters that have a meaning: <see cref="Letters"/> and those of fields U:.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class AbcLexer(AbcLine line, string symbols, AbcReport report)
{
    /// <summary>Letters that have a meaning in music unless a field U: gives one to others (4.14, 4.16).</summary>
    public const string Letters = "ABCDEFGabcdefgxyzXZHLMOPSTuv";

    // What adds notes of its own, and what is passed over without a trace: white space, beams, slurs, dots, breaks of lines.
    private const string OrnamentLetters = "~TMP";
    private const string Silent = " \t`\\$*).";
    private readonly string _text = line.Text;
    private readonly List<AbcToken> _tokens = [];
    private int _at;

    /// <summary>The signs in order.</summary>
    /// <exception cref="AbcTooLong">They are more than a tune may have.</exception>
    public IReadOnlyList<AbcToken> Read()
    {
        while (_at < _text.Length)
        {
            if (_tokens.Count > AbcUnfolder.MostSteps)
            {
                throw new AbcTooLong();
            }

            var place = new AbcPlace(line.Number, _at + 1);
            var c = _text[_at];
            if (c is '^' or '_' or '=' || IsNote(c))
            {
                ReadNote(place);
            }
            else if (IsBar())
            {
                ReadBar(place);
            }
            else
            {
                ReadSign(c, place);
            }
        }

        return _tokens;
    }

    private void ReadSign(char c, AbcPlace place)
    {
        switch (c)
        {
            case 'z' or 'x':
                _at++;
                _tokens.Add(new AbcRestToken(place, ReadLength(place)));
                break;
            case 'Z' or 'X':
                _at++;
                _tokens.Add(new AbcBarRestToken(place, ReadNumber(place) ?? 1));
                break;
            case 'y':
                _at++;
                ReadLength(place); // room on paper; it has no length in time
                break;
            case '[':
                ReadBracket(place);
                break;
            case ']':
                _at++;
                _tokens.Add(new AbcChordCloseToken(place, ReadLength(place)));
                break;
            case '(':
                ReadParenthesis(place);
                break;
            case '>' or '<':
                ReadBroken(place);
                break;
            case '-':
                _at++;
                _tokens.Add(new AbcTieToken(place));
                break;
            case '&':
                _at++;
                _tokens.Add(new AbcOverlayToken(place));
                break;
            case '"':
                ReadText(place);
                break;
            case '{':
                ReadGrace(place);
                break;
            case '!' or '+':
                ReadDecoration(c, place);
                break;
            default:
                ReadOther(c, place);
                break;
        }
    }

    private void ReadOther(char c, AbcPlace place)
    {
        if (OrnamentLetters.Contains(c, StringComparison.Ordinal))
        {
            _tokens.Add(new AbcAsideToken(place, "ornament"));
        }
        else if (IsUnknown(c) && Word(out var end) is { } word && word.Count(IsUnknown) > 1)
        {
            report.Refuse(place, $"\"{word}\" is no music; words belong into a field w:, into quotation marks or behind %.");
            _at = end - 1;
        }
        else if (IsUnknown(c) || !(char.IsAsciiLetter(c) || Silent.Contains(c, StringComparison.Ordinal)))
        {
            _tokens.Add(new AbcAsideToken(place, "unknown sign"));
        }

        _at++;
    }

    private bool IsUnknown(char c) => char.IsAsciiLetter(c) && !symbols.Contains(c);

    /// <summary>The letters without a gap around the present place.</summary>
    private string Word(out int end)
    {
        var start = _at;
        end = _at;
        while (start > 0 && char.IsAsciiLetter(_text[start - 1]))
        {
            start--;
        }

        while (end < _text.Length && char.IsAsciiLetter(_text[end]))
        {
            end++;
        }

        return _text[start..end];
    }

    private static bool IsNote(char c) => c is (>= 'A' and <= 'G') or (>= 'a' and <= 'g');

    private char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void ReadNote(AbcPlace place)
    {
        var start = _at;
        while (Peek() is '^' or '_' or '=')
        {
            _at++;
        }

        var signs = _text[start.._at];
        int? accidental = signs switch
        {
            "" => null,
            "=" => 0,
            "^" => 1,
            "^^" => 2,
            "_" => -1,
            "__" => -2,
            _ => int.MaxValue,
        };
        if (accidental == int.MaxValue || !IsNote(Peek()))
        {
            report.Refuse(
                place,
                Peek() is '/' || char.IsAsciiDigit(Peek()) ? $"quarter tones are not read; write \"{signs}\" and a note."
                    : IsNote(Peek()) ? $"\"{signs}\" is no accidental; write ^, ^^, _, __ or =."
                    : $"\"{signs}\" has no note after it."
            );
            _at = Math.Max(_at, start + 1);
            if (!IsNote(Peek()))
            {
                ReadLength(place);
                return;
            }

            accidental = null;
        }

        var letter = char.ToUpperInvariant(Peek());
        var octave = char.IsLower(Peek()) ? 5 : 4;
        for (_at++; Peek() is '\'' or ','; _at++)
        {
            octave += Peek() == '\'' ? 1 : -1;
        }

        _tokens.Add(new AbcNoteToken(place, accidental, letter, octave, ReadLength(place)));
    }

    /// <summary>A number, then slashes with or without numbers: 3, 3/2, /, //, /4 (4.3).</summary>
    private Fraction ReadLength(AbcPlace place)
    {
        try
        {
            var length = new Fraction(ReadNumber(place) ?? 1);
            while (Peek() == '/')
            {
                _at++;
                length *= new Fraction(1, ReadNumber(place) ?? 2);
            }

            return length;
        }
        catch (OverflowException)
        {
            report.Refuse(place, "this length cannot be counted; write a fraction of small numbers, such as 3/2.");
            return new Fraction(1);
        }
    }

    /// <summary>A number above 0; null when there is none.</summary>
    private int? ReadNumber(AbcPlace place)
    {
        var number = AbcDigits.Read(_text, ref _at);
        if (number is 0 or -1)
        {
            report.Refuse(place, $"a number here must have at most {AbcDigits.Most} digits and be above 0.");
            return 1;
        }

        return number;
    }

    /// <summary>Whether a bar line stands here: | or ::, with colons before and thick strokes [ and ] around (4.8).</summary>
    private bool IsBar() =>
        Peek() switch
        {
            '|' => true,
            ':' => Peek(1) is ':' or '|' or ']' || (Peek(1) == '[' && Peek(2) == '|'),
            '[' => Peek(1) is '|' or ']',
            ']' => false, // the end of a chord: a thick stroke at the end of a bar is taken with that bar
            '.' => Peek(1) == '|',
            _ => false,
        };

    private void ReadBar(AbcPlace place)
    {
        var start = _at;
        _at += Peek() == '.' ? 1 : 0;
        while (Peek() is '|' or ':' or ']' || (Peek() == '[' && Peek(1) is '|' or ']'))
        {
            _at++;
        }

        var bar = _text[start.._at].TrimStart('.');
        var inner = bar.Trim(':');
        int ends = bar.Length - bar.TrimStart(':').Length,
            starts = bar.Length - bar.TrimEnd(':').Length;
        if (inner.Length == 0)
        {
            // :: is :|:, and :::: is ::|::
            (ends, starts) = ((bar.Length + 1) / 2, bar.Length / 2);
        }

        var isThick = inner is not ("" or "|" or "[|]" or "[]");
        _tokens.Add(new AbcBarToken(place, ends, starts, isThick));
        if (char.IsAsciiDigit(Peek()))
        {
            ReadEnding(place);
        }
    }

    /// <summary>The passes of an ending: 1, 1,3 or 1-3 and lists of these (4.10).</summary>
    private void ReadEnding(AbcPlace place)
    {
        var passes = ImmutableArray.CreateBuilder<int>();
        do
        {
            _at += Peek() == ',' ? 1 : 0;
            int? first = ReadNumber(place),
                last = first;
            if (Peek() == '-' && char.IsAsciiDigit(Peek(1)))
            {
                _at++;
                last = ReadNumber(place);
            }

            if (first is < 1 or > AbcUnfolder.MostPasses || last < first || last > AbcUnfolder.MostPasses)
            {
                report.Refuse(place, $"an ending is numbered by passes from 1 to {AbcUnfolder.MostPasses}, as in 1,3 or 1-3.");
                return;
            }

            passes.AddRange(Enumerable.Range(first!.Value, last!.Value - first.Value + 1));
        } while (Peek() == ',' && char.IsAsciiDigit(Peek(1)));

        _tokens.Add(new AbcEndingToken(place, passes.ToImmutable()));
    }

    private void ReadBracket(AbcPlace place)
    {
        if (char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            ReadEnding(place);
        }
        else if (char.IsAsciiLetter(Peek(1)) && Peek(2) == ':')
        {
            var end = _text.IndexOf(']', _at);
            if (end < 0)
            {
                report.Refuse(place, $"the field \"[{Peek(1)}:\" is not closed; end it with \"]\".");
                end = _text.Length;
            }

            _tokens.Add(new AbcFieldToken(place.Right(3), Peek(1), _text[(_at + 3)..end].Trim()));
            _at = Math.Min(_text.Length, end + 1);
        }
        else
        {
            _at++;
            _tokens.Add(new AbcChordOpenToken(place));
        }
    }

    /// <summary>A tuplet (p, (p:q or (p:q:r, where q and r may be left out (4.13), or a slur.</summary>
    private void ReadParenthesis(AbcPlace place)
    {
        _at++;
        if (!char.IsAsciiDigit(Peek()))
        {
            return;
        }

        var notes = ReadNumber(place) ?? 3;
        int? time = null,
            count = null;
        if (Peek() == ':')
        {
            _at++;
            time = ReadNumber(place);
            if (Peek() == ':')
            {
                _at++;
                count = ReadNumber(place);
            }
        }

        if (notes < 2 || (time is null && notes > 9))
        {
            report.Refuse(place, $"a tuplet \"({notes}\" is not known; write (2 to (9, or (p:q:r for p notes in the time of q.");
            return;
        }

        _tokens.Add(new AbcTupletToken(place, notes, time, count));
    }

    private void ReadBroken(AbcPlace place)
    {
        var sign = Peek();
        var count = 0;
        for (; Peek() == sign; _at++)
        {
            count++;
        }

        if (count > 3)
        {
            report.Refuse(place, $"broken rhythm has one to three signs, but here are {count}.");
            return;
        }

        _tokens.Add(new AbcBrokenToken(place, sign == '>', count));
    }

    private void ReadText(AbcPlace place)
    {
        var end = _text.IndexOf('"', _at + 1);
        while (end > 0 && _text[end - 1] == '\\')
        {
            end = _text.IndexOf('"', end + 1);
        }

        if (end < 0)
        {
            report.Refuse(place, "the text that begins here is not closed; end it with \".");
            end = _text.Length - 1;
        }

        var isAnnotation = Peek(1) is '^' or '_' or '<' or '>' or '@';
        _tokens.Add(new AbcAsideToken(place, isAnnotation ? "" : "chord name"));
        _at = end + 1;
    }

    private void ReadGrace(AbcPlace place)
    {
        var end = _text.IndexOf('}', _at);
        if (end < 0)
        {
            report.Refuse(place, "the grace notes that begin here are not closed; end them with \"}\".");
            end = _text.Length - 1;
        }

        foreach (var _ in _text[_at..end].Where(IsNote))
        {
            _tokens.Add(new AbcAsideToken(place, "grace note"));
        }

        _at = end + 1;
    }

    /// <summary>!word!, or +word+ as of old; a sign alone once broke the line.</summary>
    private void ReadDecoration(char mark, AbcPlace place)
    {
        var end = _text.IndexOf(mark, _at + 1);
        var word = end < 0 ? "" : _text[(_at + 1)..end];
        if (end < 0 || word.Length == 0 || word.AsSpan().IndexOfAny(" |") >= 0)
        {
            _at++;
            return;
        }

        _at = end + 1;
        _tokens.Add(new AbcAsideToken(place, AbcDecorations.KindOf(word)));
    }
}
