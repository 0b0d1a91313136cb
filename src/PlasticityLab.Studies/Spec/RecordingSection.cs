namespace PlasticityLab.Studies.Spec;

/// <summary>What is kept of the example networks over time, one network for each rule and condition.</summary>
public sealed record RecordingSection
{
    /// <summary>Epochs between two snapshots of all weights; 0: none. Block means are kept after every epoch.</summary>
    public int WeightsEvery { get; init; } = 5;
}
