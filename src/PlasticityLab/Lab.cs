using PlasticityLab.Models.Networks;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab;

/// <summary>The front door for programs: one network at a time (<see cref="Network"/>) or a whole study (<c>RunStudy</c>).</summary>
public static class Lab
{
    /// <summary>An experiment with a kind of network: <c>Lab.Network(new RateNetwork()).Learn(new Hebbian()).Run()</c>.</summary>
    /// <param name="kind">The kind of network with its settings.</param>
    public static NetworkExperiment Network(INetworkKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return new(kind.At(Environment.CurrentDirectory));
    }

    /// <summary>Runs a study file, as <c>plasticity study run</c> does: what is stored already is not computed again. Results go to
    /// <c>runs/</c>, on as many threads as the machine has processors and memory for.</summary>
    /// <param name="file">The study file, YAML or JSON.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="cancellation">Stops between runs; finished ones are kept, and the same call goes on from there.</param>
    /// <returns>The tables, the statements and the answer of the finished study; its folder is <see cref="StudyResults.Folder"/>.</returns>
    /// <exception cref="UserError">The file does not describe a study that can run; one sentence a problem.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task<StudyResults> RunStudy(
        string file,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default
    ) => RunStudy(file, "runs", Environment.ProcessorCount, progress, cancellation);

    /// <summary>Runs a study file.</summary>
    /// <param name="file">The study file, YAML or JSON.</param>
    /// <param name="results">Folder that holds the folders of studies and the store that they share.</param>
    /// <param name="threads">Networks that are computed at the same time, where the memory suffices.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="cancellation">Stops between runs.</param>
    /// <inheritdoc cref="RunStudy(string, IProgress{RunProgress}?, CancellationToken)"/>
    public static Task<StudyResults> RunStudy(
        string file,
        string results,
        int threads,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return Task.Run(
            () =>
            {
                var text = Numerics.Files.UserFile.Text(file, StudyFile.MostText);
                var study = StudyFile.Read(file, text);
                var folder = StudyFolder.Open(study, results, text);
                folder.Run(StudyMemory.Threads(study, threads), progress is null ? null : progress.Report, cancellation: cancellation);
                return StudyResults.Load(folder.Path);
            },
            cancellation
        );
    }
}
