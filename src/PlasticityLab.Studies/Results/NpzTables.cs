using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PlasticityLab.Studies.Results;

/// <summary>Tables as NumPy archives: one array a column, numbers as float64, texts as fixed-width Unicode; no pickled objects.</summary>
public static class NpzTables
{
    /// <summary>Writes a table as .npz.</summary>
    public static void Write(CsvTable table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        foreach (var column in table.Columns)
        {
            string[] cells = [.. table.Rows.Select(row => row[column])];

            // A fixed time stamp: equal tables are equal files.
            var entry = zip.CreateEntry(column + ".npy");
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(
                Array.TrueForAll(cells, IsNumber) && cells.Any(cell => cell.Length > 0)
                    ? Numbers([.. table.Rows.Select(row => row.Number(column))])
                    : Texts(cells)
            );
        }
    }

    private static bool IsNumber(string cell) => cell.Length == 0 || double.TryParse(cell, out _);

    private static byte[] Numbers(double[] values)
    {
        var bytes = new byte[8 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        }

        return [.. Header("<f8", values.Length), .. bytes];
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
