using System.Text.RegularExpressions;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>One line of an ABC text without its comment.</summary>
internal readonly record struct AbcLine(int Number, string Text)
{
    /// <summary>Whether it is a field: a letter and a colon. In a tune's body a note, a colon and a bar are music: <c>A:|</c>.</summary>
    public bool IsField =>
        Text.Length > 1
        && Text[1] == ':'
        && (char.IsAsciiLetter(Text[0]) || Text[0] == '+')
        && !(Text.Length > 2 && Text[2] is '|' or ':' && "ABCDEFGabcdefgxzXZ".Contains(Text[0], StringComparison.Ordinal));

    public AbcFieldToken Field => new(new AbcPlace(Number, 3), Text[0], Text[2..].Trim());
}

/// <summary>The lines of one tune, from its field X: to the empty line that ends it.</summary>
internal sealed record AbcTuneText(int FirstLine)
{
    public List<AbcLine> Lines { get; } = [];

    public AbcReport Report { get; } = new();
}

/// <summary>Parts a text into tunes: line ends of all kinds, comments, text blocks, the file's header, and free text, which is no
/// music.</summary>
/// <remarks>Source: Walshaw, The ABC music standard 2.1, 2011, section 2.2.</remarks>
internal sealed partial class AbcText
{
    private readonly List<AbcTuneText> _tunes = [];
    private readonly List<AbcLine> _header = [];

    // What is to be said of the text before the first tune; the first tune says it.
    private readonly List<(string Kind, AbcPlace Place)> _before = [];
    private AbcTuneText? _tune;
    private bool _isInHeader = true;
    private bool _isInBody;

    [GeneratedRegex(@"^%%\s*begin(?<kind>\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BlockBegin();

    // Only signs of music, a bar among them, and a note: what looks so may have been meant as music.
    [GeneratedRegex(@"^(?=.*\|)(?=.*[a-gA-G])[a-gA-GzxZX0-9/,'|:\[\]()\s^_=<>~.{}\-\\&""!+$]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Music();

    private AbcText() { }

    /// <summary>Fields before the first tune, which hold for every tune.</summary>
    public IReadOnlyList<AbcLine> Header => _header;

    public IReadOnlyList<AbcTuneText> Tunes => _tunes;

    /// <summary>Parts a text. A text without any field X: but with a field K: is one tune.</summary>
    public static AbcText Split(string text)
    {
        var found = new AbcText();
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var hasNumber = lines.Any(line => line.StartsWith("X:", StringComparison.Ordinal));
        if (!hasNumber && lines.Any(line => line.StartsWith("K:", StringComparison.Ordinal)))
        {
            found.Begin(1);
            found._tune!.Report.Say("The text has no field X:; it was read as one tune.");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (BlockBegin().Match(lines[i]) is { Success: true } block)
            {
                i = found.PassBlock(lines, i, block.Groups["kind"].Value);
            }
            else
            {
                found.Take(new AbcLine(i + 1, lines[i]));
            }
        }

        return found;
    }

    private void Begin(int line)
    {
        _tune = new AbcTuneText(line);
        foreach (var (kind, place) in _before)
        {
            _tune.Report.Count(kind, place);
        }

        _before.Clear();
        _tunes.Add(_tune);
        (_isInHeader, _isInBody) = (false, false);
    }

    private void Take(AbcLine line)
    {
        if (line.Text.StartsWith("X:", StringComparison.Ordinal))
        {
            Begin(line.Number);
        }

        if (string.IsNullOrWhiteSpace(line.Text))
        {
            // An empty line ends a tune. A tune without X: is not ended before it has begun to sound.
            _isInHeader = false;
            _tune = _tune is { Lines.Count: 0 } ? _tune : null;
            return;
        }

        if (_tune is null && !_isInHeader)
        {
            TakeFreeText(line);
            return;
        }

        if (WithoutComment(line) is not { Text.Length: > 0 } rest)
        {
            return;
        }

        if (_tune is null)
        {
            if (rest.IsField || rest.Text.StartsWith("%%", StringComparison.Ordinal))
            {
                _header.Add(rest);
            }

            TakeFreeText(rest);
            return;
        }

        _isInBody |= rest.Text.StartsWith("K:", StringComparison.Ordinal);
        if (_isInBody || rest.IsField || rest.Text.StartsWith("%%", StringComparison.Ordinal))
        {
            _tune.Lines.Add(rest);
        }
        else
        {
            _tune.Report.Count(
                "line before the field K: that is no field|were left out: music begins after K:",
                new AbcPlace(line.Number, 1)
            );
        }
    }

    private void TakeFreeText(AbcLine line)
    {
        var kind =
            line.Text.StartsWith("K:", StringComparison.Ordinal)
                ? "field K: outside of any tune|were left out with the music after it: each tune begins with X:, and an empty line ends it"
            : Music().IsMatch(line.Text) && !line.IsField
                ? "line of free text that looks like music|were left out: each tune begins with X:, and an empty line ends it"
            : null;
        if (kind is null)
        {
            return;
        }

        var place = new AbcPlace(line.Number, 1);
        if (_tunes.Count > 0)
        {
            _tunes[^1].Report.Count(kind, place);
        }
        else
        {
            _before.Add((kind, place));
        }
    }

    /// <summary>Passes over a block of text; answers the index of its last line.</summary>
    private int PassBlock(string[] lines, int begin, string kind)
    {
        var end = Array.FindIndex(lines, begin + 1, line => IsEnd(line, kind));
        if (end >= 0)
        {
            return end;
        }

        (_tune ?? _tunes.LastOrDefault())?.Report.Refuse(
            new AbcPlace(begin + 1, 1),
            $"the block \"%%begin{kind}\" is not closed; end it with a line \"%%end{kind}\"."
        );
        return begin;
    }

    private static bool IsEnd(string line, string kind) =>
        line.StartsWith("%%", StringComparison.Ordinal) && line[2..].Trim().StartsWith($"end{kind}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The line up to a % that is not written as \%; lines that begin with %% are instructions and stay.</summary>
    private static AbcLine WithoutComment(AbcLine line)
    {
        if (line.Text.StartsWith("%%", StringComparison.Ordinal))
        {
            return line;
        }

        var at = -1;
        do
        {
            at = line.Text.IndexOf('%', at + 1);
        } while (at > 0 && line.Text[at - 1] == '\\');

        return at < 0 ? line : line with { Text = line.Text[..at].TrimEnd() };
    }
}
