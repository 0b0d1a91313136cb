using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace Stranger;

/// <summary>A task: items are learned two by two; afterwards one of a pair is cued and the other one must answer.</summary>
public sealed record PairedAssociates : ITask
{
    public const string Cued = "partner";

    public TaskCard Card =>
        new(
            "paired_associates",
            "Paired associates",
            "One of a pair is cued and the other one must answer.",
            "Calkins 1894, Psychol. Rev. 1:476",
            ["recalled_pairs"],
            "recalled_pairs",
            0.7
        );

    /// <summary>Pairs of items.</summary>
    public int Pairs { get; init; } = 3;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 10;

    /// <summary>How long a pair is presented, and an item cued [s].</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.100;

    /// <summary>Presentations of all pairs.</summary>
    public int Epochs { get; init; } = 5;

    public int Items => 2 * Pairs;

    public Assemblies Draw(int neurons, RandomStreams random) => Assemblies.Draw(neurons, Items, AssemblySize, overlapping: false, random);

    public IEnumerable<Trial> Training(RandomStreams random) =>
        Enumerable
            .Range(1, Epochs)
            .Select(epoch => new Trial(
                $"epoch {epoch}",
                [
                    .. Enumerable
                        .Range(0, Pairs)
                        .SelectMany(pair => new[] { Segment.Silence(0.100), new Segment(Item, [2 * pair, (2 * pair) + 1], 1.5) }),
                ]
            ));

    public IReadOnlyList<Probe> Probes() =>
        [
            .. Enumerable
                .Range(0, Pairs)
                .Select(pair => new Probe(
                    Cued,
                    new($"pair {pair + 1}", [Segment.Silence(0.060), Segment.Of(2 * pair, Item, 1.5), Segment.Silence(0.200)]),
                    0.060,
                    pair
                )),
        ];

    public IEnumerable<string> Problems() =>
        Require.All(Require.AtLeast(Pairs, 1), Require.AtLeast(Epochs, 1), Require.Between(Item, 1e-6, 10));
}
