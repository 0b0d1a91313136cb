using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Nobody teaches anything: the network is left to its own activity, first with plasticity on, then with it off. What sequences
/// have formed?</summary>
public sealed record Undisturbed : ITask
{
    /// <summary>Group of the probe: the network runs free.</summary>
    public const string Free = "free";

    private const double LongestTime = 36_000;

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "undisturbed",
            "Without a teacher",
            "A network is left to its own activity, and sequences may form in it.",
            "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563",
            ["in_loops", "determinism"],
            "in_loops",
            0.5
        )
        {
            Does = ("forms sequences by itself", "form sequences by themselves"),
        };

    /// <summary>P, items that are watched, neurons that share none; in a network in which one neuron wins at a time as many as there are
    /// neurons.</summary>
    public int Items { get; init; } = 40;

    /// <summary>n_A, neurons of one item.</summary>
    public int AssemblySize { get; init; } = 1;

    /// <summary>Time with plasticity on [s].</summary>
    [Unit("s")]
    public double Plastic { get; init; } = 320;

    /// <summary>Time in which the network is watched with plasticity off [s].</summary>
    [Unit("s")]
    public double Watched { get; init; } = 160;

    /// <summary>The items are the neurons in order, so that what forms is told by their numbers.</summary>
    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random) =>
        (long)Items * AssemblySize <= neurons
            ? new(neurons, Enumerable.Range(0, Items).Select(item => Enumerable.Range(item * AssemblySize, AssemblySize).ToArray()))
            : throw new UserError(
                $"{Items} items of {AssemblySize} neurons that share none need {(long)Items * AssemblySize} neurons, but there are {neurons}; use fewer items, smaller assemblies or more neurons."
            );

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random) => [new("undisturbed", [Segment.Silence(Plastic)])];

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes() => [new(Free, new("watched", [Segment.Silence(Watched)]), 0, 0)];

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Items is >= 2 and <= 1000 ? null : $"items must lie in 2 .. 1000, but is {Items}.",
            Require.AtLeast(AssemblySize, 1),
            Require.Between(Plastic, 0, LongestTime),
            Require.Between(Watched, 1e-6, LongestTime)
        );
}
