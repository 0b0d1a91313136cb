namespace PlasticityLab.Studies.Runs;

/// <summary>Progress of a study.</summary>
/// <param name="Done">Runs finished or found.</param>
/// <param name="Total">Runs in all, as far as known.</param>
/// <param name="Computed">Runs computed now.</param>
/// <param name="What">What is being done.</param>
public readonly record struct RunProgress(int Done, int Total, int Computed, string What);

/// <summary>Executes runs on all cores, skipping those that the store holds. Results do not depend on the number of threads: every run is a
/// pure function of its spec.</summary>
public sealed class RunPool(RunStore store, int threads, Action<RunProgress>? progress = null)
{
    private readonly Lock _gate = new();
    private int _done,
        _computed;

    /// <summary>Runs in all, for the progress display.</summary>
    public int Expected { get; set; }

    /// <summary>Runs computed since the pool was made.</summary>
    public int Computed => _computed;

    /// <summary>Threads used.</summary>
    public int Threads { get; } = Math.Max(1, threads);

    /// <summary>The results of the runs, in the order given.</summary>
    public IReadOnlyList<RunResult> Execute(IReadOnlyList<RunSpec> runs, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var results = new RunResult[runs.Count];
        try
        {
            ExecuteAll(runs, results, what, cancellation);
        }
        catch (AggregateException error) when (error.InnerExceptions.Select(inner => inner.GetType()).Distinct().Count() == 1)
        {
            // Parallel wraps what a run throws; callers want the sentence itself.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerExceptions[0]).Throw();
        }

        return results;
    }

    // A run that stands twice in the list is computed once, however many threads there are.
    private void ExecuteAll(IReadOnlyList<RunSpec> runs, RunResult[] results, string what, CancellationToken cancellation)
    {
        string[] ids = [.. runs.Select(run => run.Id())];
        IGrouping<string, int>[] equal = [.. Enumerable.Range(0, ids.Length).GroupBy(k => ids[k], StringComparer.Ordinal)];
        Parallel.ForEach(
            equal,
            new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellation },
            same =>
            {
                var found = store.Find(same.Key);
                if (found is null)
                {
                    found = RunExecutor.Execute(runs[same.First()], cancellation);
                    store.Add(found);
                    Interlocked.Increment(ref _computed);
                }

                foreach (var index in same)
                {
                    results[index] = found;
                    lock (_gate)
                    {
                        _done++;
                        progress?.Invoke(new(_done, Math.Max(_done, Expected), _computed, what));
                    }
                }
            }
        );
    }
}
