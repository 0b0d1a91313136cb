using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>This process computes the study, writes its report and tells what came out.</summary>
internal sealed class LocalExecutor : IExecutor
{
    /// <summary>Its name.</summary>
    public const string Local = "local";

    public string Name => Local;

    public IEnumerable<string> Problems(Placement placement, StudyRun run)
    {
        if (placement.Tasks is not null)
        {
            yield return "--tasks needs --on commands or --on slurm: here one process does the work, on as many threads as --threads says.";
        }

        if (placement.Minutes is not null)
        {
            yield return "--minutes needs --on slurm: here nothing limits the time; Ctrl-C ends the work and keeps what is finished.";
        }

        foreach (var problem in HandedOn.Problems(placement.Words))
        {
            yield return problem;
        }
    }

    public Task<int> Run(StudyRun run, StudyFolder folder, Placement placement, CancellationToken cancellation) =>
        run.Run(folder, cancellation);
}
