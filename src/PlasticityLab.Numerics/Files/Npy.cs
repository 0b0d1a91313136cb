using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads and writes NumPy's <c>.npy</c> format, version 1.0 (and reads 2.0): little-endian float32/64 and integers, C and Fortran
/// order. Nothing in a file is ever executed.</summary>
/// <remarks>NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", 2007.</remarks>
public static partial class Npy
{
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads one array.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in sentences.</param>
    /// <exception cref="UserError">The bytes are not such a file, are cut short, or hold objects (pickles).</exception>
    public static NpyArray Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < 10 || !bytes[..6].SequenceEqual(Magic))
        {
            throw new UserError($"{name} is not a NumPy array file: it does not begin with the mark \\x93NUMPY.");
        }

        var wide = bytes[6] >= 2;
        if (bytes[6] is < 1 or > 3 || bytes.Length < (wide ? 12 : 10))
        {
            throw new UserError($"{name} has version {bytes[6]}.{bytes[7]} of the NumPy format; versions 1 to 3 can be read.");
        }

        var length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        var start = (wide ? 12 : 10) + (long)length;
        if (start > bytes.Length)
        {
            throw new UserError($"{name} is cut short: its header should end at byte {start}, but the file has {bytes.Length} bytes.");
        }

        var header = Encoding.UTF8.GetString(bytes[(wide ? 12 : 10)..(int)start]);
        var (type, fortran, shape) = Parse(header, name);
        var size = type[2..] is var digits && int.TryParse(digits, CultureInfo.InvariantCulture, out var s) ? s : 0;
        if (type.Length < 3 || type[1] == 'O')
        {
            throw new UserError(
                $"{name} holds Python objects (a pickle), which are never read. Save numbers, as in numpy.save(file, array.astype(float))."
            );
        }

        var count = shape.Aggregate(1L, (product, n) => checked(product * n));
        if (count > int.MaxValue / 8)
        {
            throw new UserError($"{name} holds {count} numbers, more than can be read at once.");
        }

        if (bytes.Length - start < count * size)
        {
            throw new UserError(
                $"{name} is cut short: {count} numbers of {size} bytes should follow the header, but {bytes.Length - start} bytes do."
            );
        }

        var values = Decode(bytes[(int)start..], type, size, (int)count, name);
        return new(shape, fortran && shape.Length > 1 ? FromFortran(values, shape) : values);
    }

    /// <summary>Writes one array as float64, C order, version 1.0.</summary>
    public static byte[] Write(NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var shape = array.Shape.Length == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}";
        // The data begin at a multiple of 64 bytes.
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        var bytes = new byte[10 + header.Length + (8 * array.Values.Length)];
        Magic.CopyTo(bytes, 0);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        for (var k = 0; k < array.Values.Length; k++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(10 + header.Length + (8 * k)), array.Values[k]);
        }

        return bytes;
    }

    private static (string Type, bool Fortran, int[] Shape) Parse(string header, string name)
    {
        var type = TypeField().Match(header);
        var order = OrderField().Match(header);
        var shape = ShapeField().Match(header);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new UserError($"{name} has a header that cannot be read (a record array?): {header.Trim()}");
        }

        try
        {
            return (
                type.Groups[1].Value,
                order.Groups[1].Value == "True",
                [
                    .. shape
                        .Groups[1]
                        .Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Select(n => int.Parse(n, CultureInfo.InvariantCulture)),
                ]
            );
        }
        catch (Exception error) when (error is OverflowException or FormatException)
        {
            throw new UserError($"{name} has a shape that cannot be read: {shape.Groups[1].Value}");
        }
    }

    private static double[] Decode(ReadOnlySpan<byte> data, string type, int size, int count, string name)
    {
        if (type[0] == '>' && size > 1)
        {
            throw new UserError($"{name} is big-endian ({type}); save it as little-endian, as in array.astype('<f8').");
        }

        var values = new double[count];
        for (var k = 0; k < count; k++)
        {
            var item = data[(k * size)..];
            values[k] = (type[1], size) switch
            {
                ('f', 8) => BinaryPrimitives.ReadDoubleLittleEndian(item),
                ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(item),
                ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(item),
                ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(item),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(item),
                ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(item),
                ('i', 1) => (sbyte)item[0],
                ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(item),
                ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(item),
                ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(item),
                ('u', 1) or ('b', 1) => item[0],
                _ => throw new UserError($"{name} holds numbers of type {type}; float32, float64 and integers can be read."),
            };
        }

        return values;
    }

    private static double[] FromFortran(double[] values, int[] shape)
    {
        var result = new double[values.Length];
        var index = new int[shape.Length];
        foreach (var value in values)
        {
            var place = 0;
            for (var axis = 0; axis < shape.Length; axis++)
            {
                place = (place * shape[axis]) + index[axis];
            }

            result[place] = value;
            for (var axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++)
            {
                index[axis] = 0;
            }
        }

        return result;
    }

    [GeneratedRegex("'descr':\\s*'([^']*)'")]
    private static partial Regex TypeField();

    [GeneratedRegex("'fortran_order':\\s*(True|False)")]
    private static partial Regex OrderField();

    [GeneratedRegex("'shape':\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapeField();
}
