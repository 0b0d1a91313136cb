using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A table as its record says it: everything that can be done with rows whose type is known only when the program runs.
/// <see cref="TableOf{TRow}"/> is the same for a type that is known.</summary>
public sealed class TableSchema
{
    private static readonly ConcurrentDictionary<Type, TableSchema> Known = new();
    private readonly RowShape _shape;

    private TableSchema(Type row)
    {
        var problems = new List<string>();
        var table = row.GetCustomAttribute<TableAttribute>();
        (Row, Name, Grain, Version) = (row, table?.Name ?? row.Name, table?.Grain ?? "", table?.Version ?? 1);
        if (table is null)
        {
            problems.Add($"{row.FullName} must have the attribute [Table(name, grain)] to be the rows of a table.");
        }

        _shape = new RowShape(row, problems);
        Columns = [.. _shape.Columns];
        problems.AddRange(
            AllColumns
                .GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group => $"{row.FullName}: the column \"{group.Key}\" stands {group.Count()} times.")
        );
        UserError.ThrowIfAny(problems);
    }

    /// <summary>Type of the rows.</summary>
    public Type Row { get; }

    /// <summary>Name of the table.</summary>
    public string Name { get; }

    /// <summary>What one row is.</summary>
    public string Grain { get; }

    /// <summary>Version of the columns.</summary>
    public int Version { get; }

    /// <summary>The columns, without those of measures.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>The measures that may follow as further columns.</summary>
    public ImmutableArray<MeasureColumn> Measures => _shape.Measures;

    /// <summary>The columns of the record and of all known measures.</summary>
    public ImmutableArray<ColumnSchema> AllColumns => With(Measures);

    /// <summary>The table that a record describes.</summary>
    /// <exception cref="UserError">The record has no <see cref="TableAttribute"/>, a parameter without a column, a type that no column can
    /// have, or one name twice.</exception>
    public static TableSchema Of(Type row) => Known.GetOrAdd(row, type => new TableSchema(type));

    /// <summary>The columns that rows such as this one have: those of the record, then one a measure.</summary>
    /// <param name="row">A row; null: there is none, and all known measures follow.</param>
    public ImmutableArray<ColumnSchema> ColumnsOf(object? row) => With(row is null ? Measures : _shape.MeasuresOf(row));

    /// <summary>The rows as CSV: a header, then a line a row; the same bytes for the same rows.</summary>
    public string WriteCsv(IReadOnlyList<object> rows)
    {
        using var text = new StringWriter();
        WriteCsv(rows, text);
        return text.ToString();
    }

    /// <summary>The same, row by row.</summary>
    /// <exception cref="ArgumentException">Rows have different measures.</exception>
    public void WriteCsv(IEnumerable<object> rows, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(writer);
        using var each = rows.GetEnumerator();
        var first = each.MoveNext() ? each.Current : null;
        var (line, columns) = (new StringBuilder(), ColumnsOf(first));
        CsvLines.Append(line, [.. columns.Select(column => column.Name)]);
        writer.Write(line);
        if (first is null)
        {
            return;
        }

        var cells = new string[columns.Length];
        var take = Taker(first);
        do
        {
            var values = take(each.Current);
            for (var k = 0; k < cells.Length; k++)
            {
                cells[k] = columns[k].Write(values[k]);
            }

            line.Clear();
            CsvLines.Append(line, cells);
            writer.Write(line);
        } while (each.MoveNext());
    }

    // Takes rows apart into a list that is used again for the next one; all must have the measures of the first.
    private Func<object, IReadOnlyList<object?>> Taker(object first)
    {
        var (measures, values) = (_shape.MeasuresOf(first), new List<object?>());
        return row =>
        {
            var own = _shape.MeasuresOf(row);
            if (own != measures && !own.Select(m => m.Name).SequenceEqual(measures.Select(m => m.Name)))
            {
                throw new ArgumentException($"All rows of the table {Name} must have the same measures, but they do not.", nameof(row));
            }

            values.Clear();
            _shape.Take(row, values);
            return values;
        };
    }

    /// <summary>The rows of a file; none when it is missing or holds nothing: a table that was not computed is absent.</summary>
    /// <exception cref="UserError">As in <see cref="ParseCsv"/>.</exception>
    public IReadOnlyList<object> ReadCsv(string path) => File.Exists(path) ? ParseCsv(UserFile.Text(path, UserFile.MostBytes), path) : [];

    /// <summary>The rows of a text. Columns are found by name, in any order; those that the record does not know are left out, unless it
    /// takes measures.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What it is called in messages.</param>
    /// <exception cref="UserError">A column is missing or stands twice, a line has another number of cells than the header, a cell holds
    /// what its column cannot, or the text is cut off; names file and line.</exception>
    public IReadOnlyList<object> ParseCsv(string text, string file)
    {
        var rows = new List<object>();
        Parse(text, file, (values, measures) => rows.Add(_shape.Make(values, measures)));
        return rows;
    }

    /// <summary>The same column by column, without a record a row; null when the file is missing or holds no row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Columns that are wanted, which all others are left out beside; null, or where one of them is not there:
    /// all.</param>
    /// <exception cref="UserError">As in <see cref="ParseCsv"/>.</exception>
    public TableData? ReadData(string path, IReadOnlyCollection<string>? wanted = null)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        List<object?>[]? cells = null;
        ImmutableArray<MeasureColumn> known = [];
        var found = Parse(
            UserFile.Text(path, UserFile.MostBytes),
            path,
            (values, measures) =>
            {
                (cells, known) = (cells ?? [.. values.Select(_ => new List<object?>())], measures);
                for (var k = 0; k < cells.Length; k++)
                {
                    cells[k].Add(values[k]);
                }
            },
            wanted
        );
        return cells is null
            ? null
            : Data([.. With(known).Where(column => found(column.Name)).Zip(cells, (column, list) => column.Filled(column.Values(list)))]);
    }

    // Each row's values of its columns, then of its measures, in a list that is used again for the next row; which columns these are.
    private Func<string, bool> Parse(
        string text,
        string file,
        Action<IReadOnlyList<object?>, ImmutableArray<MeasureColumn>> take,
        IReadOnlyCollection<string>? wanted = null
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        Func<string, bool> all = _ => true;
        using var lines = CsvLines.Split(text, file).GetEnumerator();
        if (!lines.MoveNext())
        {
            return all;
        }

        var header = lines.Current.Cells;
        if (!lines.MoveNext())
        {
            return all;
        }

        var places = Places(header, file);
        var isWanted = wanted?.All(header.Contains) == true ? wanted.Contains : all;
        var columns = Columns.Zip(places).Where(column => isWanted(column.First.Name)).ToArray();
        var extra = _shape.TakesMeasures ? Extra(header).Where(column => isWanted(column.Column.Name)).ToArray() : [];
        ImmutableArray<MeasureColumn> measures = [.. extra.Select(x => Measure(x.Column))];
        var (problems, values) = (new List<string>(), new List<object?>());
        do
        {
            var (line, cells) = lines.Current;
            if (cells.Length != header.Length)
            {
                problems.Add(
                    $"{file}, line {line}: every row must have {header.Length} cells, but this one has {cells.Length}. {CsvLines.CutOff}"
                );
                continue;
            }

            values.Clear();
            foreach (var (column, place) in columns)
            {
                Read(column, cells[place], line);
            }

            foreach (var (column, place) in extra)
            {
                Read(column, cells[place], line);
            }

            if (problems.Count == 0)
            {
                take(values, measures);
            }
        } while (lines.MoveNext() && problems.Count < 5);

        UserError.ThrowIfAny(problems);
        return isWanted;

        void Read(ColumnSchema column, string cell, int line)
        {
            if (!column.TryRead(cell, out var value))
            {
                problems.Add($"{file}, line {line}: the column \"{column.Name}\" must hold {column.TypeName}, but holds \"{cell}\".");
            }

            values.Add(value);
        }
    }

    /// <summary>The rows column by column, for exporters.</summary>
    /// <exception cref="ArgumentException">Rows have different measures.</exception>
    public TableData Data(IReadOnlyList<object> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = ColumnsOf(rows.Count > 0 ? rows[0] : null);
        Array[] values = [.. columns.Select(column => column.NewValues(rows.Count))];
        var take = rows.Count > 0 ? Taker(rows[0]) : null;
        for (var i = 0; i < rows.Count; i++)
        {
            var cells = take!(rows[i]);
            for (var k = 0; k < values.Length; k++)
            {
                values[k].SetValue(columns[k].AsValue(cells[k]), i);
            }
        }

        return Data([.. columns.Zip(values, (column, filled) => column.Filled(filled))]);
    }

    private TableData Data(ImmutableArray<TableColumn> columns) => new(Name, Version, Grain, columns);

    /// <summary>The rows that a table's columns hold: the inverse of <see cref="Data(IReadOnlyList{object})"/>.</summary>
    /// <exception cref="UserError">A column is missing, or holds what it cannot.</exception>
    public IReadOnlyList<object> Rows(TableData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        string[] header = [.. data.Columns.Select(column => column.Name)];
        var at = Places(header, data.Name);
        var extra = _shape.TakesMeasures ? Extra(header) : [];
        ImmutableArray<MeasureColumn> measures = [.. extra.Select(x => Measure(x.Column))];
        return
        [
            .. Enumerable
                .Range(0, data.Rows)
                .Select(i =>
                    _shape.Make(
                        [
                            .. Columns.Select((column, k) => Of(column, data.Columns[at[k]].Values.GetValue(i))),
                            .. extra.Select(x => data.Columns[x.Place].Values.GetValue(i)),
                        ],
                        measures
                    )
                ),
        ];

        object? Of(ColumnSchema column, object? value) =>
            !column.Type.IsEnum ? value
            : column.TryRead((string)value!, out var word) ? word
            : throw new UserError($"{data.Name}: the column \"{column.Name}\" must hold {column.TypeName}, but holds \"{value}\".");
    }

    /// <summary>The table's part of the reference page.</summary>
    public string Markdown()
    {
        var text = new StringBuilder($"## {Name}\n\nOne row: {Grain}.\n\n| Column | Unit | Holds | Meaning |\n| --- | --- | --- | --- |\n");
        foreach (var column in AllColumns)
        {
            var name = column.Key ? $"**`{column.Name}`**" : $"`{column.Name}`";
            text.Append(
                $"| {name} | {column.Unit} | {column.TypeName} | {column.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
            );
        }

        return text.ToString();
    }

    /// <summary>Made-up rows: every combination of the examples of the key columns, other cells at random in their ranges. They mean
    /// nothing; they have the right shapes.</summary>
    public IReadOnlyList<object> MadeUp(ulong seed = 1) => new MadeUpRows(this, seed).All(_shape);

    private ImmutableArray<ColumnSchema> With(ImmutableArray<MeasureColumn> measures) =>
        [.. Columns, .. measures.Select(measure => new ColumnSchema(measure))];

    private int[] Places(string[] header, string file)
    {
        string[] missing = [.. Columns.Select(column => column.Name).Where(name => !header.Contains(name))];
        UserError.ThrowIfAny(
            header
                .GroupBy(name => name, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => $"{file}, line 1: the column \"{group.Key}\" stands {group.Count()} times in the header.")
                .Concat(
                    missing.Length == 0
                        ? []
                        :
                        [
                            $"{file}, line 1: missing {(missing.Length == 1 ? "column" : "columns")} {string.Join(", ", missing)}; there are {string.Join(", ", header)}. {CsvLines.CutOff}",
                        ]
                )
        );
        return [.. Columns.Select(column => Array.IndexOf(header, column.Name))];
    }

    // Columns beyond the record's are measures: of the list where it knows them, else without unit and meaning.
    private (ColumnSchema Column, int Place)[] Extra(string[] header) =>
        [
            .. header
                .Select((name, place) => (name, place))
                .Where(x => !Columns.Any(column => column.Name == x.name))
                .Select(x =>
                    (new ColumnSchema(Measures.FirstOrDefault(measure => measure.Name == x.name) ?? new(x.name, "", "")), x.place)
                ),
        ];

    private MeasureColumn Measure(ColumnSchema column) =>
        Measures.FirstOrDefault(measure => measure.Name == column.Name) ?? new(column.Name, column.Unit, column.Meaning);
}
