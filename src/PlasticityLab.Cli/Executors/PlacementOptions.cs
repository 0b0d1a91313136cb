using System.CommandLine;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>The options that say where a study is computed, the same for every verb that has one computed.</summary>
internal sealed class PlacementOptions
{
    private static readonly Lazy<IReadOnlyList<IExecutor>> Executors = new(Catalog.Make<IExecutor>);
    private readonly Option<string> _on = On($"Where it is computed: {string.Join(", ", Known())}");
    private readonly Option<int?> _tasks = new("--tasks")
    {
        Description = $"Processes that share the work, with --on commands or slurm; {Placement.UsualTasks} unless said",
    };
    private readonly Option<int?> _minutes = Minutes();
    private readonly Option<int> _threads;

    /// <summary>Gives a command the options; what stands behind <c>--</c> is handed on.</summary>
    /// <param name="command">A verb that has a study computed.</param>
    /// <param name="threads">Its option for threads.</param>
    public PlacementOptions(Command command, Option<int> threads)
    {
        _threads = threads;
        command.Options.Add(_on);
        command.Options.Add(_tasks);
        command.Options.Add(_minutes);
        HandedOn.Allow(command);
    }

    /// <summary>Where something is computed.</summary>
    public static Option<string> On(string description) =>
        new("--on") { Description = description, DefaultValueFactory = _ => LocalExecutor.Local };

    /// <summary>Time limit of a task.</summary>
    public static Option<int?> Minutes() =>
        new("--minutes") { Description = "Time limit of each task [min], with --on slurm; the site's own unless said" };

    /// <summary>The executor that was asked for, once everything that was asked of it is known to be right.</summary>
    /// <exception cref="UserError">It cannot begin; says everything that is wrong.</exception>
    public Func<StudyFolder, CancellationToken, Task<int>> Take(ParseResult result, StudyRun run)
    {
        var name = result.GetValue(_on)!;
        var executor =
            Executors.Value.FirstOrDefault(executor => executor.Name == name)
            ?? throw new UserError($"--on must be one of {string.Join(", ", Known())}, but is \"{name}\".");
        var placement = new Placement(
            result.GetValue(_tasks),
            result.GetResult(_threads) is { Implicit: false } ? result.GetValue(_threads) : null,
            result.GetValue(_minutes),
            HandedOn.Words(result)
        );
        UserError.ThrowIfAny(executor.Problems(placement, run));
        return (folder, cancellation) => executor.Run(run, folder, placement, cancellation);
    }

    // The usual one first.
    private static IEnumerable<string> Known() =>
        Executors
            .Value.Select(executor => executor.Name)
            .OrderBy(name => name != LocalExecutor.Local)
            .ThenBy(name => name, StringComparer.Ordinal);
}
