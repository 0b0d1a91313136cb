using Parquet;
using Parquet.Schema;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Exporters;

/// <summary>Apache Parquet files, compressed with Snappy. The file's metadata say what the table and its columns are: <c>table</c>,
/// <c>version</c>, <c>grain</c>, and for each column <c>unit.NAME</c>, <c>meaning.NAME</c> and <c>key.NAME</c>.</summary>
/// <remarks>All of Parquet.Net that the house uses is in this file: the library changes its interface with each major version.</remarks>
public sealed class ParquetExporter : IExporter
{
    /// <summary>Rows of a group, at most.</summary>
    public const int GroupRows = 1 << 13;

    /// <inheritdoc/>
    public ExporterCard Card =>
        new(
            "parquet",
            "Parquet",
            "Apache Parquet for R, pandas, DuckDB and others, one file a table; units and meanings are in the metadata."
        )
        {
            WithEveryStudy = true,
        };

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var paths = new List<string>();
        foreach (var table in tables)
        {
            paths.Add(await WritePiecesAsync(folder, [table], stop));
        }

        return paths;
    }

    /// <inheritdoc/>
    public async Task<string> WritePiecesAsync(string folder, IEnumerable<TableData> pieces, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        using var each = pieces.GetEnumerator();
        var first = each.MoveNext() ? each.Current : throw new ArgumentException("A table must have one piece at least.", nameof(pieces));
        var path = Path.Combine(folder, first.Name + ".parquet");
        await WholeFile.WriteAsync(path, stream => WriteAsync(first, each, stream, stop));
        return path;
    }

    /// <summary>Writes one table.</summary>
    public static Task WriteAsync(TableData table, Stream stream, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return WriteAsync(table, Enumerable.Empty<TableData>().GetEnumerator(), stream, stop);
    }

    // What the library keeps beside the values grows with the rows of a group, so none has more than GroupRows.
    private static async Task WriteAsync(TableData first, IEnumerator<TableData> further, Stream stream, CancellationToken stop)
    {
        DataField[] fields = [.. first.Columns.Select(column => new DataField(column.Name, TypeOf(column), column.Values is int?[]))];
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields),
            stream,
            new ParquetOptions { CompressionMethod = CompressionMethod.Snappy },
            cancellationToken: stop
        );
        writer.CustomMetadata = Metadata(first);
        for (var piece = first; piece is not null; piece = further.MoveNext() ? further.Current : null)
        {
            for (var from = 0; from < Math.Max(1, piece.Rows); from += GroupRows)
            {
                stop.ThrowIfCancellationRequested();
                await WriteAsync(writer, fields, piece, from, Math.Min(GroupRows, piece.Rows - from), stop);
            }
        }
    }

    private static async Task WriteAsync(
        ParquetWriter writer,
        DataField[] fields,
        TableData piece,
        int from,
        int rows,
        CancellationToken stop
    )
    {
        using var group = writer.CreateRowGroup();
        foreach (var (field, column) in fields.Zip(piece.Columns))
        {
            await (
                column.Values switch
                {
                    double[] values => group.WriteAsync<double>(field, values.AsMemory(from, rows), cancellationToken: stop),
                    int?[] values => group.WriteAsync<int>(field, values.AsMemory(from, rows), cancellationToken: stop),
                    int[] values => group.WriteAsync<int>(field, values.AsMemory(from, rows), cancellationToken: stop),
                    ulong[] values => group.WriteAsync<ulong>(field, values.AsMemory(from, rows), cancellationToken: stop),
                    bool[] values => group.WriteAsync<bool>(field, values.AsMemory(from, rows), cancellationToken: stop),
                    string[] values => group.WriteAsync(field, values.AsSpan(from, rows).ToArray()),
                    _ => throw new ArgumentException($"The column {column.Name} has no known type.", nameof(piece)),
                }
            );
        }
    }

    /// <summary>Reads a file that <see cref="WriteAsync(TableData, Stream, CancellationToken)"/> wrote.</summary>
    public static async Task<TableData> ReadAsync(Stream stream, CancellationToken stop = default)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: stop);
        var pieces = new List<TableData>();
        for (var k = 0; k < reader.RowGroupCount; k++)
        {
            using var group = reader.OpenRowGroupReader(k);
            pieces.Add(await ReadAsync(group, reader, stop));
        }

        return TableData.Concat(pieces);
    }

    private static async Task<TableData> ReadAsync(ParquetRowGroupReader group, ParquetReader reader, CancellationToken stop)
    {
        var metadata = reader.CustomMetadata;
        var columns = new List<TableColumn>();
        foreach (var field in reader.Schema.DataFields)
        {
            columns.Add(
                new(
                    field.Name,
                    metadata[$"unit.{field.Name}"],
                    metadata[$"meaning.{field.Name}"],
                    metadata[$"key.{field.Name}"] == "yes",
                    await ValuesAsync(group, field, (int)group.RowCount, stop)
                )
            );
        }

        return new(
            metadata["table"],
            int.Parse(metadata["version"], System.Globalization.CultureInfo.InvariantCulture),
            metadata["grain"],
            [.. columns]
        );
    }

    private static Dictionary<string, string> Metadata(TableData table)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["table"] = table.Name,
            ["version"] = $"{table.Version}",
            ["grain"] = table.Grain,
        };
        foreach (var column in table.Columns)
        {
            metadata[$"unit.{column.Name}"] = column.Unit;
            metadata[$"meaning.{column.Name}"] = column.Meaning;
            metadata[$"key.{column.Name}"] = column.Key ? "yes" : "no";
        }

        return metadata;
    }

    private static Type TypeOf(TableColumn column) => column.Values is int?[] ? typeof(int) : column.Values.GetType().GetElementType()!;

    private static async Task<Array> ValuesAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken stop)
    {
        // The library's own type of texts is no string.
        if (
            field.ClrType != typeof(double)
            && field.ClrType != typeof(int)
            && field.ClrType != typeof(ulong)
            && field.ClrType != typeof(bool)
        )
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory(), cancellationToken: stop);
            return texts;
        }

        if (field.ClrType == typeof(int) && field.IsNullable)
        {
            var perhaps = new int?[rows];
            await group.ReadAsync<int>(field, perhaps.AsMemory(), cancellationToken: stop);
            return perhaps;
        }

        return field.ClrType == typeof(double) ? await Read<double>()
            : field.ClrType == typeof(int) ? await Read<int>()
            : field.ClrType == typeof(ulong) ? await Read<ulong>()
            : await Read<bool>();

        async Task<Array> Read<T>()
            where T : struct
        {
            var values = new T[rows];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: stop);
            return values;
        }
    }
}
