using System.Globalization;

namespace PlasticityLab.Models.Tunes;

/// <summary>The music lines of one ABC tune: collects notes and marks, then unfolds the repeats.</summary>
internal sealed class AbcBody(string name)
{
    private readonly List<(Note Note, bool IsRest)> _events = [];
    private readonly List<(int At, Mark Kind)> _marks = [];
    private readonly Dictionary<(char, int), int> _accidentals = [];
    private double _broken = 1,
        _tuplet = 1;
    private int _tupletLeft;
    private bool _tie;

    private enum Mark
    {
        RepeatStart,
        RepeatEnd,
        FirstEnding,
        SecondEnding,
    }

    /// <summary>Length of a note without a number [quarter notes].</summary>
    public double Unit { get; set; } = 0.5;

    public Dictionary<char, int> Key { get; set; } = [];

    public int Chords { get; private set; }

    public int Passed { get; private set; }

    public void Read(string line)
    {
        for (var i = 0; i < line.Length; )
        {
            var c = line[i];
            if (c is '^' or '_' or '=' || IsLetter(c))
            {
                if (ReadNote(line, ref i) is { } pitch)
                {
                    Add(pitch, Length(line, ref i));
                }
            }
            else if (c is 'z' or 'x' or 'Z')
            {
                i++;
                Add(null, Length(line, ref i));
            }
            else if (c == '[')
            {
                ReadBracket(line, ref i);
            }
            else if (c is '|' or ':')
            {
                ReadBar(line, ref i);
            }
            else if (c is '"' or '!' or '{' or '+')
            {
                var end = line.IndexOf(c == '{' ? '}' : c, i + 1);
                Passed++;
                i = end < 0 ? line.Length : end + 1;
            }
            else if (c == '(' && i + 1 < line.Length && char.IsAsciiDigit(line[i + 1]))
            {
                ReadTuplet(line, ref i);
            }
            else if (c is '>' or '<')
            {
                ReadBroken(line, ref i);
            }
            else
            {
                _tie |= c == '-';
                Passed += c is ' ' or '\t' or '-' or '(' or ')' or '\\' or '`' or '&' ? 0 : 1;
                i++;
            }
        }
    }

    /// <summary>The notes with every repeat played.</summary>
    public IEnumerable<Note> Unfold()
    {
        var played = new List<Note>();
        var (start, startMark) = (0, -1); // where a repeat goes back to
        var at = 0;
        var pass = 1; // 1 first time, 2 second time, 3 in the second ending
        for (var m = 0; m <= _marks.Count; m++)
        {
            var next = m < _marks.Count ? _marks[m].At : _events.Count;
            for (; at < next; at++)
            {
                Play(played, at);
            }

            switch (m < _marks.Count ? _marks[m].Kind : Mark.RepeatStart)
            {
                case Mark.RepeatEnd when pass == 1:
                    (at, m, pass) = (start, startMark, 2);
                    break;
                case Mark.RepeatStart or Mark.RepeatEnd:
                    (start, startMark, pass) = (at, m, 1);
                    break;
                case Mark.FirstEnding when pass == 2:
                    var second = _marks.FindIndex(m + 1, mark => mark.Kind == Mark.SecondEnding);
                    (at, m, pass) = second < 0 ? (_events.Count, _marks.Count, 1) : (_marks[second].At, second, 3);
                    break;
            }
        }

        return played;
    }

    private void Play(List<Note> played, int at)
    {
        var (note, isRest) = _events[at];
        if (!isRest)
        {
            played.Add(note);
        }
        else if (played.Count > 0)
        {
            played[^1] = played[^1] with { Rest = played[^1].Rest + note.Duration };
        }
    }

    private static bool IsLetter(char c) => c is (>= 'A' and <= 'G') or (>= 'a' and <= 'g');

    private int? ReadNote(string line, ref int i)
    {
        int? accidental = null;
        while (i < line.Length && line[i] is '^' or '_' or '=')
        {
            accidental =
                (accidental ?? 0)
                + line[i] switch
                {
                    '^' => 1,
                    '_' => -1,
                    _ => 0,
                };
            i++;
        }

        if (i >= line.Length || !IsLetter(line[i]))
        {
            Passed++;
            return null;
        }

        var letter = char.ToUpperInvariant(line[i]);
        var octave = char.IsLower(line[i]) ? 5 : 4;
        for (i++; i < line.Length && line[i] is '\'' or ','; i++)
        {
            octave += line[i] == '\'' ? 1 : -1;
        }

        if (accidental is { } sign)
        {
            _accidentals[(letter, octave)] = sign;
        }

        var moved = _accidentals.TryGetValue((letter, octave), out var bar) ? bar : Key.GetValueOrDefault(letter);
        return (12 * (octave + 1)) + NoteText.PitchClass(letter) + moved;
    }

