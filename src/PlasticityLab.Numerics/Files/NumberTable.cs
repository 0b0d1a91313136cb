using System.Globalization;
using System.Text.RegularExpressions;

namespace PlasticityLab.Numerics.Files;

/// <summary>A table of numbers as text: what spreadsheets and other programs write. Delimiter and decimal mark are found for the whole file;
/// a cell keeps its place, also when it is empty.</summary>
/// <param name="Values">The numbers; a missing one is NaN, where that was asked for.</param>
/// <param name="Delimiter">What stands between the columns; a blank for any run of blanks.</param>
/// <param name="DecimalMark">A point or a comma.</param>
public sealed partial record NumberTable(Matrix Values, char Delimiter, char DecimalMark)
{
    private const int MostColumns = 1_000_000;

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+$")]
    private static partial Regex Thousands();

    /// <summary>How the text was read, where that is not the usual way; else empty.</summary>
    public string Remark => DecimalMark == ',' ? $"read with a decimal comma and {Name(Delimiter)} between the columns" : "";

    /// <summary>Reads a file. Lines that are empty or begin with # are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="missing">Whether empty cells, NA and nan may stand for missing numbers (NaN).</param>
    /// <exception cref="UserError">It cannot be opened, lines differ in length, or a cell is no number; names line and column.</exception>
    public static NumberTable Read(string path, bool missing = false) => Parse(UserFile.Text(path), path, missing);

    /// <summary>Reads text.</summary>
    /// <param name="text">The table.</param>
    /// <param name="name">What to call it in sentences.</param>
    /// <param name="missing">Whether empty cells, NA and nan may stand for missing numbers (NaN).</param>
    /// <exception cref="UserError">As <see cref="Read"/>.</exception>
    public static NumberTable Parse(string text, string name, bool missing = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new UserError($"{name} is no table of numbers: it holds zero bytes.");
        }

        var lines = text.ReplaceLineEndings("\n")
            .Split('\n')
            .Select((line, i) => (Text: line.Trim(' '), Number: i + 1))
            .Where(line => !string.IsNullOrWhiteSpace(line.Text) && line.Text[0] != '#')
            .ToArray();
        if (lines.Length == 0)
        {
            throw new UserError($"{name} holds no numbers.");
        }

        var delimiter = DelimiterOf(lines.Select(line => line.Text));
        var rows = lines.Select(line => (Cells: Split(line.Text, delimiter), line.Number)).ToArray();
        rows = WithoutLastColumn(rows);
        var width = rows[0].Cells.Length;
        if (width > MostColumns)
        {
            throw new UserError($"{name}: at most {MostColumns} columns are read, but line {rows[0].Number} has {width}.");
        }

