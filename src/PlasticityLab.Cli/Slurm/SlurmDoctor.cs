using System.Text;
using System.Text.Json;
using PlasticityLab.Cli.Doctor;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Slurm;

/// <summary>Examines a node of a cluster: one task runs <c>plasticity doctor</c> there, with the program and in the folder that the tasks
/// of a study would have.</summary>
internal static class SlurmDoctor
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1),
        Question = TimeSpan.FromSeconds(30),
        // A file that a node has written may be seen here as late as this on a shared file system.
        Late = TimeSpan.FromSeconds(60),
        Patience = TimeSpan.FromMinutes(10);

    /// <summary>What is wrong with what was asked.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> words) =>
        [
            .. SlurmProgram
                .Missing("sbatch", "squeue", "scancel")
                .Select(program => $"--on slurm needs {program}, which is not on the PATH: ask from a login node of a cluster with Slurm."),
            .. SlurmWords.Problems(words),
        ];

    /// <summary>The findings of a node.</summary>
    /// <param name="folder">The folder that is shared with the nodes.</param>
    /// <param name="words">Further words for sbatch.</param>
    /// <param name="cancellation">Ends the job as well.</param>
    /// <exception cref="UserError">No answer came; says why, as far as it is known.</exception>
    public static async Task<MachineReport> Examine(string folder, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var name = $"plab-doctor-{Guid.NewGuid().ToString("N")[..8]}";
        var place = OutputFile.MakeFolder(Path.Combine(UserFile.FullPath(folder), "." + name));
        var (found, script) = (Path.Combine(place, "found.json"), Path.Combine(place, "task.sh"));
        try
        {
            OutputFile.MakeFolder(Path.Combine(place, "logs"));
            var program = OwnProgram.Running.CopyTo(Path.Combine(place, "program"));
            OutputFile.WriteText(script, TaskScript.Of(program, ["doctor", "--folder", place, "--json"], into: found));
            string[] all = [.. SlurmWords.Common(name, place, "task.log", threads: 1, minutes: null), .. words, script];
            var job = await new Submitter(Task.Delay).Submit(name, all, cancellation);
            return await Await(name, job, found, Path.Combine(place, "logs", "task.log"), cancellation);
        }
        finally
        {
            _ = await SlurmProgram.Ask("scancel", [$"--name={name}"], CancellationToken.None);
            Remove(place);
        }
    }

    private static void Remove(string place)
    {
        try
        {
            Directory.Delete(place, recursive: true);
        }
        catch (IOException)
        {
            // A task that is about to end still writes there; the folder says in its name what it was.
        }
    }

    private static async Task<MachineReport> Await(string name, int job, string found, string log, CancellationToken cancellation)
    {
        var (start, asked, gone) = (Environment.TickCount64, Environment.TickCount64, (long?)null);
        var last = "nothing";
        while (true)
        {
            await Task.Delay(Look, cancellation);
            if (Read(found) is { } report)
            {
                return report;
            }

            var now = Environment.TickCount64;
            if (now - asked > Question.TotalMilliseconds)
            {
                asked = now;
                var task = (await SlurmQueue.Ask([name], cancellation))?.FirstOrDefault();
                last = task is null ? last : $"{task.State} {task.Reason}".Trim();
                gone = task is not null && TaskState.IsListed(task) ? null : gone ?? now;
            }

            if (now - gone > Late.TotalMilliseconds || now - start > Patience.TotalMilliseconds)
            {
                var said = File.Exists(log)
                    ? string.Join(" / ", UserFile.Text(log, other: Encoding.Latin1).Split('\n').TakeLast(5))
                    : "no log is there";
                throw new UserError(
                    $"The task of job {job} has told nothing in {(now - start) / 1000} s; Slurm says: {last}; its log: {said}. Is {Path.GetDirectoryName(found)} shared with the nodes, and .NET at the same place there?"
                );
            }
        }
    }

    // Null: not there, or not whole yet.
    private static MachineReport? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<MachineReport>(UserFile.Text(file), Terminal.JsonOptions) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
