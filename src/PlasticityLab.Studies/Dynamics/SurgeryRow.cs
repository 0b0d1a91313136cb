using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>Recall of an example network before and after one component of what it has learned was removed.</summary>
[Table("surgery", "one component removed from one network a rule that replays")]
public sealed record SurgeryRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "what was removed", Key = true, Examples = "antisymmetric|lag +1|outlier modes")] string Component,
    [Column("", "its share of the squared norm of the learned change")] double Share,
    [Column("", "sequence score before", Name = "S_before", Low = 0.5)] double SBefore,
    [Column("", "sequence score after", Name = "S_after")] double SAfter,
    [Column("", "direction before", Name = "D_before", Low = -1)] double DBefore,
    [Column("", "direction after", Name = "D_after", Low = -1)] double DAfter,
    [Column("items/100 ms", "speed before", High = 8)] double SpeedBefore,
    [Column("items/100 ms", "speed after", High = 8)] double SpeedAfter,
    [Column("drive", "largest real part of an eigenvalue of the block weights before", High = 2)] double AbscissaBefore,
    [Column("drive", "the same after", High = 2)] double AbscissaAfter,
    [Column("", "relative change of the whole network's field along its old course")] double FlowChange
) : IArmRow;
