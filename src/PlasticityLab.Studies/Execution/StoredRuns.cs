using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>Runs through a store that any number of processes share: what is there is taken, the rest is computed on all threads. Results
/// depend neither on the threads nor on who computed them: every run is a pure function of its spec.</summary>
public sealed class StoredRuns : IStudyRuns
{
    private readonly StoreExecutor _executor;
    private readonly Action<RunProgress>? _progress;
    private readonly StudyCount? _plan;
    private readonly Dictionary<(string Id, string Part), int> _jobs = [];
    private int _more,
        _doneBefore,
        _stagePlan,
        _stageDone;

    /// <summary>Runs on a store.</summary>
    /// <param name="store">Where results are.</param>
    /// <param name="worker">Threads, and what parts say of their origin.</param>
    /// <param name="progress">Told after each run.</param>
    /// <param name="plan">What the study needs, so that the total does not move; null: no total is told.</param>
    public StoredRuns(IRunStore store, Worker worker, Action<RunProgress>? progress = null, StudyCount? plan = null)
    {
        ArgumentNullException.ThrowIfNull(worker);
        (Store, Worker, _progress, _plan) = (store, worker, progress, plan);
        _executor = new(store, worker);
    }

    /// <summary>Where results are.</summary>
    public IRunStore Store { get; }

    /// <summary>Threads, and what parts say of their origin.</summary>
    public Worker Worker { get; }

    /// <summary>Whether what another build has computed is computed anew; it is kept beside the other's.</summary>
    public bool SameBuild { get; init; }

    /// <summary>Jobs computed by this process.</summary>
    public int Computed => _executor.Computed + _more;

    /// <summary>Processor time that the runs and steps themselves took.</summary>
    internal TimeSpan ProcessorTimeOfJobs => _executor.ProcessorTimeOfJobs;

    /// <summary>Second outcomes of a run that differ by more than arithmetic explains.</summary>
    public int Different => _executor.Publications.GetValueOrDefault(Publication.Different);

    /// <summary>All jobs that were asked for, in the order of the first question.</summary>
    public IReadOnlyCollection<(string Id, string Part)> Jobs => _jobs.Keys;

    /// <summary>Notes jobs that were done beside the runs.</summary>
    public void Note(IEnumerable<(string Id, string Part)> jobs, int computed)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        foreach (var job in jobs)
        {
            _ = _jobs.TryAdd(job, _jobs.Count);
        }

        _more += computed;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RunResult> Execute(IReadOnlyList<RunSpec> runs, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] ids = [.. runs.Select(run => run.Id())];
        string[] parts = [.. ids.Zip(runs).AsParallel().AsOrdered().Select(job => PartOf(job.Second, job.First))];
        var before = _stageDone;
        var progress = new Each(p =>
        {
            _stageDone = before + p.Done;
            Tell(p, what);
        });
        try
        {
            int[] distinct = [.. Enumerable.Range(0, runs.Count).DistinctBy(k => ids[k])];
            var found = Read(distinct, Do(distinct));
            // A stored result may be of a catalogue that lacked a measure: what is wanted is computed and stands beside it.
            int[] lacking = [.. distinct.Where(k => found[ids[k]] is null)];
            foreach (var k in Enumerable.Range(0, runs.Count).Where(k => found[ids[k]] is null))
            {
                parts[k] = RunPart.NameOf(runs[k].Wanted);
            }

            var again = Read(lacking, Do(lacking));
            Note(ids.Zip(parts), 0);
            _stageDone = before + distinct.Length;
            return [.. ids.Select(id => found[id] ?? again[id]!)];
        }
        catch (StepsFailedException error)
        {
            throw error.ForUser();
        }

        // Null: it lacks something that is wanted.
        Dictionary<string, RunResult?> Read(int[] which, IReadOnlyList<byte[]> outcomes) =>
            Enumerable
                .Range(0, which.Length)
                .AsParallel()
                .Select(j =>
                {
                    var (k, bytes) = (which[j], outcomes[j]);
                    return (ids[k], runs[k].Wanted.AreIn(bytes) ? RunPart.Read(bytes, runs[k], ids[k]) : null);
                })
                .ToDictionary();

        IReadOnlyList<byte[]> Do(IEnumerable<int> which) =>
            _executor
                .ExecuteAsync([.. which.Select(k => RunPart.StepOf(runs[k], ids[k], parts[k], what, Keep))], progress, cancellation)
                .GetAwaiter()
                .GetResult();
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Execute(IReadOnlyList<Step> steps, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Step[] own = [.. steps.AsParallel().AsOrdered().Select(OfThisBuild)];
        Note(own.Select(step => (step.Id, step.Part)), 0);
        try
        {
            var progress = new Each(p => Tell(p, $"{what}, step {p.Done} of {p.Total}"));
            return _executor.ExecuteAsync(own, progress, cancellation).GetAwaiter().GetResult();
        }
        catch (StepsFailedException error)
        {
            throw error.ForUser();
        }
    }

    /// <inheritdoc/>
    public bool TryStage<T>(Stage stage, Func<T> work, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? result)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(work);
        var outer = (_stagePlan, _stageDone);
        (_stagePlan, _stageDone) = (_plan?.Of(stage.Name) ?? 0, 0);
        result = work();
        _doneBefore += _stagePlan;
        (_stagePlan, _stageDone) = outer;
        Tell(default, stage.Name);
        return true;
    }

    /// <summary>A step, or the same one beside it where another build's outcome is not wanted.</summary>
    internal Step OfThisBuild(Step step) =>
        SameBuild && Store.Find(step.Id, step.Part) is { } part && part.Build != Worker.Build
            ? step with
            {
                Part = RunPart.NameBeside(step.Part, Worker.Build),
            }
            : step;

    // What was recorded stands in the store before the result that it belongs to.
    private void Keep(RunSpec run, byte[] recorded) =>
        _ = Store.Publish(new(run.Id(), run.Record!.PartName, recorded, RunPart.ArithmeticOf(run), Worker.Build));

    private string PartOf(RunSpec run, string id) =>
        SameBuild && RunPart.Find(Store, run, id) is { } part && part.Build != Worker.Build
            ? RunPart.NameOf(run, Worker.Build)
            : RunPart.NameOf(run);

    // A stage that needs more than was expected waits at its end; one that needs less is done when it ends: the total never moves.
    private void Tell(ExecutionProgress p, string what) =>
        _progress?.Invoke(new(_doneBefore + Math.Min(_stageDone, _stagePlan), _plan?.Expected ?? 0, Computed, p.ByOthers, p.Failed, what));

    private sealed class Each(Action<ExecutionProgress> call) : IProgress<ExecutionProgress>
    {
        public void Report(ExecutionProgress value) => call(value);
    }
}

/// <summary>Progress of a study.</summary>
/// <param name="Done">Runs finished or found, of the total.</param>
/// <param name="Total">Runs that the study is expected to need in all; does not move.</param>
/// <param name="Computed">Runs computed now, by this process.</param>
/// <param name="ByOthers">Runs that other processes finished meanwhile, in the work under way.</param>
/// <param name="Failed">Runs that threw, in the work under way.</param>
/// <param name="What">What is being done.</param>
public readonly record struct RunProgress(int Done, int Total, int Computed, int ByOthers, int Failed, string What);
