using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>Size and wiring of a k-winners network.</summary>
public sealed record KWinnersSettings
{
    /// <summary>N, number of neurons; a multiple of 64.</summary>
    public int Neurons { get; init; } = 2048;

    /// <summary>k, neurons that win at each step.</summary>
    public int Winners { get; init; } = 24;

    /// <summary>Share of the neurons that a note opens, in (0, 1]. With 1 every neuron is open and the note is heard as added drive
    /// (<see cref="NoteGain"/>) instead.</summary>
    public double Open { get; init; } = 0.25;

    /// <summary>Strength of the note's drive relative to the history's, when notes are added to the drive (<see cref="Open"/> = 1)
    /// [1].</summary>
    public double NoteGain { get; init; } = 1;

    /// <summary>L, states of a synapse on each side of 0: its weight is one of −1, …, −1/L, 0, 1/L, …, 1.</summary>
    public int Levels { get; init; } = 1;

    /// <summary>Steps for which a neuron that won cannot win again: fatigue, 0 for none.</summary>
    public int Fatigue { get; init; }

    /// <summary>Whether the network hears the notes it plays; else it runs on with its own activity alone.</summary>
    public bool Hears { get; init; } = true;

    /// <summary>Seed of the initially random weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Memory that one network needs, fixed random weights and learned ones [bytes].</summary>
    public long Bytes => 2L * Neurons * Neurons;

    /// <summary>One sentence for each setting that is out of its range.</summary>
    /// <param name="memoryLimit">Most bytes that networks may take together.</param>
    /// <param name="networks">Networks held at the same time.</param>
    public IEnumerable<string> Problems(long memoryLimit = 1L << 30, int networks = 1)
    {
        var needed = (double)Neurons * Neurons * (1 + networks);
        return Require.All(
            Neurons is >= 64 and <= 1 << 17 && Neurons % 64 == 0
                ? null
                : $"neurons must be a multiple of 64 in 64 .. 131072, but is {Neurons}.",
            Winners >= 1 && Winners <= 120 && Winners * 2 <= Math.Max(1, Neurons * Open)
                ? null
                : $"winners must lie in 1 .. 120 and be at most half of the neurons that a note opens ({Neurons * Open:F0}), but is {Winners}.",
            Open is > 0 and <= 1 ? null : $"open must lie in (0, 1], but is {Open:R}.",
            NoteGain is >= 0 and <= 100 ? null : $"note_gain must lie in [0, 100], but is {NoteGain:R}.",
            Levels is >= 1 and <= 127 ? null : $"levels must lie in 1 .. 127, but is {Levels}.",
            Fatigue is >= 0 and <= 16 ? null : $"fatigue must lie in 0 .. 16, but is {Fatigue}.",
            needed <= memoryLimit
                ? null
                : $"{Neurons} neurons need {needed / 1048576:F0} MiB for {networks} network{(networks == 1 ? "" : "s")} at a time, but {memoryLimit / 1048576.0:F0} MiB are allowed. Take fewer neurons, or allow more memory."
        );
    }
}
