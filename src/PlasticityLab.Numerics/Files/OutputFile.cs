using System.Text;

namespace PlasticityLab.Numerics.Files;

/// <summary>The one place that writes files which a person names. A file is written beside its place and renamed, so that it is whole or not
/// there.</summary>
public static class OutputFile
{
    private const int LongestName = 200;

    // The device names of Windows: a folder that holds such a file cannot be copied there.
    private static readonly string[] Devices =
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        .. Enumerable.Range(1, 9).SelectMany(k => new[] { $"COM{k}", $"LPT{k}" }),
    ];

    /// <summary>Writes text as UTF-8.</summary>
    /// <exception cref="UserError">The place cannot be written to; says why.</exception>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public static void WriteText(string path, string text) => WriteBytes(path, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes text as UTF-8, unless the file holds it already.</summary>
    /// <returns>Whether it was written.</returns>
    /// <inheritdoc cref="WriteText" path="/exception"/>
    public static bool Update(string path, string text)
    {
        var bytes = new UTF8Encoding(false).GetBytes(text);
        using var content = new MemoryStream(bytes);
        if (Holds(path, content))
        {
            return false;
        }

        WriteBytes(path, bytes);
        return true;
    }

    /// <summary>Writes text as UTF-8 that is too long to be kept in memory, unless the file holds it already.</summary>
    /// <inheritdoc cref="WriteText" path="/exception"/>
    public static void Update(string path, Action<TextWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Write(path, WriteAll, part => Holds(path, part));

        void WriteAll(Stream stream)
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true);
            write(writer);
        }
    }

    private static bool Holds(string path, Stream content)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length != content.Length)
            {
                return false;
            }

            using var file = File.OpenRead(path);
            content.Position = 0;
            var (a, b) = (new byte[1 << 16], new byte[1 << 16]);
            for (var n = file.ReadAtLeast(a, a.Length, false); n > 0; n = file.ReadAtLeast(a, a.Length, false))
            {
                if (content.ReadAtLeast(b, n, false) != n || !a.AsSpan(0, n).SequenceEqual(b.AsSpan(0, n)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="WriteText" path="/exception"/>
    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        Write(path, stream => stream.Write(content));
    }

    /// <summary>Writes what <paramref name="write"/> writes, into a folder that is there (<see cref="MakeFolder"/>).</summary>
    /// <inheritdoc cref="WriteText" path="/exception"/>
    public static void Write(string path, Action<Stream> write) => Write(path, write, _ => false);

    private static void Write(string path, Action<Stream> write, Func<Stream, bool> isThere)
    {
        ArgumentNullException.ThrowIfNull(write);
        UserFile.CheckName(path);
        if (Directory.Exists(path))
        {
            throw new UserError($"{path} is a folder, but a file is to be written.");
        }

        if (Path.GetDirectoryName(UserFile.FullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new UserError($"{path} cannot be written: there is no folder {folder}.");
        }

        // A name of its own: two processes, on two machines perhaps, may write the same file.
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.ReadWrite))
            {
                write(stream);
                stream.Flush();
                if (isThere(stream))
                {
                    return;
                }
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or NotSupportedException or PathTooLongException)
        {
            throw new UserError($"{path} cannot be written: {error.Message} {Elsewhere}");
        }
        finally
        {
            // After a failure, such as a full disk, nothing half written is left.
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    private const string Elsewhere = "Choose a folder that you may write to (most verbs: --out FOLDER).";

    /// <summary>Makes a folder that a person named, with those above it.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="UserError">It cannot be made; says why.</exception>
    public static string MakeFolder(string path)
    {
        UserFile.CheckName(path);
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserError(
                File.Exists(path)
                    ? $"{path} is a file, but a folder is to be written to."
                    : $"The folder {path} cannot be written: {error.Message} {Elsewhere}"
            );
        }
    }

    /// <summary>Makes the folder that a file is to be written into.</summary>
    /// <inheritdoc cref="MakeFolder" path="/exception"/>
    public static void MakeFolderOf(string path)
    {
        UserFile.CheckName(path);
        if (Path.GetDirectoryName(UserFile.FullPath(path)) is { } folder)
        {
            MakeFolder(folder);
        }
    }

    /// <summary>Why a name that a person gave to a thing cannot be part of a file's name, to be put behind "must"; null when it can.</summary>
    /// <param name="name">The name of a study, a condition, a system, a rule.</param>
    public static string? NameProblem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.IsNullOrWhiteSpace(name) ? "must not be empty"
            : Encoding.UTF8.GetByteCount(name) > LongestName
                ? $"must have at most {LongestName} bytes in UTF-8, because files are named by it, but has {Encoding.UTF8.GetByteCount(name)}"
            : name.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
                ? "must hold none of / \\ : * ? \" < > | and no control characters, because files are named by it"
            : name.Trim() != name || name[0] == '.' || name[^1] == '.'
                ? "must not begin with a point or a blank, nor end with one, because files are named by it"
            : name.Any(c => c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
                ? "must hold no signs that turn the direction of writing, because files are named by it"
            : name.Any(char.IsSurrogate) && !IsWhole(name) ? "must be text, but holds half a character"
            : Devices.Contains(name.Split('.')[0].Trim(), StringComparer.OrdinalIgnoreCase)
                ? "must not be the name of a device of Windows, because files are named by it"
            : null;
    }

    private static bool IsWhole(string text)
    {
        for (var k = 0; k < text.Length; k++)
        {
            if (char.IsSurrogate(text[k]) && !(k + 1 < text.Length && char.IsSurrogatePair(text[k], text[++k])))
            {
                return false;
            }
        }

        return true;
    }
}
