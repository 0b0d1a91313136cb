using System.IO.Compression;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads and writes NumPy's <c>.npz</c> archives: a zip of named <c>.npy</c> arrays.</summary>
public static class Npz
{
    /// <summary>All arrays of an archive, by name; <see cref="NpzArchive"/> decodes single ones.</summary>
    /// <exception cref="UserError">The file is missing, is no archive, is cut short, or holds an array that is none of
    /// numbers.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path)
    {
        using var archive = NpzArchive.Open(path);
        return All(archive);
    }

    /// <summary>All arrays of an archive in memory, by name.</summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="name">What to call it in sentences.</param>
    /// <exception cref="UserError">As of a file.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(byte[] bytes, string name)
    {
        using var archive = NpzArchive.Open(bytes, name);
        return All(archive);
    }

    private static IReadOnlyDictionary<string, NpyArray> All(NpzArchive archive) =>
        archive.Arrays.ToDictionary(array => array.Name, array => archive.Read(array.Name), StringComparer.Ordinal);

    /// <summary>Writes an archive; the arrays are compressed and their order is kept.</summary>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        OutputFile.Write(path, file => Write(file, arrays));
    }

    /// <summary>An archive in memory.</summary>
    public static byte[] ToBytes(IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using var file = new MemoryStream();
        Write(file, arrays);
        return file.ToArray();
    }

    private static void Write(Stream file, IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
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
