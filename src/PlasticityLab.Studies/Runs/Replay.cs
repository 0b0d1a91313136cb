using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PlasticityLab.Studies.Runs;

/// <summary>What a trained network replayed, at the level of items: kept for comparisons of dynamics and of representation.</summary>
public sealed record Replay
{
    /// <summary>Time between kept samples [ms].</summary>
    public double IntervalMs { get; init; }

    /// <summary>Recalls, first those of the first cue (one a noise seed), then one for each inner cue.</summary>
    public ImmutableArray<ReplayCourse> Courses { get; init; } = [];

    /// <summary>How many of them are of the first cue.</summary>
    public int FirstCues { get; init; }
}

/// <summary>One recall.</summary>
public sealed record ReplayCourse
{
    /// <summary>The cued item, from 0.</summary>
    public int Cue { get; init; }

    /// <summary>m_k(t) from the end of the cue on, [time][item], at the replay's interval, to three digits.</summary>
    public ImmutableArray<ImmutableArray<double>> Overlaps { get; init; } = [];

    /// <summary>Items visited in turn, from cue onset on.</summary>
    public ImmutableArray<int> Visits { get; init; } = [];

    /// <summary>Middle of each visit, in kept samples from the end of the cue; negative during the cue.</summary>
    public ImmutableArray<double> At { get; init; } = [];

    /// <summary>The item that is still active at the end; −1: none.</summary>
    public int Held { get; init; } = -1;

    /// <summary>Number of items.</summary>
    [JsonIgnore]
    public int Items => Overlaps.IsDefaultOrEmpty ? 0 : Overlaps[0].Length;
}
