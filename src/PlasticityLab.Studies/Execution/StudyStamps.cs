using System.Globalization;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Execution;

/// <summary>Length and time of every file that a study's parts lie in, as they were just before all parts were last read and found whole.
/// While they are the same, the parts need not be read again; whoever wants the checksums themselves asks <c>study verify</c>.</summary>
/// <param name="Of">Which list of jobs they belong to.</param>
/// <param name="Files">A line a file, paths from the store's folder.</param>
internal sealed record StudyStamps(string Of, IReadOnlyList<string> Files)
{
    private const string FileName = "stored.csv",
        Columns = "file,bytes,modified";

    /// <summary>How the files of some jobs look now; null when a job has no file.</summary>
    public static StudyStamps? Now(FolderStore store, string of, IEnumerable<(string Id, string Part)> jobs)
    {
        var lines = store.FilesOf(jobs)?.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.FullyBuffered);
        var stamps = lines?.Select(file => Line(store.Root, Path.GetRelativePath(store.Root, file).Replace('\\', '/'))).ToArray();
        return stamps is null || stamps.Contains(null) ? null : new(of, stamps!);
    }

    /// <summary>Whether all files still look as they are noted.</summary>
    public static bool Hold(string folder, FolderStore store, string of)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            return lines is [Columns, var first, _, ..]
                && first == of
                && lines
                    .AsParallel()
                    .WithMergeOptions(ParallelMergeOptions.FullyBuffered)
                    .Where(line => line != Columns && line != of)
                    .All(line => Line(store.Root, line.Split(',')[0]) == line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // then the parts are read
        }
    }

    /// <summary>Notes them; a folder that cannot be written goes without.</summary>
    public void Write(string folder)
    {
        try
        {
            OutputFile.WriteText(Path.Combine(folder, FileName), $"{Columns}\n{Of}\n{string.Join('\n', Files)}\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserError)
        {
            // The next run reads the parts once more.
        }
    }

    private static string? Line(string root, string file)
    {
        var info = new FileInfo(Path.Combine(root, file));
        return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file},{info.Length},{info.LastWriteTimeUtc.Ticks}") : null;
    }
}
