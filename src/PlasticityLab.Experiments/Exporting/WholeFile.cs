namespace PlasticityLab.Experiments.Exporting;

/// <summary>Files that are whole or not there.</summary>
public static class WholeFile
{
    /// <summary>Writes beside the target under a name of its own and renames: two writers do not meet, and a full disk leaves no half
    /// file.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = File.Create(part))
            {
                await write(file);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes text as UTF-8, forced to the medium; a file that holds it already is left alone.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool WriteText(string path, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (Holds(path, bytes))
        {
            return false;
        }

        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = File.Create(part))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static bool Holds(string path, byte[] bytes)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
