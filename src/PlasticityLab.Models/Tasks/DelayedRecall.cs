using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Items are presented one by one, in another order each time and with silence between them; afterwards each is cued by itself and
/// must be held over a delay in which nothing is heard.</summary>
public sealed record DelayedRecall : ITask
{
    /// <summary>Group of the probes: a cue and the delay after it, an item each.</summary>
    public const string Delayed = "delay";

    private const double LongestTime = 3600;

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "delayed_recall",
            "Delayed recall",
            "A cued item is held over a delay without input.",
            "Fuster & Alexander 1971, Science 173:652; Amit & Brunel 1997, Cereb. Cortex 7:237",
            ["held"],
            "held",
            0.7
        )
        {
            Does = ("holds the items", "hold the items"),
        };

    /// <summary>P, items.</summary>
    public int Items { get; init; } = 4;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Whether assemblies may share neurons: each is drawn by itself.</summary>
    public bool Overlapping { get; init; }

    /// <summary>T_on, presentation of one item [s].</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.100;

    /// <summary>Silence before each item [s]; it keeps items from being linked with one another.</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.100;

    /// <summary>Presentations of all items.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the neurons of the presented item.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.060;

    /// <summary>Cue [s].</summary>
    [Unit("s")]
    public double Cue { get; init; } = 0.100;

    /// <summary>Time without input over which the cued item must be held [s].</summary>
    [Unit("s")]
    public double Delay { get; init; } = 0.500;

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random) => Assemblies.Draw(neurons, Items, AssemblySize, Overlapping, random);

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.TrialOrder);
        int[] items = [.. Enumerable.Range(0, Items)];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            stream.Shuffle(items.AsSpan());
            yield return new(
                $"epoch {epoch + 1}",
                [.. items.SelectMany(item => new[] { Segment.Silence(Silence), Segment.Of(item, Item, Drive) })]
            );
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes() =>
        [
            .. Enumerable
                .Range(0, Items)
                .Select(item => new Probe(
                    Delayed,
                    new($"delay {item + 1}", [Segment.Silence(Settling), Segment.Of(item, Cue, Drive), Segment.Silence(Delay)]),
                    Settling,
                    item
                )),
        ];

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Items is >= 2 and <= 1000 ? null : $"items must lie in 2 .. 1000, but is {Items}.",
            Require.Between(Item, 1e-6, LongestTime),
            Require.Between(Silence, 0, LongestTime),
            Epochs is >= 1 and <= 10_000 ? null : $"epochs must lie in 1 .. 10000, but is {Epochs}.",
            Require.Between(Drive, -1e6, 1e6),
            Require.Between(Settling, 0, LongestTime),
            Require.Between(Cue, 1e-6, LongestTime),
            Require.Between(Delay, 1e-6, LongestTime)
        );
}
