using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>What is measured of every scored network, and what a diverged one counts: its scores are 0, what it has no value for is
/// missing.</summary>
public static class NetworkMeasures
{
    private static readonly ImmutableArray<(MeasureColumn Column, Func<NetworkOutcome, double> Of)> First =
    [
        (
            new("S", "", "sequence score: order times fidelity of the replay cued at the first item, mean over noise seeds"),
            o => o.Readout?.S ?? 0
        ),
        (
            new("D", "", "direction: how much more often an inner cue is followed by its successor than by its predecessor", -1),
            o => o.Readout?.D ?? 0
        ),
        (new("order", "", "correct steps between items less others, over P − 1"), o => o.Readout?.Order ?? 0),
        (new("fidelity", "", "how clearly the item played dominates, mean over visits"), o => o.Readout?.Fidelity ?? 0),
        (new("bounce", "", "share of replays that reach the end and turn back"), o => o.Readout?.Bounce ?? 0),
        (new("hold_ms", "ms", "time that the cued item stays active after the cue", 0, 200), o => o.Readout?.HoldMs ?? 0),
        (new("speed", "items/100 ms", "speed of the replay; empty when nothing moved", 0, 8), o => o.Readout?.Speed ?? double.NaN),
        (new("L_minus1", "drive", "mean block weight to the previous item", -0.5, 0.5), o => o.L(-1)),
        (new("L_0", "drive", "mean block weight within an item", 0, 2), o => o.L(0)),
        (new("L_plus1", "drive", "mean block weight to the next item", -0.5, 1.5), o => o.L(1)),
        (new("flow", "", "(L(1) − L(−1)) over the sum of the sizes of L(1), L(−1) and L(0)", -1), o => Learned(o, o.Result.Structure.Flow)),
        (new("asymB", "", "share of the squared block weights in their antisymmetric part"), o => Learned(o, o.Result.Structure.AsymB)),
        (new("cpxB", "", "share of rotation in the spectrum of the block weights"), o => Learned(o, o.Result.Structure.CpxB)),
    ];

    private static readonly ImmutableArray<(MeasureColumn Column, Func<NetworkOutcome, double> Of)> Second =
    [
        (new("completeness", "", "longest correct beginning, mean over noise seeds"), o => o.Readout?.Completeness ?? 0),
        (new("q50", "", "share of replays with at least half of the items in order"), o => o.Readout?.Q50 ?? 0),
        (new("q90", "", "share of replays with at least 90 % of the items in order"), o => o.Readout?.Q90 ?? 0),
        (new("q100", "", "share of replays with all items in order"), o => o.Readout?.Q100 ?? 0),
        (new("compression", "", "speed of the replay over that of the presentation", 0, 9), o => o.Readout?.Compression ?? double.NaN),
        (new("active_assemblies", "assemblies", "mean activity after the cue", 0, 4), o => o.Readout?.ActiveAssemblies ?? double.NaN),
        (
            new("spectral_abscissa_B", "drive", "largest real part of an eigenvalue of the block weights", -1, 3),
            o => Learned(o, o.Result.Structure.SpectralAbscissa)
        ),
        (
            new("henrici_B", "", "departure of the block weights from normality (Henrici), over their norm"),
            o => Learned(o, o.Result.Structure.Henrici)
        ),
        (
            new("participation_ratio_B", "", "participation ratio of the squared singular values of the block weights", 1, 8),
            o => Learned(o, o.Result.Structure.ParticipationRatio)
        ),
    ];

    /// <summary>Sequence score.</summary>
    public static MeasureColumn S { get; } = First[0].Column;

    /// <summary>Direction.</summary>
    public static MeasureColumn D { get; } = First[1].Column;

    /// <summary>Order of the replay.</summary>
    public static MeasureColumn Order { get; } = First[2].Column;

    /// <summary>Share of replays that turn back at the end.</summary>
    public static MeasureColumn Bounce { get; } = First[4].Column;

    /// <summary>Time that the cued item is held.</summary>
    public static MeasureColumn Hold { get; } = First[5].Column;

    /// <summary>Speed of the replay.</summary>
    public static MeasureColumn Speed { get; } = First[6].Column;

    /// <summary>L(−1).</summary>
    public static MeasureColumn Backward { get; } = First[7].Column;

    /// <summary>L(0).</summary>
    public static MeasureColumn Self { get; } = First[8].Column;

    /// <summary>L(1).</summary>
    public static MeasureColumn Forward { get; } = First[9].Column;

    /// <summary>Direction of flow of the block weights.</summary>
    public static MeasureColumn Flow { get; } = First[10].Column;

    /// <summary>Asymmetry of the block weights.</summary>
    public static MeasureColumn Asymmetry { get; } = First[11].Column;

    /// <summary>Rotation in the spectrum of the block weights.</summary>
    public static MeasureColumn Rotation { get; } = First[12].Column;

    internal static ImmutableArray<MeasureColumn> Outcomes { get; } = [.. First.Select(measure => measure.Column)];

    internal static ImmutableArray<MeasureColumn> Further { get; } = [.. Second.Select(measure => measure.Column)];

    internal static MeasureValues OutcomesOf(NetworkOutcome outcome) => new(Outcomes, [.. First.Select(measure => measure.Of(outcome))]);

    internal static MeasureValues FurtherOf(NetworkOutcome outcome) => new(Further, [.. Second.Select(measure => measure.Of(outcome))]);

    private static double Learned(NetworkOutcome outcome, double value) => outcome.Readout is null ? double.NaN : value;
}
