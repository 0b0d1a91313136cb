using System.Text;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Slurm;

/// <summary>The tasks of a study that Slurm was given: those of the last submission, and of former ones those that still live.</summary>
internal sealed class TaskTable(StudyFolder study)
{
    // Sites ask for patience; the files tell the progress.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30),
        Longest = TimeSpan.FromSeconds(180);
    private const int LogLines = 20;

    private TimeSpan _pause = Shortest;
    private long _asked;
    private (bool Complete, IReadOnlyList<Row> Rows) _last = (false, []);

    /// <summary>One task.</summary>
    /// <param name="Task">Its number, as Slurm writes it; empty: not known.</param>
    /// <param name="Node">Where it runs.</param>
    /// <param name="State">What is to be thought of it.</param>
    /// <param name="Log">Its log.</param>
    internal sealed record Row(string Task, string Node, TaskState State, string Log);

    /// <summary>The tasks now; asks Slurm at most every 30 s, later every 180 s, and at once when the study has become complete.</summary>
    public async Task<IReadOnlyList<Row>> Rows(bool complete, CancellationToken cancellation)
    {
        if (_asked != 0 && complete == _last.Complete && System.Diagnostics.Stopwatch.GetElapsedTime(_asked) < _pause)
        {
            return _last.Rows;
        }

        _pause = _asked == 0 ? Shortest : TimeSpan.FromSeconds(Math.Min(1.5 * _pause.TotalSeconds, Longest.TotalSeconds));
        _last = (complete, [.. await Ask(complete, cancellation)]);
        _asked = System.Diagnostics.Stopwatch.GetTimestamp();
        return _last.Rows;
    }

    /// <summary>The table for people: equal rows together, and the end of a log where something went wrong. Of a complete study only what
    /// Slurm still lists.</summary>
    public static void Print(IReadOnlyList<Row> all, bool complete)
    {
        Row[] rows = [.. all.Where(row => !complete || row.State.Advice.Length > 0)];
        if (rows.Length == 0)
        {
            return;
        }

        Console.Out.WriteLine($"  {"tasks", 5}  {"files", -10} {"Slurm says", -28} shown as");
        foreach (var group in rows.GroupBy(row => row.State))
        {
            var advice = group.Key.Advice.Length > 0 ? $": {group.Key.Advice}" : "";
            var which = string.Join(", ", group.Take(4).Select(row => row.Node.Length > 0 ? $"{row.Task} on {row.Node}" : row.Task));
            var more = group.Count() > 4 ? ", ..." : "";
            Console.Out.WriteLine(
                $"  {group.Count(), 5}  {(complete ? "complete" : "incomplete"), -10} {group.Key.Slurm, -28} {group.Key.ShownAs}{advice} ({which}{more})"
            );
        }

        if (rows.FirstOrDefault(row => row.State.IsTrouble && File.Exists(row.Log)) is { } trouble)
        {
            Console.Out.WriteLine($"  the end of {trouble.Log}:");
            foreach (var line in Lines(trouble.Log).TakeLast(LogLines))
            {
                Console.Out.WriteLine($"    {line}");
            }
        }
    }

    private async Task<IEnumerable<Row>> Ask(bool complete, CancellationToken cancellation)
    {
        var submissions = Submission.All(study);
        if (submissions.Count == 0)
        {
            return [];
        }

        if (await SlurmQueue.Of(submissions, cancellation) is not { } queue)
        {
            Console.Error.WriteLine("squeue does not answer here, so what Slurm thinks of the tasks is not known.");
            return [];
        }

        var last = submissions[^1];
        var expected = last.Jobs.SelectMany(job =>
            job.Tasks == 0
                ? [(job.Number, (int?)null, job.Name)]
                : Enumerable.Range(0, job.Tasks).Select(index => (job.Number, (int?)index, job.Name))
        );
        var ended = expected.Any(task => Known(queue, task) is null) ? await SlurmQueue.Ended(last, cancellation) : [];
        var older = queue.Where(task => TaskState.IsListed(task) && last.Jobs.All(job => job.Name != task.Name));
        return expected
            .Select(task => (Id: IdOf(task), Seen: Known(queue, task) ?? Known(ended, task)))
            .Concat(older.Select(task => (task.Id, Seen: (SlurmTask?)task)))
            .Select(task => RowOf(task.Id, task.Seen, complete));
    }

    private static SlurmTask? Known(IReadOnlyList<SlurmTask> tasks, (int? Number, int? Index, string Name) wanted) =>
        tasks.FirstOrDefault(task => task.Name == wanted.Name && task.Index == wanted.Index && (wanted.Number ?? task.Job) == task.Job);

    private static string IdOf((int? Number, int? Index, string Name) task) =>
        task.Number is null ? task.Name
        : task.Index is null ? $"{task.Number}"
        : $"{task.Number}_{task.Index}";

    private Row RowOf(string id, SlurmTask? seen, bool complete)
    {
        var log = Path.Combine(study.Path, "logs", (seen?.Id ?? id) + ".log");
        var again = $"plasticity study finish {study.Path} --on slurm";
        var hasEnded = seen is null && File.Exists(log) && Lines(log).LastOrDefault() is { } line && Verbs.StudyWork.IsEnd(line);
        return new(seen?.Id ?? id, seen?.Node ?? "", TaskState.Of(complete, seen, hasEnded, again), log);
    }

    private static string[] Lines(string log) =>
        UserFile.Text(log, other: Encoding.Latin1).Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
