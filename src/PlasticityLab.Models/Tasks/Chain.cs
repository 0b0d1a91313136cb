using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>A sequence of items to be learned from presentation alone and then played freely after a cue at its first item; cues at inner
/// items tell which way the network moves on. Items may be the pitches of a tune or come from recorded activity.</summary>
public sealed record Chain : IOrderedTask
{
    /// <summary>Group of the probes that cue the first item.</summary>
    public const string First = "cue";

    /// <summary>Group of the probes that cue inner items, one each.</summary>
    public const string Inner = "inner";

    // Upper bounds that mean something: a presentation of an hour, a thousand assemblies, a hundred thousand repetitions.
    private const int MostItems = 1000,
        MostPlaces = 10_000,
        MostRepeats = 100_000;
    private const double LongestTime = 3600;

    // What the last item left behind still acts for a while.
    private const double End = 0.050;

    // The frames that a task names are read once, not once a run.
    private static readonly ConditionalWeakTable<Chain, RecordedItems> Files = [];

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "chain",
            "Chain of items",
            "A sequence is learned from presentation alone and played freely after a cue.",
            "Amari 1972, IEEE Trans. Comput. C-21:1197; Kleinfeld 1986, PNAS 83:9469",
            ["S", "D"],
            "S",
            0.7
        )
        {
            Also = ["sequence"],
            Does = ("plays the sequence", "play the sequence"),
        };

    /// <summary>P, different items; each is an assembly of neurons.</summary>
    public int Items { get; init; } = 8;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Whether assemblies may share neurons: each is drawn by itself.</summary>
    public bool Overlapping { get; init; } = true;

    /// <summary>T_on, presentation of one item [s].</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.040;

    /// <summary>Pause between items [s].</summary>
    [Unit("s")]
    public double Gap { get; init; }

    /// <summary>Silence before each epoch [s]; it keeps the end of the sequence from being linked to its beginning.</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.100;

    /// <summary>Presentations of the sequence.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the neurons of the presented item.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Another order in every epoch: the control for timing.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.060;

    /// <summary>Cue [s].</summary>
    [Unit("s")]
    public double Cue { get; init; } = 0.040;

    /// <summary>Free run after the cue [s].</summary>
    [Unit("s")]
    public double FreeRun { get; init; } = 0.900;

    /// <summary>Window for the next visit after an inner cue [s].</summary>
    [Unit("s")]
    public double InnerWindow { get; init; } = 0.300;

    /// <summary>Noise seeds for the first cue.</summary>
    public int CueRepeats { get; init; } = 4;

    /// <summary>A tune as notes (<c>C4 C4 G4 G4 …</c>): each pitch is an item; empty: items 1 … P in order.</summary>
    public string Notes { get; init; } = "";

    /// <summary>An array file (.npz, .npy or CSV, [time, neuron] or [neuron, time]) whose activity is presented instead; empty:
    /// none.</summary>
    public string ArrayFile { get; init; } = "";

    /// <summary>Name of the array in an .npz file; empty: its only two-dimensional one.</summary>
    public string ArrayName { get; init; } = "";

    /// <summary>SHA-256 of the array file, filled in when the study is resolved, so that another content is another study.</summary>
    public string ArrayHash { get; init; } = "";

    /// <summary>The axes of the array: time_neuron or neuron_time.</summary>
    public string ArrayAxes { get; init; } = RecordedItems.TimeNeuron;

    /// <summary>The order of items, filled in from the notes; empty: 0 … P−1. A tune may visit an item more than once.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Relative durations of the places of the order [1]; empty: all 1.</summary>
    public ImmutableArray<double> Durations { get; init; } = [];

    /// <summary>Names of the items for people; empty: 1, 2, ….</summary>
    [SetByCode]
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>The order of presentation, filled in.</summary>
    public ImmutableArray<int> FullOrder => Order.IsDefaultOrEmpty ? [.. Enumerable.Range(0, Items)] : Order;

    /// <summary>Whether every item stands exactly once in the order.</summary>
    public bool IsPermutation => FullOrder.Distinct().Count() == FullOrder.Length && FullOrder.Length == Items;

    ImmutableArray<int> IOrderedTask.Order => FullOrder;

    /// <inheritdoc/>
    public double Pace => Item + Gap;

    /// <inheritdoc/>
    public bool IsOneOfMany => ArrayFile.Length == 0;

    /// <inheritdoc/>
    public double TrainingTime => (((Item + Gap) * Math.Max(Items, Order.IsDefault ? 0 : Order.Length)) + Silence) * Epochs;

    /// <inheritdoc/>
    public double ProbeTime => Settling + Cue + Math.Max(FreeRun, InnerWindow);

    private RecordedItems? Recorded => ArrayFile.Length == 0 ? null : Files.GetValue(this, RecordedItems.Load);

    /// <inheritdoc/>
    public ITask InAnyOrder() => this with { Shuffled = true };

    /// <summary>The order of a tune's notes, the full path and the hash of an array file.</summary>
    /// <inheritdoc/>
    public ITask At(string folder)
    {
        var task = this;
        if (Notes.Length > 0)
        {
            var (items, order, durations) = TuneItems.Of(Notes);
            task = task with { Items = items.Count, Order = [.. order], Durations = [.. durations] };
        }

        return ArrayFile.Length > 0 ? task.WithFile(folder) : task;
    }

    private Chain WithFile(string folder)
    {
        try
        {
            var full = UserFile.FullPath(folder, ArrayFile, "array_file");
            if (!File.Exists(full))
            {
                throw new UserError($"array_file: there is no file {ArrayFile}.");
            }

            var task = this with { ArrayFile = full, ArrayHash = Convert.ToHexStringLower(SHA256.HashData(UserFile.Bytes(full))) };
            _ = task.Recorded;
            return task;
        }
        catch (UserError error) when (!error.Message.StartsWith("array_", StringComparison.Ordinal))
        {
            throw new UserError($"array_file: {error.Message}"); // of a file that cannot be read
        }
    }

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random) =>
        Recorded is not { } recorded ? Assemblies.Draw(neurons, Items, AssemblySize, Overlapping, random)
        : recorded.Drive.Columns <= neurons ? new(neurons, recorded.Members)
        : throw new UserError($"the array has {recorded.Drive.Columns} neurons, but there are {neurons}; use more.");

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.TrialOrder);
        var order = FullOrder;
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var places = Enumerable.Range(0, order.Length).ToArray();
            if (Shuffled)
            {
                stream.Shuffle(places.AsSpan());
            }

            var items = Presented([.. places.Select(place => Segment.Of(order[place], Lasting(place), Drive))]);
            yield return new($"epoch {epoch + 1}", [Segment.Silence(Silence), .. items]);
        }

        yield return new("end", [Segment.Silence(End)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes()
    {
        var order = FullOrder;
        return
        [
            .. Enumerable.Range(0, CueRepeats).Select(noise => Asked(First, order[0], FreeRun, noise)),
            .. (IsPermutation ? order.Skip(1).SkipLast(1) : []).Select((item, k) => Asked(Inner, item, InnerWindow, CueRepeats + k)),
        ];
    }

    private double Lasting(int place) => Durations.IsDefaultOrEmpty ? Item : Durations[place] * Item;

    // The items with pauses between them, or the recording stretched over their time.
    private IEnumerable<Segment> Presented(Segment[] items)
    {
        if (Recorded is { } recorded)
        {
            return [Segment.Recorded(recorded.Drive, items.Sum(item => item.Duration) + (Gap * (items.Length - 1)), Drive)];
        }

        return items.SelectMany((item, k) => k == 0 ? [item] : new[] { Segment.Silence(Gap), item });
    }

    private Probe Asked(string group, int item, double freeRun, int noise) =>
        new(
            group,
            new($"{group} {item + 1}", [Segment.Silence(Settling), Segment.Of(item, Cue, Drive), Segment.Silence(freeRun)]),
            Settling,
            noise
        );

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Notes.Length > 0 && ArrayFile.Length > 0 ? ["must have notes or an array_file, not both."]
        : Items is < 2 or > MostItems
            // The order follows from the number of items, so nothing else can be asked before it.
            ? [$"items must lie in 2 .. {MostItems}, but is {Items}."]
        : Ranges();

    private IEnumerable<string> Ranges() =>
        Require.All(
            Time(Item, least: 1e-6),
            Time(Gap),
            Time(Silence),
            Count(Epochs),
            Require.Between(Drive, -1e6, 1e6),
            Time(Settling),
            Time(Cue, least: 1e-6),
            Time(FreeRun, least: 1e-6),
            Time(InnerWindow, least: 1e-6),
            Count(CueRepeats),
            FullOrder.Length is < 2 or > MostPlaces ? $"order must have 2 .. {MostPlaces} places, but has {FullOrder.Length}." : null,
            FullOrder.Any(item => item < 0 || item >= Items)
                ? $"order must name items from 0 to {Items - 1}, but has {FullOrder.First(item => item < 0 || item >= Items)}."
                : null,
            !Durations.IsDefaultOrEmpty && Durations.Length != FullOrder.Length
                ? $"durations must have one number for each of the {FullOrder.Length} places of the order, but has {Durations.Length}."
                : null,
            !Durations.IsDefaultOrEmpty && Durations.Any(d => !(d > 0)) ? "durations must be above 0." : null,
            ArrayAxes is not (RecordedItems.TimeNeuron or RecordedItems.NeuronTime)
                ? $"array_axes must be {RecordedItems.TimeNeuron} or {RecordedItems.NeuronTime}, but is \"{ArrayAxes}\"."
                : null
        );

    private static string? Time(double value, double least = 0, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= LongestTime
            ? null
            : $"{PlasticityLab.Numerics.Foundation.Names.Snake(name)} must lie in {least:R} .. {LongestTime:R} s, but is {value:R} s.";

    private static string? Count(int value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 1 and <= MostRepeats
            ? null
            : $"{PlasticityLab.Numerics.Foundation.Names.Snake(name)} must lie in 1 .. {MostRepeats}, but is {value}.";
}
