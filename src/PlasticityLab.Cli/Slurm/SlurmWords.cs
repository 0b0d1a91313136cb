namespace PlasticityLab.Cli.Slurm;

/// <summary>The words that go to sbatch: ours, and which of them a person may not give again.</summary>
internal static class SlurmWords
{
    // Each with what it is for, and its letter where it has one.
    private static readonly (string Name, char? Letter, string Reason)[] Ours =
    [
        ("--array", 'a', "the array has as many tasks as --tasks says"),
        ("--chdir", 'D', "tasks run in the study's folder"),
        ("--cpus-per-task", 'c', "--threads says it"),
        ("--dependency", 'd', "the job that finishes the study waits for the others"),
        ("--error", 'e', "each task has one log in the study's folder"),
        ("--export", null, "tasks take nothing from the environment of a terminal"),
        ("--job-name", 'J', "jobs are found again by their names"),
        ("--no-requeue", null, "a task that is started again goes on where it was"),
        ("--ntasks", 'n', "a task is one process"),
        ("--open-mode", null, "a task that is started again goes on with its log"),
        ("--output", 'o', "each task has one log in the study's folder"),
        ("--parsable", null, "the number of the job is read"),
        ("--requeue", null, "a task that is started again goes on where it was"),
        ("--signal", null, "a task is told two minutes before its time is over"),
        ("--time", 't', "--minutes says it"),
        ("--wait", 'W', "the command ends when the jobs are submitted"),
        ("--wrap", null, "what a task runs is a script of its own"),
    ];

    /// <summary>The words that every job of a study has.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="log">Its log, with the signs of sbatch for job and task.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="minutes">Time limit [min]; null: the site's own.</param>
    public static IEnumerable<string> Common(string name, string folder, string log, int threads, int? minutes) =>
        [
            "--parsable",
            $"--job-name={name}",
            "--requeue",
            "--open-mode=append",
            "--signal=B:TERM@120",
            "--export=NONE",
            $"--cpus-per-task={threads}",
            $"--chdir={folder}",
            // A per cent sign in a folder's name is none of sbatch's own.
            $"--output={Path.Combine(folder, "logs").Replace("%", "%%", StringComparison.Ordinal)}/{log}",
            .. minutes is null ? Array.Empty<string>() : [$"--time={minutes}"],
        ];

    /// <summary>What is wrong with the words that a person gave for sbatch.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<string> words)
    {
        var mayHaveValue = false;
        foreach (var word in words)
        {
            if (word.StartsWith('-') && word.Length > 1)
            {
                var name = word.Split('=')[0];
                foreach (var (own, _, reason) in Ours.Where(own => IsSame(own.Name, own.Letter, name)))
                {
                    yield return $"Behind --, {name} cannot be given: {own} is set already ({reason}).";
                }

                mayHaveValue = !word.Contains('=', StringComparison.Ordinal);
            }
            else if (!mayHaveValue)
            {
                yield return $"Behind --, options of sbatch are expected, but \"{word}\" belongs to none; a value with spaces needs quotes.";
            }
            else
            {
                mayHaveValue = false;
            }
        }
    }

    // sbatch takes the beginning of a long option for it, and the value of a letter behind the letter.
    private static bool IsSame(string own, char? letter, string given) =>
        given.StartsWith("--", StringComparison.Ordinal)
            ? own == given || (given.Length > 4 && own.StartsWith(given, StringComparison.Ordinal))
            : given[1] == letter;
}
