using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>What a study's folder holds once it is complete: the last file that is written. While it is missing, or says something else than
/// the folder, the tables are being written or their writing was stopped.</summary>
/// <param name="Build">The program that wrote the files.</param>
/// <param name="Runs">How many runs of which kind the study consists of; null in a folder of a version that did not count them.</param>
/// <param name="Files">SHA-256 of each file by its path in the folder.</param>
internal sealed record StudyContents(string Build, RunTally? Runs, SortedDictionary<string, string> Files)
{
    private const string FileName = "contents.json",
        StudyName = "study.resolved.json",
        JobsName = "jobs.csv",
        RunsName = "runs.csv";

    /// <summary>A job that the study consists of.</summary>
    /// <param name="Id">Its name in the store.</param>
    /// <param name="Part">Which part of it.</param>
    /// <param name="Build">The program that computed it.</param>
    /// <param name="Arithmetic">What its last digits depend on.</param>
    /// <param name="Seconds">How long it took [s].</param>
    internal sealed record Job(string Id, string Part, string Build, string Arithmetic, double Seconds);

    /// <summary>Checksum of the list of contents, so it stands for all files.</summary>
    [JsonIgnore]
    public string Sum { get; private init; } = "";

    /// <summary>How the files of the folder looked before they were read.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Own { get; private init; } = [];

    /// <summary>What is noted of the files of folder and store; null when nothing is known.</summary>
    [JsonIgnore]
    public StudyStamps? Noted { get; private init; }

