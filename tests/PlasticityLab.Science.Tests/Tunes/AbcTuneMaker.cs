using System.Text;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests.Tunes;

/// <summary>Makes ABC tunes that use what standard 2.1 offers, at random.</summary>
/// <remarks>Left out is what the independent reader is known to read against the standard: each such thing is a test of its own, with the
/// sentence of the standard, in AbcDisagreementTests.</remarks>
internal sealed class AbcTuneMaker(RandomStream random)
{
    private static readonly string[] Keys =
    [
        "C",
        "G",
        "D",
        "A",
        "E",
        "B",
        "F#",
        "C#",
        "F",
        "Bb",
        "Eb",
        "Ab",
        "Db",
        "Gb",
        "Cb",
        "Am",
        "Em",
        "F#m",
        "Gm",
        "Cmin",
        "D minor",
        "Ddor",
        "A Dorian",
        "Emix",
        "G mixolydian",
        "Ephr",
        "Bloc",
        "Flyd",
        "Aaeo",
        "Gmaj",
        "Cion",
        "none",
        "HP",
        "Hp",
        "D =c",
        "D exp _b _e ^f",
        "Am ^g",
        "G clef=treble",
        "D bass",
    ];
    private static readonly string[] InlineKeys =
    [
        .. Keys.Where(key =>
            !key.Contains("exp", StringComparison.Ordinal)
            && !key.Contains("bass", StringComparison.Ordinal)
            && !key.Contains("clef", StringComparison.Ordinal)
        ),
    ];
    private static readonly string[] Meters =
    [
        "4/4",
        "3/4",
        "2/4",
        "6/8",
        "9/8",
        "12/8",
        "3/8",
        "2/2",
        "5/4",
        "7/8",
        "C",
        "C|",
        "none",
        "(2+3)/8",
    ];
    private static readonly string[] Lengths = ["", "", "", "2", "3", "4", "/", "/2", "3/2", "//", "6"];
    private static readonly string[] Asides =
    [
        "\"Am\"",
        "\"^text\"",
        "{g}",
        "{/ab}",
        "u",
        "v",
        "!fermata!",
        "!f!",
        "y",
        "`",
        "(",
        ")",
        " ",
    ];
    private readonly StringBuilder _text = new();
    private string _meter = "4/4";
    private bool _meterHasChanged;
    private int _rounded;

    /// <summary>How many notes have lengths that are not whole ticks of 480 a quarter note, which the independent reader rounds.</summary>
    public int Rounded => _rounded;

    /// <summary>What a tune of this kind has beside one voice of plain sections.</summary>
    private enum Form
    {
        Sections,
        Parts,
        Voices,
        Overlays,
    }

    /// <summary>One tune with the number that its field X: has.</summary>
    public string Make(int number)
    {
        var form = (Form)random.NextInt(4);
        Header(number, form);
        switch (form)
        {
            case Form.Parts:
                foreach (var label in "ABC")
                {
                    _text.Append("P:").Append(label).Append('\n');
                    Section(isLast: true);
                }

                break;
            case Form.Voices:
                Voices();
                break;
            case Form.Overlays:
                for (var bar = 0; bar < 3; bar++)
                {
                    _text.Append(random.NextInt(2) == 0 ? "c' d' e' f' & C D E F |\n" : "[c'e']2 g'2 & E4 & C4 |\n");
                }

                break;
            default:
                _text.Append("G "); // a tune has a note
                var sections = 1 + random.NextInt(3);
                for (var i = 0; i < sections; i++)
                {
                    Section(isLast: i == sections - 1);
                }

                break;
        }

        Between();
        return _text.ToString();
    }

    private T Pick<T>(params T[] values) => values[random.NextInt(values.Length)];

    private bool Chance(int percent) => random.NextInt(100) < percent;

    private void Header(int number, Form form)
    {
        _text.Append($"X:{number}\nT:Tune {number}, made up\n");
        _text.Append("%%MIDI chordattack 0\n");
        if (Chance(20))
        {
            _text.Append("%%begintext\nBe aware: bad egg | faded cabbage |\n%%endtext\n");
        }

        if (Chance(30))
        {
            _text.Append("C:A composer\nR:reel\n% a comment\nN:ABC and DEF\n");
        }

        if (Chance(85))
        {
            _meter = form == Form.Overlays ? "4/4" : Pick(Meters);
            _text.Append($"M:{_meter}\n");
        }
        else
        {
            _meter = "none";
        }

        if (form == Form.Overlays || Chance(80))
        {
            _text.Append($"L:{(form == Form.Overlays ? "1/4" : Pick("1/4", "1/8", "1/16"))}\n");
        }

        if (Chance(50))
        {
            _text.Append(Pick("Q:1/4=100\n", "Q:\"Allegro\" 3/8=80\n", "Q:1/4 3/8=40\n", "Q:\"Andante\"\n"));
        }

        if (form == Form.Parts)
        {
            _text.Append(Pick("P:ABC\n", "P:ABACA\n", "P:A2B(AC)2\n", "P:((AB)2.C)2\n"));
        }

        _text.Append($"K:{Pick(Keys)}{(form == Form.Voices ? "" : Pick("", "", "", " octave=-1", " clef=treble-8"))}\n");
    }

