using System.Text.Json;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>The folder of a study's results, named by the study's name and hash: another spec is another folder, the same spec goes on
/// where it stopped.</summary>
public sealed class StudyFolder
{
    private StudyFolder(string path, StudySpec study) => (Path, Study) = (path, study);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The study.</summary>
    public StudySpec Study { get; }

    /// <summary>Where the folder of a study is or will be; makes nothing.</summary>
    public static StudyFolder At(StudySpec study, string parent)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new(System.IO.Path.Combine(parent, $"{study.Name}-{study.Hash()}"), study);
    }

    /// <summary>Opens or makes the folder of a study below <paramref name="parent"/>.</summary>
    /// <param name="study">The resolved study.</param>
    /// <param name="parent">Folder that holds study folders.</param>
    /// <param name="original">What the user wrote, kept untouched; null: nothing.</param>
    public static StudyFolder Open(StudySpec study, string parent, string? original = null)
    {
        var path = At(study, parent).Path;
        OutputFile.MakeFolder(parent);
        OutputFile.MakeFolder(path);
        WholeFile.WriteText(System.IO.Path.Combine(path, "study.resolved.json"), study.ToCanonicalJson() + "\n");
        if (original is not null)
        {
            WholeFile.WriteText(System.IO.Path.Combine(path, "study.original.yaml"), original);
        }

        return new(path, study);
    }

    /// <summary>Opens a folder that a study was run in.</summary>
    /// <exception cref="UserError">There is no study there.</exception>
    public static StudyFolder Load(string path)
    {
        var file = System.IO.Path.Combine(path, "study.resolved.json");
        if (!File.Exists(file))
        {
            throw new UserError(
                $"{path} holds no study: there is no study.resolved.json in it. Run one with: plasticity study run studies/first-look.yaml"
            );
        }

        StudySpec? study;
        try
        {
            study = JsonSerializer.Deserialize<StudySpec>(UserFile.Text(file), Json.Canonical);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new UserError($"{file} is damaged; run its study.original.yaml again: {error.Message}");
        }

        return study is null ? throw new UserError($"{file} is damaged; run its study.original.yaml again.")
            : study.SchemaVersion == StudySpec.Schema ? new(path, study)
            : throw new UserError(OfBefore(path));
    }

    /// <summary>What to say of a folder that an older version wrote.</summary>
    internal static string OfBefore(string path) =>
        $"{path} was written by version 0.1, which this version does not read; run its study.original.yaml again: plasticity study upgrade FILE, then plasticity study run FILE.";

    /// <summary>The finished runs: one store for all studies beside this one.</summary>
    public FolderStore Store() =>
        new(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path).TrimEnd('/', '\\'))!, StoreName));

    /// <summary>Name of the folder, beside the studies' folders, that holds their runs.</summary>
    public const string StoreName = "store";

    /// <summary>Counts the very runs that the study needs, and what of them is stored; changes nothing.</summary>
    public StudyCount Count(CancellationToken cancellation = default) => StudyRunner.Count(Study, Store(), cancellation);

    /// <summary>Runs what is missing and writes the tables.</summary>
    /// <param name="threads">Threads across runs.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="commandLine">For the manifest.</param>
    /// <param name="cancellation">Stops between runs; finished ones are kept.</param>
    /// <returns>How many runs were computed now.</returns>
    public int Run(int threads, Action<RunProgress>? progress = null, string commandLine = "", CancellationToken cancellation = default)
    {
        var started = DateTimeOffset.UtcNow;
        var (store, worker) = (Store(), new Worker(threads, Provenance.Arithmetic, Provenance.Build));
        var runs = new StoredRuns(store, worker, progress, StudyRunner.Count(Study, store, cancellation));
        var data = new StudyRunner(Study, runs).Run(cancellation)!;
        StudyWriter.Write(Path, data);
        var memory = Study.Memory is null ? 0 : new MemoryRun(Study, Path, store, worker, progress).Write(cancellation);
        var file = System.IO.Path.Combine(Path, "manifest.json");
        if (runs.Computed + memory > 0 || !File.Exists(file))
        {
            WholeFile.WriteText(
                file,
                JsonSerializer.Serialize(Manifest(started, threads, runs.Computed + memory, commandLine), Json.Indented) + "\n"
            );
        }

        return runs.Computed + memory;
    }

    private Dictionary<string, object> Manifest(DateTimeOffset started, int threads, int computed, string commandLine)
    {
        var manifest = new Dictionary<string, object>
        {
            ["program"] = "PlasticityLab",
            ["version"] = Provenance.Version,
            ["results_version"] = RunSpec.ResultsVersion,
            ["study"] = Study.Name,
            ["study_hash"] = Study.Hash(),
            ["precision"] = Study.Precision,
            ["started"] = started.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["seconds"] = Math.Round((DateTimeOffset.UtcNow - started).TotalSeconds, 1),
            ["threads"] = threads,
            ["runs_computed"] = computed,
        };
        foreach (var (key, value) in Provenance.Machine)
        {
            manifest[key] = value;
        }

        if (Study.Network is RateNetwork { Arithmetic: Numerics.Arithmetic.Portable })
        {
            manifest["arithmetic"] = "portable";
        }

        manifest["command_line"] = commandLine;
        return manifest;
    }
}
