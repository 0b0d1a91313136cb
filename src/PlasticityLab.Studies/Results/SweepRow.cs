using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>One network of a sweep.</summary>
[Table("sweeps", "one network at one value of what is varied")]
public sealed record SweepRow(
    [RuleColumn] string Rule,
    [ConditionColumn] string Condition,
    [Column("", "what is varied", Key = true, Examples = "item_ms|gap_ms|noise|lesion|weight_noise|items|units|epochs")] string Axis,
    [Column("of the axis", "its value; times in ms", Key = true, Examples = "1|2|4|8")] double Value,
    [SeedColumn(Examples = "100..105")] ulong Seed,
    [Column("", "sequence score", Name = ReplayScore.Id)] double S,
    [Column("", "direction; empty when inner cues were not asked", Name = "D", Low = -1)] double D,
    [Column("items/100 ms", "speed of the replay; empty when nothing moved", High = 8)] double Speed = double.NaN,
    [Column("", "what counts in the task: S of a chain, notes right of melodies, patterns recalled")] double Score = double.NaN
) : IArmRow;

/// <summary>One direction of the rule compass.</summary>
[Table("compass", "one direction and learning rate in one condition")]
public sealed record CompassRow(
    [ConditionColumn] string Condition,
    [Column("°", "direction of the pair rule: 0 Hebb, 90 STDP, 180 anti-Hebb, 270 anti-STDP", Key = true, Examples = "0..345/15")]
        double Angle,
    [Column("1/s", "learning rate", Key = true, Examples = "0.003|0.008")] double Eta,
    [Column("", "sequence score", Name = ReplayScore.Id)] double S,
    [Column("", "direction", Name = "D", Low = -1)] double D,
    [Column("drive", "mean block weight to the previous item", Name = "L_minus1", Low = -1)] double LMinus1,
    [Column("drive", "mean block weight within an item", Name = "L_0", Low = -1)] double L0,
    [Column("drive", "mean block weight to the next item", Name = "L_plus1", Low = -1)] double LPlus1,
    [Column("", "strength of inhibition at recall", High = 4)] double Inhibition,
    [Column("", "recurrent gain at recall", High = 4)] double Gain
) : IConditionRow;

/// <summary>One hand-built chain.</summary>
[Table("function_map", "one hand-built chain in one condition")]
public sealed record FunctionMapRow(
    [ConditionColumn] string Condition,
    [Column("drive", "weight within an item", Key = true, Examples = "0..2.4/0.2")] double Self,
    [Column("drive", "weight to the next item", Key = true, Examples = "0..2.4/0.2")] double Forward,
    [Column("drive", "weight to the previous item: 0 or that to the next", Key = true, Examples = "0")] double Backward,
    [Column("", "sequence score, best over the strength of inhibition", Name = ReplayScore.Id)] double S,
    [Column("", "direction at that strength", Name = "D", Low = -1)] double D
) : IConditionRow;

/// <summary>One place of a map of behaviour.</summary>
[Table("maps", "one place of a map")]
public sealed record MapRow(
    [Column("", "name of the map", Key = true, Examples = "stdp eta a_minus")] string Map,
    [RuleColumn] string Rule,
    [ConditionColumn] string Condition,
    [Column("", "network, or mean field: assemblies alone, nothing random", Key = true, Examples = "network|mean field")] string Kind,
    [Column("", "what x is", Examples = "eta")] string XAxis,
    [Column("", "what y is", Examples = "a_minus")] string YAxis,
    [Column("of the axis", "x; times in ms")] double X,
    [Column("of the axis", "y; times in ms")] double Y,
    [Column("", "0 for the coarse grid, then one more for each halving", High = 1)] int Level,
    [Column(
        "",
        "what most networks do: silent, fixed, hopping, ordered, reversed, chaotic or seizure",
        Examples = "silent|fixed|hopping|ordered|reversed|chaotic|seizure"
    )]
        string Behaviour,
    [Column("", "share of the networks that do")] double Agreement,
    [Column("", "sequence score, mean", Name = ReplayScore.Id)] double S,
    [Column("", "direction, mean", Name = "D", Low = -1)] double D,
    [Column("", "place along x on the finest grid, from 0", Key = true, Examples = "0..8/2")] int I,
    [Column("", "place along y on the finest grid, from 0", Key = true, Examples = "0..8/2")] int J
) : IArmRow;
