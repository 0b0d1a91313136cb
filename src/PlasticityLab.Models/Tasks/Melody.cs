using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Tunes are heard one after another, and each is played on from its first notes. Every kind of note, its pitch and its length, is
/// an item. How many notes are right tells what one network holds, and how that falls with the tunes heard later tells for how
/// long.</summary>
public sealed record Melody : ITask
{
    /// <summary>Group of the probes: the beginning of a tune, one each.</summary>
    public const string Begun = "tune";

    /// <summary>Different notes of made-up melodies when <see cref="Items"/> says nothing.</summary>
    public const int Alphabet = 16;

    private const double LongestTime = 3600;
    private const int MostNotes = 100_000;

    // What the last note left behind still acts for a while, as in a chain.
    private const double End = 0.050;

    // Files are read once, not once a run.
    private static readonly ConditionalWeakTable<Melody, MelodyTunes> Contents = [];

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "melody",
            "Melodies",
            "Tunes are heard one after another and each is played on from its first notes.",
            "Willshaw, Buneman & Longuet-Higgins 1969, Nature 222:960; Lashley 1951, in Cerebral Mechanisms in Behavior",
            ["notes_right", "capacity", "half_life"],
            "notes_right",
            0.99
        )
        {
            Does = ("plays the tunes", "play the tunes"),
        };

    /// <summary>Tunes to be learned, in this order: files (.mid, .abc, .notes), folders of them, or built-in ones such as frere-jacques;
    /// paths start from the study file's folder. Absent: notes, or made-up melodies.</summary>
    [Place]
    public ImmutableArray<string> Tunes { get; init; } = [];

    /// <summary>One tune as notes (<c>C4 C4 G4 G4 A4 A4 G4/2</c>).</summary>
    public string Notes { get; init; } = "";

    /// <summary>SHA-256 of the notes in files, filled in when the study is read, so that another content is another run.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Whether pitches alone are learned, without lengths.</summary>
    public bool PitchOnly { get; init; }

    /// <summary>Melodies to make up when no tune is named: random notes, the same for every seed and rule.</summary>
    public int Melodies { get; init; } = 1;

    /// <summary>Notes of a made-up melody.</summary>
    public int Length { get; init; } = 16;

    /// <summary>Probability that a note of a made-up melody repeats the one before [1].</summary>
    public double Repeat { get; init; }

    /// <summary>Seed of the made-up melodies.</summary>
    public int MelodySeed { get; init; } = 1;

    /// <summary>P, different notes that there is room for; 0: as many as the tunes have, and 16 for made-up melodies.</summary>
    public int Items { get; init; }

    /// <summary>n_A, neurons of one kind of note.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Time from one note to the next [s]; their lengths in the score are part of what they are.</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.040;

    /// <summary>Silence before each tune [s]; it keeps the end of one from being linked to the beginning of another.</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.100;

    /// <summary>Presentations of all tunes.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the neurons of a note.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>First notes that a network hears before it plays on; 0: for each tune the fewest that tell it from the others.</summary>
    public int CueNotes { get; init; }

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.060;

    /// <summary>Time for playing on, in times that the rest of the tune took when it was heard [1].</summary>
    public double FreeRun { get; init; } = 1.5;

    int ITask.Items => Readable?.Items ?? Math.Max(2, Items);

    /// <inheritdoc/>
    public double TrainingTime => (Epochs * ((Item * (Readable?.Notes ?? 0)) + (Silence * (Readable?.Tunes.Length ?? 0)))) + End;

    /// <inheritdoc/>
    public double ProbeTime =>
        Settling
        + (Readable?.Asked(CueNotes) ?? []).Select(tune => Item * (tune.Cue.Length + (FreeRun * tune.Rest.Length))).DefaultIfEmpty(0).Max();

    /// <summary>The tunes that are asked for, in the order of the probes: their number, the notes of the cue and those to be played, as
    /// items.</summary>
    public IReadOnlyList<AskedTune> Asked => Heard.Asked(CueNotes);

    /// <summary>How many tunes are heard.</summary>
    public int Count => Heard.Tunes.Length;

    // Sizes can be asked for where tunes cannot be read, which is told once, by At.
    private MelodyTunes? Readable
    {
        get
        {
            try
            {
                return Heard;
            }
            catch (UserError)
            {
                return null;
            }
        }
    }

    private MelodyTunes Heard => Contents.GetValue(this, task => task.Read());

    /// <summary>The full paths of files and the hash of what they hold.</summary>
    /// <inheritdoc/>
    public ITask At(string folder)
    {
        if (Tunes.IsDefaultOrEmpty)
        {
            _ = Notes.Length > 0 ? Heard : null;
            return this;
        }

        ImmutableArray<string> full = [.. Tunes.Select(name => IsBuiltIn(name) ? name : UserFile.FullPath(folder, name, "tunes"))];
        var found = this with { Tunes = full };
        var tunes = found.Load();
        var task = found with { Hash = tunes.Hash };
        Contents.AddOrUpdate(task, tunes);
        return task;
    }

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return AssemblySize <= neurons
            ? new(
                neurons,
                // From the note's own name, so that a note is the same neurons in every task of a seed.
                Heard.Names.Select(name => random.Open(StreamPurpose.Patterns, name).Choose(neurons, AssemblySize))
            )
            : throw new UserError(
                $"a note needs {AssemblySize} neurons, but there are {neurons}; use a smaller assembly_size or more neurons."
            );
    }

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random)
    {
        ImmutableArray<Segment> heard =
        [
            .. Heard.Tunes.SelectMany(tune => tune.Select(note => Segment.Of(note, Item, Drive)).Prepend(Segment.Silence(Silence))),
        ];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            yield return new($"epoch {epoch + 1}", heard);
        }

        yield return new("end", [Segment.Silence(End)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes() =>
        [
            .. Asked.Select(
                (tune, k) =>
                    new Probe(
                        Begun,
                        new(
                            $"tune {tune.Number + 1}",
                            [
                                Segment.Silence(Settling),
                                .. tune.Cue.Select(note => Segment.Of(note, Item, Drive)),
                                Segment.Silence(FreeRun * Item * tune.Rest.Length),
                            ]
                        ),
                        Settling + (Item * tune.Cue.Length),
                        k
                    )
            ),
        ];

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        string[] ranges =
        [
            .. Require.All(
                Notes.Length > 0 && !Tunes.IsDefaultOrEmpty ? "must have notes or tunes, not both." : null,
                Melodies is >= 1 and <= 10_000 ? null : $"melodies must lie in 1 .. 10000, but is {Melodies}.",
                Length is >= 2 and <= 10_000 ? null : $"length must lie in 2 .. 10000 notes, but is {Length}.",
                Repeat is >= 0 and < 1 ? null : $"repeat must lie in [0, 1), but is {Repeat}.",
                MelodySeed >= 0 ? null : $"melody_seed must be 0 or above, but is {MelodySeed}.",
                Items is 0 or (>= 2 and <= 1000)
                    ? null
                    : $"items must lie in 2 .. 1000, or be 0 for as many as are needed, but is {Items}.",
                Require.AtLeast(AssemblySize, 1),
                Require.Between(Item, 1e-6, LongestTime),
                Require.Between(Silence, 0, LongestTime),
                Epochs is >= 1 and <= 100_000 ? null : $"epochs must lie in 1 .. 100000, but is {Epochs}.",
                Require.Between(Drive, -1e6, 1e6),
                CueNotes >= 0 ? null : $"cue_notes must be 0 or above, but is {CueNotes}.",
                Require.Between(Settling, 0, LongestTime),
                Require.Between(FreeRun, 1, 100)
            ),
        ];
        return ranges.Length > 0 ? ranges : OfTunes();
    }

    private IEnumerable<string> OfTunes()
    {
        if (Readable is not { } heard)
        {
            yield break;
        }

        if (Items > 0 && heard.Different > Items)
        {
            yield return $"items is {Items}, but the tunes have {heard.Different} different notes{(PitchOnly ? "" : ", lengths told apart")}; raise items, leave it out{(PitchOnly ? "" : ", or take pitch_only: true")}.";
        }

        if (heard.Items > 1000)
        {
            yield return $"tunes have {heard.Items} different notes, and a task has at most 1000 items; take fewer tunes{(PitchOnly ? "" : " or pitch_only: true")}.";
        }

        if (heard.Notes > MostNotes)
        {
            yield return $"tunes have {heard.Notes} notes, and one network hears at most {MostNotes}; take fewer tunes.";
        }

        if (Asked.Count == 0)
        {
            yield return CueNotes > 0
                ? $"cue_notes is {CueNotes}, but the longest tune has {heard.Tunes.Max(tune => tune.Length)} notes, so that none is left to play; give a shorter cue."
                : "no tune can be told from the others before its last note, so that none is left to play; name other tunes, or give cue_notes.";
        }
    }

    private MelodyTunes Read()
    {
        if (Tunes.IsDefaultOrEmpty)
        {
            return Notes.Length > 0 ? MelodyTunes.Of([Parsed(Notes)], PitchOnly, Items) : MelodyTunes.MadeUp(this);
        }

        if (Hash.Length == 0)
        {
            throw new UserError("tunes: the files were not read; use At(folder).");
        }

        var tunes = Load();
        return tunes.Hash == Hash
            ? tunes
            : throw new UserError("tunes: they hold other notes than when the study was read; start the study again, which computes anew.");
    }

    private static Tune Parsed(string notes)
    {
        try
        {
            return Tune.ParseNotes(notes);
        }
        catch (UserError error)
        {
            throw new UserError($"notes: {error.Message}");
        }
    }

    private MelodyTunes Load()
    {
        var (tunes, problems) = (new List<Tune>(), new List<string>());
        foreach (var name in Tunes)
        {
            try
            {
                tunes.AddRange(
                    IsBuiltIn(name) ? [TuneCollection.Get(name)]
                    : Directory.Exists(name) ? TuneFile.InFolder(name).SelectMany(path => TuneFile.Read(path))
                    : TuneFile.Read(name)
                );
            }
            catch (UserError error)
            {
                problems.AddRange(error.Message.Split(Environment.NewLine).Select(sentence => $"tunes: {sentence}"));
            }
        }

        UserError.ThrowIfAny(problems);
        return MelodyTunes.Of(tunes, PitchOnly, Items);
    }

    private static bool IsBuiltIn(string name) =>
        !File.Exists(name) && !Directory.Exists(name) && TuneCollection.Ids.Any(id => Numerics.Foundation.Names.Same(id, name));
}

