using System.CommandLine;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Verbs;

/// <summary>One process among others on a study: what printed commands and tasks of a cluster run.</summary>
internal static class StudyWork
{
    private const string EndMark = "Ended: ";

    /// <summary>Whether a line is the last one of a process that came to its end, and was not cut off.</summary>
    public static bool IsEnd(string line) => line.StartsWith(EndMark, StringComparison.Ordinal) || line == CommandLine.CancelledSentence;

    public static Command Verb()
    {
        var (folder, threads, quiet) = (StudyVerb.FolderArgument(), Terminal.Threads(), Terminal.Quiet());
        var wait = new Option<double>("--wait")
        {
            Description = "Ends when others have been at all that is left for so long [s]",
            DefaultValueFactory = _ => 300,
        };
        var stopAfter = new Option<double?>("--stop-after") { Description = "Ends after so long, with what is finished kept [s]" };
        var command = new Command(
            "work",
            "Compute a study beside any number of other processes that do the same, on machines that share its folder; writes no tables.\nIt ends with 0 when nothing is left for it, with 130 when it was stopped; plasticity study finish writes the tables. This is what the commands and tasks of study run --on run.\n\nExamples:\n  plasticity study work runs/first-look-1a2b3c4d\n  plasticity study work runs/first-look-1a2b3c4d --threads 1 --stop-after 3540"
        )
        {
            folder,
            threads,
            wait,
            stopAfter,
            quiet,
        };
        command.SetAction(
            (result, cancellation) =>
                Task.FromResult(
                    Work(
                        StudyFolder.Load(result.GetValue(folder)!),
                        result.GetValue(threads),
                        TimeSpan.FromSeconds(result.GetValue(wait)),
                        result.GetValue(stopAfter),
                        result.GetValue(quiet),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Work(StudyFolder study, int threads, TimeSpan patience, double? seconds, bool quiet, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (seconds is not null)
        {
            stop.CancelAfter(TimeSpan.FromSeconds(seconds.Value));
        }

        Say(quiet, Beginning(study, threads));
        var again = $"plasticity study finish {study.Path} goes on";
        try
        {
            var line = string.Join(' ', Environment.GetCommandLineArgs().Skip(1));
            var computed = study.Work(threads, patience, quiet ? null : StudyRun.Plain(), line, stop.Token);
            Say(quiet, $"{EndMark}everything is computed, {computed} runs and steps of it here.");
            return Terminal.Done;
        }
        catch (NothingToDoException error)
        {
            Say(quiet, $"{EndMark}{error.Message}");
            return Terminal.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            Say(quiet: false, $"{EndMark}its time is over; finished runs are kept, and {again}.");
            return Terminal.Cancelled;
        }
        catch (OperationCanceledException)
        {
            Say(quiet: false, $"{EndMark}it was stopped; finished runs are kept, and {again}.");
            return Terminal.Cancelled;
        }
    }

    private static void Say(bool quiet, string sentence)
    {
        if (!quiet)
        {
            Console.Out.WriteLine(sentence);
            Console.Out.Flush();
        }
    }

    // A task that Slurm started again goes on with the log of its first start.
    private static string Beginning(StudyFolder study, int threads)
    {
        var on =
            $"on {Environment.GetEnvironmentVariable("SLURMD_NODENAME") ?? Environment.MachineName}, process {Environment.ProcessId}, {Wording.Count(threads, "thread")}";
        var task = string.Join('_', new[] { Variable("ARRAY_JOB_ID"), Variable("ARRAY_TASK_ID") }.OfType<string>());
        return task.Length == 0
            ? $"{study.Study.Name}: {on}."
            : $"{study.Study.Name}: task {task} {on}{(Variable("RESTART_COUNT") is { } again ? $", started again ({again})" : "")}.";

        static string? Variable(string name) => Environment.GetEnvironmentVariable("SLURM_" + name);
    }
}
