using System.CommandLine;
using System.Diagnostics;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Cli.Slurm;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Verbs;

/// <summary>What is asked of a study that was begun: how far it is, whether its runs are right, going on, stopping, tidying.</summary>
internal static class StudyFolderVerbs
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7),
        Patience = TimeSpan.FromSeconds(15);

    public static IEnumerable<Command> All() => [Status(), Finish(), StudyWork.Verb(), Retry(), Verify(), Cancel(), Clean()];

    private static Command Status()
    {
        var (folder, json) = (StudyVerb.FolderArgument(), Terminal.Json());
        var watch = new Option<bool>("--watch") { Description = "Tell again whenever something has changed, until it is complete" };
        var command = new Command(
            "status",
            "Tell how far a study is; changes nothing. Ends with 0 when it is complete, 1 when it is not or runs have failed.\n\nExamples:\n  plasticity study status runs/first-look-1a2b3c4d\n  plasticity study status runs/first-look-1a2b3c4d --json\n  plasticity study status runs/first-look-1a2b3c4d --watch"
        )
        {
            folder,
            watch,
            json,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var study = StudyFolder.Load(result.GetValue(folder)!);
                var table = new TaskTable(study);
                var began = Stopwatch.GetTimestamp();
                var status = study.Status(cancellation);
                var tasks = await table.Rows(status.IsComplete, cancellation);
                Tell(study, status, tasks, result.GetValue(json));
                while (result.GetValue(watch) && !status.IsComplete)
                {
                    // Counting a great many runs takes seconds, which those that compute them should not miss.
                    var pause = Math.Max(2, 10 * Stopwatch.GetElapsedTime(began).TotalSeconds);
                    await Task.Delay(TimeSpan.FromSeconds(pause), cancellation);
                    began = Stopwatch.GetTimestamp();
                    var now = study.Status(cancellation);
                    var then = await table.Rows(now.IsComplete, cancellation);
                    if (Key(now) != Key(status) || !then.SequenceEqual(tasks))
                    {
                        Tell(study, now, then, result.GetValue(json));
                    }

                    (status, tasks) = (now, then);
                }

                return status.IsComplete ? Terminal.Done : Terminal.SaysNo;
            }
        );
        return command;
    }

    private static (int, int, int, string) Key(StudyStatus status) =>
        (status.Count.Stored, status.Count.Failed.Count, status.Working, status.State);

    private static void Tell(StudyFolder study, StudyStatus status, IReadOnlyList<TaskTable.Row> tasks, bool json)
    {
        var count = status.Count;
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    study.Study.Name,
                    Hash = study.Study.Hash(),
                    status.State,
                    count.Stored,
                    Expected = count.Runs,
                    count.Further,
                    status.MemoryMissing,
                    Failed = count.Failed.Select(failed => new { Id = failed.Key, Said = failed.Value }),
                    Tables = status.HasTables,
                    status.Working,
                    count.Builds,
                    count.Arithmetics,
                    status.Store.Different,
                    status.Store.Damaged,
                    Log = study.LastLog,
                    Tasks = tasks.Select(row => new
                    {
                        row.Task,
                        row.Node,
                        row.State.Slurm,
                        row.State.ShownAs,
                        row.Log,
                    }),
                }
            );
            return;
        }

        var further = count.Further > 0 ? $", and up to about {count.Further} more" : "";
        var memory = status.MemoryMissing > 0 ? $" {status.MemoryMissing} parts of the memory part are missing." : "";
        var state = status.State switch
        {
            "complete" => "complete",
            "working" => $"{status.Working} {(status.Working == 1 ? "process is" : "processes are")} at work",
            "failed" => $"{Wording.Count(count.Failed.Count, "run")} {(count.Failed.Count == 1 ? "has" : "have")} failed",
            _ => count.IsComplete && memory.Length == 0
                ? $"every run is stored; plasticity study finish {study.Path} writes the tables"
                : $"plasticity study finish {study.Path} goes on",
        };
        Console.Out.WriteLine(
            $"{study.Study.Name} ({study.Study.Hash()}): {count.Stored} of {count.Runs} runs are stored{further}; {state}.{memory}"
        );
        foreach (var (id, said) in count.Failed.Take(10))
        {
            Console.Out.WriteLine($"  failed: {said} ({id})");
        }

        if (count.Failed.Count > 0)
        {
            Console.Out.WriteLine($"  plasticity study retry {study.Path} tries them again.");
        }

        if (count.Builds.Count > 1)
        {
            Console.Out.WriteLine(
                $"  runs of {count.Builds.Count} builds: {string.Join(", ", count.Builds.Select(build => $"{build.Value} of {build.Key}"))}; plasticity study run FILE --same-build computes anew"
            );
        }

        if (count.Arithmetics.Count > 1)
        {
            Console.Out.WriteLine(
                $"  runs of {count.Arithmetics.Count} arithmetics, which may differ in the last digits: {string.Join("; ", count.Arithmetics.Select(a => $"{a.Value} of {a.Key}"))}"
            );
        }

        TaskTable.Print(tasks, status.IsComplete);
        if (study.LastLog is { } log)
        {
            Console.Out.WriteLine($"  what was done when: {log}");
        }
    }

    private static Command Finish()
    {
        var (folder, threads, json, quiet) = (StudyVerb.FolderArgument(), Terminal.Threads(), Terminal.Json(), Terminal.Quiet());
        var noReport = Terminal.NoReport();
        var command = new Command(
            "finish",
            "Compute what is missing of a study that was begun, and write its tables and report; needs no study file.\nWith --on slurm what is missing is submitted again.\n\nExamples:\n  plasticity study finish runs/first-look-1a2b3c4d\n  plasticity study finish runs/first-look-1a2b3c4d --threads 2 --quiet\n  plasticity study finish runs/first-look-1a2b3c4d --on slurm --tasks 20 -- --account=mine"
        )
        {
            folder,
            threads,
            noReport,
            json,
            quiet,
        };
        var placement = new PlacementOptions(command, threads);
        command.SetAction(
            (result, cancellation) =>
            {
                var run = new StudyRun(result.GetValue(threads), !result.GetValue(noReport), result.GetValue(json), result.GetValue(quiet));
                var compute = placement.Take(result, run);
                return compute(StudyFolder.Load(result.GetValue(folder)!), cancellation);
            }
        );
        return command;
    }

    private static Command Retry()
    {
        var (folder, threads, json) = (StudyVerb.FolderArgument(), Terminal.Threads(), Terminal.Json());
        var command = new Command(
            "retry",
            "Try the runs again that failed, and only these. Runs that diverged have not failed: they are results.\n\nExamples:\n  plasticity study retry runs/first-look-1a2b3c4d\n  plasticity study retry runs/first-look-1a2b3c4d --json"
        )
        {
            folder,
            threads,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
            {
                var study = StudyFolder.Load(result.GetValue(folder)!);
                var tried = study.Retry(result.GetValue(threads), null, cancellation);
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(new { Tried = tried });
                }
                else
                {
                    Console.Out.WriteLine(
                        tried == 0
                            ? "No run has failed."
                            : $"{tried} {(tried == 1 ? "run that had failed is" : "runs that had failed are")} stored now; plasticity study finish {study.Path} goes on."
                    );
                }

                return Task.FromResult(Terminal.Done);
            }
        );
        return command;
    }

    private static Command Verify()
    {
        var (folder, threads, json) = (StudyVerb.FolderArgument(), Terminal.Threads(), Terminal.Json());
        var sample = new Option<int>("--sample") { Description = "Runs to compute again", DefaultValueFactory = _ => 20 };
        var command = new Command(
            "verify",
            "Check every stored run, recording and step of a study and its tables by their checksums, and compute a sample again: the same bits where the arithmetic is the same, 1e-10 elsewhere.\n\nExamples:\n  plasticity study verify runs/first-look-1a2b3c4d\n  plasticity study verify runs/first-look-1a2b3c4d --sample 100 --json"
        )
        {
            folder,
            sample,
            threads,
            json,
        };
        command.SetAction(
            (result, cancellation) =>
            {
                var study = StudyFolder.Load(result.GetValue(folder)!);
                var found = StudyVerification.Of(study, result.GetValue(sample), result.GetValue(threads), null, cancellation);
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(found);
                }
                else
                {
                    Console.Out.WriteLine(
                        $"{found.Stored} runs, recordings and steps are stored and whole{(found.Damaged > 0 ? $", {found.Damaged} are gone or damaged: plasticity study finish {study.Path} computes them again" : "")}."
                    );
                    Console.Out.WriteLine(
                        !found.HasTables ? $"The tables are not written yet: plasticity study finish {study.Path} writes them."
                        : found.Changed.IsEmpty ? "The tables are as they were written."
                        : $"Gone or otherwise than written: {string.Join(", ", found.Changed)}; plasticity study finish {study.Path} writes them again."
                    );
                    Console.Out.WriteLine(
                        $"{found.Computed} were computed again: {found.Equal} with the same bits{(found.Close > 0 ? $", {found.Close} of another arithmetic equal to 1e-10" : "")}{(found.Different.IsEmpty ? "" : $", {found.Different.Length} DIFFER: {string.Join(", ", found.Different)}")}."
                    );
                }

                return Task.FromResult(found.Holds ? Terminal.Done : Terminal.SaysNo);
            }
        );
        return command;
    }

    private static Command Cancel()
    {
        var (folder, json) = (StudyVerb.FolderArgument(), Terminal.Json());
        var command = new Command(
            "cancel",
            "Ask every process that works on a study to stop, and wait for them; its tasks in Slurm are cancelled. Finished runs are kept.\n\nExamples:\n  plasticity study cancel runs/first-look-1a2b3c4d\n  plasticity study cancel runs/first-look-1a2b3c4d --json"
        )
        {
            folder,
            json,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var study = StudyFolder.Load(result.GetValue(folder)!);
                // Slurm first: what it has not begun must not begin while those at work are waited for.
                var cancelled = await SlurmQueue.Cancel(Submission.All(study), cancellation);
                var (asked, left) = study.Cancel(Patience, cancellation);
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(
                        new
                        {
                            Asked = asked,
                            Left = left,
                            Jobs = cancelled,
                        }
                    );
                }
                else
                {
                    if (cancelled.Count > 0)
                    {
                        Console.Out.WriteLine($"Cancelled in Slurm: {string.Join(", ", cancelled)}.");
                    }

                    Console.Out.WriteLine(
                        asked == 0 ? "No process works on it."
                        : left == 0 ? $"{asked} {(asked == 1 ? "process has" : "processes have")} stopped; finished runs are kept."
                        : $"{left} of {asked} processes have not stopped yet; they stop after their present run."
                    );
                }

                return left == 0 ? Terminal.Done : Terminal.SaysNo;
            }
        );
        return command;
    }

    private static Command Clean()
    {
        var (folder, json) = (StudyVerb.FolderArgument(), Terminal.Json());
        var command = new Command(
            "clean",
            "Remove files that were left half written more than a week ago, of the study and of the store that it shares. Nothing else is ever removed.\n\nExamples:\n  plasticity study clean runs/first-look-1a2b3c4d\n  plasticity study clean runs/first-look-1a2b3c4d --json"
        )
        {
            folder,
            json,
        };
        command.SetAction(result =>
        {
            var removed = StudyFolder.Load(result.GetValue(folder)!).Clean(Week);
            if (result.GetValue(json))
            {
                Terminal.PrintJson(new { Removed = removed });
            }
            else
            {
                Console.Out.WriteLine($"{removed} half-written files older than a week were removed.");
            }

            return Terminal.Done;
        });
        return command;
    }
}
