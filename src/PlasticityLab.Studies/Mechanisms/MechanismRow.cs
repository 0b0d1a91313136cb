using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>What was done to the weights of a trained network.</summary>
public enum MechanismOperation
{
    /// <summary>Nothing.</summary>
    Intact,

    /// <summary>The weights before learning.</summary>
    Untrained,

    /// <summary>One part of what was learned between items was taken away.</summary>
    Remove,

    /// <summary>One part of what was learned between items was put into the untrained network; nothing else.</summary>
    Only,

    /// <summary>W became (W + Wᵀ)/2, all of it.</summary>
    Symmetrise,

    /// <summary>A share of the antisymmetric part was kept.</summary>
    Dose,

    /// <summary>What was learned between items was replaced by what another rule learned in another network.</summary>
    Transplant,
}

/// <summary>One network after one operation at one operating point.</summary>
[Table("mechanism_readings", "one network after one operation on its weights, at one operating point")]
public sealed record MechanismReadingRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [SeedColumn(Examples = "100..102")] ulong Seed,
    [Column("", "what was done to the weights", Key = true, Examples = "intact|remove|symmetrise")] MechanismOperation Operation,
    [Column("", "the part, the dose or the giving rule; empty when there is none", Key = true, Examples = "antisymmetric|0.25|hebb")]
        string Detail,
    [Column("", "strength of inhibition", Key = true, Examples = "2")] double Inhibition,
    [Column("", "recurrent gain", Key = true, Examples = "1|2")] double Gain,
    [Column("", "sequence score", Name = ReplayScore.Id)] double S,
    [Column("", "direction at inner cues; empty where they were not asked", Name = "D", Low = -1)] double D
) : IArmRow;

/// <summary>What an operation left in the block weights of one network.</summary>
[Table("mechanism_structures", "the block weights of one network after one operation")]
public sealed record MechanismStructureRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [SeedColumn(Examples = "100..102")] ulong Seed,
    [Column("", "what was done to the weights", Key = true, Examples = "intact|remove|symmetrise")] MechanismOperation Operation,
    [Column("", "the part, the dose or the giving rule; empty when there is none", Key = true, Examples = "antisymmetric|0.25|hebb")]
        string Detail,
    [Column("", "share of the part in the squared learned blocks; empty where no part is meant")] double Share,
    [Column("drive", "block weight to the item before", Low = -1)] double Backward,
    [Column("drive", "block weight within an item", Low = -1)] double Self,
    [Column("drive", "block weight to the next item", Low = -1)] double Forward,
    [Column("drive/item", "gradient of the self weights", Low = -0.1, High = 0.1)] double Gradient
) : IArmRow;

/// <summary>One lag of the block weights of one network.</summary>
[Table("mechanism_lags", "one lag of the block weights of one network: learned, untrained, symmetrised")]
public sealed record MechanismLagRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [SeedColumn(Examples = "100..102")] ulong Seed,
    [Column("", "what was done to the weights", Key = true, Examples = "intact|untrained|symmetrise")] MechanismOperation Operation,
    [Column("items", "lag: 1 leads to the next item", Key = true, Examples = "-3..3")] int Lag,
    [Column("drive", "mean block weight at the lag", Low = -1)] double Weight,
    [Column("drive/item", "gradient: slope along the diagonal", Low = -0.1, High = 0.1)] double Slope
) : IArmRow;

/// <summary>One part of what a rule learned, taken away or put in alone.</summary>
[Table("mechanism_components", "one part of what a rule has learned, taken away or put alone into the untrained network")]
public sealed record MechanismComponentRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [Column("", "what was done to the weights", Key = true, Examples = "remove|only")] MechanismOperation Operation,
    [Column(
        "",
        "which part; of symmetrise all_blocks, since the whole of W is symmetrised",
        Key = true,
        Examples = "self_weights|lag_plus_one|lag_minus_one|long_lags|symmetric|antisymmetric|gradient"
    )]
        BlockPart Component,
    [Column("", "networks", Low = 8, High = 8)] int Networks,
    [Column("", "share of the part in the squared learned blocks, mean")] double Share,
    [Column("", "S at the rule's own operating point, mean", Name = "S_same_point")] double SSamePoint,
    [Spread("S_", "S at the operating point that is best after the operation, optimistic for all alike as it is a maximum")] MeanColumns S,
    [Column("", "strength of inhibition there", High = 4)] double Inhibition,
    [Column("", "recurrent gain there", High = 2)] double Gain,
    [Spread("kept_", "S there minus half of the intact network's S at its best operating point, network by network")] MeanColumns Kept,
    [Column("", "whether the networks still do it: keep more than half of their S; at 95 % for all questions of the condition together")]
        Decision StillWorks,
    [Column("drive", "block weight to the item before, after the operation, mean", Low = -1)] double Backward,
    [Column("drive", "block weight within an item, after the operation, mean", Low = -1)] double Self,
    [Column("drive", "block weight to the next item, after the operation, mean", Low = -1)] double Forward,
    [Column("drive/item", "gradient of the self weights, after the operation, mean", Low = -0.1, High = 0.1)] double Gradient
) : IArmRow;

