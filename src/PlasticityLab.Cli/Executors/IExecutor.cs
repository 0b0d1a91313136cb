using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>One way to have a study computed. Each is one file, found by scan; <c>--on NAME</c> takes it.</summary>
internal interface IExecutor
{
    /// <summary>What <c>--on</c> calls it.</summary>
    string Name { get; }

    /// <summary>What is wrong with what was asked of it, in sentences; none: it can begin.</summary>
    IEnumerable<string> Problems(Placement placement, StudyRun run);

    /// <summary>Has the study of a folder computed, or tells how.</summary>
    /// <returns>The exit code.</returns>
    Task<int> Run(StudyRun run, StudyFolder folder, Placement placement, CancellationToken cancellation);
}

/// <summary>What a command line says of where and how a study is to be computed.</summary>
/// <param name="Tasks">Processes that share the work; null: not said.</param>
/// <param name="Threads">Threads of each; null: not said.</param>
/// <param name="Minutes">Time limit of each [min]; null: not said.</param>
/// <param name="Words">What stands behind <c>--</c>.</param>
internal sealed record Placement(int? Tasks, int? Threads, int? Minutes, IReadOnlyList<string> Words)
{
    /// <summary>Processes when their number is not said.</summary>
    public const int UsualTasks = 8;

    /// <summary>Processes that share the work.</summary>
    public int TaskCount => Tasks ?? UsualTasks;

    /// <summary>Threads of each process. One where nothing is said: how many cores another machine has is not known here.</summary>
    public int ThreadCount => Threads ?? 1;
}
