using System.Text;

namespace PlasticityLab.Numerics.Files;

/// <summary>The one place that opens files which a person names, for reading. Whatever is wrong with the name or the file is told in one
/// sentence (<see cref="UserError"/>): an empty name, a control character in it, a folder, nothing there, no right to read, too large.</summary>
public static class UserFile
{
    /// <summary>Most bytes of a file of numbers: a matrix of 5,800 x 5,800 double-precision weights.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>Most bytes of a file of text. What is read of it as numbers or notes takes a few times as much.</summary>
    public const long MostText = 64L << 20;

    // So long nothing comes out of a pipe before it is taken for one that nobody writes to.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The file's bytes. Devices and pipes are read as files are, <c>&lt;(command)</c> of a shell among them.</summary>
    /// <param name="path">The name that was given.</param>
    /// <param name="most">Most bytes that are read [byte].</param>
    /// <exception cref="UserError">It cannot be read; says why.</exception>
    public static byte[] Bytes(string path, long most = MostBytes)
    {
        Check(path);
        try
        {
            // A pipe has no length, as an empty file has none; and already to open one waits for whoever writes to it.
            return new FileInfo(path).Length > 0 ? Read(path, most, new Progress()) : ReadPatiently(path, most);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path}: there is no such file.");
        }
        catch (IOException error) when (NoFilesLeft(error))
        {
            throw;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserError($"{path} cannot be read: {error.Message}");
        }
    }

    /// <summary>The full path of a file or folder that a person named.</summary>
    /// <exception cref="UserError">It is no name that a file can have.</exception>
    public static string FullPath(string path)
    {
        CheckName(path);
#pragma warning disable RS0030 // Here the name was checked.
        return Path.GetFullPath(path);
#pragma warning restore RS0030
    }

    /// <summary>The full path of a file that a file names.</summary>
    /// <param name="folder">Folder that paths start from.</param>
    /// <param name="name">The name that was given.</param>
    /// <param name="where">The setting that gave it, with which the sentence begins.</param>
    /// <exception cref="UserError">It is no name that a file can have.</exception>
    public static string FullPath(string folder, string name, string where)
    {
        try
        {
            CheckName(name);
            return FullPath(Path.Combine(folder, name));
        }
        catch (UserError error)
        {
            throw new UserError($"{where}: {error.Message}");
        }
    }

    /// <summary>Whether the system opens no more files for the program, or for any (EMFILE, ENFILE): nothing about the file itself.</summary>
    public static bool NoFilesLeft(Exception error) => error is IOException { HResult: 24 or 23 };

    private static byte[] ReadPatiently(string path, long most)
    {
        var progress = new Progress();
        // On a thread of its own, which is left where it waits.
        var reading = Task.Factory.StartNew(
            () => Read(path, most, progress),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        for (var seen = -1L; Task.WaitAny([reading], Patience) < 0; seen = progress.Bytes)
        {
            if (progress.Bytes == seen || progress.Bytes == 0)
            {
                throw new UserError($"{path} is a pipe, and nothing came out of it for {Patience.TotalSeconds} s; is its writer running?");
            }
        }

        return reading.GetAwaiter().GetResult();
    }

    private static byte[] Read(string path, long most, Progress progress)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // A device or a pipe knows no length, and a file may grow: what counts is what comes.
        using var content = new MemoryStream(stream.CanSeek && stream.Length <= most ? (int)stream.Length : 0);
        var buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0; progress.Bytes = content.Length)
        {
            if (content.Length + read > most || (stream.CanSeek && stream.Length > most))
            {
                throw new UserError($"{path} is larger than {most >> 20} MiB, the most that is read at once.");
            }

            content.Write(buffer, 0, read);
        }

        return content.TryGetBuffer(out var bytes) && bytes.Count == bytes.Array!.Length ? bytes.Array : content.ToArray();
    }

    private sealed class Progress
    {
        private long _bytes;

        public long Bytes
        {
            get => Interlocked.Read(ref _bytes);
            set => Interlocked.Exchange(ref _bytes, value);
        }
    }

    /// <summary>The file's text: UTF-8, or what its byte order mark says.</summary>
    /// <param name="path">The name that was given.</param>
    /// <param name="most">Most bytes that are read [byte].</param>
    /// <param name="other">How bytes that are no UTF-8 are read, where only signs of ASCII mean something; null: they are refused.</param>
    /// <exception cref="UserError">It cannot be read; says why.</exception>
    public static string Text(string path, long most = MostText, Encoding? other = null) => Decode(Bytes(path, most), path, other);

    /// <summary>The text of a file's bytes.</summary>
    /// <inheritdoc cref="Text"/>
    /// <param name="bytes">What stands in the file.</param>
    public static string Decode(byte[] bytes, string path, Encoding? other = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            return Decode(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException error)
        {
            return other is null
                ? throw new UserError(
                    $"{path} is no text in UTF-8: byte {error.Index + 1} belongs to no character. Save it as UTF-8, or unpack it first."
                )
                : Decode(bytes, other);
        }
    }

    private static string Decode(byte[] bytes, Encoding encoding)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of the file's text, without their ends.</summary>
    /// <inheritdoc cref="Text"/>
    public static string[] Lines(string path, long most = MostText) => Text(path, most).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>Whether a text file is there and has so many lines; reads no further than that.</summary>
    public static bool HasLines(string path, int lines) => File.Exists(path) && File.ReadLines(path).Skip(lines - 1).Any();

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
