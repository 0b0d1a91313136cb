using System.Collections.Concurrent;
using System.Text;
using PlasticityLab.Experiments;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;

namespace PlasticityLab.Tests.Experiments.Execution;

public sealed class StoreExecutorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("executor").FullName;
    private readonly ConcurrentDictionary<string, int> _computed = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StoreExecutor Worker(int threads = 2) =>
        new(new FolderStore(_folder), new(threads, "test") { Poll = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromSeconds(20) });

    private List<Step> Steps(int count, TimeSpan each, int from = 0) =>
        [
            .. Enumerable
                .Range(from, count)
                .Select(i => new Step(JobName.Of($"job {i}"), "numbers.json", $"job {i}", stop => Compute(i, each, stop))),
        ];

    private byte[] Compute(int i, TimeSpan each, CancellationToken stop)
    {
        _ = stop.WaitHandle.WaitOne(each);
        stop.ThrowIfCancellationRequested();
        _computed.AddOrUpdate($"job {i}", 1, (_, n) => n + 1);
        return Encoding.UTF8.GetBytes($"{{\"i\": {i}}}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task Two_workers_share_the_work_and_get_the_same(int milliseconds)
    {
        var steps = Steps(milliseconds == 0 ? 400 : 24, TimeSpan.FromMilliseconds(milliseconds));
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => Worker().ExecuteAsync(steps, stop: TestContext.Current.CancellationToken)))
        );
        Assert.All(
            outcomes,
            outcome =>
                Assert.Equal(Enumerable.Range(0, steps.Count).Select(i => $"{{\"i\": {i}}}"), outcome.Select(Encoding.UTF8.GetString))
        );
        Assert.Equal(steps.Count, _computed.Count);
        Assert.All(_computed, entry => Assert.Equal(1, entry.Value));
    }

    [Fact]
    public async Task Nothing_is_computed_again()
    {
        var steps = Steps(50, TimeSpan.Zero);
        await Worker().ExecuteAsync(steps, stop: TestContext.Current.CancellationToken);
        var second = Worker();
        await second.ExecuteAsync([.. steps, .. steps], stop: TestContext.Current.CancellationToken);
        Assert.Equal(0, second.Computed);
        Assert.Equal(50, _computed.Values.Sum());
    }

    [Fact]
    public async Task A_worker_that_finds_nothing_to_do_for_too_long_says_so_and_one_that_gets_something_goes_on()
    {
        var steps = Steps(3, TimeSpan.Zero);
        var store = new FolderStore(_folder);
        using var held = store.TryLease(steps[1].Id, TimeSpan.FromMinutes(1));
        Assert.NotNull(held);
        StoreExecutor Impatient(double seconds) =>
            new(store, new(1, "test") { Poll = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromSeconds(seconds) });
        var worker = Impatient(0.3);
        await Assert.ThrowsAsync<NothingToDoException>(() => worker.ExecuteAsync(steps, stop: TestContext.Current.CancellationToken));
        Assert.Equal(2, worker.Computed);

        var waiting = Impatient(60).ExecuteAsync(steps, stop: TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        Assert.Equal(3, (await waiting).Count);
    }

    [Fact]
    public async Task Adding_jobs_computes_only_the_new_ones()
    {
        await Worker().ExecuteAsync(Steps(10, TimeSpan.Zero), stop: TestContext.Current.CancellationToken);
        var worker = Worker();
        await worker.ExecuteAsync(Steps(20, TimeSpan.Zero), stop: TestContext.Current.CancellationToken);
        Assert.Equal(10, worker.Computed);
    }

    [Fact]
    public async Task Short_jobs_make_few_files()
    {
        await Worker().ExecuteAsync(Steps(2000, TimeSpan.Zero), stop: TestContext.Current.CancellationToken);
        Assert.InRange(new FolderStore(_folder).Status().Files, 1, 24);
    }

    // The first job of a process takes long because its code is compiled on the way, and the next ones because it is compiled in haste.
    [Theory]
    [InlineData(2, 150)]
    [InlineData(14, 60)]
    public async Task Short_jobs_make_few_files_also_when_the_first_ones_take_long(int first, int milliseconds)
    {
        List<Step> steps = [.. Steps(first, TimeSpan.FromMilliseconds(milliseconds)), .. Steps(400 - first, TimeSpan.Zero, from: first)];
        await Worker(threads: 1).ExecuteAsync(steps, stop: TestContext.Current.CancellationToken);
        Assert.Equal(400, _computed.Count);
        Assert.InRange(new FolderStore(_folder).Status().Files, 1, 24 + first);
    }

    [Fact]
    public async Task A_job_that_throws_is_told_and_the_others_are_stored()
    {
        var steps = Steps(30, TimeSpan.Zero);
        steps[7] = steps[7] with { Compute = _ => throw new InvalidOperationException("no memory") };
        var error = await Assert.ThrowsAsync<StepsFailedException>(() =>
            Worker().ExecuteAsync(steps, stop: TestContext.Current.CancellationToken)
        );
        Assert.Equal("job 7", Assert.Single(error.Failures).What);
        Assert.Contains("1 of 30 jobs failed", error.Message, StringComparison.Ordinal);
        Assert.Equal("job 7: no memory", Assert.Single(new FolderStore(_folder).Failures()).Value);
        var again = Worker();
        await again.ExecuteAsync(Steps(30, TimeSpan.Zero), stop: TestContext.Current.CancellationToken);
        Assert.Equal(1, again.Computed);
        Assert.Empty(new FolderStore(_folder).Failures());
    }

    [Fact]
    public async Task Stopped_work_keeps_what_was_finished_and_gives_its_leases_back()
    {
        using var stop = new CancellationTokenSource();
        var steps = Steps(40, TimeSpan.FromMilliseconds(60));
        var progress = new Told(p =>
        {
            if (p.Computed == 4)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Worker().ExecuteAsync(steps, progress, stop.Token));
        var kept = _computed.Count;
        Assert.InRange(kept, 4, 6);
        Assert.Equal(0, new FolderStore(_folder).Status().Leases);
        var again = Worker();
        await again.ExecuteAsync(Steps(40, TimeSpan.FromMilliseconds(1)), stop: TestContext.Current.CancellationToken);
        Assert.Equal(40 - kept, again.Computed);
    }

    [Fact]
    public async Task What_a_lost_worker_held_is_taken_over()
    {
        var steps = Steps(3, TimeSpan.FromMilliseconds(60));
        _ = new FolderStore(_folder).TryLease(steps[1].Id, TimeSpan.FromSeconds(0.3));
        await Worker().ExecuteAsync(steps, stop: TestContext.Current.CancellationToken);
        Assert.Equal(3, _computed.Count);
    }

    [Fact]
    public async Task The_total_of_progress_does_not_move()
    {
        var told = new ConcurrentQueue<ExecutionProgress>();
        await Worker().ExecuteAsync(Steps(100, TimeSpan.Zero), new Told(told.Enqueue), TestContext.Current.CancellationToken);
        Assert.All(told, p => Assert.Equal(100, p.Total));
        Assert.Equal(100, told.Max(p => p.Done));
        Assert.Equal(told.Select(p => p.Done).Order(), told.Select(p => p.Done));
    }

    private sealed class Told(Action<ExecutionProgress> tell) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value) => tell(value);
    }
}
