using System.Collections.Concurrent;
using System.Diagnostics;
using PlasticityLab.Experiments.Store;

namespace PlasticityLab.Experiments.Execution;

public sealed partial class StoreExecutor
{
    // One call of ExecuteAsync.
    private sealed class Work : IDisposable
    {
        // Stands for an outcome that is there and not kept.
        private static readonly byte[] InStore = new byte[1];

        private readonly StoreExecutor _owner;
        private readonly IReadOnlyList<Step> _steps;
        private readonly IProgress<ExecutionProgress>? _progress;
        private readonly CancellationTokenSource _stop;
        private readonly byte[]?[] _outcomes;
        private readonly ConcurrentDictionary<int, Exception> _failures = [];
        private readonly ConcurrentDictionary<ILease, byte> _held = [];
        private readonly Lock _gate = new();
        private long _kept;
        private int _done,
            _computed,
            _byOthers;

        public Work(StoreExecutor owner, IReadOnlyList<Step> steps, IProgress<ExecutionProgress>? progress, CancellationToken stop)
        {
            (_owner, _steps, _progress) = (owner, steps, progress);
            _outcomes = new byte[]?[steps.Count];
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }

        public bool IsComplete => _done == _steps.Count;

        public void Dispose() => _stop.Dispose();

        public void LookUp()
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = _owner._worker.Threads, CancellationToken = _stop.Token };
            Parallel.ForEach(
                Enumerable.Range(0, _steps.Count).Chunk(LargestBlock),
                options,
                some =>
                {
                    foreach (var (index, part) in some.Zip(Stored(some)))
                    {
                        Keep(index, part?.Bytes);
                    }
                }
            );
            _done = _outcomes.Count(outcome => outcome is not null);
            if (!IsComplete)
            {
                Tell(_steps[0].What);
            }
        }

        public IReadOnlyList<byte[]> Outcomes(IReadOnlyList<Step> asked, CancellationToken stop)
        {
            if (!_failures.IsEmpty)
            {
                throw new StepsFailedException([.. _failures.OrderBy(f => f.Key).Select(f => (_steps[f.Key], f.Value))], _steps.Count);
            }

            var place = Enumerable.Range(0, _steps.Count).ToDictionary(index => (_steps[index].Id, _steps[index].Part));
            int[] places = [.. asked.Select(step => place[(step.Id, step.Part)])];
            return new Read(places, index => _outcomes[index] is var kept && kept != InStore ? kept! : ReadAgain(index, stop));
        }

        // Removed from the store meanwhile, it is computed once more.
        private byte[] ReadAgain(int index, CancellationToken stop) => Stored(index)?.Bytes.ToArray() ?? _steps[index].Compute(stop);

        private void Keep(int index, ReadOnlyMemory<byte>? outcome)
        {
            if (outcome is { } bytes)
            {
                _outcomes[index] = Interlocked.Add(ref _kept, bytes.Length) <= MostKept ? bytes.ToArray() : InStore;
            }
        }

        public async Task RunAsync()
        {
            using var renewals = new Timer(_ => Renew(), null, _owner._worker.Lease / 3, _owner._worker.Lease / 3);
            var size = await BlockSize().ConfigureAwait(false);
            var early = FewestBlocks * size;
            if (size == 1 || _steps.Count < 4 * early)
            {
                await RunBlocks(0, _steps.Count, size).ConfigureAwait(false);
                return;
            }

            // Early jobs may take some times longer than later ones, whose code is compiled better: where many follow, these are cut anew.
            await RunBlocks(0, early, size).ConfigureAwait(false);
            await RunBlocks(early, _steps.Count, SizeByMedian(early / 2, early) ?? size).ConfigureAwait(false);
        }

        private async Task RunBlocks(int from, int to, int size)
        {
            var blocks = Enumerable
                .Range(0, (to - from + size - 1) / size)
                .Select(b => (First: from + (b * size), Count: Math.Min(size, to - from - (b * size))));
            var open = blocks.Where(block => !IsDone(block)).ToList();
            while (open.Count > 0)
            {
                var left = new ConcurrentBag<(int First, int Count)>();
                var queue = new ConcurrentQueue<(int First, int Count)>(open);
                var threads = Enumerable.Range(0, Math.Min(_owner._worker.Threads, open.Count));
                await Task.WhenAll(threads.Select(_ => Task.Factory.StartNew(() => Drain(queue, left), TaskCreationOptions.LongRunning)))
                    .ConfigureAwait(false);
                _stop.Token.ThrowIfCancellationRequested();
                open = [.. left.OrderBy(block => block.First)];
                if (open.Count > 0)
                {
                    await _owner.WaitAsync(_stop.Token).ConfigureAwait(false);
                }
            }
        }

        private void Drain(ConcurrentQueue<(int First, int Count)> queue, ConcurrentBag<(int First, int Count)> left)
        {
            while (!_stop.IsCancellationRequested && queue.TryDequeue(out var block))
            {
                if (!TryBlock(block))
                {
                    left.Add(block);
                }
            }
        }

        // False: others are at it, or parts of it are still missing.
        private bool TryBlock((int First, int Count) block)
        {
            TakeWhatOthersFinished(block);
            if (IsDone(block))
            {
                return true;
            }

            using var lease = _owner._store.TryLease(LeaseName(block), _owner._worker.Lease);
            if (lease is null)
            {
                return false;
            }

            _held[lease] = 0;
            try
            {
                TakeWhatOthersFinished(block);
                Compute(block);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return false;
            }
            catch
            {
                // The store cannot be written, say: nobody's work should go on for nothing.
                _stop.Cancel();
                throw;
            }
            finally
            {
                _held.TryRemove(lease, out _);
            }

            return true;
        }

        private void Compute((int First, int Count) block)
        {
            var pack = new List<(int Index, Part Part)>();
            try
            {
                foreach (var index in Indices(block).Where(index => _outcomes[index] is null && !_failures.ContainsKey(index)))
                {
                    _stop.Token.ThrowIfCancellationRequested();
                    if (Outcome(index) is not { } part)
                    {
                        continue;
                    }

                    if (block.Count == 1)
                    {
                        Finish(index, part, _owner._store.Publish(part));
                    }
                    else
                    {
                        pack.Add((index, part));
                    }
                }
            }
            finally
            {
                // What a block has finished when it is stopped is kept as well.
                var publications = pack.Count > 0 ? _owner._store.PublishPack([.. pack.Select(entry => entry.Part)]) : [];
                foreach (var ((index, part), publication) in pack.Zip(publications))
                {
                    Finish(index, part, publication);
                }
            }
        }

        private Part? Outcome(int index)
        {
            var step = _steps[index];
            var (start, used) = (Stopwatch.GetTimestamp(), ThreadClock.Now());
            try
            {
                var bytes = step.Compute(_stop.Token);
                // On a busy machine a job of 10 ms may be waiting for a processor ten times as long: what is short is short by its own work.
                var (elapsed, own) = (Stopwatch.GetElapsedTime(start), ThreadClock.Now() - used);
                var seconds = Math.Round((own < ShortJob ? own : elapsed).TotalSeconds, 6);
                return new(step.Id, step.Part, bytes, step.Arithmetic ?? _owner._worker.Arithmetic, _owner._worker.Build, seconds);
            }
            catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
            {
                _failures[index] = error;
                _owner._store.ReportFailure(step.Id, $"{step.What}: {error.Message}");
                Tell(step.What);
                return null;
            }
            finally
            {
                Interlocked.Add(ref _owner._busy, (ThreadClock.Now() - used).Ticks);
            }
        }

        private void Finish(int index, Part part, Publication publication)
        {
            // The first outcome stays, so that every worker goes on with the same bytes.
            Keep(index, publication is Publication.New or Publication.Same ? part.Bytes : Stored(index)!.Bytes);
            _owner.Count(publication);
            lock (_gate)
            {
                _done++;
                _computed++;
            }

            Tell(_steps[index].What);
        }

        private void TakeWhatOthersFinished((int First, int Count) block)
        {
            int[] open = [.. Indices(block).Where(index => _outcomes[index] is null)];
            foreach (var (index, part) in open.Zip(Stored(open)).Where(found => found.Second is not null))
            {
                Keep(index, part!.Bytes);
                _failures.TryRemove(index, out _);
                lock (_gate)
                {
                    _done++;
                    _byOthers++;
                }

                Tell(_steps[index].What);
            }
        }

        // One thread sees to the first jobs, whose duration decides; the others do not wait for it.
        private async Task<int> BlockSize()
        {
            var known = 0;
            var threads = Enumerable.Range(0, Math.Min(_owner._worker.Threads, _steps.Count));
            await Task.WhenAll(threads.Select(k => Task.Factory.StartNew(() => Take(k), TaskCreationOptions.LongRunning)))
                .ConfigureAwait(false);
            _stop.Token.ThrowIfCancellationRequested();
            return known;

            void Take(int thread)
            {
                if (thread == 0)
                {
                    Volatile.Write(ref known, SizeByTheFirst());
                    return;
                }

                for (var index = _steps.Count - thread; index > 0 && Volatile.Read(ref known) == 0; index -= threads.Count() - 1)
                {
                    _ = !_stop.IsCancellationRequested && TryBlock((index, 1));
                }
            }
        }

        private int SizeByTheFirst()
        {
            var largest = Math.Clamp(_steps.Count / FewestBlocks, 1, LargestBlock);
            var (shortest, work) = (double.PositiveInfinity, 0.0);
            for (var index = 0; index < _steps.Count && !IsDecided(index); index++)
            {
                // The first job of a busy machine may take a second for what is compiled, and the next ones ten times what they will take
                // once it is compiled well; two that take a second are long by themselves.
                if (Duration(index) is not { } seconds || (index > 0 && seconds > LongJob.TotalSeconds))
                {
                    return 1;
                }

                (shortest, work) = (Math.Min(shortest, seconds), work + seconds);
            }

            return shortest < ShortJob.TotalSeconds ? (int)Math.Clamp(BlockWork.TotalSeconds / Math.Max(shortest, 1e-6), 1, largest) : 1;

            // A job so short that blocks are as large as they may be needs no second one.
            bool IsDecided(int jobs) =>
                shortest < ShortJob.TotalSeconds
                    ? jobs >= Samples || shortest * largest <= BlockWork.TotalSeconds
                    : work > LongWork.TotalSeconds;
        }

        // By the median of the stored durations, the same for all workers; null: none is stored.
        private int? SizeByMedian(int from, int to)
        {
            double[] seconds = [.. Stored([.. Enumerable.Range(from, to - from)]).OfType<Part>().Select(part => part.Seconds).Order()];
            var largest = Math.Clamp((_steps.Count - to) / FewestBlocks, 1, LargestBlock);
            return seconds.Length == 0
                ? null
                : (int)Math.Clamp(BlockWork.TotalSeconds / Math.Max(seconds[seconds.Length / 2], 1e-6), 1, largest);
        }

        // The stored duration of a job [s], which is computed first where nobody has; null: it threw, or somebody has been at it for long, so
        // that jobs are long and each has a lease of its own.
        private double? Duration(int index)
        {
            var since = Stopwatch.GetTimestamp();
            while (Stored(index) is null && !_failures.ContainsKey(index) && !TryBlock((index, 1)))
            {
                if (_stop.IsCancellationRequested || Stopwatch.GetElapsedTime(since) > LongJob)
                {
                    return null;
                }

                Thread.Sleep(10);
            }

            return Stored(index)?.Seconds;
        }

        private bool IsDone((int First, int Count) block) =>
            Indices(block).All(index => _outcomes[index] is not null || _failures.ContainsKey(index));

        private Part? Stored(int index) => _owner._store.Find(_steps[index].Id, _steps[index].Part);

        private IReadOnlyList<Part?> Stored(int[] indices) =>
            indices.Length == 0 ? [] : _owner._store.Find([.. indices.Select(index => (_steps[index].Id, _steps[index].Part))]);

        private static IEnumerable<int> Indices((int First, int Count) block) => Enumerable.Range(block.First, block.Count);

        private string LeaseName((int First, int Count) block) =>
            block.Count == 1 ? _steps[block.First].Id : "block-" + JobName.Of(string.Join('\n', Indices(block).Select(i => _steps[i].Id)));

        private void Renew()
        {
            foreach (var lease in _held.Keys)
            {
                _ = lease.Renew();
            }
        }

        private void Tell(string what)
        {
            if (_progress is not null)
            {
                lock (_gate)
                {
                    _progress.Report(new(_done, _steps.Count, _computed, _byOthers, _failures.Count, what));
                }
            }
        }
    }
}
