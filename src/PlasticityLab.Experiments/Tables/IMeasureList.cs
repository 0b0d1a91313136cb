using System.Collections.Immutable;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A measure as a column of a table.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Unit">Unit; empty when there is none.</param>
/// <param name="Meaning">What it measures.</param>
/// <param name="Low">Smallest value that it can take.</param>
/// <param name="High">Largest value; where there is no limit, a typical one.</param>
public sealed record MeasureColumn(string Name, string Unit, string Meaning, double Low = 0, double High = 1)
{
    /// <summary>What people read: its symbol or its name in words.</summary>
    public string Word { get; init; } = Name;
}

/// <summary>Measures that a table may hold, in the order of their columns.</summary>
public interface IMeasureList
{
    /// <summary>The measures.</summary>
    ImmutableArray<MeasureColumn> Columns { get; }
}
