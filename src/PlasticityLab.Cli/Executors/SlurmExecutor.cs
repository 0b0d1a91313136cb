using PlasticityLab.Cli.Slurm;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>Submits arrays of equal tasks to Slurm, each of which computes the whole study on the shared store, and a job behind them that
/// finishes it. Asked again, it submits what is left.</summary>
/// <remarks>No task has a share of its own: leases split the work, so a task may start late, twice or never, and a study whose later runs
/// depend on earlier ones needs no plan.</remarks>
internal sealed class SlurmExecutor : IExecutor
{
    /// <summary>Its name.</summary>
    public const string Slurm = "slurm";

    public string Name => Slurm;

    public IEnumerable<string> Problems(Placement placement, StudyRun run) =>
        [
            .. SlurmProgram
                .Missing("sbatch", "squeue")
                .Select(program =>
                    $"--on slurm needs {program}, which is not on the PATH: submit from a login node of a cluster with Slurm, or take --on commands."
                ),
            .. SlurmWords.Problems(placement.Words),
            .. Elsewhere.Problems(run),
        ];

    public async Task<int> Run(StudyRun run, StudyFolder folder, Placement placement, CancellationToken cancellation)
    {
        var status = folder.Status(cancellation);
        Elsewhere.SayWhenSmall(folder, status.Count, run);
        var before = Submission.All(folder);
        var known = await SlurmQueue.Of(before, cancellation) ?? throw new UserError("squeue does not answer; try again later.");
        await Release(known, cancellation);
        var alive = known.Where(task => task.Index is not null && TaskState.IsAlive(task)).ToArray();
        if (status.IsComplete)
        {
            return Tell(run, folder, null, alive.Length, "is complete; nothing is submitted");
        }

        var computed = status.Count.IsComplete && status.MemoryMissing == 0;
        var tasks = computed ? 0 : Math.Max(0, placement.TaskCount - alive.Length);
        if (tasks == 0 && alive.Length > 0)
        {
            return Tell(run, folder, null, alive.Length, $"has {Tasks(alive.Length)} in Slurm's queue already; nothing is submitted");
        }

        WarnOfStandstill(before, status.Count.Stored);
        var submission = await Submit(run, folder, placement, tasks, status.Count.Stored, alive, cancellation);
        var numbers = submission.Jobs.Select(job => $"{job.Number}").ToArray();
        var arrays =
            tasks == 0 ? "every run is stored; " : $"{Tasks(tasks)} {(tasks == 1 ? "is" : "are")} submitted as {Jobs(numbers[..^1])}; ";
        return Tell(run, folder, submission, alive.Length, $"{arrays}job {numbers[^1]} finishes the study");
    }

    // What Slurm holds back would wait for a person; a new task does the same work.
    private static async Task Release(IReadOnlyList<SlurmTask> known, CancellationToken cancellation)
    {
        string[] held = [.. known.Where(TaskState.IsHeld).Select(task => task.Id)];
        if (held.Length > 0)
        {
            _ = await SlurmProgram.Ask("scancel", held, cancellation);
        }
    }

    // The same work, submitted again and again, may fail in the same way each time.
    private static void WarnOfStandstill(IReadOnlyList<Submission> before, int stored)
    {
        if (before.Count > 1 && before.TakeLast(2).All(submission => submission.Stored == stored))
        {
            Console.Error.WriteLine(
                "The last two submissions have finished no run; logs/ in the study's folder says what their tasks met."
            );
        }
    }

    private static async Task<Submission> Submit(
        StudyRun run,
        StudyFolder folder,
        Placement placement,
        int tasks,
        int stored,
        IEnumerable<SlurmTask> alive,
        CancellationToken cancellation
    )
    {
        var place = UserFile.FullPath(folder.Path);
        OutputFile.MakeFolder(Path.Combine(place, "logs"));
        var program = OwnProgram.Running.CopyTo(Path.Combine(place, "program"));
        var config = await SlurmProgram.Ask("scontrol", ["show", "config"], cancellation);
        var submission = Submission.New(folder.Study.Name, tasks, SlurmText.MaxArraySize(config.Out)) with
        {
            Program = program.Folder,
            Threads = placement.ThreadCount,
            Minutes = placement.Minutes,
            Options = placement.Words,
            Stored = stored,
        };
        submission.Write(folder);
        var (work, finish) = (submission.Place(folder, ".sh"), submission.Place(folder, "-finish.sh"));
        OutputFile.WriteText(work, TaskScript.Of(program, StudyCommands.Work(place, placement.ThreadCount), placement.Minutes));
        OutputFile.WriteText(finish, TaskScript.Of(program, StudyCommands.Finish(place, placement.ThreadCount, run.Report)));
        var submitter = new Submitter(Task.Delay);
        var waitedFor = alive.Select(task => task.Job).ToHashSet();
        foreach (var job in submission.Jobs)
        {
            var isArray = job.Tasks > 0;
            string[] words =
            [
                .. SlurmWords.Common(job.Name, place, isArray ? "%A_%a.log" : "%j.log", placement.ThreadCount, placement.Minutes),
                .. isArray ? [$"--array=0-{job.Tasks - 1}"]
                : waitedFor.Count > 0 ? [$"--dependency=afterany:{string.Join(':', waitedFor)}"]
                : Array.Empty<string>(),
                .. placement.Words,
                isArray ? work : finish,
            ];
            var number = await submitter.Submit(job.Name, words, cancellation);
            waitedFor.Add(number);
            submission = submission.With(job, number);
            submission.Write(folder);
        }

        return submission;
    }

    private static int Tell(StudyRun run, StudyFolder folder, Submission? submission, int alive, string sentence)
    {
        if (run.Json)
        {
            Terminal.PrintJson(
                new
                {
                    Study = folder.Study.Name,
                    Folder = folder.Path,
                    Submission = submission?.Id,
                    Jobs = submission?.Jobs ?? [],
                    Waiting = alive,
                    Says = sentence,
                }
            );
            return Terminal.Done;
        }

        Console.Out.WriteLine($"{folder.Study.Name} ({folder.Study.Hash()}): {sentence}.");
        if (submission is not null)
        {
            Console.Out.WriteLine($"How far it is: plasticity study status {folder.Path}");
            Console.Out.WriteLine($"Stop it: plasticity study cancel {folder.Path}");
        }

        return Terminal.Done;
    }

    private static string Tasks(int number) => number == 1 ? "1 task" : $"{number} tasks";

    private static string Jobs(string[] numbers) => numbers.Length == 1 ? $"job {numbers[0]}" : $"jobs {string.Join(", ", numbers)}";
}
