using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The seed of a row's network.</summary>
public sealed class SeedColumnAttribute : ColumnDefinitionAttribute
{
    /// <summary>A key of every table that speaks of single networks.</summary>
    public SeedColumnAttribute()
        : base("", "seed of the network") => (Key, Examples) = (true, "100..119");
}