/// <summary>A tune that is asked for.</summary>
/// <param name="Number">Which one in the order of hearing, from 0.</param>
/// <param name="Cue">The notes that are heard, as items.</param>
/// <param name="Rest">The notes that are to be played on.</param>
public sealed record AskedTune(int Number, ImmutableArray<int> Cue, ImmutableArray<int> Rest);

// The notes of tunes as items, numbered in the order in which they first come.
internal sealed class MelodyTunes
{
    private readonly int[] _shortest;

    private MelodyTunes(IEnumerable<int[]> tunes, int room)
    {
        int[][] named = [.. tunes.DistinctBy(tune => string.Join(' ', tune))];
        int[] different = [.. named.SelectMany(tune => tune).Distinct()];
        var item = different.Select((name, k) => (name, k)).ToDictionary(pair => pair.name, pair => pair.k);
        Different = different.Length;
        // Room that no tune fills: names below those of notes.
        Names = [.. different, .. Enumerable.Range(1, Math.Max(0, room - different.Length)).Select(spare => -spare)];
        Tunes = [.. named.Select(tune => tune.Select(name => item[name]).ToArray())];
        _shortest = Cues.Shortest(Tunes);
        Hash = Convert.ToHexStringLower(
            SHA256.HashData(MemoryMarshal.AsBytes<int>(named.SelectMany(tune => tune.Prepend(tune.Length)).ToArray()))
        );
    }

