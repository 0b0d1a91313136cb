using System.Text;
using PlasticityLab.Numerics;

namespace PlasticityLab.Experiments.Tables;

/// <summary>Text of comma-separated values (RFC 4180) to cells and back: commas, double quotes, one line a row unless a cell holds line
/// ends.</summary>
internal static class CsvLines
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\n\r");

    /// <summary>Appends one row.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            // A row of one empty cell would be an empty line, which readers skip.
            if (cells[i].AsSpan().ContainsAny(Special) || (cells.Count == 1 && cells[i].Length == 0))
            {
                text.Append('"').Append(cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                text.Append(cells[i]);
            }
        }

        text.Append('\n');
    }

    /// <summary>The rows with the line on which each begins, from 1; empty lines are left out.</summary>
    /// <exception cref="UserError">The text ends inside quotes or without a line end: it is cut off.</exception>
    public static IEnumerable<(int Line, string[] Cells)> Split(string text, string file)
    {
        var (cells, cell, line, start, at) = (new List<string>(), new StringBuilder(), 1, 1, 0);
        var empty = true;
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '"')
            {
                (at, line) = Quoted(text, at, line, cell, start, file);
                empty = false;
            }
            else if (c == ',')
            {
                cells.Add(Take(cell));
                empty = false;
            }
            else if (c == '\n')
            {
                cells.Add(Take(cell));
                if (!empty)
                {
                    yield return (start, [.. cells]);
                }

                cells.Clear();
                start = ++line;
                empty = true;
            }
            else if (c != '\r')
            {
                // All up to the next sign that means something.
                var next = text.AsSpan(at).IndexOfAny(Special);
                var end = next < 0 ? text.Length : at + next;
                cell.Append(text, at - 1, end - at + 1);
                (at, empty) = (end, false);
            }
        }

        if (!empty)
        {
            throw new UserError($"{file}, line {start}: the last line must end with a line end, but does not. {CutOff}");
        }
    }

    /// <summary>What to do about a table that is not whole.</summary>
    public const string CutOff = "The file may be cut off or changed by hand; run the study again, finished runs are kept.";

    // From behind the opening quote to behind the closing one.
    private static (int At, int Line) Quoted(string text, int at, int line, StringBuilder cell, int start, string file)
    {
        while (at < text.Length)
        {
            var c = text[at++];
            if (c != '"')
            {
                line += c == '\n' ? 1 : 0;
                cell.Append(c);
            }
            else if (at < text.Length && text[at] == '"')
            {
                cell.Append('"');
                at++;
            }
            else
            {
                return (at, line);
            }
        }

        throw new UserError($"{file}, line {start}: a quoted cell must end with a quote, but the file ends before. {CutOff}");
    }

    private static string Take(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }
}
