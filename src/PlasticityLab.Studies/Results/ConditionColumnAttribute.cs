using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The condition of a row.</summary>
public sealed class ConditionColumnAttribute : ColumnDefinitionAttribute
{
    /// <summary>A key of every table that speaks of conditions.</summary>
    public ConditionColumnAttribute()
        : base("", "condition of the study") => (Key, Examples) = (true, "A|B");
}
