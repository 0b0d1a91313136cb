using PlasticityLab.Experiments.Store;

namespace PlasticityLab.Experiments.Execution;

/// <summary>What a worker is.</summary>
/// <param name="Threads">Jobs computed side by side.</param>
/// <param name="Arithmetic">What the last digits depend on here; written into every part.</param>
/// <param name="Build">Version and commit of the program; written into every part.</param>
public sealed record Worker(int Threads, string Arithmetic = "", string Build = "")
{
    /// <summary>How long a lease holds without a sign of life.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often it is looked whether others have finished what they are at.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long it waits for others without getting a job to compute; then it ends (<see cref="NothingToDoException"/>). Null:
    /// until they are done.</summary>
    public TimeSpan? Patience { get; init; }
}

/// <summary>Computes jobs that the store does not hold, beside any number of other workers on the same store.</summary>
/// <remarks>
/// A worker takes what nobody is at, then waits for the others and takes over what they leave. Jobs shorter than
/// <see cref="ShortJob"/> are leased and published in blocks of about <see cref="BlockWork"/>: their own leases and files would cost
/// more than they do. All workers must cut the same blocks, so the size follows from the shortest stored duration of the first jobs of the
/// list, not from a clock of one's own; should they disagree, some jobs are computed twice, never told wrongly. The shortest of several,
/// since the first job of a process pays for what is compiled on its way. Until it is known, further threads take single jobs from the end
/// of the list.
/// </remarks>
public sealed partial class StoreExecutor
{
    /// <summary>Jobs below this go in blocks.</summary>
    public static readonly TimeSpan ShortJob = TimeSpan.FromMilliseconds(50);

    /// <summary>Work in one block: what a kill can lose.</summary>
    public static readonly TimeSpan BlockWork = TimeSpan.FromSeconds(2);

    /// <summary>Jobs in one block at most.</summary>
    public const int LargestBlock = 1000;

    /// <summary>Blocks that a list is cut into at least, so that all threads of all workers have something to do.</summary>
    private const int FewestBlocks = 16;

    /// <summary>Jobs whose shortest duration decides, once one of them is short.</summary>
    private const int Samples = 8;

    /// <summary>So much work without a short job among it tells that jobs are long.</summary>
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(10);

    /// <summary>Outcomes that are kept in memory until all are there [byte]; further ones are read back when they are asked for, so that memory
    /// does not grow with the jobs.</summary>
    private const long MostKept = 8 << 20;

    /// <summary>A job that takes longer tells by itself that jobs are long.</summary>
    private static readonly TimeSpan LongJob = 20 * ShortJob;

    private readonly IRunStore _store;
    private readonly Worker _worker;
    private readonly Lock _gate = new();
    private readonly Dictionary<Publication, int> _publications = [];
    private TimeSpan _waited;
    private long _busy;

    /// <summary>A worker on a store.</summary>
    public StoreExecutor(IRunStore store, Worker worker)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfLessThan(worker.Threads, 1);
        (_store, _worker) = (store, worker);
    }

    /// <summary>Jobs computed so far.</summary>
    public int Computed { get; private set; }

    /// <summary>Processor time that the jobs themselves took so far, each on its own thread: all else that the process used is what it costs to
    /// run them.</summary>
    public TimeSpan ProcessorTimeOfJobs => new(Interlocked.Read(ref _busy));

    /// <summary>How many outcomes ended in each way; <see cref="Publication.Different"/> means that a job is not deterministic.</summary>
    public IReadOnlyDictionary<Publication, int> Publications => _publications;

    /// <summary>The outcomes of the jobs, in the order asked. Those of a great many jobs are read from the store as they are asked
    /// for.</summary>
    /// <exception cref="StepsFailedException">Some threw; the others are stored.</exception>
    /// <exception cref="OperationCanceledException">Stopped; what was finished is stored.</exception>
    /// <exception cref="NothingToDoException">Others were at all that is left for longer than <see cref="Worker.Patience"/>.</exception>
    public async Task<IReadOnlyList<byte[]>> ExecuteAsync(
        IReadOnlyList<Step> steps,
        IProgress<ExecutionProgress>? progress = null,
        CancellationToken stop = default
    )
    {
        ArgumentNullException.ThrowIfNull(steps);
        var distinct = steps.DistinctBy(step => (step.Id, step.Part)).ToList();
        using var work = new Work(this, distinct, progress, stop);
        work.LookUp();
        if (!work.IsComplete)
        {
            await work.RunAsync().ConfigureAwait(false);
        }

        return work.Outcomes(steps, stop);
    }

    private void Count(Publication publication)
    {
        lock (_gate)
        {
            _publications[publication] = _publications.GetValueOrDefault(publication) + 1;
            Computed++;
            _waited = TimeSpan.Zero;
        }
    }

    // Only the time between two looks counts: a worker that is busy with something that is no job has not waited.
    private async Task WaitAsync(CancellationToken stop)
    {
        await Task.Delay(_worker.Poll, stop).ConfigureAwait(false);
        lock (_gate)
        {
            _waited += _worker.Poll;
            if (_waited > _worker.Patience)
            {
                throw new NothingToDoException(_worker.Patience.Value);
            }
        }
    }

    // Outcomes in the order asked, read as they are taken.
    private sealed class Read(int[] places, Func<int, byte[]> take) : IReadOnlyList<byte[]>
    {
        public int Count => places.Length;

        public byte[] this[int index] => take(places[index]);

        public IEnumerator<byte[]> GetEnumerator() => places.Select(take).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
