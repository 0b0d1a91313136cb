using PlasticityLab.Experiments.Execution;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>A piece of a study's work whose runs can be told beforehand.</summary>
/// <param name="Name">In words; unique in the study.</param>
/// <param name="Runs">Runs that it needs for certain.</param>
/// <param name="Further">Runs that it is expected to need beyond them, which depends on what comes out.</param>
public sealed record Stage(string Name, int Runs, int Further = 0);

/// <summary>Where the results of a study's runs come from: computed and stored, or looked up only.</summary>
public interface IStudyRuns
{
    /// <summary>The results of the runs, in the order given.</summary>
    /// <param name="runs">What is asked for; a run that stands twice counts once.</param>
    /// <param name="what">What it is for, for progress and failures.</param>
    /// <param name="cancellation">Stops; what is finished is kept.</param>
    IReadOnlyList<RunResult> Execute(IReadOnlyList<RunSpec> runs, string what, CancellationToken cancellation);

    /// <summary>The outcomes of steps of analyses, in the order given.</summary>
    IReadOnlyList<byte[]> Execute(IReadOnlyList<Step> steps, string what, CancellationToken cancellation);

    /// <summary>Does the work of a stage; one stage may lie in another.</summary>
    /// <returns>False: runs are missing and this source computes none, so the stage has no result.</returns>
    bool TryStage<T>(Stage stage, Func<T> work, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? result)
        where T : class;
}
