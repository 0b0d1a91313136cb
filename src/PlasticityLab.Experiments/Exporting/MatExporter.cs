using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Experiments.Exporting;

/// <summary>MATLAB's MAT-files of version 5, uncompressed: one file a table, one variable a column. Numbers are double (missing ones NaN),
/// seeds uint64, yes and no logical, texts cells of char. <c>about_columns</c> has the columns' names, units and meanings. Arrays keep their
/// shape: W(post, pre). MATLAB, Octave and SciPy read them.</summary>
/// <remarks>Source: MathWorks, MAT-File Format, "Level 5 MAT-File Format". There is no maintained library that writes it.</remarks>
public sealed partial class MatExporter : IExporter
{
    /// <inheritdoc/>
    public ExporterCard Card =>
        new("mat", "MATLAB", "MAT-files of version 5 for MATLAB, Octave and SciPy, one file a table and one variable a column.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var paths = new List<string>();
        foreach (var table in tables)
        {
            stop.ThrowIfCancellationRequested();
            paths.Add(await Write(Path.Combine(folder, table.Name + ".mat"), Variables(table)));
        }

        return paths;
    }

    /// <inheritdoc/>
    public Task<string> WriteArraysAsync(string folder, string archive, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var arrays = Npz.Read(archive).Select(x => (x.Key, Numbers(x.Value.Shape, ByColumns(x.Value.Shape, x.Value.Values))));
        return Write(Path.Combine(folder, Path.GetFileNameWithoutExtension(archive) + ".mat"), arrays);
    }

    // The format's numbers for types of data, and MATLAB's classes of arrays.
    private const int Int8 = 1,
        UInt8 = 2,
        Int32 = 5,
        UInt32 = 6,
        Double = 9,
        UInt64 = 13,
        Matrix = 14,
        Utf8 = 16;

    private const int CellClass = 1,
        CharClass = 4,
        DoubleClass = 6,
        UInt8Class = 9,
        UInt64Class = 15,
        Logical = 0x200;

    private delegate byte[] Variable(string name);

    private static IEnumerable<(string Name, Variable Make)> Variables(TableData table) =>
        table
            .Columns.Select(column => (column.Name, Column(column)))
            .Append(("about_columns", Cells([table.Columns.Length, 3], About(table))));

    // Column by column: all names, then all units, then all meanings.
    private static IEnumerable<string> About(TableData table) =>
        [
            .. table.Columns.Select(column => column.Name),
            .. table.Columns.Select(column => column.Unit),
            .. table.Columns.Select(column => column.Meaning),
        ];

    private static Variable Column(TableColumn column)
    {
        int[] shape = [column.Values.Length, 1];
        return column.Values switch
        {
            double[] values => Numbers(shape, values),
            int[] values => Numbers(shape, System.Array.ConvertAll(values, x => (double)x)),
            int?[] values => Numbers(shape, System.Array.ConvertAll(values, x => x ?? double.NaN)),
            ulong[] values => name => Array(name, UInt64Class, shape, UInt64, MemoryMarshal.AsBytes(values.AsSpan())),
            bool[] values => name => Array(name, UInt8Class | Logical, shape, UInt8, MemoryMarshal.AsBytes(values.AsSpan())),
            string[] values => Cells(shape, values),
            _ => throw new ArgumentException($"The column {column.Name} has no known type.", nameof(column)),
        };
    }

    private static Variable Numbers(int[] shape, double[] values) =>
        name => Array(name, DoubleClass, shape, Double, MemoryMarshal.AsBytes(values.AsSpan()));

    private static Variable Cells(int[] shape, IEnumerable<string> texts) =>
        name => Element(Matrix, [.. Head(name, CellClass, shape), .. texts.SelectMany(Text)]);

    // UTF-8 is the one encoding that MATLAB, Octave and SciPy read.
    private static byte[] Text(string text) =>
        Array("", CharClass, [text.Length == 0 ? 0 : 1, text.Length], Utf8, Encoding.UTF8.GetBytes(text));

    private static byte[] Array(string name, int flags, int[] shape, int type, ReadOnlySpan<byte> data) =>
        Element(Matrix, [.. Head(name, flags, shape), .. Element(type, data)]);

    // An array has at least two dimensions.
    private static byte[] Head(string name, int flags, int[] shape)
    {
        int[] dimensions = shape.Length switch
        {
            0 => [1, 1],
            1 => [shape[0], 1],
            _ => shape,
        };
        return
        [
            .. Element(UInt32, MemoryMarshal.AsBytes<int>([flags, 0])),
            .. Element(Int32, MemoryMarshal.AsBytes<int>(dimensions)),
            .. Element(Int8, Encoding.ASCII.GetBytes(name)),
        ];
    }

    // Type and length, then the data, padded to a multiple of eight bytes.
    private static byte[] Element(int type, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[8 + ((data.Length + 7) / 8 * 8)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, type);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), data.Length);
        data.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    // From rows first (the last index fastest) to columns first.
    private static double[] ByColumns(int[] shape, double[] values)
    {
        var turned = new double[values.Length];
        var index = new int[shape.Length];
        for (var k = 0; k < values.Length; k++)
        {
            var (place, stride) = (0, 1);
            for (var d = 0; d < shape.Length; d++)
            {
                place += index[d] * stride;
                stride *= shape[d];
            }

            turned[place] = values[k];
            for (var d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
            {
                index[d] = 0;
            }
        }

        return turned;
    }

    private static async Task<string> Write(string path, IEnumerable<(string Name, Variable Make)> variables)
    {
        var header = new byte[128];
        header.AsSpan(0, 124).Fill((byte)' ');
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, PlasticityLab", header);
        header.AsSpan(116, 8).Clear();
        (header[124], header[125], header[126], header[127]) = (0, 1, (byte)'I', (byte)'M');
        var taken = new HashSet<string>(StringComparer.Ordinal);
        await WholeFile.WriteAsync(
            path,
            async stream =>
            {
                await stream.WriteAsync(header);
                foreach (var (name, make) in variables)
                {
                    await stream.WriteAsync(make(Unique(name, taken)));
                }
            }
        );
        return path;
    }

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NoLetter();

    // MATLAB's names: letters, digits and underscores, a letter first, at most 63 of them.
    private static string Unique(string name, HashSet<string> taken)
    {
        var plain = NoLetter().Replace(name, "_");
        plain = plain.Length > 0 && char.IsAsciiLetter(plain[0]) ? plain : "x" + plain;
        plain = plain[..Math.Min(plain.Length, 60)];
        var free = plain;
        for (var k = 2; !taken.Add(free); k++)
        {
            free = $"{plain}_{k}";
        }

        return free;
    }
}
