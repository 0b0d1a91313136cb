using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The rule or control of a row.</summary>
public sealed class RuleColumnAttribute : ColumnDefinitionAttribute
{
    private const string Made =
        "none|hebb|sym|cov|oja|mexhat|bcm|anti|anticov|diff|hebbdiff|tah|stdp|antistdp|hebb_shuffled|stdp_shuffled|stdp_flipped|oracle";

    /// <summary>A key of every table that speaks of rules.</summary>
    public RuleColumnAttribute()
        : base("", "rule or control by its name in the study") => (Key, Examples) = (true, Made);
}
