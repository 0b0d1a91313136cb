using System.Text;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Changes files as accidents and enemies do: single bits, lost and doubled parts, cut ends, parts of other files, numbers that are
/// huge, negative or none, signs of the format in the wrong place.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, RandomStream random)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "-1",
            "0",
            "1e308",
            "1e-320",
            "1e999",
            "nan",
            "-inf",
            "2147483647",
            "2147483648",
            "-2147483648",
            "18446744073709551616",
            "99999999999999999999999999",
            "1,5",
            "1.000,5",
            "0x10",
            "1e",
            "٣",
            "½",
            "\"",
            "'",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "<<",
            "*a",
            "&a",
            "!!",
            "|",
            ">",
            ":",
            ",",
            ";",
            "\t",
            "\n",
            "\r",
            "\0",
            "\u001b[2J",
            "../",
            "\\",
            "null",
            "true",
            "~",
            "-",
            "? ",
            "# ",
            "%",
            "w",
            "pre.fast(",
            "\ud83c\udfb5",
            "\ufeff",
            "\u2028",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xC3, 0x28],
        [0xED, 0xA0, 0x80],
        [0x00, 0x00, 0x00, 0x00],
        [0xFF, 0xFF, 0xFF, 0xFF],
        [0x7F, 0xFF, 0xFF, 0xFF],
        [0x80, 0x00, 0x00, 0x00],
    ];

    /// <summary>A seed with one to six changes.</summary>
    public byte[] Next()
    {
        var bytes = new List<byte>(seeds[random.NextInt(seeds.Count)]);
        var changes = 1 + random.NextInt(6);
        for (var k = 0; k < changes; k++)
        {
            Change(bytes);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = random.NextInt(bytes.Count + 1);
        var length = Math.Min(bytes.Count - at, 1 + random.NextInt(random.NextInt(2) == 0 ? 4 : 64));
        switch (random.NextInt(11))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.NextInt(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.NextInt(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4 when random.NextInt(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                var other = seeds[random.NextInt(seeds.Count)];
                var from = random.NextInt(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.NextInt(200))).ToArray());
                break;
            case 6:
                Number(bytes);
                break;
            case 7 when random.NextInt(20) == 0:
                var piece = Pieces[random.NextInt(Pieces.Length)];
                bytes.InsertRange(at, Enumerable.Repeat(piece, 1 + random.NextInt(20_000)).SelectMany(x => x));
                break;
            default:
                bytes.RemoveRange(at, random.NextInt(2) * length);
                bytes.InsertRange(at, Pieces[random.NextInt(Pieces.Length)]);
                break;
        }
    }

    // Another number in the place of one.
    private void Number(List<byte> bytes)
    {
        var starts = Enumerable
            .Range(0, bytes.Count)
            .Where(i => bytes[i] is >= (byte)'0' and <= (byte)'9' && (i == 0 || bytes[i - 1] is < (byte)'0' or > (byte)'9'))
            .ToArray();
        if (starts.Length == 0)
        {
            return;
        }

        var start = starts[random.NextInt(starts.Length)];
        var end = start;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.')
        {
            end++;
        }

        bytes.RemoveRange(start, Math.Min(end, bytes.Count) - start);
        bytes.InsertRange(start, Pieces[random.NextInt(18)]);
    }
}
