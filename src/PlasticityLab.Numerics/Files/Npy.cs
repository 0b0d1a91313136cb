using System.Buffers.Binary;
using System.Text;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads and writes NumPy's <c>.npy</c> format, version 1.0 (and reads 2.0): little-endian float32/64 and integers, C and Fortran
/// order. Nothing in a file is ever executed.</summary>
/// <remarks>NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", 2007.</remarks>
public static class Npy
{
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes that hold every header that people write: its mark, its length and the dictionary.</summary>
    internal const int MostHeader = 1 << 16;

    /// <summary>Most numbers of an array or a table: a matrix of 5,792 x 5,792, which takes 256 MiB, and as much again as a file.</summary>
    internal const long MostNumbers = 1L << 25;

    /// <summary>Reads one array.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in sentences.</param>
    /// <exception cref="UserError">The bytes are not such a file, are cut short, hold objects (pickles), or their shape cannot
    /// be.</exception>
    public static NpyArray Read(ReadOnlySpan<byte> bytes, string name)
    {
        var (header, start) = Header(bytes, name);
        var (size, count) = Extent(header, name);
        if (bytes.Length - start < count * size)
        {
            throw new UserError(
                $"{name} is cut short: {count} numbers of {size} bytes should follow the header, but {bytes.Length - start} bytes do."
            );
        }

        if (bytes.Length - start > count * size)
        {
            throw new UserError(
                $"{name} holds {bytes.Length - start} bytes behind its header, but its shape {header.ShapeText} of {header.Type} takes "
                    + $"{count * size}: one array is read, and nothing may follow it."
            );
        }

        var values = Decode(bytes[start..], header.Type, size, (int)count, name);
        int[] shape = [.. header.Shape.Select(length => (int)length)];
        return new(shape, header.IsFortran && shape.Length > 1 ? FromFortran(values, shape) : values)
        {
            IsSingle = header.Type[1..] == "f4",
        };
    }

    /// <summary>The header at the beginning of an array's bytes, and where the numbers begin.</summary>
    /// <exception cref="UserError">There is none.</exception>
    internal static (NpyHeader Header, int Start) Header(ReadOnlySpan<byte> bytes, string name)
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
        if (start > Math.Min(bytes.Length, MostHeader))
        {
            throw new UserError(
                start > bytes.Length
                    ? $"{name} is cut short: its header should end at byte {start}, but the file has {bytes.Length} bytes."
                    : $"{name} has a header of {length} bytes; that of an array of numbers has at most {MostHeader - 12}."
            );
        }

        var text = Encoding.UTF8.GetString(bytes[(wide ? 12 : 10)..(int)start]);
        return (
            NpyHeader.Parse(text)
                ?? throw new UserError(
                    $"{name} has a header that cannot be read; it must be a dictionary of descr, fortran_order and shape."
                ),
            (int)start
        );
    }

    /// <summary>Bytes of one number, and how many numbers there are.</summary>
    /// <exception cref="UserError">The type cannot be read, a length is negative, or there are too many.</exception>
    internal static (int Size, long Count) Extent(NpyHeader header, string name)
    {
        var size = Size(header.Type, name);
        if (header.Shape.Any(length => length is < 0 or > int.MaxValue))
        {
            throw new UserError($"{name}: the lengths of its axes must lie in 0 .. {int.MaxValue}, but its shape is {header.ShapeText}.");
        }

        var count = header.Shape.Contains(0) ? 0 : 1L;
        foreach (var length in header.Shape)
        {
            // The product stays below 2^25 · 2^31, far from where it would wrap.
            count *= length;
            if (count > MostNumbers)
            {
                throw new UserError($"{name}: at most {MostNumbers} numbers are read at once, but its shape is {header.ShapeText}.");
            }
        }

        return (size, count);
    }

    private static int Size(string type, string name)
    {
        if (type.Contains('O', StringComparison.Ordinal) && type.Length <= 2)
        {
            throw new UserError(
                $"{name} holds Python objects (a pickle), which are never read. Save numbers, as in numpy.save(file, array.astype(float))."
            );
        }

        return type is ['<' or '>' or '=' or '|', 'f' or 'i' or 'u' or 'b', (>= '1' and <= '8') and var digit]
            ? digit - '0'
            : throw new UserError($"{name} holds values of type {type}; float16, float32, float64 and integers can be read.");
    }

    /// <summary>Writes one array as float64, or float32 where <see cref="NpyArray.IsSingle"/> says so, C order, version 1.0.</summary>
    public static byte[] Write(NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var size = array.IsSingle ? 4 : 8;
        var shape = array.Shape.Length == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        var header = $"{{'descr': '<f{size}', 'fortran_order': False, 'shape': {shape}, }}";
        // The data begin at a multiple of 64 bytes.
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        var bytes = new byte[10 + header.Length + (size * array.Values.Length)];
        Magic.CopyTo(bytes, 0);
        bytes[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)header.Length);
        Encoding.ASCII.GetBytes(header, bytes.AsSpan(10));
        for (var k = 0; k < array.Values.Length; k++)
        {
            var place = bytes.AsSpan(10 + header.Length + (size * k));
            if (array.IsSingle)
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, (float)array.Values[k]);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(place, array.Values[k]);
            }
        }

        return bytes;
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
                ('i', 8) => Exact(BinaryPrimitives.ReadInt64LittleEndian(item), name),
                ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(item),
                ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(item),
                ('i', 1) => (sbyte)item[0],
                ('u', 8) => Exact(BinaryPrimitives.ReadUInt64LittleEndian(item), name),
                ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(item),
                ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(item),
                ('u', 1) or ('b', 1) => item[0],
                _ => throw new UserError($"{name} holds values of type {type}; float16, float32, float64 and integers can be read."),
            };
        }

        return values;
    }

    // A double holds every whole number up to 2^53, beyond that one in two, in four, ...
    private static double Exact(Int128 value, string name) =>
        Int128.Abs(value) <= 1L << 53
            ? (double)value
            : throw new UserError(
                $"{name} holds the whole number {value}, whose last digits double precision cannot hold (beyond 2^53); save array.astype(float) if they do not matter."
            );

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
}
