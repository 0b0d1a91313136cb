using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli.Executors;

/// <summary>What holds for every way to have a study computed by other processes.</summary>
internal static class Elsewhere
{
    // Below this, copying the program and waiting in a queue cost more than they save.
    private const double SmallSeconds = 15 * 60;

    /// <summary>Options that mean something only where this process computes.</summary>
    public static IEnumerable<string> Problems(StudyRun run)
    {
        if (run.Events)
        {
            yield return "--events needs --on local: what other processes do is told by plasticity study status DIR --watch.";
        }

        if (run.SameBuild)
        {
            yield return "--same-build needs --on local: other processes take what is stored.";
        }
    }

    /// <summary>Says of a study that it hardly needs others, where its stored runs tell.</summary>
    public static void SayWhenSmall(StudyFolder folder, StudyCount count, StudyRun run)
    {
        var seconds = count.SecondsLeft(threads: 1);
        if (seconds is > 0 and < SmallSeconds && !run.Quiet)
        {
            Console.Error.WriteLine(
                $"This is a small study: what is missing takes about {ProgressText.Duration(seconds)} on one core, by the mean of the stored runs; plasticity study finish {folder.Path} may be done sooner."
            );
        }
    }
}
