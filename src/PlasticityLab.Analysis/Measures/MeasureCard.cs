using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Measures;

/// <summary>Which values of a measure are better.</summary>
public enum Better
{
    /// <summary>High ones.</summary>
    Higher,

    /// <summary>Low ones.</summary>
    Lower,

    /// <summary>None: it describes.</summary>
    Neither,
}

/// <summary>What a measure is, for people and for tables.</summary>
/// <param name="Id">Name of its column and in study files.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Unit">Unit; 1 when there is none.</param>
/// <param name="Meaning">What it measures.</param>
/// <param name="Low">Smallest value that it can take.</param>
/// <param name="High">Largest value; where there is no limit, a typical one.</param>
/// <param name="Better">Which values are better.</param>
/// <param name="OnFailure">What a network counts that diverged or whose learning was unstable, so that there is nothing to measure: NaN, it is
/// left out.</param>
/// <param name="Source">Author, year, journal.</param>
public sealed record MeasureCard(
    string Id,
    string Name,
    string Unit,
    string Meaning,
    double Low,
    double High,
    Better Better,
    double OnFailure,
    string Source
) : ICard
{
    /// <summary>Groups of probes that it reads; where one was not asked, its value is NaN.</summary>
    public ImmutableArray<string> Probes { get; init; } = [];
}
