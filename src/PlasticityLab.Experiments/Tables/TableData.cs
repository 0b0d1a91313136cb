using System.Collections.Immutable;

namespace PlasticityLab.Experiments.Tables;

/// <summary>A column with its values.</summary>
/// <param name="Name">Name.</param>
/// <param name="Unit">Unit; empty when there is none.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Key">Whether it belongs to what tells rows apart.</param>
/// <param name="Values">double[], int[], int?[], ulong[], bool[] or string[]; words of a closed set are strings.</param>
public sealed record TableColumn(string Name, string Unit, string Meaning, bool Key, Array Values)
{
    /// <summary>Whether yes and no are written 1 and 0 in CSV.</summary>
    public bool Digits { get; init; }
}

/// <summary>A table without its row type, column by column: what exporters are given.</summary>
/// <param name="Name">Name.</param>
/// <param name="Version">Version of its columns.</param>
/// <param name="Grain">What one row is.</param>
/// <param name="Columns">The columns, all of one length.</param>
public sealed record TableData(string Name, int Version, string Grain, ImmutableArray<TableColumn> Columns)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Columns.IsDefaultOrEmpty ? 0 : Columns[0].Values.Length;
}
