using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Results;

/// <summary>The weight of one named synapse after one epoch of training.</summary>
[Table("recorded_synapses", "one named synapse of one network after one epoch")]
public sealed record RecordedSynapseRow(
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100|101")] ulong Seed,
    [Column("", "neuron that receives, from 0", Key = true, Examples = "3|5")] int Post,
    [Column("", "neuron that sends, from 0", Key = true, Examples = "1")] int Pre,
    [Column("", "epoch of training; 0: before it", Key = true, Examples = "0..5")] int Epoch,
    [Column("weight", "W[post, pre]", Low = -0.5, High = 0.5)] double Weight
) : IArmRow;
