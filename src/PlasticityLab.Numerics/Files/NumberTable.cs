using System.Globalization;
using System.Text;
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
    public static NumberTable Read(string path, bool missing = false) => Parse(UserFile.Text(path, other: Encoding.Latin1), path, missing);

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

        var delimiter = DelimiterOf(text);
        var extent = ExtentOf(text, delimiter);
        if (extent.Rows == 0)
        {
            throw new UserError($"{name} holds no numbers.");
        }

        if (extent.Columns > MostColumns)
        {
            throw new UserError($"{name}: at most {MostColumns} columns are read, but line {extent.FirstLine} has {extent.Columns}.");
        }

        if ((long)extent.Rows * extent.Columns > Npy.MostNumbers)
        {
            throw new UserError(
                $"{name}: at most {Npy.MostNumbers} numbers are read at once, but it has {extent.Rows} lines and {extent.Columns} columns."
            );
        }

        var mark = DecimalMarkOf(extent, delimiter, name);
        var values = new double[extent.Rows * extent.Columns];
        var row = 0;
        for (var at = new Lines(text); at.MoveNext(); row++)
        {
            var column = 0;
            for (var cells = new Cells(at.Current, delimiter); cells.MoveNext(); column++)
            {
                if (column < extent.Columns)
                {
                    values[(row * extent.Columns) + column] = Number(cells.Current, mark, missing, name, at.Number, column + 1);
                }
            }

            if (column != extent.Columns && !(extent.EndsWithDelimiter && column == extent.Columns + 1))
            {
                throw new UserError(
                    $"{name}, line {at.Number}: must have {extent.Columns} numbers as the first row has, but has {column} "
                        + $"({Name(delimiter)} is taken to stand between the columns)."
                );
            }
        }

        return new(new Matrix(extent.Rows, extent.Columns, values), delimiter, mark);
    }

    // A semicolon or a tab is never part of a number. A comma may be: where blanks stand between numbers with commas, it is their mark.
    private static char DelimiterOf(string text)
    {
        var (semicolon, tab, comma, separates) = (false, false, false, false);
        for (var lines = new Lines(text); lines.MoveNext(); )
        {
            var bare = WithoutQuoted(lines.Current);
            semicolon |= bare.Contains(';');
            tab |= bare.Contains('\t');
            comma |= bare.Contains(',');
            separates |= !DecimalCommas(bare);
        }

        return semicolon ? ';'
            : tab ? '\t'
            : comma && separates ? ','
            : ' ';
    }

    // Whether a line is numbers with at most one comma each, and blanks between them: "0,5 1,25".
    private static bool DecimalCommas(ReadOnlySpan<char> line)
    {
        var words = 0;
        for (var cells = new Cells(line, ' '); cells.MoveNext(); words++)
        {
            var word = cells.Current;
            if (word.Count(',') > 1 || !char.IsAsciiDigit(word[^1]) || word[0] == ',')
            {
                return false;
            }
        }

        return words > 1;
    }

    private static ReadOnlySpan<char> WithoutQuoted(ReadOnlySpan<char> line) =>
        line.Contains('"') ? string.Concat(line.ToString().Split('"').Where((_, i) => i % 2 == 0)) : line;

    private static Extent ExtentOf(string text, char delimiter)
    {
        var extent = new Extent { EndsWithDelimiter = true };
        for (var lines = new Lines(text); lines.MoveNext(); )
        {
            var (columns, lastIsEmpty) = (0, false);
            for (var cells = new Cells(lines.Current, delimiter); cells.MoveNext(); columns++)
            {
                var cell = cells.Current;
                lastIsEmpty = cell.IsEmpty;
                extent.Points += cell.Contains('.') ? 1 : 0;
                if (cell.Contains(','))
                {
                    extent.FirstComma ??= cell.ToString();
                    extent.Commas++;
                    extent.Thousands += Thousands().IsMatch(cell) ? 1 : 0;
                }
            }

            (extent.Columns, extent.FirstLine) = extent.Rows == 0 ? (columns, lines.Number) : (extent.Columns, extent.FirstLine);
            extent.EndsWithDelimiter &= columns > 1 && columns == extent.Columns && lastIsEmpty;
            extent.Rows++;
        }

        // Some programs end every line with a delimiter: a last column that is empty from top to bottom is none.
        extent.EndsWithDelimiter &= extent.Rows > 0;
        extent.Columns -= extent.EndsWithDelimiter ? 1 : 0;
        return extent;
    }

    private static char DecimalMarkOf(Extent extent, char delimiter, string name)
    {
        if (extent.Commas == 0)
        {
            return '.';
        }

        return extent.Points > 0
                ? throw new UserError(
                    $"{name} holds numbers with points and numbers with commas ({Name(delimiter)} stands between the columns); "
                        + "write all with a decimal point and no separators of thousands."
                )
            : extent.Commas == extent.Thousands
                ? throw new UserError(
                    $"{name}: every comma has three digits behind it, so \"{extent.FirstComma}\" "
                        + "may be a fraction or thousands; write numbers with a decimal point and no separators."
                )
            : ',';
    }

    private static double Number(ReadOnlySpan<char> cell, char mark, bool missing, string name, int line, int column)
    {
        if (mark == '.' && Quantity.TryNumber(cell, out var plain) && double.IsFinite(plain))
        {
            return plain;
        }

        var where = $"{name}, line {line}, column {column}:";
        if (cell.Length == 0 || cell is "NA" || cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return missing ? double.NaN
                : cell.Length == 0 ? throw new UserError($"{where} is empty: a number is missing. An empty cell keeps its place.")
                : throw new UserError($"{where} must be a finite number, but is \"{cell}\".");
        }

        var text = cell.ToString();
        var asked = mark == ',' && cell.Count(',') == 1 ? text.Replace(',', '.') : text;
        return Quantity.TryNumber(asked, out var value, out var problem)
            ? value
            : throw new UserError($"{where} {problem.Replace(asked, text, StringComparison.Ordinal)}{OfNames(cell, line)}");
    }

    private static string OfNames(ReadOnlySpan<char> cell, int line) =>
        line == 1 && cell is [>= 'A' and <= 'z', ..] && cell is not ("inf" or "Inf")
            ? " A line of names is no part of a table of numbers; leave it out."
            : "";

    private static string Name(char delimiter) =>
        delimiter switch
        {
            ' ' => "a blank",
            '\t' => "a tab",
            _ => $"\"{delimiter.ToString(CultureInfo.InvariantCulture)}\"",
        };

    // What a first look over the whole table finds.
    private struct Extent
    {
        public int Rows,
            Columns,
            FirstLine;

        /// <summary>Whether every line ends with a delimiter, which begins no column.</summary>
        public bool EndsWithDelimiter;

        /// <summary>Cells with a point, with a comma, and with commas where separators of thousands stand.</summary>
        public int Points,
            Commas,
            Thousands;

        public string? FirstComma;
    }

    /// <summary>The lines that hold numbers: those that are not empty and do not begin with #.</summary>
    // Tables are walked, not kept in pieces: of a file of 64 MiB the pieces would take more than 1 GiB.
    private ref struct Lines(string text)
    {
        private SpanLineEnumerator _lines = text.AsSpan().EnumerateLines();

        public ReadOnlySpan<char> Current { get; private set; }

        public int Number { get; private set; }

        public bool MoveNext()
        {
            while (_lines.MoveNext())
            {
                Number++;
                Current = _lines.Current.Trim(' ');
                if (!Current.IsWhiteSpace() && Current[0] != '#')
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The cells of a line without blanks and quotation marks around them. A blank as delimiter is any run of blanks; in quotes a
    /// delimiter is text.</summary>
    private ref struct Cells(ReadOnlySpan<char> line, char delimiter)
    {
        private readonly bool _quotes = delimiter != ' ' && line.Contains('"');
        private ReadOnlySpan<char> _rest = line;
        private bool _atEnd;

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            if (delimiter == ' ')
            {
                _rest = _rest.TrimStart(" \u00a0");
                _atEnd = _rest.IsEmpty;
            }

            if (_atEnd)
            {
                return false;
            }

            var end = End();
            _atEnd = end < 0;
            Current = _atEnd ? _rest : _rest[..end];
            _rest = _atEnd ? [] : _rest[(end + 1)..];
            Current = delimiter == ' ' ? Current : Current.Trim();
            Current = _quotes && Current is ['"', .. var inside, '"'] ? inside.Trim() : Current;
            return true;
        }

        // Where the present cell ends; -1: with the line.
        private readonly int End()
        {
            if (!_quotes)
            {
                return delimiter == ' ' ? _rest.IndexOfAny(' ', '\u00a0') : _rest.IndexOf(delimiter);
            }

            var quoted = false;
            for (var k = 0; k < _rest.Length; k++)
            {
                quoted ^= _rest[k] == '"';
                if (_rest[k] == delimiter && !quoted)
                {
                    return k;
                }
            }

            return -1;
        }
    }
}
