using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PlasticityLab.Studies.Spec;

/// <summary>The memory part of a study: what each rule can hold, for how long, and what it builds without a teacher. A part that is absent
/// is not run.</summary>
public sealed record MemorySection
{
    /// <summary>Rules, by their names in the study, by id or short name; empty: the rules of the study, those of one's own and typed ones among
    /// them. Only the relative size of what they do to a synapse counts here, so learning rates, bounds and decay change nothing.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Whether no learning is tested beside the rules when they do not name it; absent: it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Baseline { get; init; }

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

    /// <summary>Whether each tune has a network of its own; absent: it has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Each { get; init; }

    /// <summary>Tunes that take part, the first of the folder; absent or 0: all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? First { get; init; }

    /// <summary>Whether pitches alone are learned, without lengths.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PitchOnly { get; init; }

    /// <summary>First notes that a network of its own hears before it plays on; absent: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Cue { get; init; }

    /// <summary>Other networks than the usual ones.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemoryNetworkSection? Network { get; init; }
}

/// <summary>Networks of k winners that learn tunes; what is absent is as usual.</summary>
public sealed record MemoryNetworkSection
{
    /// <summary>N, a multiple of 64; absent: as many as the tunes need.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Neurons { get; init; }

    /// <summary>k, neurons that win at each note.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Winners { get; init; }

    /// <summary>Share of the neurons that a note opens; 1 adds notes to the drive instead [1].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Open { get; init; }

    /// <summary>L, states of a synapse on each side of 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Levels { get; init; }

    /// <summary>Notes for which a winner cannot win again; one or several.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<int> Fatigue { get; init; }

    /// <summary>Whether a network hears what it plays; absent: it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Hears { get; init; }

    /// <summary>Seed of the random weights; absent: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seed { get; init; }

    /// <summary>The network of a test.</summary>
    /// <param name="usual">What holds where nothing is said.</param>
    internal Simulation.KWinners.KWinnersSettings Of(Simulation.KWinners.KWinnersSettings usual) =>
        usual with
        {
            Neurons = Neurons ?? usual.Neurons,
            Winners = Winners ?? usual.Winners,
            Open = Open ?? usual.Open,
            Levels = Levels ?? usual.Levels,
            Hears = Hears ?? usual.Hears,
            Seed = (ulong)(Seed ?? 1),
        };
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

    /// <summary>Seed; absent: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seed { get; init; }
}

/// <summary>Capacity.</summary>
public sealed record MemoryCapacitySection
{
    /// <summary>Neurons of the k-winners networks; none: melodies are left out.</summary>
    public ImmutableArray<int> Neurons { get; init; } = [128, 256, 512, 1024];

    /// <summary>Probabilities that a note repeats the one before: correlated items; none: the longest melody is left out.</summary>
    public ImmutableArray<double> Repeat { get; init; } = [0, 0.5];

    /// <summary>Neurons of the ±1 networks; none: patterns are left out.</summary>
    public ImmutableArray<int> PatternNeurons { get; init; } = [100, 200, 400, 800];

    /// <summary>Networks a point.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Notes for which a winner cannot win again; absent: 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Fatigue { get; init; }

    /// <summary>Notes of each of many melodies; absent: 16; 0: they are left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Notes { get; init; }

    internal bool HasMelodies => !Neurons.IsDefaultOrEmpty;
}

/// <summary>Retention.</summary>
public sealed record MemoryRetentionSection
{
    /// <summary>Neurons.</summary>
    public int Neurons { get; init; } = 512;

    /// <summary>Networks a point.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Dreams in all; 0: dreams and homeostasis are left out.</summary>
    public int Dreams { get; init; } = 4000;

    /// <summary>Notes of each melody; absent: 64; 0: fading under later melodies is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Length { get; init; }

    /// <summary>Notes for which a winner cannot win again; absent: 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Fatigue { get; init; }
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