        var mark = DecimalMarkOf(rows, delimiter, name);
        var values = new double[checked(rows.Length * width)];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Cells.Length != width)
            {
                throw new UserError(
                    $"{name}, line {rows[i].Number}: must have {width} numbers as the first row has, but has {rows[i].Cells.Length} "
                        + $"({Name(delimiter)} is taken to stand between the columns)."
                );
            }

            for (var j = 0; j < width; j++)
            {
                values[(i * width) + j] = Number(rows[i].Cells[j], mark, missing, $"{name}, line {rows[i].Number}, column {j + 1}:");
            }
        }

        return new(new Matrix(rows.Length, width, values), delimiter, mark);
    }

    // A semicolon or a tab is never part of a number. A comma may be: where blanks stand between numbers with commas, it is their mark.
    private static char DelimiterOf(IEnumerable<string> lines)
    {
        var (semicolon, tab, comma, separates) = (false, false, false, false);
        foreach (var line in lines)
        {
            var bare = WithoutQuoted(line);
            semicolon |= bare.Contains(';', StringComparison.Ordinal);
            tab |= bare.Contains('\t', StringComparison.Ordinal);
            comma |= bare.Contains(',', StringComparison.Ordinal);
            separates |= !DecimalCommas(bare);
        }

        return semicolon ? ';'
            : tab ? '\t'
            : comma && separates ? ','
            : ' ';
    }

    // Whether a line is numbers with at most one comma each, and blanks between them: "0,5 1,25".
    private static bool DecimalCommas(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1
            && Array.TrueForAll(words, word => word.Count(c => c == ',') <= 1 && char.IsAsciiDigit(word[^1]) && word[0] != ',');
    }

    private static string WithoutQuoted(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line;
        }

        return string.Concat(line.Split('"').Where((_, i) => i % 2 == 0));
    }

    private static string[] Split(string line, char delimiter)
    {
        if (delimiter == ' ')
        {
            return line.Split([' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries);
        }

        if (!line.Contains('"', StringComparison.Ordinal))
        {
            return line.Split(delimiter, StringSplitOptions.TrimEntries);
        }

        // In quotes a delimiter is text.
        var (cells, start, quoted) = (new List<string>(), 0, false);
        for (var k = 0; k < line.Length; k++)
        {
            quoted ^= line[k] == '"';
            if (line[k] == delimiter && !quoted)
            {
                cells.Add(Unquoted(line[start..k]));
                start = k + 1;
            }
        }

        cells.Add(Unquoted(line[start..]));
        return [.. cells];
    }

    private static string Unquoted(string cell) => cell.Trim() is ['"', .. var inside, '"'] ? inside.Trim() : cell.Trim();

    // Some programs end every line with a delimiter: a last column that is empty from top to bottom is none.
    private static (string[] Cells, int Number)[] WithoutLastColumn((string[] Cells, int Number)[] rows)
    {
        var width = rows[0].Cells.Length;
        return width > 1 && Array.TrueForAll(rows, row => row.Cells.Length == width && row.Cells[^1].Length == 0)
            ? [.. rows.Select(row => (row.Cells[..^1], row.Number))]
            : rows;
    }

    private static char DecimalMarkOf((string[] Cells, int Number)[] rows, char delimiter, string name)
    {
        var (points, commas, thousands) = (0, 0, 0);
        foreach (var cell in rows.SelectMany(row => row.Cells))
        {
            var comma = cell.Contains(',', StringComparison.Ordinal);
            points += cell.Contains('.', StringComparison.Ordinal) ? 1 : 0;
            commas += comma ? 1 : 0;
            thousands += comma && Thousands().IsMatch(cell) ? 1 : 0;
        }

        if (commas == 0)
        {
            return '.';
        }

        return points > 0
                ? throw new UserError(
                    $"{name} holds numbers with points and numbers with commas ({Name(delimiter)} stands between the columns); "
                        + "write all with a decimal point and no separators of thousands."
                )
            : commas == thousands
                ? throw new UserError(
                    $"{name}: every comma has three digits behind it, so \"{rows.SelectMany(row => row.Cells).First(cell => cell.Contains(','))}\" "
                        + "may be a fraction or thousands; write numbers with a decimal point and no separators."
                )
            : ',';
    }

    private static double Number(string cell, char mark, bool missing, string where)
    {
        if (cell.Length == 0 || cell.Equals("NA", StringComparison.Ordinal) || cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return missing ? double.NaN
                : cell.Length == 0 ? throw new UserError($"{where} is empty: a number is missing. An empty cell keeps its place.")
                : throw new UserError($"{where} must be a finite number, but is \"{cell}\".");
        }

        var text = mark == ',' && cell.Count(c => c == ',') == 1 ? cell.Replace(',', '.') : cell;
        return Quantity.TryNumber(text, out var value, out var problem)
            ? value
            : throw new UserError($"{where} {problem.Replace(text, cell, StringComparison.Ordinal)}");
    }

    private static string Name(char delimiter) =>
        delimiter switch
        {
            ' ' => "a blank",
            '\t' => "a tab",
            _ => $"\"{delimiter.ToString(CultureInfo.InvariantCulture)}\"",
        };
}
