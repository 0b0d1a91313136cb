using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Slurm;

/// <summary>A task as Slurm sees it.</summary>
/// <param name="Job">Number of the job, of an array the array's.</param>
/// <param name="Index">Place in the array; null: no array.</param>
/// <param name="State">PENDING, RUNNING, COMPLETED, ...</param>
/// <param name="Reason">Why it waits.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Name">The job's name.</param>
internal sealed record SlurmTask(int Job, int? Index, string State, string Reason, string Node, string Name)
{
    /// <summary>As Slurm writes it: 12_3.</summary>
    public string Id => Index is null ? $"{Job}" : $"{Job}_{Index}";
}

/// <summary>Reads what Slurm's programs print, in the forms that versions 20 to 25 have in common.</summary>
internal static class SlurmText
{
    /// <summary>The columns that <c>squeue -h -r</c> is asked for; <see cref="Queue"/> reads them.</summary>
    public const string QueueFormat = "%F|%K|%T|%r|%N|%j";

    /// <summary>The columns that <c>sacct -X -n -P</c> is asked for; <see cref="Accounts"/> reads them.</summary>
    public const string AccountFormat = "JobID,JobName,State";

    // As Slurm is delivered.
    private const int UsualArraySize = 1001;

    /// <summary>The number of the job in what <c>sbatch --parsable</c> prints: 12 or 12;cluster, behind remarks of the site.</summary>
    public static int? JobOf(string output) =>
        Lines(output).Select(line => line.Split(';')[0].Trim()).Select(Whole).LastOrDefault(number => number > 0);

    /// <summary>The tasks that squeue lists.</summary>
    public static IEnumerable<SlurmTask> Queue(string output) =>
        Lines(output)
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length == 6 && Whole(cells[0]) is not null)
            .Select(cells => new SlurmTask(Whole(cells[0])!.Value, Whole(cells[1]), cells[2], Word(cells[3]), Word(cells[4]), cells[5]));

    /// <summary>The tasks that sacct lists: 12_3, a job alone (12), or those of an array that never began (12_[4-7,9%2]).</summary>
    public static IEnumerable<SlurmTask> Accounts(string output) =>
        from cells in Lines(output).Select(line => line.Split('|'))
        where cells.Length == 3
        let id = cells[0].Split('_', 2)
        let job = Whole(id[0])
        where job is not null
        from index in id.Length == 1 ? [null] : Indices(id[1])
        // "CANCELLED by 1000" is the state and who did it.
        select new SlurmTask(job.Value, index, cells[2].Split(' ')[0], "", "", cells[1]);

    /// <summary>Tasks that an array may have, by <c>scontrol show config</c>: their numbers lie below MaxArraySize.</summary>
    public static int MaxArraySize(string output) =>
        Lines(output)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0].Trim() == "MaxArraySize")
            .Select(pair => Whole(pair[1].Trim()))
            .FirstOrDefault()
        ?? UsualArraySize;

    private static IEnumerable<int?> Indices(string text)
    {
        foreach (var piece in text.Trim('[', ']').Split('%')[0].Split(','))
        {
            var ends = piece.Split('-');
            if (Whole(ends[0]) is { } first && Whole(ends[^1]) is { } last)
            {
                for (var k = first; k <= last; k++)
                {
                    yield return k;
                }
            }
        }
    }

    private static string Word(string cell) => cell is "None" or "N/A" or "(null)" ? "" : cell;

    private static int? Whole(string text) => Quantity.TryWhole(text, out var value, out _) ? value : null;

    private static IEnumerable<string> Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
