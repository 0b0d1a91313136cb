using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>A bifurcation of a reduced network in training time.</summary>
[Table("training_events", "one bifurcation in the training of one reduced network")]
public sealed record TrainingEventRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100|101")] ulong Seed,
    [Column("epochs", "time in training, six decimals", Key = true, Examples = "0.5|3.5")] double Epoch,
    [Column("", "kind of the bifurcation", Key = true, Examples = "saddle-node|hopf")] string Kind,
    [Column("", "what appears, vanishes or changes", Examples = "stable equilibrium and saddle appear")] string What,
    [Column("", "symmetric copies that it stands for", Low = 1, High = 1)] int Copies,
    [Column("items", "Σ k r_k: 0 when all is silent, k when item k alone is fully active", High = 8)] double Place,
    [Column("", "rate of assembly 1")] double R1,
    [Column("", "rate of assembly 2")] double R2
) : IArmRow;

/// <summary>A point of a branch of equilibria along training.</summary>
[Table("training_branches", "one point of a branch of equilibria of one reduced network")]
public sealed record TrainingBranchRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("", "number of the branch", Key = true, Examples = "1|2")] int Branch,
    [Column("epochs", "time in training, six decimals", Key = true, Examples = "0..5/0.5")] double Epoch,
    [Column("", "unstable directions; 0: stable", High = 1)] int Unstable,
    [Column("items", "Σ k r_k: 0 when all is silent, k when item k alone is fully active", High = 8)] double Place,
    [Column("", "rate of assembly 1")] double R1,
    [Column("", "rate of assembly 2")] double R2
) : IArmRow;

/// <summary>An event in training matched across the networks of a rule.</summary>
[Table("training_matched", "the k-th event of a kind across the networks of one rule")]
public sealed record TrainingMatchedRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [Column("", "kind of the bifurcation", Key = true, Examples = "saddle-node")] string Kind,
    [Column("", "what appears, vanishes or changes", Key = true, Examples = "stable equilibrium and saddle appear")] string What,
    [Column("", "first, second, ... of its kind in a network, from 1", Key = true, Examples = "1|2")] int Occurrence,
    [Column("", "networks that were followed", Low = 3, High = 3)] int Seeds,
    [Column("", "networks that have it", Low = 1, High = 3)] int SeedsWithIt,
    [Column("epochs", "median of its time", Low = 2, High = 3)] double MedianEpoch,
    [Column("epochs", "earliest time", High = 2)] double FirstEpoch,
    [Column("epochs", "latest time", Low = 3, High = 5)] double LastEpoch
) : IArmRow;
