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
    public static string NameOf(MeasureSet wanted) => $"{Prefix}.{wanted.Short}.json";

    /// <summary>Name of the part of one build, where another one's is stored already.</summary>
    public static string NameOf(RunSpec run, string build) => $"{Prefix}.{JobName.Of($"{build}\n{run.Wanted.Names}")[..8]}.json";

    /// <summary>A run as a job.</summary>
    public static Step StepOf(RunSpec run, string id, string part, string what) =>
        new(id, part, $"{run.Learning.Rule}, seed {run.Seed}, {what}", stop => ToBytes(Runs.Run.Execute(run, stop)))
        {
            Arithmetic = ArithmeticOf(run),
        };

    /// <summary>What the last digits of a run depend on.</summary>
    public static string ArithmeticOf(RunSpec run) =>
        run.Network is RateNetwork { Arithmetic: Numerics.Arithmetic.Portable }
            ? Provenance.Portable
            : $"{run.Precision}, {Provenance.Arithmetic}";

    /// <summary>A result as it is stored.</summary>
    public static byte[] ToBytes(RunResult result) => JsonSerializer.SerializeToUtf8Bytes(result, Json.Canonical);

    /// <summary>A stored result.</summary>
    public static RunResult Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<RunResult>(bytes, Json.Canonical)!;

    /// <summary>The stored result of a run with all that is wanted; null when there is none that is whole.</summary>
    public static Part? Find(IRunStore store, RunSpec run, string id) =>
        store.Find(id, NameOf(run)) is { } part && (part.Name != Name || run.Wanted.AreIn(part.Bytes.Span))
            ? part
            : store.Find(id, NameOf(run.Wanted));
}
