using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Counts the numbers of an array by the shape that its header writes and by the bytes behind it, and takes 64-bit numbers as the
/// bytes that they are.</summary>
internal static partial class ArrayWitness
{
    [GeneratedRegex(@"[""']shape[""']\s*:\s*[(\[]([^)\]]*)[)\]]")]
    private static partial Regex Shape();

    [GeneratedRegex(@"[""']descr[""']\s*:\s*[ub]?[""'][<>=|]?(\w)(\d)[""']")]
    private static partial Regex Type();

    public static void CheckFile(string path, Matrix accepted) => Check(File.ReadAllBytes(path), accepted);

    /// <summary>One array of the archive holds just these numbers, and its bytes are those whose checksum the archive has.</summary>
    public static void CheckArchive(string path, Matrix accepted)
    {
        using var archive = ZipFile.OpenRead(path);
        var found = new List<string>();
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
        {
            try
            {
                var bytes = BytesOf(entry);
                Check(bytes, accepted);
                if (Crc(bytes) == entry.Crc32)
                {
                    return;
                }

                found.Add($"{entry.FullName}: checksum {entry.Crc32:x8}, of the bytes {Crc(bytes):x8}");
            }
            catch (Exception error)
            {
                found.Add($"{entry.FullName}: {error.Message}");
            }
        }

        Assert.Fail($"no array of the archive is what was read: {string.Join("; ", found)}");
    }

    private static void Check(byte[] bytes, Matrix accepted)
    {
        var wide = bytes[6] >= 2;
        var length = wide ? BitConverter.ToInt32(bytes, 8) : BitConverter.ToUInt16(bytes, 8);
        var start = (wide ? 12 : 10) + length;
        var header = Encoding.Latin1.GetString(bytes, wide ? 12 : 10, length);
        var shape = Shape()
            .Matches(header)[^1]
            .Groups[1]
            .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => long.Parse(part.TrimEnd('L', 'l').Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
            .ToArray();
        var type = Type().Matches(header)[^1].Groups;
        Assert.Equal(shape.Aggregate(1L, (a, b) => a * b), accepted.Values.Length);
        Assert.Equal(accepted.Values.Length * long.Parse(type[2].Value, CultureInfo.InvariantCulture), bytes.Length - start);
        if (type[1].Value == "f" && type[2].Value == "8")
        {
            // Whatever the order of the axes.
            Assert.Equal(
                Enumerable.Range(0, accepted.Values.Length).Select(k => BitConverter.ToInt64(bytes, start + (8 * k))).Order(),
                accepted.Values.Select(BitConverter.DoubleToInt64Bits).Order()
            );
        }
    }

    private static byte[] BytesOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    // Bit by bit, as ISO 3309 writes it.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
