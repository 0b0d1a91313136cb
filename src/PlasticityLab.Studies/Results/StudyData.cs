using System.Collections.Immutable;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Results;

/// <summary>One scored network.</summary>
/// <param name="Entry">Rule or control and condition.</param>
/// <param name="Seed">Seed of the replicate.</param>
/// <param name="Result">What came out.</param>
public sealed record NetworkOutcome(StudyEntry Entry, ulong Seed, RunResult Result)
{
    /// <summary>The readout, or null when the network diverged.</summary>
    public PointResult? Readout => Result.Readouts.IsDefaultOrEmpty ? null : Result.Readouts[0];

    /// <summary>A measure; what it counts on failure when the network diverged.</summary>
    public double Of(string measure) => Result.Of(measure);

    /// <summary>L(d); NaN when the network diverged.</summary>
    public double L(int lag) =>
        Result.Structure.LagProfile is { IsDefaultOrEmpty: false } profile ? profile[(profile.Length / 2) + lag] : double.NaN;
}

/// <summary>Everything that a study computed.</summary>
public sealed record StudyData
{
    /// <summary>The study.</summary>
    public required StudySpec Study { get; init; }

    /// <summary>Kind of the study's networks: rate or spiking.</summary>
    public string Network => Study.Network.Card.Id;

    /// <summary>What tuning found, by rule and condition; empty without tuning.</summary>
    public required ImmutableSortedDictionary<(string Rule, string Condition), TuningResult> Tuning { get; init; }

    /// <summary>The scored networks.</summary>
    public required ImmutableArray<NetworkOutcome> Outcomes { get; init; }

    /// <summary>One network of each entry with its course and weights.</summary>
    public required ImmutableArray<NetworkOutcome> Examples { get; init; }

    /// <summary>The networks that learned, with their replays.</summary>
    public ImmutableArray<NetworkOutcome> Replays { get; init; } = [];

    /// <summary>Networks that learned a second sequence on top of the first.</summary>
    public ImmutableArray<NetworkOutcome> Later { get; init; } = [];

    /// <summary>The rule compass.</summary>
    public ImmutableArray<CompassRow> Compass { get; init; } = [];

    /// <summary>The function map.</summary>
    public ImmutableArray<FunctionMapRow> FunctionMap { get; init; } = [];

    /// <summary>The maps of behaviour.</summary>
    public ImmutableArray<MapRow> Maps { get; init; } = [];

    /// <summary>The sweeps.</summary>
    public ImmutableArray<SweepRow> Sweeps { get; init; } = [];
}
