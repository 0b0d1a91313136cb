using PlasticityLab.Numerics;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli;

/// <summary>What the missing runs of a study will take: told by <c>study plan</c>, and before <c>study run</c> computes the first.</summary>
/// <param name="Count">What is missing, with duration and size of one run where they are known.</param>
/// <param name="Stored">Whether these are of stored runs; else of a few that were computed to see.</param>
/// <param name="Memory">Memory of each network that runs [byte].</param>
/// <param name="Threads">Threads.</param>
internal sealed record Forecast(StudyCount Count, bool Stored, double Memory, int Threads)
{
    /// <summary>What a plan may take to see how long a run is.</summary>
    public static readonly TimeSpan ForPlan = TimeSpan.FromSeconds(5);

    /// <summary>What the start of a study may take for it.</summary>
    public static readonly TimeSpan ForStart = TimeSpan.FromSeconds(2);

    /// <summary>That of a study.</summary>
    public static Forecast Of(StudySpec study, StudyCount count, int threads, TimeSpan limit, CancellationToken cancellation) =>
        new(count.Measured(limit, cancellation), count.IsMeasured, StudyMemory.OfOneRun(study), threads);

    /// <summary>Time that is needed, with what depends on what comes out [s]; NaN where it is not known.</summary>
    public double Seconds => Count.SecondsLeft(Threads);

    /// <summary>Time that is needed for certain [s]; NaN where it is not known.</summary>
    public double SecondsAtLeast => Count.LeftForCertain * Count.Seconds / Threads;

    /// <summary>Memory in words.</summary>
    public string SayMemory => $"memory: about {MachineMemory.Show(Memory)} for each network that runs, one a thread";

    /// <summary>Time and disk in words.</summary>
    public string SayTime =>
        Count.IsMeasured
            ? $"what is missing takes about {SayDuration} on {Wording.Count(Threads, "thread")} and {Disk}, by the mean of {(Stored ? "the stored runs" : "a few runs, computed to see")}"
            : "how long what is missing takes is known once the first runs are done";

    private string SayDuration =>
        (ProgressText.Duration(SecondsAtLeast), ProgressText.Duration(Seconds)) is var (least, most) && least != most
            ? $"{least}, up to {most} with what depends on what comes out,"
            : ProgressText.Duration(Seconds);

    /// <summary>Disk in words: also of few runs a number that is not zero.</summary>
    private string Disk =>
        Count.BytesLeft >= 1e5 ? $"{(Count.BytesLeft / 1e6).Text("F1")} MB of disk" : $"{(Count.BytesLeft / 1e3).Text("F0")} kB of disk";
}
