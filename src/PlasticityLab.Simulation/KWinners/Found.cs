namespace PlasticityLab.Simulation.KWinners;

/// <summary>What a network made of a cue from anywhere.</summary>
/// <param name="Notes">Names of the notes it played on; empty when it knew none of the cue.</param>
/// <param name="IsUnique">Whether the cue left one place only; else the notes mix several.</param>
/// <param name="Slips">Notes of the cue that it took for wrong.</param>
public sealed record Found(int[] Notes, bool IsUnique, int Slips);
