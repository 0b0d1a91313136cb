using System.Text;

namespace PlasticityLab.Numerics.Files;

/// <summary>The one place that opens files which a person names, for reading. Whatever is wrong with the name or the file is told in one
/// sentence (<see cref="UserError"/>): an empty name, a control character in it, a folder, nothing there, no right to read, too large.</summary>
public static class UserFile
{
    /// <summary>Most bytes of a file of numbers: a matrix of 5,800 x 5,800 double-precision weights.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>Most bytes of a file of text.</summary>
    public const long MostText = 128L << 20;

    /// <summary>The file's bytes.</summary>
    /// <param name="path">The name that was given.</param>
    /// <param name="most">Most bytes that are read [byte].</param>
    /// <exception cref="UserError">It cannot be read; says why.</exception>
    public static byte[] Bytes(string path, long most = MostBytes)
    {
        Check(path);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // A device or a pipe knows no length, and a file may grow: what counts is what comes.
            using var content = new MemoryStream(stream.CanSeek && stream.Length <= most ? (int)stream.Length : 0);
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0; )
            {
                if (content.Length + read > most || (stream.CanSeek && stream.Length > most))
                {
                    throw new UserError($"{path} is larger than {most >> 20} MiB, the most that is read at once.");
                }

                content.Write(buffer, 0, read);
            }

            return content.TryGetBuffer(out var bytes) && bytes.Count == bytes.Array!.Length ? bytes.Array : content.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path}: there is no such file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserError($"{path} cannot be read: {error.Message}");
        }
    }

    /// <summary>The file's text: UTF-8, or what its byte order mark says.</summary>
    /// <inheritdoc cref="Bytes" path="/param"/>
    /// <exception cref="UserError">It cannot be read; says why.</exception>
    public static string Text(string path, long most = MostText)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(path, most)), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>Refuses what is no name of a file, and folders and files that are not there.</summary>
    /// <exception cref="UserError">The name cannot be that of a readable file; says why.</exception>
    public static void Check(string path)
    {
        CheckName(path);
        if (Directory.Exists(path))
        {
            throw new UserError($"{path} is a folder, but a file is asked for.");
        }

        if (!File.Exists(path))
        {
            throw new UserError($"{path}: there is no such file.");
        }
    }

    /// <summary>Refuses a name that no file or folder can have.</summary>
    /// <exception cref="UserError">The name is empty or holds control characters.</exception>
    public static void CheckName(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UserError("The name of a file or folder is empty.");
        }

        if (path.Any(char.IsControl))
        {
            var shown = string.Concat(path.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
            throw new UserError($"\"{shown}\" is no name of a file: it holds a control character.");
        }
    }
}
