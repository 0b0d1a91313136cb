using System.Collections.Immutable;

namespace PlasticityLab.Studies.Spec;

/// <summary>The memory part of a study: what each rule can hold, for how long, and what it builds without a teacher. A part that is absent
/// is not run.</summary>
public sealed record MemorySection
{
    /// <summary>Rules, by their names in the study, by id or short name; empty: the rules of the study, those of one's own and typed ones among
    /// them. Only the relative size of what they do to a synapse counts here, so learning rates, bounds and decay change nothing.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Tunes replayed, one network each and one for all.</summary>
    public MemoryTunesSection? Tunes { get; init; }

    /// <summary>A recorded episode.</summary>
    public MemoryEpisodesSection? Episodes { get; init; }

    /// <summary>Capacity against the number of neurons.</summary>
    public MemoryCapacitySection? Capacity { get; init; }

    /// <summary>Retention, interference, dreaming, memories in imaginary eigenvalues.</summary>
    public MemoryRetentionSection? Retention { get; init; }

    /// <summary>A delay task; persistence against sequence.</summary>
    public MemoryWorkingSection? WorkingMemory { get; init; }

    /// <summary>Sequences without a teacher.</summary>
    public MemorySelfSection? SelfOrganisation { get; init; }
}

/// <summary>Tunes.</summary>
public sealed record MemoryTunesSection
{
    /// <summary>Folder of tunes, from the study file's folder; empty: folk-like tunes are made up.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Hash of the folder's files; filled in.</summary>
    public string FolderHash { get; init; } = "";

    /// <summary>Tunes to make up when no folder is given.</summary>
    public int Generated { get; init; } = 60;

    /// <summary>Whether one network also learns all tunes together.</summary>
    public bool Together { get; init; } = true;

    /// <summary>Tunes, the first of the folder, that the version with graded rates replays as well; 0 for none.</summary>
    public int Rate { get; init; } = 20;
}

/// <summary>A recorded episode.</summary>
public sealed record MemoryEpisodesSection
{
    /// <summary>.npz with an array "neural" [neuron, frame], from the study file's folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Hash of the file; filled in.</summary>
    public string FileHash { get; init; } = "";

    /// <summary>Sequences to look for.</summary>
    public int Factors { get; init; } = 1;

    /// <summary>Longest sequence [frames].</summary>
    public int Lags { get; init; } = 20;
}

/// <summary>Capacity.</summary>
public sealed record MemoryCapacitySection
{
    /// <summary>Neurons of the k-winners networks.</summary>
    public ImmutableArray<int> Neurons { get; init; } = [128, 256, 512, 1024];

    /// <summary>Probabilities that a note repeats the one before: correlated items.</summary>
    public ImmutableArray<double> Repeat { get; init; } = [0, 0.5];

    /// <summary>Neurons of the ±1 networks.</summary>
    public ImmutableArray<int> PatternNeurons { get; init; } = [100, 200, 400, 800];

    /// <summary>Networks a point.</summary>
    public int Seeds { get; init; } = 3;
}

/// <summary>Retention.</summary>
public sealed record MemoryRetentionSection
{
    /// <summary>Neurons.</summary>
    public int Neurons { get; init; } = 512;

    /// <summary>Networks a point.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Dreams in all.</summary>
    public int Dreams { get; init; } = 4000;
}

/// <summary>Working memory.</summary>
public sealed record MemoryWorkingSection
{
    /// <summary>Neurons.</summary>
    public int Neurons { get; init; } = 512;

    /// <summary>Networks a point.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Whether the map of persistent and sequential activity is computed.</summary>
    public bool Map { get; init; } = true;
}

/// <summary>Self-organisation.</summary>
public sealed record MemorySelfSection
{
    /// <summary>Neurons.</summary>
    public int Neurons { get; init; } = 40;

    /// <summary>Networks a row.</summary>
    public int Seeds { get; init; } = 5;
}
