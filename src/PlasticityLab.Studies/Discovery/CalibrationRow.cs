using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Discovery;

/// <summary>One rule in one condition: what was predicted and what the network did.</summary>
[Table("rule_calibration", "one random rule in one condition, predicted and simulated")]
public sealed record CalibrationRow(
    [Column("", "number of the rule", Key = true)] int Rule,
    [Column("", "strength of adaptation: 0 without, 1 with", Key = true)] double Adaptation,
    [Column("", "the rule as text")] string Equation,
    [Column("", "time-reversal index")] double TimeReversalIndex,
    [Column("", "flow of the block weights in closed form")] double ClosedFlow,
    [Column("", "flow of the block weights in the population model")] double PopulationFlow,
    [Column("", "best score of the population model over the grid")] double PopulationScore,
    [Column("", "flow of the block weights of the simulated network")] double Flow,
    [Column("", "best score of the simulated network over the grid")] double Score,
    [Column("", "how the simulated network ended")] string Status
);
