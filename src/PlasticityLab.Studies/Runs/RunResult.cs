using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>What was measured at one operating point.</summary>
public sealed record PointResult
{
    /// <summary>Inhibition and gain.</summary>
    public required OperatingPoint Point { get; init; }

    /// <summary>The measures of the catalogue that the task has, by their ids; NaN where the network has none, or its probes were not
    /// asked.</summary>
    public MeasureNumbers Measures { get; init; } = MeasureNumbers.Empty;

    /// <summary>A measure; NaN where there is none.</summary>
    public double this[string measure] => Measures.GetValueOrDefault(measure, double.NaN);
}

/// <summary>The learned weights at the level of assemblies.</summary>
public sealed record StructureResult
{
    /// <summary>L(d) for d = −(P−1) … P−1.</summary>
    public ImmutableArray<double> LagProfile { get; init; } = [];

    /// <summary>B, row after row.</summary>
    public ImmutableArray<double> Blocks { get; init; } = [];

    /// <summary>L(d); NaN when the network diverged.</summary>
    public double L(int lag) => LagProfile.IsDefaultOrEmpty ? double.NaN : LagProfile[(LagProfile.Length / 2) + lag];
}

/// <summary>An example kept for figures.</summary>
public sealed record Example
{
    /// <summary>Overlaps from cue onset on at the run's first readout and first noise seed, [time][item].</summary>
    public ImmutableArray<ImmutableArray<double>> Overlaps { get; init; } = [];

    /// <summary>Whole W[post, pre], row after row, with neurons ordered as they are.</summary>
    public ImmutableArray<float> Weights { get; init; } = [];

    /// <summary>Block matrices along training, one an epoch, the initial one first.</summary>
    public ImmutableArray<ImmutableArray<double>> BlocksByEpoch { get; init; } = [];

    /// <summary>Spikes and rates over time of a spiking network; null in a rate network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpikingExample? Spiking { get; init; }

    /// <summary>What is kept of a network.</summary>
    internal static Example Of(Trained trained, Recording replay)
    {
        var (network, overlaps) = (trained.Network, replay.Overlaps);
        return new()
        {
            Overlaps = [.. Enumerable.Range(0, overlaps.Rows).Select(t => overlaps.Row(t).ToArray().ToImmutableArray())],
            Weights = [.. trained.Learned.Values.Select(w => (float)w)],
            BlocksByEpoch =
            [
                .. trained.Snapshots.Select(s =>
                    BlockStructure.Of(s.Weights, network.Items, network.Unit).Blocks.Values.ToImmutableArray()
                ),
            ],
            Spiking = SpikingExample.Of(trained, replay),
        };
    }
}

/// <summary>The result of a run. Divergence, silence and seizure are results, counted and reported.</summary>
public sealed record RunResult
{
    /// <summary>Name of the run.</summary>
    public required string Id { get; init; }

    /// <summary>What was run: with it a stored result can be repeated and analysed by itself; null in results of older versions.</summary>
    public RunSpec? Spec { get; init; }

    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>More about the status, a sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>One entry for each operating point.</summary>
    public ImmutableArray<PointResult> Readouts { get; init; } = [];

    /// <summary>The learned structure.</summary>
    public StructureResult Structure { get; init; } = new();

    /// <summary>Print of the learned weights where their bits are the same on every machine (<c>arithmetic: portable</c>): the live lab shows
    /// the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Print { get; init; }

    /// <summary>Rates and clipping of a spiking network; null in a rate network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpikingFacts? Spiking { get; init; }

    /// <summary>Kept when the run asked for it.</summary>
    public Example? Example { get; init; }

    /// <summary>Kept when the run asked for it: the replays of its first operating point.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public Replay? Replay { get; init; }

    /// <summary>Readout of the second sequence at the first operating point, when one was learned on top.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public PointResult? Later { get; init; }

    /// <summary>Behaviour at the first operating point, when the run asked for it: silent, fixed, hopping, ordered, reversed, chaotic or
    /// seizure.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Behaviour { get; init; }

    /// <summary>The measure that counts in its task.</summary>
    [JsonIgnore]
    public string Score => Spec?.Task.Card.Score ?? ReplayScore.Id;

    /// <summary>The readout with the highest score; the first among equals.</summary>
    [JsonIgnore]
    public PointResult? Best => Readouts.IsDefaultOrEmpty ? null : Readouts.MaxBy(readout => readout[Score]);

    /// <summary>A measure at the first operating point.</summary>
    public double Of(string measure) => Of(Readouts.IsDefaultOrEmpty ? null : Readouts[0], measure);

    /// <summary>A measure at the operating point with the highest score.</summary>
    public double AtBest(string measure) => Of(Best, measure);

    /// <summary>A measure at an operating point: the one place that says what a network counts on which nothing could be measured.</summary>
    /// <param name="point">The point; null: there is nothing to measure.</param>
    /// <param name="measure">Its id.</param>
    public static double Of(PointResult? point, string measure) =>
        point is not null ? point[measure] : ((MeasureCard)Catalog.Of<IMeasure>().CardOf(measure)).OnFailure;
}