/// <summary>What one rule learned in one network, put into another network of another rule.</summary>
[Table("mechanism_transplants", "the learned block weights of one rule in the networks of another, and of itself")]
public sealed record MechanismTransplantRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [Column("", "rule that learned the block weights, in the network of the next seed", Key = true, Examples = "hebb|tah|stdp")]
        string Giver,
    [Column("", "networks", Low = 8, High = 8)] int Networks,
    [Column("", "S at the receiving rule's own operating point, mean", Name = "S_same_point")] double SSamePoint,
    [Spread("S_", "S at the operating point that is best after the operation, optimistic for all alike")] MeanColumns S,
    [Column("", "strength of inhibition there", High = 4)] double Inhibition,
    [Column("", "recurrent gain there", High = 2)] double Gain,
    [Column("", "S of the receiving rule's intact networks at their best operating point, mean", Name = "S_intact")] double SIntact,
    [Spread("kept_", "S there minus half of the intact network's S, network by network")] MeanColumns Kept,
    [Column("", "whether the networks still do it: keep more than half of their S; at 95 % for all questions of the condition together")]
        Decision StillWorks
) : IArmRow;

/// <summary>A share of the asymmetry and the direction that is left.</summary>
[Table("mechanism_dose", "one share of the antisymmetric part that was kept, and the direction that is left")]
public sealed record MechanismDoseRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [Column("", "share of the antisymmetric part that was kept", Key = true, Examples = "0|0.25|0.5|1")] double Dose,
    [Column("", "networks", Low = 8, High = 8)] int Networks,
    [Column("", "strength of inhibition: the intact networks' best point", High = 4)] double Inhibition,
    [Column("", "recurrent gain there", High = 2)] double Gain,
    [Spread("D_", "direction at inner cues there")] MeanColumns D,
    [Column("", "S there, mean", Name = ReplayScore.Id)] double S,
    [Column("", "quenched bias: size of the direction of single symmetrised networks there, mean")] double BiasSymmetrised,
    [Column("", "the same of single untrained networks")] double BiasUntrained,
    [Spread("above_", "direction minus the size of the same network's direction when symmetrised")] MeanColumns Above,
    [Column("", "whether direction is above the quenched bias, at 95 % for all questions of the condition together")] Decision AboveBias
) : IArmRow;

/// <summary>The mechanism of one rule in one condition.</summary>
[Table("mechanisms", "one rule in one condition: which parts of what it has learned are necessary, which are sufficient")]
public sealed record MechanismRow(
    [ConditionColumn] string Condition,
    [RuleColumn(Examples = "hebb|tah|stdp")] string Rule,
    [Column("", "networks", Low = 8, High = 8)] int Networks,
    [Column("", "networks left out, because they diverged or an item has no neuron of its own")] int LeftOut,
    [Spread("S_", "S of the intact networks at their best operating point, optimistic")] MeanColumns S,
    [Column("", "whether the rule works: S above the bar, at 95 % for all questions of the condition together")] Decision Works,
    [Column("", "mechanism by its number in the study, the same for rules that share one; 0: not told apart or does not work")]
        int Mechanism,
    [Column("", "parts that are necessary, separated by semicolons", Examples = "lag_plus_one; antisymmetric|self_weights")]
        string Necessary,
    [Column("", "parts that are sufficient alone", Examples = "antisymmetric|self_and_lag_plus_one")] string Sufficient,
    [Column("", "questions that stay undecided", Examples = "remove gradient|only long_lags")] string Undecided,
    [Column("", "whether asymmetry is necessary")] Decision NeedsAsymmetry,
    [Column("", "smallest share of the antisymmetric part from which on direction is above the quenched bias; empty: none is")]
        double DoseNeeded
) : IArmRow;

/// <summary>Two rules, mechanism against mechanism.</summary>
[Table("mechanism_pairs", "two rules that work in one condition: whether they share a mechanism")]
public sealed record MechanismPairRow(
    [ConditionColumn] string Condition,
    [Column("", "one rule", Key = true, Examples = "hebb|tah")] string First,
    [Column("", "the other", Key = true, Examples = "stdp|bcm")] string Second,
    [Column("", "whether the same parts are necessary and sufficient")] Decision Shared,
    [Column("", "questions that they answer differently, separated by semicolons", Examples = "remove antisymmetric|only lag_plus_one")]
        string Differ,
    [Column("", "questions that stay undecided for one of them", Examples = "remove gradient|only long_lags")] string Undecided
) : IConditionRow;
