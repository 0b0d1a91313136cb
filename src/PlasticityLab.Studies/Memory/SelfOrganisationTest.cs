using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Studies.Memory;

/// <summary>One rule without a teacher; means over seeds.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Limited">Whether the heterosynaptic limit acted.</param>
/// <param name="Seeds">Networks.</param>
/// <param name="Assignment">Value of the best assignment over N.</param>
/// <param name="Determinism">1 − H(next | current)/ln N with plasticity off.</param>
/// <param name="ReversedBigrams">Share of steps taken as often backwards.</param>
/// <param name="LongestLoop">Mean length of the longest loop [neurons].</param>
/// <param name="InLoops">Share of the neurons that lie on a loop of three or more.</param>
/// <param name="Loops">Loop lengths of the first seed.</param>
public sealed record SelfOrganisationRow(string Rule, bool Limited, int Seeds, double Assignment, double Determinism, double ReversedBigrams, double LongestLoop, double InLoops, IReadOnlyList<int> Loops);

/// <summary>Which rules build sequences when nobody teaches one?</summary>
public static class SelfOrganisationTest
{
    /// <summary>Runs 8,000 plastic steps and 4,000 without plasticity for every rule, with and without the heterosynaptic limit.</summary>
    public static IReadOnlyList<SelfOrganisationRow> Run(IReadOnlyList<string> rules, int neurons = 40, int seeds = 5, ulong seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(seeds, 1)));
        var jobs = rules.SelectMany(rule => new[] { true, false }.Select(limited => (Rule: RuleCatalog.Card(rule).Id, limited))).ToArray();
        var rows = new SelfOrganisationRow[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { CancellationToken = cancellation }, k =>
        {
            double assignment = 0, determinism = 0, reversed = 0, longest = 0, inLoops = 0;
            int[] first = [];
            for (var s = 0; s < seeds; s++)
            {
                var network = new WinnerNetwork(RuleCatalog.Create(jobs[k].Rule), neurons, jobs[k].limited, new RandomStreams(seed + (ulong)s));
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

            rows[k] = new SelfOrganisationRow(jobs[k].Rule, jobs[k].limited, seeds, assignment, determinism, reversed, longest, inLoops, first);
        });
        return [.. rows.OrderByDescending(row => row.InLoops).ThenByDescending(row => row.Determinism)];
    }
}
