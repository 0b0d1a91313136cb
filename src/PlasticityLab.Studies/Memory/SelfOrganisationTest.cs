using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Memory;

/// <summary>One rule without a teacher; means over seeds.</summary>
[Table("memory_self_organisation", "one rule with or without a limit on total weight")]
public sealed record SelfOrganisationRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "whether the heterosynaptic limit acted", Key = true, Examples = "0|1", Digits = true)] bool Limited,
    [Column("", "networks")] int Seeds,
    [Column("", "value of the best assignment over N")] double Assignment,
    [Column("", "1 − H(next | current)/ln N with plasticity off")] double Determinism,
    [Column("", "share of steps taken as often backwards")] double ReversedBigrams,
    [Column("neurons", "mean length of the longest loop")] double LongestLoop,
    [Column("", "share of the neurons that lie on a loop of three or more")] double InLoops,
    [Column("", "loop lengths of the first seed, separated by spaces", Examples = "3 4 9")] string Loops
) : IRuleRow;

/// <summary>A rule in a network of binary neurons driven by noise, with and without competition for a neuron's total weight; means over seeds.</summary>
[Table("memory_competition", "one rule with or without competition")]
public sealed record CompetitionRow(
    [Column("", "rule by its id", Key = true, Examples = MemoryRules.Made)] string Rule,
    [Column("", "whether competition acted", Key = true, Examples = "0|1", Digits = true)] bool Competing,
    [Column("", "networks")] int Seeds,
    [Column("", "share of the neurons with exactly one strong input (above half of the largest weight)")] double OneInput,
    [Column("", "share with exactly one strong output")] double OneOutput,
    [Column("", "share of the neurons on chains of three or more, open or closed")] double InChains,
    [Column("neurons", "length of the longest chain")] double LongestChain,
    [Column("", "share of all synapses that are strong")] double Strong,
    [Column("", "lengths of the first network's chains, separated by spaces", Examples = "3 4 9")] string Chains
) : IRuleRow;

/// <summary>Which rules build sequences when nobody teaches one?</summary>
public static class SelfOrganisationTest
{
    /// <summary>Runs 8,000 plastic steps and 4,000 without plasticity for every rule, with and without the heterosynaptic limit.</summary>
    public static IReadOnlyList<SelfOrganisationRow> Run(
        IReadOnlyList<MemoryRule> rules,
        int neurons = 40,
        int seeds = 5,
        ulong seed = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(
            Require.All(
                TestMemory.Seeds(seeds),
                neurons is >= 4 and <= 2000 ? null : $"neurons must lie in 4 .. 2000, but is {neurons}.",
                Memory(neurons).Problem
            )
        );
        var jobs = rules.SelectMany(rule => new[] { true, false }.Select(limited => (Rule: rule, limited))).ToArray();
        var rows = new SelfOrganisationRow[jobs.Length];
        Parallel.For(
            0,
            jobs.Length,
            Memory(neurons).Options(cancellation),
            k =>
            {
                double assignment = 0,
                    determinism = 0,
                    reversed = 0,
                    longest = 0,
                    inLoops = 0;
                int[] first = [];
                for (var s = 0; s < seeds; s++)
                {
                    var network = new WinnerNetwork(jobs[k].Rule.Rule, neurons, jobs[k].limited, TestMemory.Streams(seed + (ulong)s));
                    network.Run(8000, plastic: true, cancellation);
                    var winners = network.Run(4000, plastic: false, cancellation);
                    var weights = network.Weights;
                    var loops = ChainMeasures.Loops(weights);
                    first = s == 0 ? loops : first;
                    assignment += ChainMeasures.Assignment(weights) / seeds;
                    determinism += ChainMeasures.Determinism(winners, neurons) / seeds;
                    reversed += ChainMeasures.ReversedBigrams(winners, neurons) / seeds;
                    longest += (double)loops.FirstOrDefault() / seeds;
                    inLoops += (double)loops.Where(length => length > 2).Sum() / neurons / seeds;
                }

                rows[k] = new SelfOrganisationRow(
                    jobs[k].Rule.Name,
                    jobs[k].limited,
                    seeds,
                    assignment,
                    determinism,
                    reversed,
                    longest,
                    inLoops,
                    string.Join(' ', first)
                );
            }
        );
        return [.. rows.OrderByDescending(row => row.InLoops).ThenByDescending(row => row.Determinism)];
    }

    /// <summary>What the test takes: weights of a network and a copy of them.</summary>
    /// <param name="neurons">N.</param>
    public static TestMemory Memory(int neurons) => new(0, 16.0 * neurons * neurons);

    /// <summary>Runs noise-driven binary networks of 50 neurons for every rule, with and without competition, from no weights at
    /// all.</summary>
    public static IReadOnlyList<CompetitionRow> Compete(
        IReadOnlyList<MemoryRule> rules,
        int seeds = 3,
        int steps = 60_000,
        ulong seed = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(Require.All(TestMemory.Seeds(seeds), Require.AtLeast(steps, 1)));
        const int n = 50;
        var all = rules
            .Select(rule => (Id: rule.Name, At: WinnerNetwork.Coefficients(rule.Rule)))
            .Select(x => (x.Id, Forward: Math.Round(x.At.Forward, 2), Backward: Math.Round(x.At.Backward, 2)))
            .ToArray();
        var jobs = all.Select(x => (x.Forward, x.Backward))
            .Distinct()
            .SelectMany(x => new[] { true, false }.Select(competing => (x.Forward, x.Backward, competing)))
            .ToArray();
        var rows = new CompetitionRow[jobs.Length];
        Parallel.For(
            0,
            jobs.Length,
            new ParallelOptions { CancellationToken = cancellation },
            k =>
            {
                var (forward, backward, competing) = jobs[k];
                double inputs = 0,
                    outputs = 0,
                    inLoops = 0,
                    longest = 0,
                    strong = 0;
                int[] first = [];
                for (var s = 0; s < seeds; s++)
                {
                    var network = new CompetitionNetwork(
                        n,
                        forward,
                        backward,
                        competing ? 0.1 : 0,
                        TestMemory.Streams(seed + (ulong)s).Open(StreamPurpose.TrainingNoise)
                    );
                    network.Run(forward > 0 || backward > 0 ? steps : 0, cancellation); // from 0, a rule that strengthens nothing leaves 0
                    var w = network.Weights;
                    var loops = ChainMeasures.Chains(w);
                    first = s == 0 ? loops : first;
                    inputs += Enumerable.Range(0, n).Count(i => Enumerable.Range(0, n).Count(j => w[i, j] > 0.5) == 1) / (double)n / seeds;
                    outputs += Enumerable.Range(0, n).Count(j => Enumerable.Range(0, n).Count(i => w[i, j] > 0.5) == 1) / (double)n / seeds;
                    inLoops += loops.Where(length => length > 2).Sum() / (double)n / seeds;
                    longest += loops.FirstOrDefault() / (double)seeds;
                    strong += Enumerable.Range(0, n * n).Count(at => w[at / n, at % n] > 0.5) / (double)(n * (n - 1)) / seeds;
                }

                rows[k] = new CompetitionRow("", competing, seeds, inputs, outputs, inLoops, longest, strong, string.Join(' ', first));
            }
        );
        return
        [
            .. all.SelectMany(x =>
                rows.Where((_, k) => jobs[k].Forward == x.Forward && jobs[k].Backward == x.Backward).Select(row => row with { Rule = x.Id })
            ),
        ];
    }
}
