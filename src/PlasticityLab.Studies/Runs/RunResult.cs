using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>What one operating point showed.</summary>
public sealed record Readout
{
    /// <summary>Inhibition and gain.</summary>
    public required OperatingPoint Point { get; init; }

    /// <summary>S = order × fidelity, mean over noise seeds [1].</summary>
    public double S { get; init; }

    /// <summary>Order, mean over noise seeds [1].</summary>
    public double Order { get; init; }

    /// <summary>Fidelity, mean over noise seeds [1].</summary>
    public double Fidelity { get; init; }

    /// <summary>Longest correct beginning, mean over noise seeds [1].</summary>
    public double Completeness { get; init; }

    /// <summary>Share of replays with at least half of the items in order [1].</summary>
    public double Q50 { get; init; }

    /// <summary>Share of replays with at least 90 % of the items in order [1].</summary>
    public double Q90 { get; init; }

    /// <summary>Share of replays with all items in order [1].</summary>
    public double Q100 { get; init; }

    /// <summary>D = P(next visit is the next item) − P(it is the one before), over inner cues [1]; NaN when they were not asked
    /// for.</summary>
    public double D { get; init; } = double.NaN;

    /// <summary>Share of replays that reach the end and turn back [1].</summary>
    public double Bounce { get; init; }

    /// <summary>Time that the cued item stays active after the cue [ms].</summary>
    public double HoldMs { get; init; }

    /// <summary>Items per 100 ms; NaN when nothing moved.</summary>
    public double Speed { get; init; } = double.NaN;

    /// <summary>Speed of the replay over that of the presentation [1].</summary>
    public double Compression { get; init; } = double.NaN;

    /// <summary>Mean activity after the cue, in assemblies.</summary>
    public double ActiveAssemblies { get; init; }
}

/// <summary>The learned weights at the level of assemblies.</summary>
public sealed record StructureResult
{
    /// <summary>L(d) for d = −(P−1) … P−1.</summary>
    public ImmutableArray<double> LagProfile { get; init; } = [];

    /// <summary>B, row after row.</summary>
    public ImmutableArray<double> Blocks { get; init; } = [];

    /// <summary>Direction of flow [1].</summary>
    public double Flow { get; init; }

    /// <summary>Share of the antisymmetric part [1].</summary>
    public double AsymB { get; init; }

    /// <summary>Share of rotation in the spectrum [1].</summary>
    public double CpxB { get; init; }

    /// <summary>Spectral abscissa of B.</summary>
    public double SpectralAbscissa { get; init; } = double.NaN;

    /// <summary>Henrici's departure from normality of B, over its norm [1].</summary>
    public double Henrici { get; init; } = double.NaN;

    /// <summary>Participation ratio of the squared singular values of B.</summary>
    public double ParticipationRatio { get; init; } = double.NaN;
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

    /// <summary>Whole weights along training, when the run asked for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<WeightRecord> WeightsOverTime { get; init; }

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
            WeightsOverTime = WeightRecord.Along(trained.Snapshots, trained.Run.WeightsEvery, trained.Task.Epochs),
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

    /// <summary>ok; diverged; unstable: steps of learning that forward Euler cannot follow; silent: nothing active after the cue; seizure: more than half of all neurons active.</summary>
    public required string Status { get; init; }

    /// <summary>More about the status, a sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>One entry for each operating point.</summary>
    public ImmutableArray<Readout> Readouts { get; init; } = [];

    /// <summary>The learned structure.</summary>
    public StructureResult Structure { get; init; } = new();

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
    public Readout? Later { get; init; }

    /// <summary>Behaviour at the first operating point, when the run asked for it: silent, fixed, hopping, ordered, reversed, chaotic or
    /// seizure.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Behaviour { get; init; }

    /// <summary>The readout with the highest S; the first among equals.</summary>
    public Readout? Best => Readouts.IsDefaultOrEmpty ? null : Readouts.MaxBy(readout => readout.S);
}
