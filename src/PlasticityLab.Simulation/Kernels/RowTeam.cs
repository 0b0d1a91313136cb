namespace PlasticityLab.Simulation.Kernels;

/// <summary>Threads that share the rows of one matrix, step after step, some microseconds apart.</summary>
/// <remarks>
/// The caller takes chunks of rows from the top, its helpers from the bottom, until none is left: a helper that the system does not run
/// takes nothing and
/// nobody waits for it, so a machine with more work than cores is slowed no more than by one thread. Helpers spin for a moment between
/// steps, then park; parked for a
/// second they end, and are started again when needed. Which thread computes a row never changes the row.
/// </remarks>
internal sealed class RowTeam(int threads)
{
    private const int SpinsBeforeParking = 400;
    private readonly Lock _starting = new();
    private readonly object _park = new();
    private int _alive,
        _parked,
        _done,
        _generation;
    private Action<int>? _job;

    // Generation, first and one past the last chunk not yet taken: 32, 16 and 16 bits. A helper with an old generation cannot take from a
    // new step.
    private long _state;

    /// <summary>Calls the job for chunks 0 .. count−1, each once, on some thread; returns when all are done.</summary>
    public void Run(int count, Action<int> job)
    {
        if (threads == 1 || count == 1 || count > ushort.MaxValue)
        {
            for (var chunk = 0; chunk < count; chunk++)
            {
                job(chunk);
            }

            return;
        }

        Start();
        _job = job;
        _done = 0;
        _generation++;
        Interlocked.Exchange(ref _state, Pack(_generation, 0, count));
        if (Volatile.Read(ref _parked) > 0)
        {
            lock (_park)
            {
                Monitor.PulseAll(_park);
            }
        }

        while (Take(fromTop: true, out var chunk))
        {
            job(chunk);
            Interlocked.Increment(ref _done);
        }

        for (var spins = 0; Volatile.Read(ref _done) < count; spins++)
        {
            if (spins < 200)
            {
                Thread.SpinWait(10);
            }
            else
            {
                Thread.Yield(); // the helper that holds the last chunk may be waiting for this core
            }
        }
    }

    private static long Pack(int generation, int first, int end) => ((long)generation << 32) | ((long)first << 16) | (uint)end;

    private bool Take(bool fromTop, out int chunk)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var (generation, first, end) = ((int)(state >> 32), (int)((state >> 16) & 0xFFFF), (int)(state & 0xFFFF));
            chunk = fromTop ? first : end - 1;
            if (first >= end)
            {
                return false;
            }

            if (
                Interlocked.CompareExchange(
                    ref _state,
                    fromTop ? Pack(generation, first + 1, end) : Pack(generation, first, end - 1),
                    state
                ) == state
            )
            {
                return true;
            }
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref _alive) >= threads - 1)
        {
            return;
        }

        lock (_starting)
        {
            for (; _alive < threads - 1; Interlocked.Increment(ref _alive))
            {
                new Thread(Help) { IsBackground = true, Name = "rows" }.Start();
            }
        }
    }

    private void Help()
    {
        for (var idle = 0; ; )
        {
            if (Take(fromTop: false, out var chunk))
            {
                _job!(chunk);
                Interlocked.Increment(ref _done);
                idle = 0;
            }
            else if (++idle < SpinsBeforeParking)
            {
                Thread.SpinWait(20);
            }
            else if (!Park())
            {
                return;
            }
            else
            {
                idle = 0;
            }
        }
    }

    private bool Park()
    {
        lock (_park)
        {
            Interlocked.Increment(ref _parked);
            var state = Interlocked.Read(ref _state);
            var work = ((state >> 16) & 0xFFFF) < (state & 0xFFFF) || Monitor.Wait(_park, 1000);
            Interlocked.Decrement(ref _parked);
            if (!work)
            {
                Interlocked.Decrement(ref _alive);
            }

            return work;
        }
    }
}
