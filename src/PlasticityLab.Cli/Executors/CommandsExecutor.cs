using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>Prints commands that compute the study, for whatever starts processes: GNU parallel, PBS, LSF, a loop over ssh. All are the
/// same, any of them may be started twice or not at all, and what is left at the end the last line finishes.</summary>
/// <remarks>The last line is a comment of the shell: a program that starts every line at once must not begin with the end.</remarks>
internal sealed class CommandsExecutor : IExecutor
{
    public string Name => "commands";

    public IEnumerable<string> Problems(Placement placement, StudyRun run)
    {
        if (placement.Minutes is not null)
        {
            yield return "--minutes needs --on slurm: the time of a printed command is limited by what starts it.";
        }

        foreach (var problem in HandedOn.Problems(placement.Words).Concat(Elsewhere.Problems(run)))
        {
            yield return problem;
        }
    }

    public Task<int> Run(StudyRun run, StudyFolder folder, Placement placement, CancellationToken cancellation)
    {
        var program = OwnProgram.Running;
        var place = UserFile.FullPath(folder.Path);
        var command = ShellText.Line(program.Command(StudyCommands.Work(place, placement.ThreadCount)));
        var finish = ShellText.Line(program.Command(StudyCommands.Finish(place, placement.ThreadCount, run.Report)));
        Elsewhere.SayWhenSmall(folder, folder.Count(cancellation), run);
        if (run.Json)
        {
            Terminal.PrintJson(
                new
                {
                    Folder = place,
                    Commands = Enumerable.Repeat(command, placement.TaskCount),
                    Finish = finish,
                }
            );
            return Task.FromResult(Terminal.Done);
        }

        for (var k = 0; k < placement.TaskCount; k++)
        {
            Console.Out.WriteLine(command);
        }

        Console.Out.WriteLine($"# {finish}");
        return Task.FromResult(Terminal.Done);
    }
}
