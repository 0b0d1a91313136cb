namespace PlasticityLab.Studies.Execution;

/// <summary>The runs of a complete study, counted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seconds">How long all took together [s].</param>
/// <param name="Builds">How many were computed by which program.</param>
/// <param name="Arithmetics">How many have last digits that depend on what.</param>
/// <param name="Programs">All programs that computed something of the study, recordings and steps of analyses included.</param>
internal sealed record RunTally(
    int Count,
    double Seconds,
    SortedDictionary<string, int> Builds,
    SortedDictionary<string, int> Arithmetics,
    SortedSet<string> Programs
)
{
    /// <summary>Counts the runs among the jobs.</summary>
    public static RunTally Of(IEnumerable<StudyContents.Job> jobs)
    {
        var tally = new RunTally(0, 0, new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        var (count, seconds) = (0, 0.0);
        foreach (var job in jobs)
        {
            _ = tally.Programs.Add(job.Build);
            if (!job.Part.StartsWith(RunPart.Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            (count, seconds) = (count + 1, seconds + job.Seconds);
            tally.Builds[job.Build] = tally.Builds.GetValueOrDefault(job.Build) + 1;
            tally.Arithmetics[job.Arithmetic] = tally.Arithmetics.GetValueOrDefault(job.Arithmetic) + 1;
        }

        return tally with
        {
            Count = count,
            Seconds = seconds,
        };
    }
}