    /// <summary>Says that the folder is not complete from now on.</summary>
    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>Says that the folder is complete.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="build">The program that wrote it.</param>
    /// <param name="jobs">What the study consists of.</param>
    /// <returns>What was written.</returns>
    public static StudyContents Write(string folder, string build, IReadOnlyList<Job> jobs)
    {
        WriteJobs(folder, jobs);
        string[] files =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(folder, "tables"))
                .Append(Path.Combine(folder, JobsName))
                .Append(Path.Combine(folder, StudyName))
                .Where(file => !file.EndsWith(".part", StringComparison.Ordinal)),
        ];
        var own = StudyStamps.Look(folder, files) ?? []; // before they are read: what changes later is seen next time
        var sums = files.ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), SumOf);
        var contents = new StudyContents(build, RunTally.Of(jobs), new(sums, StringComparer.Ordinal));
        var path = Path.Combine(folder, FileName);
        OutputFile.WriteText(path, JsonSerializer.Serialize(contents, Json.Indented) + "\n");
        return contents with { Sum = SumOf(path), Own = own };
    }

    private static void WriteJobs(string folder, IEnumerable<Job> jobs) =>
        OutputFile.Update(
            Path.Combine(folder, JobsName),
            writer =>
            {
                writer.Write("id,part,build,arithmetic,seconds\n");
                foreach (var job in jobs)
                {
                    writer.Write(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{job.Id},{job.Part},\"{job.Build}\",\"{job.Arithmetic}\",{job.Seconds}\n"
                        )
                    );
                }
            }
        );

    /// <summary>Says which run of the store is which network of the tables, and the print of its weights where it has one.</summary>
    public static void WriteRuns(string folder, IReadOnlyList<NetworkOutcome> networks)
    {
        if (networks.Count == 0)
        {
            return;
        }

        var text = new StringBuilder("condition,rule,seed,run,weights\n");
        foreach (var network in networks)
        {
            CsvLines.Append(
                text,
                [
                    network.Entry.Condition,
                    network.Entry.Name,
                    network.Seed.ToString(CultureInfo.InvariantCulture),
                    network.Result.Id,
                    network.Result.Print ?? "",
                ]
            );
        }

        OutputFile.Update(Path.Combine(folder, RunsName), text.ToString());
    }

    /// <summary>The run of the store that a network of the tables is; null when the folder does not say so.</summary>
    public static string? RunOf(string folder, string condition, string rule, ulong seed)
    {
        var path = Path.Combine(folder, RunsName);
        var wanted = new StringBuilder();
        CsvLines.Append(wanted, [condition, rule, seed.ToString(CultureInfo.InvariantCulture), ""]);
        var begin = wanted.ToString().TrimEnd('\n');
        return File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..].Split(',')[0]
            : null;
    }

    /// <summary>What the folder holds; null when it is not complete, or a file is gone or changed. Files that look as they are noted are not
    /// read.</summary>
    public static StudyContents? Read(string folder)
    {
        if (Parsed(folder) is not { Files.Count: > 0 } contents)
        {
            return null;
        }

        var noted = StudyStamps.Read(folder, contents.Sum);
        var own = StudyStamps.Look(folder, contents.Files.Keys.Select(file => Path.Combine(folder, file)));
        return own is not null && (noted?.Own.SequenceEqual(own) == true || contents.Changed(folder).Count == 0)
            ? contents with
            {
                Own = own,
                Noted = noted,
            }
            : null;
    }

    /// <summary>Files of the folder that are gone, or otherwise than they were written, all of them read; null when the folder does not say
    /// that it is complete.</summary>
    public static IReadOnlyList<string>? ChangedIn(string folder) => Parsed(folder)?.Changed(folder);

    private IReadOnlyList<string> Changed(string folder) =>
        [
            .. Files
                .AsParallel()
                .Where(file => !IsWhole(Path.Combine(folder, file.Key), file.Value))
                .Select(file => file.Key)
                .Order(StringComparer.Ordinal),
        ];

    private static StudyContents? Parsed(string folder)
    {
        try
        {
            var path = Path.Combine(folder, FileName);
            var bytes = File.Exists(path) ? File.ReadAllBytes(path) : null;
            var contents = bytes is null ? null : JsonSerializer.Deserialize<StudyContents>(bytes, Json.Canonical);
            return contents?.Files is null ? null : contents with { Sum = Convert.ToHexStringLower(SHA256.HashData(bytes!)) };
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the list of jobs is that of a complete study, whatever became of its tables.</summary>
    public static bool HasJobs(string folder) =>
        Parsed(folder) is { } contents && contents.Files.TryGetValue(JobsName, out var sum) && IsWhole(Path.Combine(folder, JobsName), sum);

    /// <summary>Whether the tables are known to be of another study than the one that the folder names: its file was replaced.</summary>
    public static bool IsOfAnother(string folder)
    {
        try
        {
            return Parsed(folder) is { } contents
                && contents.Files.TryGetValue(StudyName, out var sum)
                && sum != SumOf(Path.Combine(folder, StudyName));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Stands for all tables and the program that wrote them; null when the folder is not complete.</summary>
    public static string? Key(string folder) => Read(folder)?.Sum[..16];

    /// <summary>What a page was made of; null when that is not known.</summary>
    public static string? KeyOfPage(string page)
    {
        var note = page + ".of";
        return File.Exists(note) && File.ReadAllText(note).Split(' ') is [var key, var sum] && SumOf(page) == sum ? key : null;
    }

    /// <summary>Notes what a page was made of.</summary>
    public static void MarkPage(string page, string? key)
    {
        if (key is not null)
        {
            OutputFile.Update(page + ".of", $"{key} {SumOf(page)}");
        }
    }

    /// <summary>The jobs of a complete study.</summary>
    public static IReadOnlyList<Job> Jobs(string folder)
    {
        var jobs = new List<Job>();
        foreach (var line in File.ReadLines(Path.Combine(folder, JobsName)).Skip(1))
        {
            jobs.Add(Parsed(line, jobs.Count > 0 ? jobs[^1] : null));
        }

        return jobs;
    }

    // id,part,"build","arithmetic",seconds: neither of the quoted texts holds a quote. What is said of the job before, too, is one text.
    private static Job Parsed(string line, Job? before)
    {
        var id = line.IndexOf(',', StringComparison.Ordinal);
        var part = id + 1 + line.AsSpan(id + 1).IndexOf(',');
        var build = part + 2 + line.AsSpan(part + 2).IndexOf('"');
        var arithmetic = build + 3 + line.AsSpan(build + 3).IndexOf('"');
        return new(
            line[..id],
            Same(line.AsSpan(id + 1, part - id - 1), before?.Part),
            Same(line.AsSpan(part + 2, build - part - 2), before?.Build),
            Same(line.AsSpan(build + 3, arithmetic - build - 3), before?.Arithmetic),
            double.Parse(line.AsSpan(arithmetic + 2), CultureInfo.InvariantCulture)
        );

        static string Same(ReadOnlySpan<char> text, string? known) =>
            known is not null && text.SequenceEqual(known) ? known : text.ToString();
    }

    /// <summary>The same as found in a store; a job that is gone or damaged is null.</summary>
    public static IReadOnlyList<Job?> Find(IRunStore store, IEnumerable<(string Id, string Part)> jobs) =>
        [
            .. jobs.AsParallel()
                .AsOrdered()
                .WithMergeOptions(ParallelMergeOptions.FullyBuffered)
                .Select(job =>
                    store.Find(job.Id, job.Part) is { } part ? new Job(job.Id, job.Part, part.Build, part.Arithmetic, part.Seconds) : null
                ),
        ];

    private static bool IsWhole(string file, string sum)
    {
        try
        {
            return SumOf(file) == sum;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string SumOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
