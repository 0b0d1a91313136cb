using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Tunes;

/// <summary>The tunes benchmark: which share of the tunes of a folder does each rule replay without a wrong note?</summary>
public sealed record TuneTest
{
    /// <summary>Folder of tune files.</summary>
    public required string Folder { get; init; }

    /// <summary>The learning rules.</summary>
    public required IReadOnlyList<MemoryRule> Rules { get; init; }

    /// <summary>Whether one network learns all tunes; else each tune has a network of its own.</summary>
    public bool Together { get; init; }

    /// <summary>Size and wiring of a network.</summary>
    public KWinnersSettings Network { get; init; } = new();

    /// <summary>Whether the network grows beyond <see cref="Network"/> when the corpus (together) or its longest tune (each) would fill it
    /// to more than <see cref="Load"/> of the Willshaw limit.</summary>
    public bool Grows { get; init; }

    /// <summary>Load to which a growing network is filled at most, as a share of the Willshaw limit.</summary>
    public const double Load = 0.45;

    /// <summary>Fatigue of each row of the table [steps].</summary>
    public IReadOnlyList<int> Fatigue { get; init; } = [0];

    /// <summary>First notes that a network hears before it plays on; together it is the shortest that identifies the tune.</summary>
    public int Cue { get; init; } = 1;

    /// <summary>Whether pitches alone are learned, without lengths.</summary>
    public bool PitchOnly { get; init; }

    /// <summary>Whether graded rates compete through global inhibition (<see cref="RateWinnersNetwork"/>) instead of the k most driven
    /// winning.</summary>
    public bool Rates { get; init; }

    /// <summary>Length of a beat in the replay of graded rates [s]; they learn at <see cref="RateWinnersNetwork.Beat"/>.</summary>
    public double Beat { get; init; } = RateWinnersNetwork.Beat;

    /// <summary>How many tunes of the folder take part, the first by name; 0 for all.</summary>
    public int First { get; init; }

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Most memory for networks [bytes].</summary>
    public long MemoryLimit { get; init; } = 1L << 30;

    /// <summary>What networks may take on this machine [bytes].</summary>
    internal long MostMemory => (long)Math.Min(MemoryLimit, MachineMemory.Usable);

    /// <summary>Folder of studies: finished networks are kept in the store that they share.</summary>
    public string Results { get; init; } = "runs";

    /// <summary>The network that is used when nothing is said: 2,048 neurons for one tune, 8,192 for a whole corpus.</summary>
    public static KWinnersSettings DefaultNetwork(bool together) => together ? new() { Neurons = 8192, Winners = 16 } : new();

    /// <summary>One sentence for each setting that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        [
            .. Network.Problems(MostMemory),
            .. Require.All(
                Cue >= 1 ? null : $"the cue must have at least 1 note, but has {Cue}.",
                Threads is >= 1 and <= 1024 ? null : $"threads must lie in 1 .. 1024, but is {Threads}.",
                First >= 0 ? null : $"the number of tunes must be 0 for all, or above, but is {First}.",
                Rates && Together ? "graded rates replay one network a tune; leave out --together." : null,
                Rates && Network.Open >= 1 ? "graded rates need notes that open neurons: --open below 1." : null,
                Rates && Fatigue.Any(f => f != 0) ? "graded rates have no fatigue; leave out --fatigue." : null,
                Beat is >= 0.01 and <= 10 ? null : $"a beat must lie in 10 .. 10000 ms, but is {1000 * Beat:R} ms.",
                Rules.Count > 0 ? null : "at least one rule is needed.",
                Fatigue.Count > 0 && Fatigue.All(f => f is >= 0 and <= 16) ? null : "fatigue must be one or more numbers in 0 .. 16."
            ),
        ];
}

/// <summary>What a benchmark is about to do, told before it does it.</summary>
/// <param name="Tunes">Tunes that take part.</param>
/// <param name="Networks">Networks that learn, over all rules and fatigues; finished ones are not computed again.</param>
/// <param name="Neurons">Neurons of a network.</param>
/// <param name="Threads">Networks held at a time.</param>
/// <param name="Bytes">What they take together with the random weights that they share [byte].</param>
public sealed record TunePlan(int Tunes, int Networks, int Neurons, int Threads, double Bytes);

/// <summary>How one rule replayed one tune.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Fatigue">Fatigue [steps].</param>
/// <param name="Tune">Name of the tune.</param>
/// <param name="Key">What identifies the tune's notes and the work done with them.</param>
/// <param name="Notes">Notes to play after the cue.</param>
/// <param name="Right">Notes played before the first wrong one.</param>
/// <param name="Cue">Notes of the cue.</param>
public sealed record TuneOutcome(string Rule, int Fatigue, string Tune, string Key, int Notes, int Right, int Cue)
{
    /// <summary>Whether every note was right.</summary>
    public bool IsPerfect => Right == Notes;

    /// <summary>Share of the notes played before the first wrong one.</summary>
    public double BeforeError => Notes == 0 ? 1 : (double)Right / Notes;
}

/// <summary>One row of the benchmark's table. Shares are in [0, 1].</summary>
public sealed record TuneRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("steps", "steps for which a winner cannot win again", Key = true, Examples = "0")] int Fatigue,
    [Column("", "tunes replayed")] int Tunes,
    [Column("", "share replayed without a wrong note")] double NotePerfect,
    [Column("", "lower end of its 95 % interval (Wilson 1927)")] double NotePerfectLow,
    [Column("", "upper end")] double NotePerfectHigh,
    [Column("", "mean share of notes before the first wrong one")] double MeanBeforeError,
    [Column("", "lower end of its 95 % interval (percentile bootstrap over tunes)")] double MeanBeforeErrorLow,
    [Column("", "upper end")] double MeanBeforeErrorHigh,
    [Column("notes", "mean length of the cue")] double MeanCue,
    [Column("", "neurons of a network")] int Neurons,
    [Column("", "neurons that win at a time")] int Winners,
    [Column("", "transitions that one network learned: of all tunes together, or of the longest")] int Transitions,
    [Column("", "transitions at the Willshaw limit of N and k")] double Willshaw
) : IRuleRow;

/// <summary>What the benchmark found.</summary>
/// <param name="Rows">One row for each rule and fatigue, best first.</param>
/// <param name="Remarks">What was left out or simplified, as sentences.</param>
/// <param name="Outcomes">Every tune's outcome.</param>
/// <param name="Network">Size and wiring that was used.</param>
public sealed record TuneTestResult(
    IReadOnlyList<TuneRow> Rows,
    IReadOnlyList<string> Remarks,
    IReadOnlyList<TuneOutcome> Outcomes,
    KWinnersSettings Network
);

/// <summary>Why a replay of one tune failed.</summary>
/// <param name="Tune">Name of the tune.</param>
/// <param name="Notes">Its notes.</param>
/// <param name="Position">Number of the note at which the network's code leaves the tune's, from 0.</param>
/// <param name="Kind">merged codes, crowded synapses, erased links or read-out.</param>
/// <param name="Cause">The same as a sentence with numbers.</param>
public sealed record TuneFault(string Tune, int Notes, int Position, string Kind, string Cause);
