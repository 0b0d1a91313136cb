namespace PlasticityLab.Experiments.Execution;

/// <summary>A job: a pure function named by the hash of what decides it.</summary>
/// <param name="Id">The name; equal names mean equal outcomes.</param>
/// <param name="Part">Which part of the outcome is wanted, such as <c>numbers.json</c>.</param>
/// <param name="What">In words, for progress and failures.</param>
/// <param name="Compute">Computes the outcome; stops when asked to.</param>
public sealed record Step(string Id, string Part, string What, Func<CancellationToken, byte[]> Compute)
{
    /// <summary>What the last digits of this job depend on, where it is not the worker's <see cref="Worker.Arithmetic"/>.</summary>
    public string? Arithmetic { get; init; }
}

/// <summary>How far the work has come.</summary>
/// <param name="Done">Jobs whose outcome is there.</param>
/// <param name="Total">Jobs asked for; does not move while they are computed.</param>
/// <param name="Computed">Jobs computed by this process.</param>
/// <param name="ByOthers">Jobs that other processes finished since the start.</param>
/// <param name="Failed">Jobs that threw.</param>
/// <param name="What">What was finished last.</param>
public readonly record struct ExecutionProgress(int Done, int Total, int Computed, int ByOthers, int Failed, string What);

/// <summary>Some jobs threw. All others are stored.</summary>
public sealed class StepsFailedException : Exception
{
    internal StepsFailedException(IReadOnlyList<(Step Step, Exception Error)> failures, int total)
        : base(Sentence(failures, total), failures[0].Error) =>
        Failures = [.. failures.Select(failure => (failure.Step.What, failure.Error))];

    /// <summary>What failed, and with what.</summary>
    public IReadOnlyList<(string What, Exception Error)> Failures { get; }

    /// <summary>The sentence for a person: what was asked wrongly is said as bad input, by itself.</summary>
    public Exception ForUser() =>
        Failures.All(failure => failure.Error is UserError)
            ? new UserError([.. Failures.Select(failure => failure.Error.Message).Distinct()])
            : this;

    private static string Sentence(IReadOnlyList<(Step Step, Exception Error)> failures, int total) =>
        $"{failures.Count} of {total} jobs failed, the first ({failures[0].Step.What}) with: {failures[0].Error.Message} "
        + "The others are stored; the same command tries the failed ones again.";
}
