namespace PlasticityLab.Experiments.Tables;

/// <summary>Makes a record the rows of a table: CSV, exporters, reader, reference page and made-up rows follow from it.</summary>
/// <param name="name">Name of the table, snake case: its file's name without ending.</param>
/// <param name="grain">What one row is, such as "one trained network".</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TableAttribute(string name, string grain) : Attribute
{
    /// <summary>Name of the table.</summary>
    public string Name { get; } = name;

    /// <summary>What one row is.</summary>
    public string Grain { get; } = grain;

    /// <summary>Raised when a column is renamed or changes its meaning.</summary>
    public int Version { get; init; } = 1;
}
