using System.Text.Json;

namespace PlasticityLab.Experiments.Tables;

/// <summary>The rows of some tables, and files and sentences beside them: what an analysis finds. Rows that are added as a question are asked
/// for when they are needed.</summary>
public sealed class RowSet
{
    private readonly Dictionary<Type, Entry> _tables = [];
    private readonly SortedDictionary<string, Action<string>> _files = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _notes = new(StringComparer.Ordinal);

    private sealed record Entry(TableSchema Table, Func<IEnumerable<object>> Make)
    {
        public Lazy<IReadOnlyList<object>> Rows { get; } = new(() => [.. Make()]);
    }

    private sealed record Stored(SortedDictionary<string, string> Tables, SortedDictionary<string, string> Notes);

    /// <summary>The tables, by name.</summary>
    public IEnumerable<TableSchema> Tables =>
        _tables.Values.Select(entry => entry.Table).OrderBy(table => table.Name, StringComparer.Ordinal);

    /// <summary>Files beside the tables, by name, with what writes them to a path.</summary>
    public IReadOnlyDictionary<string, Action<string>> Files => _files;

    /// <summary>Words for other analyses, by name; not written.</summary>
    public IReadOnlyDictionary<string, string> Notes => _notes;

    /// <summary>Adds the rows of a table.</summary>
    public RowSet Add<TRow>(IEnumerable<TRow> rows)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Add(() => rows);
    }

    /// <summary>Adds a table whose rows are asked for when they are needed.</summary>
    public RowSet Add<TRow>(Func<IEnumerable<TRow>> rows)
        where TRow : notnull
    {
        _tables.Add(typeof(TRow), new(TableOf<TRow>.Schema, () => rows().Cast<object>()));
        return this;
    }

    /// <summary>Adds a file.</summary>
    public RowSet AddFile(string name, Action<string> write)
    {
        _files.Add(name, write);
        return this;
    }

    /// <summary>Adds words for other analyses.</summary>
    public RowSet AddNote(string name, string text)
    {
        _notes.Add(name, text);
        return this;
    }

    /// <summary>The rows of a table; none when it is not here.</summary>
    public IReadOnlyList<TRow> Rows<TRow>()
        where TRow : notnull => _tables.TryGetValue(typeof(TRow), out var entry) ? [.. entry.Rows.Value.Cast<TRow>()] : [];

    /// <summary>The rows of a table whose type is known only when the program runs.</summary>
    public IReadOnlyList<object> Rows(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _tables.TryGetValue(table.Row, out var entry) ? entry.Rows.Value : [];
    }

    /// <summary>The rows of a table as they are made, one after the other, none of them kept: for tables of millions of rows. Asked again, they
    /// are made once more.</summary>
    public IEnumerable<object> Each(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return !_tables.TryGetValue(table.Row, out var entry) ? []
            : entry.Rows.IsValueCreated ? entry.Rows.Value
            : entry.Make();
    }

    /// <summary>Lets go of the rows of a table that were asked for: asked again, they are made once more.</summary>
    public void Release(TableSchema table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (_tables.TryGetValue(table.Row, out var entry))
        {
            _tables[table.Row] = new(entry.Table, entry.Make);
        }
    }

    /// <summary>Rows of the same tables one after the other, notes of all.</summary>
    public static RowSet Concat(IReadOnlyList<RowSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var all = new RowSet();
        foreach (var table in sets.SelectMany(set => set.Tables).Distinct())
        {
            all._tables.Add(table.Row, new(table, () => sets.SelectMany(set => set.Each(table))));
        }

        foreach (var (name, text) in sets.SelectMany(set => set.Notes))
        {
            all._notes[name] = text;
        }

        return all;
    }

    /// <summary>Tables and notes as bytes: the same for the same rows. Files are not among them.</summary>
    public byte[] ToBytes() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Stored(new(_tables.Values.ToDictionary(e => e.Table.Name, e => e.Table.WriteCsv(e.Rows.Value))), _notes)
        );

    /// <summary>What <see cref="ToBytes"/> wrote. Tables that are not known any more are left out.</summary>
    public static RowSet Read(ReadOnlySpan<byte> bytes)
    {
        var stored = JsonSerializer.Deserialize<Stored>(bytes)!;
        var set = new RowSet();
        foreach (var table in TableCatalog.All.Where(table => stored.Tables.ContainsKey(table.Name)))
        {
            set._tables.Add(table.Row, new(table, () => table.ParseCsv(stored.Tables[table.Name], table.Name)));
        }

        foreach (var (name, text) in stored.Notes)
        {
            set._notes[name] = text;
        }

        return set;
    }
}
