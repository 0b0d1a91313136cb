using System.Text.Json;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>Runs as jobs of the store: the one place that knows how a result becomes bytes.</summary>
internal static class RunPart
{
    /// <summary>Name of the part that holds a result.</summary>
    public const string Name = "run.json";

    /// <summary>A run as a job.</summary>
    public static Step StepOf(RunSpec run, string id, string what) =>
        new(id, Name, $"{run.Learning.Rule}, seed {run.Seed}, {what}", stop => ToBytes(Runs.Run.Execute(run, stop)))
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

    /// <summary>The stored result of a run; null when there is none that is whole.</summary>
    public static Part? Find(IRunStore store, string id) => store.Find(id, Name);
}