    private double Length(string line, ref int i)
    {
        double upper = Number(line, ref i) ?? 1,
            lower = 1;
        while (i < line.Length && line[i] == '/')
        {
            i++;
            lower *= Number(line, ref i) ?? 2;
        }

        return lower > 0 && upper > 0 ? upper / lower : 1;
    }

    private static double? Number(string line, ref int i)
    {
        var start = i;
        while (i < line.Length && i - start < 6 && char.IsAsciiDigit(line[i]))
        {
            i++;
        }

        return i > start ? double.Parse(line.AsSpan(start, i - start), CultureInfo.InvariantCulture) : null;
    }

    private void Add(int? pitch, double length)
    {
        var duration = length * Unit * _broken * (_tupletLeft > 0 ? _tuplet : 1);
        (_broken, _tupletLeft) = (1, Math.Max(0, _tupletLeft - 1));
        if (_tie && pitch is { } tied && _events.Count > 0 && !_events[^1].IsRest && _events[^1].Note.Pitch == tied)
        {
            _events[^1] = (_events[^1].Note with { Duration = _events[^1].Note.Duration + duration }, false);
        }
        else
        {
            _events.Add((new Note(pitch ?? 0, duration), pitch is null));
        }

        _tie = false;
    }

    private void ReadBracket(string line, ref int i)
    {
        var end = line.IndexOf(']', i);
        if (i + 1 < line.Length && char.IsAsciiDigit(line[i + 1]))
        {
            _marks.Add((_events.Count, line[i + 1] == '1' ? Mark.FirstEnding : Mark.SecondEnding));
            i += 2;
        }
        else if (end < 0 || (i + 2 < line.Length && line[i + 2] == ':') || (i + 1 < line.Length && line[i + 1] == '|'))
        {
            Passed++; // an inline field, a thick bar, or a bracket that never closes
            i = end < 0 || line[i + 1] == '|' ? i + 1 : end + 1;
        }
        else
        {
            int? highest = null;
            var length = 1.0;
            for (i++; i < end; )
            {
                if (line[i] is '^' or '_' or '=' || IsLetter(line[i]))
                {
                    if (ReadNote(line, ref i) is { } pitch && !(highest >= pitch))
                    {
                        highest = pitch;
                    }

                    length = Length(line, ref i);
                }
                else
                {
                    i++;
                }
            }

            i = end + 1;
            Chords++;
            Add(highest, length * Length(line, ref i));
        }
    }

    private void ReadBar(string line, ref int i)
    {
        var start = i;
        while (i < line.Length && line[i] is '|' or ':' or ']')
        {
            i++;
        }

        var bar = line[start..i];
        _accidentals.Clear();
        if (bar.StartsWith(':'))
        {
            _marks.Add((_events.Count, Mark.RepeatEnd));
        }

        if (bar.EndsWith(':') && (bar.Length > 1 || start == 0))
        {
            _marks.Add((_events.Count, Mark.RepeatStart));
        }

        if (i < line.Length && line[i] is '1' or '2')
        {
            _marks.Add((_events.Count, line[i] == '1' ? Mark.FirstEnding : Mark.SecondEnding));
            i++;
        }
    }

    private void ReadTuplet(string line, ref int i)
    {
        i++;
        var notes = (int)(Number(line, ref i) ?? 3);
        // p notes in the time of q: 2 in 3, 3 in 2, 4 in 3, 6 in 2, 8 in 3; others in 2 (standard 2.1, 4.13)
        double time = notes is 2 or 4 or 8 ? 3 : 2;
        var count = notes;
        if (i < line.Length && line[i] == ':')
        {
            i++;
            time = Number(line, ref i) ?? time;
            if (i < line.Length && line[i] == ':')
            {
                i++;
                count = (int)(Number(line, ref i) ?? notes);
            }
        }

        (_tuplet, _tupletLeft) = (time / Math.Max(1, notes), count);
    }

    private void ReadBroken(string line, ref int i)
    {
        var sign = line[i];
        var count = 0;
        for (; i < line.Length && line[i] == sign; i++)
        {
            count++;
        }

        var shorter = Math.Pow(0.5, Math.Min(3, count));
        var (last, next) = sign == '>' ? (2 - shorter, shorter) : (shorter, 2 - shorter);
        if (_events.Count > 0)
        {
            _events[^1] = (_events[^1].Note with { Duration = _events[^1].Note.Duration * last }, _events[^1].IsRest);
        }

        _broken = next;
    }

    /// <inheritdoc/>
    public override string ToString() => name;
}
