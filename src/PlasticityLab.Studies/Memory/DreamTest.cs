using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>What a number of dreams did to an overfull memory.</summary>
[Table("memory_dreams", "one rule after a number of dreams")]
public sealed record DreamPoint(
    [Column("", "id of the rule that acts in dreams", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "dreams so far", Key = true, Examples = "0..400/100")] int Dreams,
    [Column("", "share of the patterns in which the network stays (overlap above 0.97), mean over seeds")] double Recalled
) : IRuleRow;

/// <summary>Dreaming: a Hopfield network above its capacity relaxes from random states, and a rule acts on the state it falls
/// into.</summary>
/// <remarks>
/// N = 200, 40 patterns (0.2 N, capacity 0.138 N). ΔJ = ε c S Sᵀ/N, ε = 0.01, where c is what the rule does between two neurons that stay
/// active together: −1 for anti-Hebb, which unlearns the
/// mixtures that the network falls into (Hopfield, Feinstein &amp; Palmer 1983, Nature 304:158), 1 for Hebb, 0 for rules that only see
/// changes.
/// </remarks>
public static class DreamTest
{
    private const int Neurons = 200,
        Patterns = 40;
    private const double Epsilon = 0.01;

    /// <summary>Lets each rule dream.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="most">Dreams in all.</param>
    /// <param name="seeds">Networks.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<DreamPoint> Run(
        IReadOnlyList<MemoryRule> rules,
        int most = 4000,
        int seeds = 3,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(
            Require.All(TestMemory.Seeds(seeds), most is >= 0 and <= 100_000 ? null : $"dreams must lie in 0 .. 100000, but is {most}.")
        );
        int[] looks = [.. new[] { 0, 100, 200, 400, 600, 800, 1200, 1600, 2400, 3200, 4000, 6000, 8000 }.Where(look => look <= most)];
        var effects = rules.Select(rule => (Id: rule.Name, Effect: HopfieldNetwork.Imprint(rule.Rule))).ToArray();
        var distinct = effects.Select(x => x.Effect).Distinct().ToArray();
        var curves = new double[distinct.Length][];
        Parallel.For(
            0,
            distinct.Length,
            new ParallelOptions { CancellationToken = cancellation },
            k =>
            {
                curves[k] = new double[looks.Length];
                for (var seed = 0; seed < seeds; seed++)
                {
                    var curve = Dream(distinct[k], looks, (ulong)seed + 1, cancellation);
                    for (var look = 0; look < looks.Length; look++)
                    {
                        curves[k][look] += curve[look] / seeds;
                    }
                }
            }
        );
        return
        [
            .. effects.SelectMany(x =>
                looks.Select((dreams, look) => new DreamPoint(x.Id, dreams, curves[Array.IndexOf(distinct, x.Effect)][look]))
            ),
        ];
    }

    private static double[] Dream(double effect, int[] looks, ulong seed, CancellationToken cancellation)
    {
        var streams = TestMemory.Streams(seed);
        var stream = streams.Open(StreamPurpose.Patterns);
        float[] Signs(RandomStream of) => [.. Enumerable.Range(0, Neurons).Select(_ => (of.NextUInt32() & 1) == 0 ? -1f : 1f)];
        var patterns = Enumerable.Range(0, Patterns).Select(_ => Signs(stream)).ToArray();
        var network = new HopfieldNetwork(Neurons);
        foreach (var pattern in patterns)
        {
            network.Add(pattern, 1f / Neurons);
        }

        var noise = streams.Open(StreamPurpose.InitialState);
        var curve = new double[looks.Length];
        var dreams = 0;
        for (var look = 0; look < looks.Length; look++)
        {
            for (; dreams < looks[look] && effect != 0; dreams++)
            {
                cancellation.ThrowIfCancellationRequested();
                var state = Signs(noise);
                network.Relax(state, noise);
                network.Add(state, (float)(Epsilon * effect / Neurons));
            }

            curve[look] = patterns.Count(pattern => network.Keeps(pattern, noise)) / (double)Patterns;
        }

        return curve;
    }
}
