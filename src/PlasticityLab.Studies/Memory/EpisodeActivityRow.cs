using PlasticityLab.Experiments.Tables;

namespace PlasticityLab.Studies.Memory;

/// <summary>Activity of a neuron of the replayed sequence in one frame of the recording; frames below 0.05 are left out.</summary>
[Table("memory_episode_activity", "one neuron of the replayed sequence in one frame")]
public sealed record EpisodeActivityRow(
    [Column("", "its row in the recording", Key = true, Examples = "0..23")] int Neuron,
    [Column("frames", "frame, from 0", Key = true, Examples = "0..59")] int Frame,
    [Column("", "activity, three decimals", Low = 0.05)] double Activity
);
