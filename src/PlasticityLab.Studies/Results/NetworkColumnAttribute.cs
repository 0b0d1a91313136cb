using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The kind of network of a row.</summary>
public sealed class NetworkColumnAttribute : ColumnDefinitionAttribute
{
    /// <summary>A key of every table that speaks of networks of one kind.</summary>
    public NetworkColumnAttribute()
        : base("", "kind of the networks: rate or spiking") => (Key, Examples) = (true, "rate");
}
