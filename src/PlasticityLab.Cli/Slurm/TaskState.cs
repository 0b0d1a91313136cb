namespace PlasticityLab.Cli.Slurm;

/// <summary>What is to be thought of a task, from the study's files first and from what Slurm says second.</summary>
/// <param name="Slurm">What Slurm says.</param>
/// <param name="ShownAs">What it is called.</param>
/// <param name="Advice">What to do; empty: nothing.</param>
internal sealed record TaskState(string Slurm, string ShownAs, string Advice)
{
    /// <summary>Whether its log is worth a look.</summary>
    public bool IsTrouble => ShownAs is "lost" or "failed";

    /// <summary>The state of a task.</summary>
    /// <param name="complete">Whether the study's files are complete.</param>
    /// <param name="task">What Slurm says of it; null: it knows nothing of it.</param>
    /// <param name="hasEnded">Whether the task's own log says that it came to an end.</param>
    /// <param name="again">The command that submits what is left.</param>
    /// <remarks>Tasks share one study, so a task has no files of its own that could be missing: while runs are missing, one that has come
    /// to its end has done what it could.</remarks>
    public static TaskState Of(bool complete, SlurmTask? task, bool hasEnded, string again)
    {
        var said = task is null ? "unknown" : task.State + (task.Reason.Length > 0 ? $" ({task.Reason})" : "");
        return (complete, task) switch
        {
            (true, { } active) when IsActive(active) => new(said, "complete", "Slurm's list is behind, or the task is about to end"),
            (true, _) => new(said, "complete", ""),
            (_, { } held) when IsHeld(held) => new(said, "held", $"scontrol release JOB, or {again}"),
            (_, { } active) when IsWaiting(active) => new(said, "waiting", ""),
            (_, { } active) when IsActive(active) => new(said, "running", ""),
            (_, { State: "COMPLETED" }) => new(said, "ended", ""),
            (_, { State: "CANCELLED" }) => new(said, "cancelled", again),
            (_, { }) => new(said, "failed", again),
            _ when hasEnded => new(said, "ended", ""),
            _ => new(said, "lost", again),
        };
    }

    /// <summary>Whether Slurm means to run it, or does.</summary>
    public static bool IsAlive(SlurmTask task) => !IsHeld(task) && (IsWaiting(task) || IsActive(task));

    /// <summary>Whether it waits for a person: JobHeldUser, launch_failed_requeued_held, REQUEUE_HOLD.</summary>
    public static bool IsHeld(SlurmTask task) =>
        (IsWaiting(task) && task.Reason.Contains("held", StringComparison.OrdinalIgnoreCase))
        || task.State is "REQUEUE_HOLD" or "SPECIAL_EXIT";

    /// <summary>Whether it can still be cancelled.</summary>
    public static bool IsListed(SlurmTask task) => IsHeld(task) || IsWaiting(task) || IsActive(task);

    private static bool IsWaiting(SlurmTask task) => task.State is "PENDING" or "REQUEUED";

    private static bool IsActive(SlurmTask task) =>
        task.State is "RUNNING" or "CONFIGURING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" or "RESIZING";
}
