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
    public Readout? Readout => Result.Readouts.IsDefaultOrEmpty ? null : Result.Readouts[0];

    /// <summary>L(d); NaN when the network diverged.</summary>
    public double L(int lag) =>
        Result.Structure.LagProfile is { IsDefaultOrEmpty: false } profile ? profile[(profile.Length / 2) + lag] : double.NaN;
}

/// <summary>One direction of the rule compass.</summary>
public sealed record CompassPoint(
    string Condition,
    double Angle,
    double Eta,
    double S,
    double D,
    double LMinus1,
    double L0,
    double LPlus1,
    OperatingPoint Point
);

/// <summary>One hand-built chain.</summary>
public sealed record MapPoint(string Condition, double Self, double Forward, double Backward, double S, double D);

/// <summary>One network of a sweep.</summary>
public sealed record SweepPoint(
    string Rule,
    string Condition,
    string Axis,
    double Value,
    ulong Seed,
    double S,
    double D,
    double Speed = double.NaN
);

/// <summary>One place of a map of behaviour.</summary>
/// <param name="Map">Name of the map.</param>
/// <param name="Rule">Rule.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Kind">network or mean field.</param>
/// <param name="XAxis">What x is.</param>
/// <param name="YAxis">What y is.</param>
/// <param name="X">x.</param>
/// <param name="Y">y.</param>
/// <param name="Level">0 for the coarse grid, then one more for each halving.</param>
/// <param name="Behaviour">The word of most networks.</param>
/// <param name="Agreement">Share of the networks that it holds for [1].</param>
/// <param name="S">Mean S.</param>
/// <param name="D">Mean D.</param>
/// <param name="I">Place along x on the finest grid, from 0.</param>
/// <param name="J">Place along y on the finest grid, from 0.</param>
public sealed record BehaviourPoint(
    string Map,
    string Rule,
    string Condition,
    string Kind,
    string XAxis,
    string YAxis,
    double X,
    double Y,
    int Level,
    string Behaviour,
    double Agreement,
    double S,
    double D,
    int I,
    int J
);

/// <summary>Everything that a study computed.</summary>
public sealed record StudyData
{
    /// <summary>The study.</summary>
    public required StudySpec Study { get; init; }

    /// <summary>Kind of the study's networks: rate or spiking.</summary>
    public string Network => Laboratories.Laboratory.Of(Study.Network).Network;

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
    public ImmutableArray<CompassPoint> Compass { get; init; } = [];

    /// <summary>The function map.</summary>
    public ImmutableArray<MapPoint> FunctionMap { get; init; } = [];

    /// <summary>The maps of behaviour.</summary>
    public ImmutableArray<BehaviourPoint> Maps { get; init; } = [];

    /// <summary>The sweeps.</summary>
    public ImmutableArray<SweepPoint> Sweeps { get; init; } = [];
}
