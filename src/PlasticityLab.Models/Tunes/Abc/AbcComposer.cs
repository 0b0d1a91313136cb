using System.Collections.Immutable;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Builds the tree of a tune: voices of parts of bars of notes, with pitches and lengths as they are written.</summary>
internal sealed class AbcComposer(AbcReport report)
{
    private readonly AbcVoices _voices = new();
    private readonly AbcChordBuilder _chord = new();
    private bool _isInBody;
    private long _signs;
    private Fraction? _unit;
    private AbcFieldToken? _tempo;
    private string _symbols = AbcLexer.Letters;
    private AbcAccidentalReach _reach = AbcAccidentalReach.EveryOctave;

    public string? Title { get; private set; }

    public AbcMeter? Meter { get; private set; }

    public double? Tempo { get; private set; }

    /// <summary>Sharps of the first key, flats below 0.</summary>
    public int? Sharps { get; private set; }

    /// <summary>The order of the parts; null when the tune has none.</summary>
    public string? Order { get; private set; }

    public IEnumerable<AbcVoice> Voices => _voices.All.Select(state => state.Voice);

    /// <summary>Whether the field K: was there, with which the music begins.</summary>
    public bool IsComplete => _isInBody;

    private AbcVoiceState Now => _voices.Current;

    /// <summary>Reads the lines of a tune, its header first.</summary>
    /// <exception cref="AbcTooLong">It has more signs than a tune may have.</exception>
    public void Read(IEnumerable<AbcLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Text.StartsWith("%%", StringComparison.Ordinal))
            {
                Instruct(line.Text[2..].Trim(), new AbcPlace(line.Number, 1));
            }
            else if (line.IsField)
            {
                Set(line.Field);
            }
            else
            {
                Compose(line);
            }
        }

        foreach (var state in _voices.All.Where(state => state.Broken is not null))
        {
            report.Count("sign of broken rhythm without a second note|were left out", state.Last!.Place);
        }
    }

    private void Compose(AbcLine line)
    {
        var tokens = new AbcLexer(line, _symbols, report).Read();
        _signs += tokens.Count;
        if (_signs > AbcUnfolder.MostSteps)
        {
            throw new AbcTooLong();
        }

        foreach (var token in tokens)
        {
            try
            {
                Compose(token);
            }
            catch (OverflowException)
            {
                report.Refuse(token.Place, "a length here cannot be counted; it is too long, or divided too often.");
            }
        }

        if (_chord.Place is { } open)
        {
            report.Refuse(open, "the chord that begins here is not closed in its line; end it with \"]\".");
            _chord.Take();
        }
    }

    private void Compose(AbcToken token)
    {
        switch (token)
        {
            case AbcNoteToken note:
                var tone = Tone(note);
                if (_chord.Place is null)
                {
                    Add(note.Place, [tone], note.Length);
                }
                else
                {
                    _chord.Add(tone, note.Length);
                }

                break;
            case AbcRestToken rest when _chord.Place is null:
                Add(rest.Place, [], rest.Length);
                break;
            case AbcBarRestToken rest:
                AddBars(rest);
                break;
            case AbcChordOpenToken when _chord.Place is null:
                _chord.Open(token.Place);
                break;
            case AbcChordCloseToken close when _chord.Place is { } place:
                var (tones, length) = _chord.Take();
                if (!tones.IsEmpty)
                {
                    Add(place, tones, length * close.Length);
                }

                break;
            case AbcChordOpenToken or AbcChordCloseToken:
                report.Count("bracket without its partner|were left out", token.Place);
                break;
            case AbcTieToken:
                Tie(token.Place);
                break;
            case AbcBrokenToken broken:
                Break(broken);
                break;
            case AbcTupletToken tuplet:
                var time = tuplet.Time ?? Time(tuplet.Notes);
                Now.Tuplet = (tuplet.Count ?? tuplet.Notes, new Fraction(time, tuplet.Notes));
                break;
            case AbcBarToken bar:
                Bar(bar);
                break;
            case AbcEndingToken ending:
                Now.Add(new AbcEnding(ending.Place, ending.Passes));
                break;
            case AbcOverlayToken:
                Now.Measure.Strands.Add([]);
                break;
            case AbcFieldToken field:
                Set(field);
                break;
            case AbcAsideToken aside:
                Tell(aside);
                break;
        }
    }

    private void Tell(AbcAsideToken aside)
    {
        if (aside.Kind == "jump")
        {
            report.Count("jump such as D.C. or a sign it leads to|were not followed", aside.Place);
        }
        else if (aside.Kind == "ornament")
        {
            report.Count("ornament|were played as the plain note", aside.Place);
        }
        else if (aside.Kind.Length > 0)
        {
            report.Count($"{aside.Kind}|were left out", aside.Place);
        }
    }

    private AbcTone Tone(AbcNoteToken note)
    {
        var step = "CDEFGAB".IndexOf(note.Letter, StringComparison.Ordinal);
        var reach = (note.Letter, _reach == AbcAccidentalReach.EveryOctave ? 0 : note.Octave);
        if (note.Accidental is { } sign && _reach != AbcAccidentalReach.OneNote)
        {
            Now.Accidentals[reach] = sign;
        }

        var moved = note.Accidental ?? (Now.Accidentals.TryGetValue(reach, out var bar) ? bar : Now.Moved[step]);
        var pitch = (12 * (note.Octave + 1)) + NoteText.PitchClass(note.Letter) + moved + Now.Sounding;
        if (pitch is < 0 or > 127)
        {
            report.Refuse(note.Place, "this note lies outside the keys of MIDI, C-1 to G9.");
        }

        return new AbcTone(note.Place, (7 * note.Octave) + step, pitch, note.Accidental is not null);
    }

    private void Add(AbcPlace place, ImmutableArray<AbcTone> tones, Fraction units)
    {
        var length = units * Now.Unit * (Now.Broken ?? new Fraction(1));
        Now.Broken = null;
        if (Now.Tuplet.Left > 0)
        {
            length *= Now.Tuplet.Factor;
            Now.Tuplet = Now.Tuplet with { Left = Now.Tuplet.Left - 1 };
        }

        Now.Last = new AbcEvent(place, tones, length);
        Now.Measure.Strands[^1].Add(Now.Last);
    }

    private void AddBars(AbcBarRestToken rest)
    {
        if (Now.Meter.IsFree)
        {
            report.Count("rest of whole bars without a meter|were read in bars of 4/4", rest.Place);
        }

        Now.Accidentals.Clear(); // Z2 stands for z4|z4 in bars of four units (4.5)
        Now.Last = new AbcEvent(rest.Place, [], new Fraction(rest.Bars) * Now.Meter.Bar);
        Now.Measure.Strands[^1].Add(Now.Last);
    }

    /// <summary>q of a tuplet of p notes that does not say it (4.13).</summary>
    private int Time(int notes) =>
        notes switch
        {
            2 or 4 or 8 => 3,
            3 or 6 => 2,
            _ => Now.Meter.IsCompound ? 3 : 2,
        };

    private void Tie(AbcPlace place)
    {
        if (_chord.Place is not null ? _chord.Tie() : Now.Last is { Tones.IsEmpty: false })
        {
            foreach (var tone in _chord.Place is null ? Now.Last!.Tones : [])
            {
                tone.IsTied = true;
            }
        }
        else
        {
            report.Count("tie without a note before it|were left out", place);
        }
    }

    private void Break(AbcBrokenToken broken)
    {
        if (Now.Last is null || Now.Broken is not null)
        {
            report.Count("sign of broken rhythm without a first note|were left out", broken.Place);
            return;
        }

        var shorter = new Fraction(1, 1L << broken.Signs);
        var longer = new Fraction((2L << broken.Signs) - 1, 1L << broken.Signs);
        Now.Last.Length *= broken.FirstIsLonger ? longer : shorter;
        Now.Broken = broken.FirstIsLonger ? shorter : longer;
    }

    private void Bar(AbcBarToken bar)
    {
        if (_chord.Place is { } open)
        {
            report.Refuse(open, "the chord that begins here is not closed before the bar line; end it with \"]\".");
            _chord.Take();
        }

        Now.EndMeasure();
        if (bar.Ends > 0)
        {
            Now.Add(new AbcRepeatEnd(bar.Ends + 1));
        }

        if (bar.Starts > 0)
        {
            Now.Add(new AbcRepeatStart(bar.Place, bar.Starts + 1));
        }

        if (bar is { IsThick: true, Ends: 0, Starts: 0 })
        {
            Now.Add(new AbcDoubleBar());
        }
    }

    private void Set(AbcFieldToken field)
    {
        switch (field.Letter)
        {
            case 'T' when Title is null && field.Value.Length > 0:
                Title = string.Concat(field.Value.Select(c => char.IsControl(c) ? ' ' : c));
                break;
            case 'M' when AbcFields.Meter(field, report) is { } meter:
                SetMeter(meter, field.Place);
                break;
            case 'L' when AbcFields.Unit(field, report) is { } unit:
                _unit ??= unit;
                Now.Unit = unit;
                break;
            case 'Q' when _isInBody:
                SetTempo(field);
                break;
            case 'Q':
                _tempo = field; // in unit lengths of old, which a later L: may give
                break;
            case 'K':
                Now.Apply(AbcKey.OfKey(field, report));
                EndHeader();
                break;
            case 'V':
                SetVoice(field);
                break;
            case 'P':
                SetPart(field);
                break;
            case 'I':
                Instruct(field.Value, field.Place);
                break;
            case 'U' when field.Value.Length > 0:
                _symbols += field.Value[0];
                break;
            case 'm':
                report.Refuse(field.Place, "macros (m:) are not read; write their notes out.");
                break;
        }
    }

    private void SetMeter(AbcMeter meter, AbcPlace place)
    {
        if (_isInBody && Meter is not null && Meter != meter)
        {
            report.Count("change of meter|were followed in the bars; the tune's meter is the first", place);
        }

        Meter = _isInBody ? Meter ?? meter : meter;
        Now.Meter = meter;
    }

    private void SetTempo(AbcFieldToken field)
    {
        if (AbcFields.Tempo(field, Now.Unit, report) is not { } tempo)
        {
            return;
        }

        if (Now.Last is null)
        {
            Tempo = tempo;
        }
        else if (tempo != (Tempo ?? 120))
        {
            report.Count("change of tempo|were not followed: the first tempo holds throughout", field.Place);
        }
    }

    /// <summary>The first field K: ends the header. Without L: the unit comes from the meter, once for all (3.1.7).</summary>
    private void EndHeader()
    {
        if (_isInBody)
        {
            return;
        }

        _isInBody = true;
        Sharps = Now.Moved.Sum();
        Now.Unit = _unit ?? Now.Meter.Unit;
        if (_tempo is not null)
        {
            Tempo = AbcFields.Tempo(_tempo, Now.Unit, report);
        }
    }

    private void SetVoice(AbcFieldToken field)
    {
        var id = field.Value.Split([' ', '\t'], 2)[0];
        if (id.Length == 0)
        {
            report.Refuse(field.Place, "a field V: needs the name of a voice, as in V:1.");
        }
        else if (_isInBody)
        {
            _voices.Select(id, AbcKey.OfVoice(field, report));
        }
        else
        {
            _voices.Declare(id, AbcKey.OfVoice(field, report));
        }
    }

    /// <summary>In the header the order of the parts; in the body the part that begins, which without an order is a text.</summary>
    private void SetPart(AbcFieldToken field)
    {
        if (!_isInBody)
        {
            Order = AbcParts.Order(field, report);
        }
        else if (Order is not null && field.Value.Length > 0 && char.IsAsciiLetterUpper(field.Value[0]))
        {
            _voices.BeginPart(field.Value[0]);
        }
        else if (Order is not null)
        {
            report.Count("part without a capital letter|were taken as texts", field.Place);
        }
    }

    /// <summary>An instruction of a field I: or of a line %%; those that do not change the melody are passed over.</summary>
    private void Instruct(string text, AbcPlace place)
    {
        var words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["propagate-accidentals", "not", ..]:
                _reach = AbcAccidentalReach.OneNote;
                break;
            case ["propagate-accidentals", "octave", ..]:
                _reach = AbcAccidentalReach.OneOctave;
                break;
            case ["propagate-accidentals", "pitch", ..]:
                _reach = AbcAccidentalReach.EveryOctave;
                break;
            case ["MIDI", "transpose" or "rtranspose" or "drummap" or "temperament" or "temperamentnormal", ..]:
                report.Say($"The instruction \"{text}\" ({place}) belongs to another program and was not followed.");
                break;
        }
    }
}

/// <summary>How far an accidental reaches within its bar (standard 2.1, 11.3); the standard's default is every octave.</summary>
internal enum AbcAccidentalReach
{
    OneNote,
    OneOctave,
    EveryOctave,
}
