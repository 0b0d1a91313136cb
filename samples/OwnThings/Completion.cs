using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace OwnThings;

/// <summary>A task: two halves are heard together; afterwards one half is cued and the other one must join it.</summary>
public sealed record Completion : ITask
{
    /// <summary>Group of the probes.</summary>
    public const string Half = "half";

    public TaskCard Card =>
        new(
            "completion",
            "Completion",
            "Half of what was heard is cued and the other half must join it.",
            "this sample",
            ["completed"],
            "completed",
            0.7
        );

    /// <summary>Things that are heard, two halves each.</summary>
    public int Things { get; init; } = 3;

    /// <summary>n_A, neurons of a half.</summary>
    public int AssemblySize { get; init; } = 10;

    /// <summary>How long a thing is heard, and a half cued [s].</summary>
    [Unit("s")]
    public double Length { get; init; } = 0.100;

    /// <summary>Times that all things are heard.</summary>
    public int Epochs { get; init; } = 10;

    public int Items => 2 * Things;

    public Assemblies Draw(int neurons, RandomStreams random) => Assemblies.Draw(neurons, Items, AssemblySize, overlapping: false, random);

    public IEnumerable<Trial> Training(RandomStreams random) =>
        Enumerable
            .Range(1, Epochs)
            .Select(epoch => new Trial(
                $"epoch {epoch}",
                [
                    .. Enumerable
                        .Range(0, Things)
                        .SelectMany(thing => new[] { Segment.Silence(0.100), new Segment(Length, [2 * thing, (2 * thing) + 1], 1.5) }),
                ]
            ));

    public IReadOnlyList<Probe> Probes() =>
        [
            .. Enumerable
                .Range(0, Things)
                .Select(thing => new Probe(
                    Half,
                    new($"thing {thing + 1}", [Segment.Silence(0.060), Segment.Of(2 * thing, Length, 1.5), Segment.Silence(0.100)]),
                    0.060,
                    thing
                )),
        ];

    public IEnumerable<string> Problems() =>
        Require.All(Require.AtLeast(Things, 1), Require.AtLeast(Epochs, 1), Require.Between(Length, 1e-6, 10));
}
