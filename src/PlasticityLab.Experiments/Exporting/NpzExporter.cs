using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Experiments.Exporting;

/// <summary>NumPy archives: one array a column, no pickled objects. Numbers are float64 (missing ones NaN), whole numbers int64 and uint64,
/// yes and no bool, texts fixed-width Unicode.</summary>
public sealed class NpzExporter : IExporter
{
    /// <inheritdoc/>
    public ExporterCard Card => new("npz", "NumPy", "NumPy archives, one file a table and one array a column, without pickled objects.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var paths = new List<string>();
        foreach (var table in tables)
        {
            stop.ThrowIfCancellationRequested();
            var path = Path.Combine(folder, table.Name + ".npz");
            await WholeFile.WriteAsync(
                path,
                stream =>
                {
                    Write(table, stream);
                    return Task.CompletedTask;
                }
            );
            paths.Add(path);
        }

        return paths;
    }

    private static void Write(TableData table, Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var column in table.Columns)
        {
            // A fixed time stamp: equal tables are equal files.
            var entry = zip.CreateEntry(column.Name + ".npy");
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(
                column.Values switch
                {
                    double[] values => Array("<f8", 8, values, BinaryPrimitives.WriteDoubleLittleEndian),
                    int?[] values => Array(
                        "<f8",
                        8,
                        System.Array.ConvertAll(values, x => (double?)x ?? double.NaN),
                        BinaryPrimitives.WriteDoubleLittleEndian
                    ),
                    int[] values => Array("<i8", 8, values, (bytes, x) => BinaryPrimitives.WriteInt64LittleEndian(bytes, x)),
                    ulong[] values => Array("<u8", 8, values, BinaryPrimitives.WriteUInt64LittleEndian),
                    bool[] values => Array("|b1", 1, values, (bytes, x) => bytes[0] = (byte)(x ? 1 : 0)),
                    string[] values => Texts(values),
                    _ => throw new ArgumentException($"The column {column.Name} has no known type.", nameof(table)),
                }
            );
        }
    }

    private delegate void Put<T>(Span<byte> bytes, T value);

    private static byte[] Array<T>(string type, int width, T[] values, Put<T> put)
    {
        var bytes = new byte[width * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            put(bytes.AsSpan(width * i, width), values[i]);
        }

        return [.. Header(type, values.Length), .. bytes];
    }

    private static byte[] Texts(string[] cells)
    {
        var encoded = cells.Select(Encoding.UTF32.GetBytes).ToArray();
        var width = Math.Max(4, encoded.Select(bytes => bytes.Length).DefaultIfEmpty(0).Max());
        var all = new byte[width * cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            encoded[i].CopyTo(all, width * i);
        }

        return [.. Header($"<U{width / 4}", cells.Length), .. all];
    }

    /// <summary>NumPy format 1.0: magic, version, length, then a dictionary padded so that data begin at a multiple of 64.</summary>
    private static byte[] Header(string type, int length)
    {
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({length},), }}";
        text = text.PadRight(((text.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length & 255), (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}
