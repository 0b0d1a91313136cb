namespace PlasticityLab.Studies.Execution;

/// <summary>The runs of a complete study, counted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Seconds">How long all took together [s].</param>
/// <param name="Builds">How many were computed by which program.</param>
/// <param name="Arithmetics">How many have last digits that depend on what.</param>
internal sealed record RunTally(int Count, double Seconds, SortedDictionary<string, int> Builds, SortedDictionary<string, int> Arithmetics)
{
    /// <summary>Counts the runs among the jobs.</summary>
    public static RunTally Of(IEnumerable<StudyContents.Job> jobs)
    {
        var tally = new RunTally(0, 0, new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        var (count, seconds) = (0, 0.0);
        foreach (var run in jobs.Where(job => job.Part.StartsWith(RunPart.Prefix, StringComparison.Ordinal)))
        {
            (count, seconds) = (count + 1, seconds + run.Seconds);
            tally.Builds[run.Build] = tally.Builds.GetValueOrDefault(run.Build) + 1;
            tally.Arithmetics[run.Arithmetic] = tally.Arithmetics.GetValueOrDefault(run.Arithmetic) + 1;
        }

        return tally with
        {
            Count = count,
            Seconds = seconds,
        };
    }
}
