using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>A sequence of items to be learned from presentation alone and then played freely after a cue at its first item; cues at inner
/// items tell which way the network moves on.</summary>
public sealed record SequenceTask : IOrderedTask
{
    // Upper bounds that mean something: a presentation of an hour, a thousand assemblies, a hundred thousand repetitions.
    private const int MostItems = 1000,
        MostPlaces = 10_000,
        MostRepeats = 100_000;
    private const double LongestTime = 3600;

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "chain",
            "Chain of items",
            "A sequence is learned from presentation alone and played freely after a cue.",
            "Amari 1972, IEEE Trans. Comput. C-21:1197; Kleinfeld 1986, PNAS 83:9469",
            ["S", "D", "order", "fidelity"],
            "S",
            0.7
        );

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>P, number of different items; each is an assembly of neurons.</summary>
    public int Items { get; init; } = 8;

    /// <summary>The order of presentation, as item numbers from 0; empty: 0, 1, …, P−1. A tune may visit an item more than once.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Relative duration of each place of the order [1]; empty: all 1.</summary>
    public ImmutableArray<double> Durations { get; init; } = [];

    /// <summary>Names of the items for people; empty: 1, 2, ….</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Whether the assemblies are drawn one by one, so that they overlap, or share no neuron.</summary>
    public bool Overlapping { get; init; } = true;

    /// <summary>T_on, presentation of one item [s].</summary>
    public double ItemDuration { get; init; } = 0.040;

    /// <summary>Pause between two items [s].</summary>
    public double Gap { get; init; }

    /// <summary>Silence at the start of every epoch [s]; it keeps the end of the sequence from being linked to its beginning.</summary>
    public double Silence { get; init; } = 0.100;

    /// <summary>How often the sequence is presented.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive to the neurons of the presented item [1].</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Control: another order in every epoch.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Settling before the cue [s].</summary>
    public double Settling { get; init; } = 0.060;

    /// <summary>Cue at recall [s].</summary>
    public double CueDuration { get; init; } = 0.040;

    /// <summary>Free run after the cue [s].</summary>
    public double FreeRun { get; init; } = 0.900;

    /// <summary>After a cue at an inner item, time in which the next visit counts [s].</summary>
    public double InnerWindow { get; init; } = 0.300;

    /// <summary>Noise seeds for the cue at the first item.</summary>
    public int CueRepeats { get; init; } = 4;

    /// <summary>A given drive [time, neuron] that replaces the item-by-item presentation (a recording); one row is a frame of the
    /// presentation.</summary>
    public Matrix? Recording { get; init; }

    /// <summary>For each item its neurons, where a recording says so; null: they are drawn.</summary>
    public IReadOnlyList<int[]>? Members { get; init; }

    /// <summary>The order of presentation, filled in.</summary>
    public ImmutableArray<int> FullOrder => Order.IsDefaultOrEmpty ? [.. Enumerable.Range(0, Items)] : Order;

    /// <summary>Whether every item stands exactly once in the order.</summary>
    public bool IsPermutation => FullOrder.Distinct().Count() == FullOrder.Length && FullOrder.Length == Items;

    ImmutableArray<int> IOrderedTask.Order => FullOrder;

    /// <inheritdoc/>
    public double Pace => ItemDuration + Gap;

    /// <inheritdoc/>
    public double Cue => CueDuration;

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random) =>
        Members is null ? Assemblies.Draw(neurons, Items, AssemblySize, Overlapping, random) : new(neurons, Members);

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

        // What the last item left behind still acts for a while.
        yield return new("end", [Segment.Silence(0.050)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes()
    {
        var order = FullOrder;
        return
        [
            .. Enumerable.Range(0, CueRepeats).Select(noise => Asked("cue", order[0], FreeRun, noise)),
            .. (IsPermutation ? order.Skip(1).SkipLast(1) : []).Select((item, k) => Asked("inner", item, InnerWindow, CueRepeats + k)),
        ];
    }

    private double Lasting(int place) => Durations.IsDefaultOrEmpty ? ItemDuration : Durations[place] * ItemDuration;

    // The items with pauses between them, or the recording stretched over their time.
    private IEnumerable<Segment> Presented(Segment[] items)
    {
        if (Recording is not null)
        {
            return [Segment.Recorded(Recording, items.Sum(item => item.Duration) + (Gap * (items.Length - 1)), Drive)];
        }

        return items.SelectMany((item, k) => k == 0 ? [item] : new[] { Segment.Silence(Gap), item });
    }

    private Probe Asked(string group, int item, double freeRun, int noise) =>
        new(
            group,
            new($"{group} {item + 1}", [Segment.Silence(Settling), Segment.Of(item, CueDuration, Drive), Segment.Silence(freeRun)]),
            Settling,
            noise
        );

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        Items is < 2 or > MostItems
            // The order follows from the number of items, so nothing else can be asked before it.
            ? [$"items must lie in 2 .. {MostItems}, but is {Items}."]
            : Ranges();

    private IEnumerable<string> Ranges() =>
        Require.All(
            Time(ItemDuration, least: 1e-6),
            Time(Gap),
            Time(Silence),
            Count(Epochs),
            Require.Between(Drive, -1e6, 1e6),
            Time(Settling),
            Time(CueDuration, least: 1e-6),
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
            !Durations.IsDefaultOrEmpty && Durations.Any(d => !(d > 0)) ? "durations must be above 0." : null
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
