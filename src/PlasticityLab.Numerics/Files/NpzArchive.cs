using System.IO.Compression;

namespace PlasticityLab.Numerics.Files;

/// <summary>An open <c>.npz</c> archive. Arrays are decoded when they are asked for, so one of text, times or objects does not stand in the
/// way of the others.</summary>
public sealed class NpzArchive : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _path;

    private NpzArchive(ZipArchive archive, string path, IReadOnlyList<(string Name, NpyHeader? Header)> arrays) =>
        (_archive, _path, Arrays) = (archive, path, arrays);

    /// <summary>Names and headers of the arrays, in the archive's order; of an array whose header cannot be read it is null.</summary>
    public IReadOnlyList<(string Name, NpyHeader? Header)> Arrays { get; }

    /// <summary>What the archive holds, for sentences: <c>W (4, 4), names (4,) of &lt;U1</c>.</summary>
    public string Contents =>
        Arrays.Count == 0
            ? "no arrays"
            : string.Join(
                ", ",
                Arrays
                    .Take(20)
                    .Select(array =>
                        array.Header is { } header ? $"{array.Name} {header.ShapeText} of {header.Type}" : $"{array.Name} (damaged)"
                    )
            );

    /// <summary>File and array of a name <c>FILE.npz:ARRAY</c>; null: it is none, or a file of the whole name is there.</summary>
    public static (string File, string Array)? Named(string path)
    {
        const string ending = ".npz:";
        var at = (path ?? "").LastIndexOf(ending, StringComparison.OrdinalIgnoreCase);
        return at < 0 || File.Exists(path) ? null : (path![..(at + ending.Length - 1)], path[(at + ending.Length)..]);
    }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="UserError">The file is missing, is no archive, or is cut short.</exception>
    public static NpzArchive Open(string path) => Open(UserFile.Bytes(path), path);

    /// <summary>Opens an archive in memory.</summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="path">What to call it in sentences.</param>
    /// <exception cref="UserError">It is no archive, or is cut short.</exception>
    public static NpzArchive Open(byte[] bytes, string path) =>
        Guard(
            path,
            () =>
            {
                var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
                return new NpzArchive(
                    archive,
                    path,
                    [
                        .. archive
                            .Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
                            .Select(entry => (entry.FullName[..^4], HeaderOf(entry))),
                    ]
                );
            }
        );

    /// <summary>Decodes one array.</summary>
    /// <param name="name">Its name, without .npy.</param>
    /// <exception cref="UserError">There is none of this name, or two; or it is damaged, or no array of numbers.</exception>
    public NpyArray Read(string name)
    {
        var what = $"{_path}: array {name}";
        var entries = _archive.Entries.Where(entry => entry.FullName == name + ".npy").ToArray();
        return entries.Length == 1
            ? Guard(_path, () => Decode(entries[0], what))
            : throw new UserError(
                entries.Length == 0
                    ? $"{_path} has no array {name}. It holds: {Contents}."
                    : $"{what} stands in the archive {entries.Length} times."
            );
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    // What a header promises bounds what is unpacked: a small archive can unpack to terabytes. The runtime does not look at check sums.
    private static NpyArray Decode(ZipArchiveEntry entry, string what)
    {
        using var stream = entry.Open();
        var first = ReadAtMost(stream, Npy.MostHeader).ToArray();
        var (header, start) = Npy.Header(first, what);
        var (size, count) = Npy.Extent(header, what);
        // One byte more shows whether something follows.
        var rest = start + (count * size) + 1 - first.Length;
        var bytes = rest > 0 ? ReadAtMost(stream, first.Length + rest, first) : first;
        var array = Npy.Read(bytes, what);
        return Crc32.Of(bytes) == entry.Crc32
            ? array
            : throw new UserError($"{what} is damaged: its check sum is not that of its bytes. Copy or save the archive again.");
    }

    private static NpyHeader? HeaderOf(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            return Npy.Header(ReadAtMost(stream, Npy.MostHeader), "").Header;
        }
        catch (Exception error) when (error is UserError or InvalidDataException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    // What stands before, then what the stream gives, up to so many bytes together.
    private static ReadOnlySpan<byte> ReadAtMost(Stream stream, long most, ReadOnlySpan<byte> before = default)
    {
        using var content = new MemoryStream();
        content.Write(before);
        var buffer = new byte[1 << 16];
        for (int read; content.Length < most && (read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, most - content.Length))) > 0; )
        {
            content.Write(buffer, 0, read);
        }

        return content.GetBuffer().AsSpan(0, (int)content.Length);
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or IOException or ArgumentException)
        {
            throw new UserError($"{path} is not an .npz archive, or is cut short or damaged.");
        }
    }
}
