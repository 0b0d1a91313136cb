using System.IO.Compression;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads and writes NumPy's <c>.npz</c> archives: a zip of named <c>.npy</c> arrays.</summary>
public static class Npz
{
    /// <summary>All arrays of an archive, by name.</summary>
    /// <exception cref="UserError">The file is missing, is no archive, is cut short, or holds objects.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"{path}: there is no such file.");
        }

        var arrays = new Dictionary<string, NpyArray>(StringComparer.Ordinal);
        try
        {
            using var archive = ZipFile.OpenRead(path);
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                {
                    stream.CopyTo(content);
                }

                var name = entry.FullName[..^4];
                arrays[name] = Npy.Read(content.GetBuffer().AsSpan(0, (int)content.Length), $"{path}: array {name}");
            }
        }
        catch (InvalidDataException)
        {
            throw new UserError($"{path} is not an .npz archive, or is cut short.");
        }

        return arrays;
    }

    /// <summary>Writes an archive; the arrays are compressed and their order is kept.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, array) in arrays)
        {
            var entry = archive.CreateEntry(name + ".npy", CompressionLevel.Fastest);
            // A fixed time stamp, so that equal contents are equal bytes.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var stream = entry.Open();
            stream.Write(Npy.Write(array));
        }
    }
}
