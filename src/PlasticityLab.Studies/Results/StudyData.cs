using System.Collections.Immutable;
using System.Globalization;
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
    /// <summary>In words, for progress and failures.</summary>
    public string What => $"{Entry.Name} in {Entry.Condition}, seed {Seed}";

    /// <summary>What decides an analysis of this network: its run, and what it is called in the tables.</summary>
    public ImmutableArray<string> Inputs => [Result.Id, Entry.Condition, Entry.Name, Seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>The readout, or null when the network diverged.</summary>
    public PointResult? Readout => Result.Readouts.IsDefaultOrEmpty ? null : Result.Readouts[0];

    /// <summary>A measure; what it counts on failure when the network diverged.</summary>
    public double Of(string measure) => Result.Of(measure);

    /// <summary>L(d); NaN when the network diverged.</summary>
    public double L(int lag) => Result.Structure.L(lag);
}

/// <summary>What a study computed before its analyses.</summary>
public sealed record StudyData
{
    /// <summary>The study.</summary>
    public required StudySpec Study { get; init; }

    /// <summary>Kind of the study's networks: rate or spiking.</summary>
    public string Network => field ??= Study.Network.Card.Id;

    /// <summary>What tuning found, by rule and condition; empty without tuning.</summary>
    public required ImmutableSortedDictionary<(string Rule, string Condition), TuningResult> Tuning { get; init; }

    /// <summary>The scored networks.</summary>
    public required ImmutableArray<NetworkOutcome> Outcomes { get; init; }

    /// <summary>One network of each entry with its course and weights.</summary>
    public required ImmutableArray<NetworkOutcome> Examples { get; init; }

    /// <summary>The networks that learned, with their replays.</summary>
    public ImmutableArray<NetworkOutcome> Replays { get; init; } = [];
}
