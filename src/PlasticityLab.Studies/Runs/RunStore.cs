using System.Text.Json;

namespace PlasticityLab.Studies.Runs;

/// <summary>Finished runs on disk, one file a run, named by the hash of its spec. Files are written under another name and renamed, so a
/// kill or a full disk never leaves half a result.</summary>
public sealed class RunStore
{
    private readonly string _folder;

    /// <summary>Opens the store, making its folder when needed.</summary>
    public RunStore(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var leftover in Directory.EnumerateFiles(folder, "*.part"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Number of finished runs.</summary>
    public int Count => Directory.EnumerateFiles(_folder, "*.json").Count();

    /// <summary>The result of a run, or null when it has not been finished; a damaged file counts as not finished.</summary>
    public RunResult? Find(string id)
    {
        var path = PathOf(id);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<RunResult>(stream, Json.Canonical);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a result.</summary>
    public void Add(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var part = Path.Combine(_folder, $"{result.Id}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.part");
        using (var stream = File.Create(part))
        {
            JsonSerializer.Serialize(stream, result, Json.Canonical);
        }

        File.Move(part, PathOf(result.Id), overwrite: true);
    }

    private string PathOf(string id) => Path.Combine(_folder, id + ".json");
}
