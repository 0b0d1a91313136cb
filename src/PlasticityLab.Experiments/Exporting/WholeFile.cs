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
}