    public int[][] Tunes { get; }

    public int[] Names { get; }

    public int Different { get; }

    public int Items => Names.Length;

    public int Notes => Tunes.Sum(tune => tune.Length);

    public string Hash { get; }

    public static MelodyTunes Of(IReadOnlyList<Tune> tunes, bool pitchOnly, int room)
    {
        var names = new NoteNames(pitchOnly);
        return new(tunes.Select(names.Of), room);
    }

    public static MelodyTunes MadeUp(Melody task)
    {
        var room = task.Items > 0 ? task.Items : Melody.Alphabet;
        var stream = new RandomStreams((ulong)Math.Max(0, task.MelodySeed)).Open(StreamPurpose.TrialOrder);
        var made = new int[Math.Clamp(task.Melodies, 1, 10_000)][];
        for (var k = 0; k < made.Length; k++)
        {
            made[k] = new int[Math.Clamp(task.Length, 2, 10_000)];
            for (var t = 0; t < made[k].Length; t++)
            {
                made[k][t] = t > 0 && stream.NextDouble() < task.Repeat ? made[k][t - 1] : stream.NextInt(room);
            }
        }

        return new(made, room);
    }

    // Those that have a note to play after a cue that tells which tune it is.
    public IReadOnlyList<AskedTune> Asked(int cueNotes) =>
        [
            .. Tunes
                .Select((tune, k) => (tune, k, cue: cueNotes > 0 ? cueNotes : _shortest[k]))
                .Where(asked => asked.cue > 0 && asked.cue < asked.tune.Length)
                .Select(asked => new AskedTune(asked.k, [.. asked.tune[..asked.cue]], [.. asked.tune[asked.cue..]])),
        ];
}
