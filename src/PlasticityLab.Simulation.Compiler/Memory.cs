using System.Buffers.Binary;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Where everything lies in a kernel's memory, and what stands there before the first step. Numbers of the control block are read
/// and written by whoever runs the kernel.</summary>
internal sealed class Memory
{
    private const int Line = 64;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<(int Place, byte[] Bytes)> _contents = [];

    /// <summary>Bytes given away so far.</summary>
    public int End { get; private set; }

    /// <summary>The names of all places.</summary>
    public IReadOnlyDictionary<string, int> Places => _places;

    /// <summary>Gives the present end a name.</summary>
    public void Mark(string name) => _places[name] = End;

    /// <summary>Room for an array, on a cache line.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its size.</param>
    public int Array(string name, int bytes)
    {
        var place = (End + Line - 1) / Line * Line;
        (_places[name], End) = (place, place + bytes);
        return place;
    }

    /// <summary>An array with content.</summary>
    public int Array(string name, byte[] content)
    {
        var place = Array(name, content.Length);
        _contents.Add((place, content));
        return place;
    }

    /// <summary>An array of numbers.</summary>
    public int Array(string name, ReadOnlySpan<double> content) => Array(name, Raw(content));

    /// <summary>An array of whole numbers.</summary>
    public int Array(string name, IEnumerable<int> content) => Array(name, [.. content.SelectMany(BitConverter.GetBytes)]);

    /// <summary>One number.</summary>
    public int Real(string name, double value = 0) => One(name, BitConverter.GetBytes(value));

    /// <summary>One whole number of 32 bits.</summary>
    public int Whole(string name, int value = 0) => One(name, BitConverter.GetBytes(value));

    /// <summary>A stream of random numbers: blocks drawn, the normal number left over, whether there is one, purpose and index.</summary>
    public Stream Stream(string name, Numerics.Random.StreamPurpose purpose)
    {
        End = (End + 7) / 8 * 8;
        var place = One(name, new byte[8]);
        Real(name + ".spare");
        Whole(name + ".left");
        Whole(name + ".purpose", (int)purpose);
        Whole(name + ".index");
        return new(place);
    }

    /// <summary>The memory before the first step, up to the last thing that is not 0.</summary>
    public byte[] Image()
    {
        var image = new byte[_contents.Max(content => content.Place + content.Bytes.Length)];
        foreach (var (place, bytes) in _contents)
        {
            bytes.CopyTo(image, place);
        }

        return image;
    }

    private static byte[] Raw(ReadOnlySpan<double> values)
    {
        var bytes = new byte[values.Length * sizeof(double)];
        for (var k = 0; k < values.Length; k++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(k * sizeof(double)), values[k]);
        }

        return bytes;
    }

    private int One(string name, byte[] value)
    {
        End = (End + value.Length - 1) / value.Length * value.Length;
        (_places[name], End) = (End, End + value.Length);
        _contents.Add((_places[name], value));
        return _places[name];
    }
}

/// <summary>Where a stream of random numbers lies.</summary>
internal readonly record struct Stream(int Block)
{
    public int Spare => Block + 8;

    public int Left => Block + 16;

    public int Purpose => Block + 20;

    public int Index => Block + 24;
}
