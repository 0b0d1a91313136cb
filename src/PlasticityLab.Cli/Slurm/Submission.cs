using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Slurm;

/// <summary>Jobs that were asked for together: a file in the study's folder, written before the first of them is submitted, so that a job
/// is found again whatever happens to the command that submitted it.</summary>
/// <param name="Id">Random.</param>
/// <param name="At">When it was begun [UTC].</param>
/// <param name="Program">Folder of the program that the tasks run.</param>
/// <param name="Threads">Threads of each task.</param>
/// <param name="Minutes">Time limit of each task [min]; null: the site's own.</param>
/// <param name="Options">What was handed on to sbatch.</param>
/// <param name="Stored">Runs that were stored then.</param>
/// <param name="Jobs">Its jobs, the one that finishes the study last.</param>
internal sealed record Submission(
    string Id,
    DateTimeOffset At,
    string Program,
    int Threads,
    int? Minutes,
    IReadOnlyList<string> Options,
    int Stored,
    IReadOnlyList<Submission.Job> Jobs
)
{
    private const string FolderName = "submit";

    // Slurm's own limit is far above; squeue should stay readable.
    private const int LongestStudyName = 40;

    // More tasks are more than a scheduler likes to see at once, whatever it allows.
    private const int LargestArray = 1000;

    /// <summary>One job.</summary>
    /// <param name="Name">Its name; no other job has it.</param>
    /// <param name="Tasks">Tasks of the array; 0: the job that finishes the study.</param>
    /// <param name="Number">Slurm's number; null: not submitted, or it is not known whether.</param>
    internal sealed record Job(string Name, int Tasks, int? Number = null);

    /// <summary>A new one; nothing is written.</summary>
    public static Submission New(string study, int tasks, int maxArraySize)
    {
        var id = Guid.NewGuid().ToString("N");
        var name = $"plab-{NameOf(study)}-{id[..8]}";
        var arrays = Split(tasks, maxArraySize).Select((size, k) => new Job(k == 0 ? name : $"{name}-{k + 1}", size));
        return new(id, DateTimeOffset.UtcNow, "", 1, null, [], 0, [.. arrays, new Job($"{name}-finish", 0)]);
    }

    /// <summary>Tasks in arrays that Slurm takes; the numbers in an array lie below <paramref name="maxArraySize"/>.</summary>
    public static IEnumerable<int> Split(int tasks, int maxArraySize)
    {
        var most = Math.Clamp(maxArraySize, 1, LargestArray);
        for (; tasks > 0; tasks -= most)
        {
            yield return Math.Min(tasks, most);
        }
    }

    /// <summary>Those of a study, the oldest first.</summary>
    public static IReadOnlyList<Submission> All(StudyFolder study)
    {
        var folder = Path.Combine(study.Path, FolderName);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        return
        [
            .. files
                .Select(file => JsonSerializer.Deserialize<Submission>(UserFile.Text(file), Terminal.JsonOptions))
                .OfType<Submission>()
                .OrderBy(submission => submission.At),
        ];
    }

    /// <summary>Writes or renews its file.</summary>
    public void Write(StudyFolder study) =>
        OutputFile.WriteText(Place(study, ".json"), JsonSerializer.Serialize(this, Terminal.JsonOptions) + "\n");

    /// <summary>A file of it in the study's folder.</summary>
    public string Place(StudyFolder study, string ending) =>
        Path.Combine(OutputFile.MakeFolder(Path.Combine(UserFile.FullPath(study.Path), FolderName)), Id + ending);

    /// <summary>The same with the number of one of its jobs.</summary>
    public Submission With(Job job, int number) =>
        this with
        {
            Jobs = [.. Jobs.Select(each => each.Name == job.Name ? each with { Number = number } : each)],
        };

    // What a study may be called, a job may not: squeue is asked for names with commas between.
    private static string NameOf(string study)
    {
        var name = string.Concat(study.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-'));
        return name.Length > LongestStudyName ? name[..LongestStudyName] : name;
    }
}
