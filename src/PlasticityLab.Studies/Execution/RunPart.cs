using System.Text.Json;
using PlasticityLab.Experiments;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>Runs as jobs of the store: the one place that knows how a result becomes bytes.</summary>
internal static class RunPart
{
    /// <summary>Name of the part that holds a result with all measures that PlasticityLab brings.</summary>
    public const string Name = Prefix + ".json";

    /// <summary>What names of parts that hold results begin with.</summary>
    public const string Prefix = "run";

    /// <summary>Name of the part that holds a result: measures are no part of a run's name, so each set of them has a part of its
    /// own.</summary>
    public static string NameOf(RunSpec run)
    {
        var wanted = run.Wanted;
        return wanted == MeasureSet.Own(run.Task) ? Name : NameOf(wanted);
    }

    /// <summary>The part of a set of measures.</summary>
    public static string NameOf(MeasureSet wanted) => string.Intern($"{Prefix}.{wanted.Short}.json");

    /// <summary>Name of the part of one build, where another one's is stored already.</summary>
    public static string NameOf(RunSpec run, string build) => $"{Prefix}.{JobName.Of($"{build}\n{run.Wanted.Names}")[..8]}.json";

    /// <summary>The part of one build's step, where another one's is stored already.</summary>
    public static string NameBeside(string part, string build) =>
        $"{Path.GetFileNameWithoutExtension(part)}.{JobName.Of(build)[..8]}{Path.GetExtension(part)}";

    /// <summary>A run as a job.</summary>
    /// <param name="run">The run.</param>
    /// <param name="id">Its name.</param>
    /// <param name="part">The part that holds its result.</param>
    /// <param name="what">For progress and failures.</param>
    /// <param name="beside">Receives what the run asks to record.</param>
    public static Step StepOf(RunSpec run, string id, string part, string what, Action<RunSpec, byte[]>? beside = null) =>
        new(id, part, $"{run.Learning.Rule}, seed {run.Seed}, {what}", stop => Execute(run, beside, stop).Result)
        {
            Arithmetic = ArithmeticOf(run),
        };

    /// <summary>What a run asks to record, as a job beside it: of a run that was stored without.</summary>
    public static Step RecordingOf(RunSpec run, string what) =>
        new(run.Id(), run.Record!.PartName, $"{run.Learning.Rule}, seed {run.Seed}, {what}", stop => Execute(run, null, stop).Recorded!)
        {
            Arithmetic = ArithmeticOf(run),
        };

    private static (byte[] Result, byte[]? Recorded) Execute(RunSpec run, Action<RunSpec, byte[]>? beside, CancellationToken stop)
    {
        var trained = Trained.Of(run, run.KeepExample, stop);
        var result = ToBytes(Runs.Run.Measure(trained, stop));
        var recorded = trained.Followed is { } followed ? Recorded.Of(trained, followed).ToBytes() : null;
        if (recorded is not null)
        {
            beside?.Invoke(run, recorded);
        }

        return (result, recorded);
    }

    /// <summary>What the last digits of a run depend on.</summary>
    public static string ArithmeticOf(RunSpec run) =>
        run.Network is RateNetwork { Arithmetic: Numerics.Arithmetic.Portable }
            ? Provenance.Portable
            : $"{run.Precision}, {Provenance.Arithmetic}";

    /// <summary>A result as it is stored.</summary>
    public static byte[] ToBytes(RunResult result) => JsonSerializer.SerializeToUtf8Bytes(result, Json.Canonical);

    /// <summary>A stored result.</summary>
    public static RunResult Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<RunResult>(bytes, Json.Canonical)!;

    /// <summary>The stored result of a run that was asked for. The many runs of a study share network, learning and readouts, which the stored
    /// text of each spells out: its result holds the run that was asked for, and not a copy.</summary>
    public static RunResult Read(ReadOnlySpan<byte> bytes, RunSpec run, string id) => Read(bytes) with { Id = id, Spec = run };

    /// <summary>The stored result of a run with all that is wanted; null when there is none that is whole.</summary>
    public static Part? Find(IRunStore store, RunSpec run, string id) => Whole(store, store.Find(id, NameOf(run)), run, id);

    /// <summary>The same for many runs, in their order.</summary>
    public static IReadOnlyList<Part?> Find(IRunStore store, IReadOnlyList<(RunSpec Run, string Id)> runs) =>
        [.. store.Find([.. runs.Select(job => (job.Id, NameOf(job.Run)))]).Zip(runs, (part, job) => Whole(store, part, job.Run, job.Id))];

    private static Part? Whole(IRunStore store, Part? part, RunSpec run, string id) =>
        part is not null && (part.Name != Name || run.Wanted.AreIn(part.Bytes.Span)) ? part : store.Find(id, NameOf(run.Wanted));
}
