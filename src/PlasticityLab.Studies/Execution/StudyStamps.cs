using System.Globalization;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Studies.Execution;

/// <summary>Length and time of a study's files as they were just before all were last read and found whole. While they are the same, none
/// of them need be read again; whoever wants the checksums themselves asks <c>study verify</c>.</summary>
/// <param name="Of">Checksum of the list of contents that they belong to.</param>
/// <param name="Own">Tables and lists in the study's folder, a line a file.</param>
/// <param name="Stored">Files of the store that the study's parts lie in, a line a file.</param>
internal sealed record StudyStamps(string Of, IReadOnlyList<string> Own, IReadOnlyList<string> Stored)
{
    private const string FileName = "stored.csv",
        Columns = "file,bytes,modified";

    /// <summary>Names, without their folders, of the stored files.</summary>
    public IReadOnlySet<string> StoredNames => Stored.Select(line => Path.GetFileName(FileIn(line))).ToHashSet(StringComparer.Ordinal);

    /// <summary>How some files look now; null when one is not there.</summary>
    /// <param name="folder">The study's folder, which the paths are noted from.</param>
    /// <param name="files">Full paths; null: nothing is known of them.</param>
    public static IReadOnlyList<string>? Look(string folder, IEnumerable<string>? files)
    {
        string?[]? lines = files
            ?.AsParallel()
            .WithMergeOptions(ParallelMergeOptions.FullyBuffered)
            .Select(file => Line(folder, Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return lines is null || lines.Contains(null) ? null : [.. lines.OfType<string>()];
    }

    /// <summary>What is noted of the files of a list of contents; null when that is not known.</summary>
    public static StudyStamps? Read(string folder, string of)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            // The second line counts the others, so that a file cut short is known as such.
            return File.Exists(path) && File.ReadAllLines(path) is [Columns, var first, .. var lines] && first == Head(of, lines.Length)
                ? new(of, [.. lines.Where(line => !IsStored(line))], [.. lines.Where(IsStored)])
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // then the files are read
        }
    }

    /// <summary>Whether all stored files still look as they are noted.</summary>
    public bool HoldStored(string folder)
    {
        try
        {
            return Stored.AsParallel().WithMergeOptions(ParallelMergeOptions.FullyBuffered).All(line => Line(folder, FileIn(line)) == line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Notes them; a folder that cannot be written goes without.</summary>
    public void Write(string folder)
    {
        try
        {
            var lines = string.Join('\n', Own.Concat(Stored));
            OutputFile.WriteText(Path.Combine(folder, FileName), $"{Columns}\n{Head(Of, Own.Count + Stored.Count)}\n{lines}\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserError)
        {
            // The next run reads the files once more.
        }
    }

    private static string Head(string of, int files) => string.Create(CultureInfo.InvariantCulture, $"{of},{files},");

    // The store lies beside the study's folder.
    private static bool IsStored(string line) => line.StartsWith("../", StringComparison.Ordinal);

    private static string FileIn(string line) => line.Split(',')[0];

    private static string? Line(string folder, string file)
    {
        var info = new FileInfo(Path.Combine(folder, file));
        return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file},{info.Length},{info.LastWriteTimeUtc.Ticks}") : null;
    }
}
