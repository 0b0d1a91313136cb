using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Slurm;

/// <summary>Submits a job once, although sbatch may fail after the job was taken: it is looked for by its name before anything is tried
/// again.</summary>
/// <param name="wait">Waits; tests do not.</param>
internal sealed class Submitter(Func<TimeSpan, CancellationToken, Task> wait)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120)];

    // What a controller or the way to it says when it is busy; all else is a refusal that stays one.
    private static readonly string[] Passing =
    [
        "timed out",
        "unable to contact",
        "zero bytes",
        "temporarily",
        "connection",
        "communication",
        "no answer",
        "try again",
        "resend",
    ];

    /// <summary>Submits a job.</summary>
    /// <param name="name">Its name, which no other job has.</param>
    /// <param name="words">The words for sbatch.</param>
    /// <param name="cancellation">Stops between tries.</param>
    /// <returns>Slurm's number of it.</returns>
    /// <exception cref="UserError">Slurm refuses it, or did not take it in four tries.</exception>
    public async Task<int> Submit(string name, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        foreach (var pause in Pauses.Cast<TimeSpan?>().Append(null))
        {
            var answer = await SlurmProgram.Ask("sbatch", words, cancellation);
            if ((answer.Ok ? SlurmText.JobOf(answer.Out) : null) is { } number)
            {
                return number;
            }

            if (await Find(name, cancellation) is { } taken)
            {
                return taken;
            }

            if (pause is null || IsRefusal(answer))
            {
                throw new UserError(
                    $"sbatch did not take the job {name}: {(answer.Error.Length > 0 ? answer.Error : $"it ended with {answer.Code} and said nothing")}. What is wrong stands there; options such as --account and --partition go behind --, and fewer --tasks may be allowed."
                );
            }

            Console.Error.WriteLine(
                $"sbatch failed ({(answer.Error.Length > 0 ? answer.Error : $"code {answer.Code}")}); the next try is in {pause.Value.TotalSeconds} s."
            );
            await wait(pause.Value, cancellation);
            if (await Find(name, cancellation) is { } late)
            {
                return late;
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private static bool IsRefusal(SlurmAnswer answer) =>
        answer.Code != SlurmProgram.TimedOut
        && answer.Error.Length > 0
        && !Passing.Any(word => answer.Error.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static async Task<int?> Find(string name, CancellationToken cancellation) =>
        (await SlurmQueue.Ask([name], cancellation))?.FirstOrDefault(task => task.Name == name)?.Job;
}