    private void Voices()
    {
        var lines = 1 + random.NextInt(3);
        for (var line = 0; line < lines; line++)
        {
            _text.Append(Chance(50) ? "V:1\n" : "[V:1] ");
            _text.Append("c'2 e' g' | d'4 |\n");
            _text.Append(Chance(50) ? "V:2 clef=bass octave=-1\n" : "[V:2] ");
            _text.Append("C4 | [CE]2 G,2 |\n");
        }
    }

    private void Section(bool isLast)
    {
        switch (random.NextInt(5))
        {
            case 0:
                _text.Append("|:");
                Bars(1 + random.NextInt(3));
                _text.Append(":|\n");
                break;
            case 1:
                _text.Append("|:");
                Bars(1 + random.NextInt(2));
                _text.Append(Pick("|1 ", "| [1 "));
                Bar();
                _text.Append(Pick(":|2 ", ":| [2 "));
                Bar();
                _text.Append("|]\n");
                break;
            case 2:
                _text.Append("|:");
                Bars(1);
                _text.Append(Pick("|1,2 ", "|1-2 ", "| [1,2 "));
                Bar();
                _text.Append(":|3 ");
                Bar();
                _text.Append("||\n");
                break;
            case 3:
                _text.Append("|:");
                Bars(1);
                _text.Append("::");
                Bars(2);
                _text.Append(":|\n");
                break;
            default:
                Bars(1 + random.NextInt(4));
                _text.Append(isLast ? "|]" : "||");
                _text.Append('\n');
                break;
        }
    }

    private void Bars(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Bar();
            if (i < count - 1)
            {
                _text.Append("| ").Append(_meter != "none" && Chance(15) ? Pick("Z | ", "Z2 | ", "X3 | ") : "");
                Break();
            }
        }
    }

    private void Break()
    {
        if (Chance(25))
        {
            _text.Append(Pick("\n", "\\\n", "\nw: words ABC that are sung\n", "\n% a comment CDEF\n", "\n%%stretchlast\n", "\nN:a note\n"));
        }

        if (Chance(12))
        {
            _text.Append(
                random.NextInt(3) switch
                {
                    0 => $"[K:{Pick(InlineKeys)}]",
                    1 => $"[L:{Pick("1/4", "1/8", "1/16")}]",
                    _ => Meter(),
                }
            );
        }
    }

    private string Meter()
    {
        _meter = Pick(Meters);
        _meterHasChanged = true;
        return $"[M:{_meter}]";
    }

    private void Bar()
    {
        var groups = 1 + random.NextInt(4);
        for (var i = 0; i < groups; i++)
        {
            Group();
        }
    }

    private void Group()
    {
        if (Chance(20))
        {
            _text.Append(Pick(Asides));
        }

        switch (random.NextInt(12))
        {
            case 0:
                _text.Append(Pick("z", "x")).Append(Pick(Lengths));
                break;
            case 1:
                _text.Append(Chord());
                break;
            case 2:
                _text.Append($"{Note()}{Pick(">", "<", ">>", "<<", " > ")}{Note()}");
                break;
            case 3:
                Tuplet();
                break;
            case 4:
                TiedPair();
                break;
            default:
                _text.Append(Note()).Append(Pick(Lengths));
                break;
        }

        _text.Append(Pick("", "", " "));
    }

    private string Note() =>
        Pick("", "", "", "", "^", "_", "=", "^^", "__")
        + Pick("C", "D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g", "a", "b", "c'", "A,");

    private string Chord()
    {
        var (low, high) = (Pick("C", "D", "E,"), Pick("e", "f", "g"));
        return Pick($"[{low}{high}]", $"[{low}2{high}2]", $"[{low}3/2{high}3/2]", $"[{low}G{high}]2", $"[{low}{high}]/");
    }

    private void TiedPair()
    {
        var letter = Pick("C", "D", "E", "F", "G", "A", "B", "c", "d");
        _text.Append($"{Pick("", "^", "_", "=")}{letter}{Pick(Lengths)}-{Pick("", "|", "| ")}{letter}{Pick(Lengths)}");
    }

    private void Tuplet()
    {
        var isCompound = !_meterHasChanged && _meter is "6/8" or "9/8" or "12/8";
        var isSimple = !_meterHasChanged && _meter is "4/4" or "2/4" or "2/2" or "5/4" or "7/8" or "C" or "C|";
        var notes = Pick(2, 3, 4, 5, 6, 7, 8, 9);
        var written =
            notes is 5 or 7 or 9 && !isCompound && !isSimple ? $"({notes}:2" : Pick($"({notes}", $"({notes}::", $"({notes}:2:{notes}");
        _text.Append(written);
        var count = notes;
        if (written.EndsWith("::", StringComparison.Ordinal) && Chance(50))
        {
            count = 1 + random.NextInt(4);
            _text.Append(count);
        }

        for (var i = 0; i < count; i++)
        {
            _text.Append(Chance(10) ? "z" : Note());
        }

        _text.Append(' ');
        _rounded += notes is 7 or 9 ? count : 0;
    }

    /// <summary>Free text between tunes is no music.</summary>
    private void Between()
    {
        _text.Append('\n');
        if (Chance(20))
        {
            _text.Append("A bad edge: faded page.\n\n");
        }
    }
}
