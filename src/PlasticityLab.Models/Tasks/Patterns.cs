using System.Collections.Immutable;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Tasks;

/// <summary>Patterns are presented one by one with silence between them, after the first time in another order each time; afterwards each is
/// to be recalled from a damaged copy of it. How many of them are tells what one network holds.</summary>
/// <remarks>A damaged copy is an item of its own, which is never presented in training: with damage there are as many items more as patterns
/// are asked for.</remarks>
public sealed record Patterns : ITask
{
    /// <summary>Group of the probes: a damaged pattern and the silence after it, one each.</summary>
    public const string Damaged = "pattern";

    private const double LongestTime = 3600;

    /// <inheritdoc/>
    public TaskCard Card =>
        new(
            "patterns",
            "Patterns",
            "Patterns are recalled from damaged copies of them.",
            "Hopfield 1982, PNAS 79:2554; Amit, Gutfreund & Sompolinsky 1985, Phys. Rev. Lett. 55:1530",
            ["recalled", "final_overlap"],
            "recalled",
            0.9
        )
        {
            Does = ("recalls the patterns", "recall the patterns"),
        };

    /// <summary>P, patterns; over the number of neurons it is the load.</summary>
    public int Items { get; init; } = 20;

    /// <summary>n_A, neurons of one pattern; where <see cref="Unbiased"/> holds, a unit only.</summary>
    public int AssemblySize { get; init; } = 20;

    /// <summary>Whether a toss of a coin says of every neuron whether it belongs to a pattern, as in patterns of ±1; else each pattern is
    /// assembly_size neurons, drawn by itself.</summary>
    public bool Unbiased { get; init; }

    /// <summary>T_on, presentation of one pattern [s].</summary>
    [Unit("s")]
    public double Item { get; init; } = 0.100;

    /// <summary>Silence before each pattern [s]; it keeps patterns from being linked with one another.</summary>
    [Unit("s")]
    public double Silence { get; init; } = 0.100;

    /// <summary>Presentations of all patterns.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Drive on the neurons of the presented pattern.</summary>
    public double Drive { get; init; } = 1.5;

    /// <summary>Share of a cue that is wrong [1]: of an unbiased pattern so many of all neurons are turned round, of another so many of its
    /// own neurons are left out and as many others taken in.</summary>
    public double Damage { get; init; } = 0.1;

    /// <summary>Patterns that are asked for, evenly among all; 0: all.</summary>
    public int Asked { get; init; }

    /// <summary>Settling before a cue [s].</summary>
    [Unit("s")]
    public double Settling { get; init; } = 0.060;

    /// <summary>Cue [s].</summary>
    [Unit("s")]
    public double Cue { get; init; } = 0.100;

    /// <summary>Time after the cue in which the pattern must be completed and held [s].</summary>
    [Unit("s")]
    public double Delay { get; init; } = 0.500;

    int ITask.Items => Items + (IsDamaged ? AskedPatterns.Length : 0);

    /// <summary>The patterns that are asked for, in the order of the probes.</summary>
    public ImmutableArray<int> AskedPatterns
    {
        get
        {
            var all = Math.Max(0, Items);
            var asked = Asked > 0 ? Math.Min(Asked, all) : all;
            return [.. Enumerable.Range(0, asked).Select(k => (int)((long)k * all / asked))];
        }
    }

    private bool IsDamaged => Damage > 0;

    /// <inheritdoc/>
    public Assemblies Draw(int neurons, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!Unbiased && AssemblySize > neurons - Replaced)
        {
            throw new UserError(
                $"a pattern of {AssemblySize} neurons, of which a damaged copy has {Replaced} others, needs at least {AssemblySize + Replaced} neurons, but there are {neurons}; use a smaller assembly_size, less damage or more neurons."
            );
        }

        var stream = random.Open(StreamPurpose.Patterns);
        int[][] patterns =
        [
            .. Enumerable.Range(0, Items).Select(_ => Unbiased ? Tossed(neurons, stream) : stream.Choose(neurons, AssemblySize)),
        ];
        if (!IsDamaged)
        {
            return new(neurons, patterns);
        }

        var faults = random.Open(StreamPurpose.Patterns, "damage");
        return new(neurons, [.. patterns, .. AskedPatterns.Select(k => Copy(patterns[k], neurons, faults))]);
    }

    /// <inheritdoc/>
    public IEnumerable<Trial> Training(RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.TrialOrder);
        int[] items = [.. Enumerable.Range(0, Items)];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            if (epoch > 0)
            {
                stream.Shuffle(items.AsSpan());
            }

            yield return new(
                $"epoch {epoch + 1}",
                [.. items.SelectMany(item => new[] { Segment.Silence(Silence), Segment.Of(item, Item, Drive) })]
            );
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Probe> Probes() =>
        [
            .. AskedPatterns.Select(
                (pattern, k) =>
                    new Probe(
                        Damaged,
                        new(
                            $"pattern {pattern + 1}",
                            [Segment.Silence(Settling), Segment.Of(IsDamaged ? Items + k : pattern, Cue, Drive), Segment.Silence(Delay)]
                        ),
                        Settling + Cue,
                        k
                    )
            ),
        ];

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
        Require.All(
            Items is >= 1 and <= 10_000 ? null : $"items must lie in 1 .. 10000, but is {Items}.",
            Require.AtLeast(AssemblySize, 1),
            Require.Between(Item, 1e-6, LongestTime),
            Require.Between(Silence, 0, LongestTime),
            Epochs is >= 1 and <= 10_000 ? null : $"epochs must lie in 1 .. 10000, but is {Epochs}.",
            Require.Between(Drive, -1e6, 1e6),
            Damage is >= 0 and <= 0.5
                ? null
                : $"damage must lie in 0 .. 0.5, since a copy that is more than half wrong is no copy, but is {Damage:R}.",
            Asked >= 0 && Asked <= Math.Max(0, Items) ? null : $"asked must lie between 0, for all, and items ({Items}), but is {Asked}.",
            Require.Between(Settling, 0, LongestTime),
            Require.Between(Cue, 1e-6, LongestTime),
            Require.Between(Delay, 1e-6, LongestTime)
        );

    private int Replaced => Unbiased ? 0 : (int)Math.Round(Damage * AssemblySize);

    // A pattern of all or no neurons is none.
    private static int[] Tossed(int neurons, RandomStream stream)
    {
        while (true)
        {
            int[] members = [.. Enumerable.Range(0, neurons).Where(_ => (stream.NextUInt32() & 1) != 0)];
            if (members.Length > 0 && members.Length < neurons)
            {
                return members;
            }
        }
    }

    private int[] Copy(int[] pattern, int neurons, RandomStream faults)
    {
        if (Unbiased)
        {
            var turned = pattern.ToHashSet();
            turned.SymmetricExceptWith(faults.Choose(neurons, (int)Math.Round(Damage * neurons)));
            return turned.Count > 0 && turned.Count < neurons ? [.. turned] : pattern;
        }

        int[] others = [.. Enumerable.Range(0, neurons).Except(pattern)];
        var left = faults.Choose(pattern.Length, Replaced).Select(at => pattern[at]).ToHashSet();
        return [.. pattern.Where(i => !left.Contains(i)), .. faults.Choose(others.Length, Replaced).Select(at => others[at])];
    }
}
