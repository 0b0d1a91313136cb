using System.Collections.Immutable;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A table whose rows are <typeparamref name="TRow"/>, a record with a <see cref="TableAttribute"/>.</summary>
/// <typeparam name="TRow">The rows.</typeparam>
public static class TableOf<TRow>
    where TRow : notnull
{
    /// <summary>Name, columns, grain.</summary>
    public static TableSchema Schema { get; } = TableSchema.Of(typeof(TRow));

    /// <summary>The rows as CSV.</summary>
    public static string WriteCsv(IEnumerable<TRow> rows) => Schema.WriteCsv(Boxed(rows));

    /// <summary>The rows of a file; none when it is missing or holds nothing.</summary>
    /// <exception cref="UserError">The file cannot be read as this table; names file and line.</exception>
    public static IReadOnlyList<TRow> ReadCsv(string path) => [.. Schema.ReadCsv(path).Cast<TRow>()];

    /// <summary>The rows of a text that is called <paramref name="file"/> in messages.</summary>
    /// <exception cref="UserError">As in <see cref="ReadCsv"/>.</exception>
    public static IReadOnlyList<TRow> ParseCsv(string text, string file) => [.. Schema.ParseCsv(text, file).Cast<TRow>()];

    /// <summary>The table's part of the reference page.</summary>
    public static string Markdown() => Schema.Markdown();

    /// <summary>Made-up rows for tests of figures.</summary>
    public static IReadOnlyList<TRow> MadeUp(ulong seed = 1) => [.. Schema.MadeUp(seed).Cast<TRow>()];

    /// <summary>The columns that these rows have: those of the record, then one a measure.</summary>
    public static ImmutableArray<ColumnSchema> ColumnsOf(IEnumerable<TRow> rows) => Schema.ColumnsOf(Boxed(rows).FirstOrDefault());

    /// <summary>The rows column by column, for exporters.</summary>
    public static TableData Data(IEnumerable<TRow> rows) => Schema.Data(Boxed(rows));

    private static object[] Boxed(IEnumerable<TRow> rows) => [.. rows.Cast<object>()];
}
