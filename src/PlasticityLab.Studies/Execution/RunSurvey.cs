using System.Collections.Immutable;
using System.Diagnostics;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>What a study needs and what of it is stored.</summary>
/// <param name="Stages">The stages in their order.</param>
/// <param name="Stored">Runs that are stored.</param>
/// <param name="Missing">Runs that are known to be missing; runs that depend on results to come are not among them.</param>
/// <param name="Failed">Runs among them that threw, by name, with what was said.</param>
/// <param name="Builds">Stored runs by the program that computed them.</param>
/// <param name="Arithmetics">Stored runs by what their last digits depend on.</param>
/// <param name="Seconds">Mean duration of the stored runs [s]; NaN when there is none.</param>
/// <param name="Bytes">Mean size of the stored runs [bytes].</param>
public sealed record StudyCount(
    ImmutableArray<(string Name, int Runs, int Further)> Stages,
    int Stored,
    ImmutableArray<RunSpec> Missing,
    ImmutableSortedDictionary<string, string> Failed,
    ImmutableSortedDictionary<string, int> Builds,
    ImmutableSortedDictionary<string, int> Arithmetics,
    double Seconds,
    double Bytes
)
{
    // How long short runs are computed to see what one takes, where all take so long [s]; the first ones fit in any case.
    private static double Warming(double all) => Math.Min(2.5, 0.05 * all);

    /// <summary>That of a complete study.</summary>
    internal static StudyCount Of(RunTally runs) =>
        new(
            [("all", runs.Count, 0)],
            runs.Count,
            [],
            ImmutableSortedDictionary<string, string>.Empty,
            runs.Builds.ToImmutableSortedDictionary(),
            runs.Arithmetics.ToImmutableSortedDictionary(),
            runs.Count > 0 ? runs.Seconds / runs.Count : double.NaN,
            0
        );

    /// <summary>Runs that are needed for certain.</summary>
    public int Runs { get; } = Stages.Sum(stage => stage.Runs);

    /// <summary>Runs that are expected beyond them, which depends on what comes out; 0 when all is known.</summary>
    public int Further { get; } = Stages.Sum(stage => stage.Further);

    /// <summary>Runs that the study is expected to need in all.</summary>
    public int Expected => Runs + Further;

    /// <summary>Steps of analyses that are known to be missing.</summary>
    public int MissingSteps { get; init; }

    /// <summary>Whether every run and every step of an analysis is stored.</summary>
    public bool IsComplete => Further == 0 && Stored == Runs && MissingSteps == 0;

    /// <summary>Runs that are not stored, with those that depend on what comes out.</summary>
    public int Left => Math.Max(0, Expected - Stored);

    /// <summary>Runs that are not stored and needed for certain.</summary>
    public int LeftForCertain => Math.Max(0, Runs - Stored);

    /// <summary>Time that the missing runs take on so many threads, by the mean of the stored ones [s]; NaN when none is stored.</summary>
    public double SecondsLeft(int threads) => Left * Seconds / threads;

    /// <summary>Whether any run tells how long one takes and how large it is.</summary>
    public bool IsMeasured => double.IsFinite(Seconds);

    /// <summary>The same, with duration and size measured where no run is stored: a few of the missing runs are computed and dropped.</summary>
    /// <param name="limit">Time that this may take; when it does not suffice for two runs, nothing is told.</param>
    /// <param name="cancellation">Stops.</param>
    public StudyCount Measured(TimeSpan limit, CancellationToken cancellation = default)
    {
        if (IsMeasured || Missing.IsEmpty)
        {
            return this;
        }

        // From within, since first and last are often of another kind: examples, the last ones, keep their networks and are larger.
        RunSpec[] others = [.. Missing.Where(run => run.KeepExample == Missing[0].KeepExample)];
        RunSpec[] sample = [.. new[] { 1, 3, 5 }.Select(k => (int)((long)k * others.Length / 6)).Distinct().Select(k => others[k])];
        var (bytes, seconds, last) = (new List<double>(), new List<double>(), 0.0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(limit);
        try
        {
            // Code is compiled while the first run is computed, which is no part of what one takes.
            last = RunPart.ToBytes(Run.Execute(Missing[^1], stop.Token)).Length;
            var start = Stopwatch.GetTimestamp();
            // Code of short runs goes on being compiled, better each time, for some seconds; of a large study that is worth waiting for.
            while (seconds.Count < sample.Length || Stopwatch.GetElapsedTime(start).TotalSeconds < Warming(LeftForCertain * seconds[^1]))
            {
                var at = Stopwatch.GetTimestamp();
                bytes.Add(RunPart.ToBytes(Run.Execute(sample[seconds.Count % sample.Length], stop.Token)).Length);
                seconds.Add(Stopwatch.GetElapsedTime(at).TotalSeconds);
                if (seconds.Count == sample.Length)
                {
                    stop.CancelAfter(Timeout.InfiniteTimeSpan);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What was seen until then tells.
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            return this; // it throws, which is told when it is computed in earnest
        }

        return seconds.Count == 0
            ? this
            : this with
            {
                Seconds = seconds[^Math.Min(seconds.Count, Math.Max(sample.Length, seconds.Count / 4))..].Average(),
                Bytes = double.Lerp(last, bytes.Take(sample.Length).Average(), (double)others.Length / Missing.Length),
            };
    }

    /// <summary>Space that the missing runs take, by the mean of the stored ones [bytes].</summary>
    public double BytesLeft => Left * Bytes;

    /// <summary>What a stage is expected to need.</summary>
    public int Of(string name) => Stages.Where(stage => stage.Name == name).Sum(stage => stage.Runs + stage.Further);
}

/// <summary>Looks up runs and computes none: tells how many a study needs and what of it is there. Changes nothing.</summary>
public sealed class RunSurvey(IRunStore store) : IStudyRuns
{
    private readonly ImmutableArray<(string Name, int Runs, int Further)>.Builder _stages = ImmutableArray.CreateBuilder<(
        string,
        int,
        int
    )>();
    private readonly Dictionary<string, Origin> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunSpec> _missing = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<(string Id, string Part)> _steps = [];
    private int _new,
        _missingSteps;

    private const int Together = 256;

    private sealed class NotStoredException : Exception;

    // What is remembered of a stored run: not its bytes, of which a hundred thousand runs have hundreds of MiB.
    private sealed record Origin(string Part, string Build, string Arithmetic, double Seconds, int Bytes)
    {
        public static Origin? Of(Part? part) =>
            part is null ? null : new(part.Name, part.Build, part.Arithmetic, part.Seconds, part.Bytes.Length);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RunResult> Execute(IReadOnlyList<RunSpec> runs, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] ids = [.. runs.AsParallel().AsOrdered().Select(run => run.Id())];
        _asked.UnionWith(ids);
        _new += ids.Distinct().Count(id => !_found.ContainsKey(id) && !_missing.ContainsKey(id));
        var found = Each(runs.Zip(ids), (_, part) => Origin.Of(part));
        for (var k = 0; k < found.Length; k++)
        {
            if (found[k] is { } origin)
            {
                _found[ids[k]] = origin;
                _ = _missing.Remove(ids[k]);
            }
            else
            {
                _missing[ids[k]] = runs[k];
                _ = _found.Remove(ids[k]);
            }
        }

        // Once one is missing, nobody asks for the results of the others; what goes between the two looks is missing, too.
        RunResult[] results = found.Contains(null) ? [] : [.. Each(runs.Zip(ids), Read).OfType<RunResult>()];
        return results.Length == runs.Count ? results : throw new NotStoredException();

        static RunResult? Read((RunSpec Run, string Id) job, Part? part) =>
            part is null ? null : RunPart.Read(part.Bytes.Span, job.Run, job.Id);
    }

    // What is found of many runs: some at a time, since those that were computed together lie together.
    private T?[] Each<T>(IEnumerable<(RunSpec Run, string Id)> runs, Func<(RunSpec Run, string Id), Part?, T?> use)
        where T : class =>
        [.. runs.Chunk(Together).AsParallel().AsOrdered().SelectMany(some => some.Zip(RunPart.Find(store, some), use).ToArray())];

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Execute(IReadOnlyList<Step> steps, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Part[] found = [.. steps.Select(step => store.Find(step.Id, step.Part)).OfType<Part>()];
        _steps.UnionWith(found.Select(part => (part.Id, part.Name)));
        _missingSteps += steps.Count - found.Length;
        return found.Length == steps.Count ? [.. found.Select(part => part.Bytes.ToArray())] : throw new NotStoredException();
    }

    /// <inheritdoc/>
    public bool TryStage<T>(Stage stage, Func<T> work, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? result)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(work);
        var (outerNew, outerAsked) = (_new, _asked.ToArray());
        _new = 0;
        _asked.Clear();
        try
        {
            result = work();
            _stages.Add((stage.Name, _new, 0));
            return true;
        }
        catch (NotStoredException)
        {
            // What lies beyond the first missing results is not known by name, but by number.
            result = null;
            var more = _asked.Count - stage.Runs;
            _stages.Add((stage.Name, _new + Math.Max(0, -more), Math.Max(0, stage.Further - Math.Max(0, more))));
            return false;
        }
        finally
        {
            _new = outerNew;
            _asked.Clear();
            _asked.UnionWith(outerAsked);
        }
    }

    /// <summary>The runs and steps that are stored, and the part of each.</summary>
    public IEnumerable<(string Id, string Part)> Found => _found.Select(found => (found.Key, found.Value.Part)).Concat(_steps);

    /// <summary>Says that a stage cannot be looked at, because what it depends on is missing.</summary>
    public static Exception Unknown() => new NotStoredException();

    /// <summary>What was found.</summary>
    public StudyCount Count()
    {
        var failures = store.Failures();
        Origin[] parts = [.. _found.Values];
        return new(
            _stages.ToImmutable(),
            parts.Length,
            [.. _missing.Values],
            failures.Where(failure => _missing.ContainsKey(failure.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            parts.GroupBy(part => part.Build).ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            parts.GroupBy(part => part.Arithmetic).ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            parts.Length > 0 ? parts.Average(part => part.Seconds) : double.NaN,
            parts.Length > 0 ? parts.Average(part => (double)part.Bytes) : 0
        )
        {
            MissingSteps = _missingSteps,
        };
    }
}
