namespace PlasticityLab.Cli.Slurm;

/// <summary>What Slurm says of jobs, by their names: one question for all of them, whatever their number.</summary>
internal static class SlurmQueue
{
    /// <summary>The tasks that Slurm still knows; null when it does not answer.</summary>
    public static async Task<IReadOnlyList<SlurmTask>?> Ask(IEnumerable<string> names, CancellationToken cancellation)
    {
        var answer = await SlurmProgram.Ask(
            "squeue",
            ["--noheader", "--array", "--me", "--states=all", $"--name={string.Join(',', names)}", "-o", SlurmText.QueueFormat],
            cancellation
        );
        return answer.Ok ? [.. SlurmText.Queue(answer.Out)] : null;
    }

    /// <summary>The tasks of submissions that Slurm knows: name and number must fit, as numbers are used again; where a number was never
    /// told, the name is enough. Null when Slurm does not answer.</summary>
    public static async Task<IReadOnlyList<SlurmTask>?> Of(IReadOnlyList<Submission> submissions, CancellationToken cancellation)
    {
        var jobs = submissions.SelectMany(submission => submission.Jobs).ToDictionary(job => job.Name, job => job.Number);
        return jobs.Count == 0 ? []
            : await Ask(jobs.Keys, cancellation) is { } tasks
                ? [.. tasks.Where(task => jobs.TryGetValue(task.Name, out var number) && (number ?? task.Job) == task.Job)]
            : null;
    }

    /// <summary>Cancels what Slurm still lists of submissions.</summary>
    /// <returns>The numbers of the jobs.</returns>
    public static async Task<IReadOnlyList<int>> Cancel(IReadOnlyList<Submission> submissions, CancellationToken cancellation)
    {
        int[] jobs = [.. (await Of(submissions, cancellation) ?? []).Where(TaskState.IsListed).Select(task => task.Job).Distinct()];
        if (jobs.Length > 0)
        {
            _ = await SlurmProgram.Ask("scancel", jobs.Select(job => $"{job}"), cancellation);
        }

        return jobs;
    }

    /// <summary>What the accounts say of a submission's tasks; nothing where a site keeps none.</summary>
    public static async Task<IReadOnlyList<SlurmTask>> Ended(Submission submission, CancellationToken cancellation)
    {
        var answer = await SlurmProgram.Ask(
            "sacct",
            [
                "-X",
                "-n",
                "-P",
                $"--name={string.Join(',', submission.Jobs.Select(job => job.Name))}",
                // Without a start, only this day's jobs are told. sacct counts in local time.
                $"--starttime={submission.At.ToLocalTime():yyyy-MM-ddTHH:mm:ss}",
                "-o",
                SlurmText.AccountFormat,
            ],
            cancellation
        );
        return answer.Ok ? [.. SlurmText.Accounts(answer.Out)] : [];
    }
}
