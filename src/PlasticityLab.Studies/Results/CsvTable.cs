using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Results;

/// <summary>A table of a study folder: named columns, text cells, numbers on demand.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> _index;
    private readonly string _name;

    private CsvTable(string name, IReadOnlyList<string> columns, IReadOnlyList<string[]> cells)
    {
        (_name, Columns) = (name, columns);
        _index = columns.Select((column, i) => (column, i)).ToDictionary(x => x.column, x => x.i, StringComparer.OrdinalIgnoreCase);
        Rows = [.. cells.Select(row => new CsvRow(this, row))];
    }

    private CsvTable(CsvTable of, IReadOnlyList<CsvRow> rows) => (_name, _index, Columns, Rows) = (of._name, of._index, of.Columns, rows);

    /// <summary>Column names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, in the order of the file.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>A table without rows, for a part of a study that was not run.</summary>
    public static CsvTable Empty(string name) => new(name, [], []);

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => _index.ContainsKey(column);

    /// <summary>The rows that pass a test.</summary>
    public CsvTable Where(Func<CsvRow, bool> test) => new(this, [.. Rows.Where(test)]);

    /// <summary>Reads a file; a missing file is an empty table.</summary>
    /// <exception cref="UserError">A row has another number of cells than the header, or a name stands twice in the header.</exception>
    public static CsvTable Load(string path) => File.Exists(path) ? Parse(File.ReadAllText(path), path) : Empty(Path.GetFileName(path));

    /// <summary>Reads text: first line names, then rows; commas, optional double quotes.</summary>
    /// <exception cref="UserError">As in <see cref="Load"/>.</exception>
    public static CsvTable Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = Split(text).ToList();
        if (rows.Count == 0)
        {
            return Empty(name);
        }

        var header = rows[0].Cells;
        UserError.ThrowIfAny(
            header
                .GroupBy(column => column, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group => $"{name}: the column \"{group.Key}\" stands {group.Count()} times in the header.")
                .Concat(
                    rows.Skip(1)
                        .Where(row => row.Cells.Length != header.Length)
                        .Take(5)
                        .Select(row =>
                            $"{name}, line {row.Line}: every row must have {header.Length} cells, but this one has {row.Cells.Length}. The file may be cut off; run the study's report again."
                        )
                )
        );
        return new CsvTable(name, header, [.. rows.Skip(1).Select(row => row.Cells)]);
    }

    internal int Index(string column) =>
        _index.TryGetValue(column, out var index)
            ? index
            : throw new UserError($"{_name} has no column \"{column}\". Its columns: {string.Join(", ", Columns)}.");

    internal bool TryIndex(string column, out int index) => _index.TryGetValue(column, out index);

    internal string Name => _name;

    private static IEnumerable<(int Line, string[] Cells)> Split(string text)
    {
        var (cells, cell, quoted, line, start) = (new List<string>(), new System.Text.StringBuilder(), false, 1, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted)
            {
                if (i == text.Length)
                {
                    quoted = false;
                }
                else if (c != '"')
                {
                    cell.Append(c);
                    continue;
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                    continue;
                }
                else
                {
                    quoted = false;
                    continue;
                }
            }

            switch (c)
            {
                case '"':
                    quoted = true;
                    break;
                case ',':
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                case '\r':
                    break;
                case '\n':
                    cells.Add(cell.ToString());
                    cell.Clear();
                    if (cells.Count > 1 || cells[0].Length > 0)
                    {
                        yield return (start, [.. cells]);
                    }

                    cells.Clear();
                    start = ++line;
                    break;
                default:
                    cell.Append(c);
                    break;
            }
        }
    }
}

/// <summary>A row of a table.</summary>
public readonly struct CsvRow
{
    private readonly CsvTable _table;
    private readonly string[] _cells;

    internal CsvRow(CsvTable table, string[] cells) => (_table, _cells) = (table, cells);

    /// <summary>The cell's text.</summary>
    /// <exception cref="UserError">There is no such column.</exception>
    public string this[string column] => _cells[_table.Index(column)];

    /// <summary>The cell's text, or another one when there is no such column.</summary>
    public string Text(string column, string otherwise = "") => _table.TryIndex(column, out var index) ? _cells[index] : otherwise;

    /// <summary>The cell as a number; an empty cell is NaN ("there is none").</summary>
    /// <exception cref="UserError">There is no such column, or the cell is no number.</exception>
    public double Number(string column)
    {
        var text = _cells[_table.Index(column)];
        return text.Length == 0 ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
            : text is "nan" or "null" ? double.NaN
            : throw new UserError($"{_table.Name}: the column \"{column}\" must hold numbers, but holds \"{text}\".");
    }

    /// <summary>The cell as a number, or NaN when there is no such column.</summary>
    public double NumberOrNaN(string column) => _table.TryIndex(column, out _) ? Number(column) : double.NaN;
}
