using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Training;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>Learning as the bifurcation parameter: the equilibria of each example network, and of the rules' networks of the next seeds,
/// reduced to assemblies and followed through training.</summary>
/// <remarks>The kink of the inhibition is rounded by <see cref="Smoothing"/> assemblies, as continuation needs a derivative; weights are
/// linear between at most <see cref="Snapshots"/> epochs.</remarks>
internal static class TrainingTables
{
    private const int Snapshots = 6,
        Equilibria = 12,
        Seeds = 3;
    private const double Smoothing = 0.05;

    /// <summary>The events, the branches of the first seed on which they lie, and the events matched across seeds.</summary>
    public static (
        IReadOnlyList<TrainingEventRow> Events,
        IReadOnlyList<TrainingBranchRow> Branches,
        IReadOnlyList<TrainingMatchedRow> Matched
    ) Of(StudyData data)
    {
        var (events, branches, matched) = (new List<TrainingEventRow>(), new List<TrainingBranchRow>(), new List<TrainingMatchedRow>());
        ReducedExample[] all = [.. ReducedExample.Of(data), .. ReducedExample.Replicates(data, Seeds - 1)];
        var followed = all.Where(e => e.Course.Length > 1 && e.Blocks.Rows > 1)
            .ToArray()
            .AsParallel()
            .AsOrdered()
            .Select(e => (Example: e, Found: Follow(e)))
            .ToArray();
        foreach (var (example, found) in followed)
        {
            var (condition, rule, seed) = (example.Outcome.Entry.Condition, example.Outcome.Entry.Name, example.Outcome.Seed);
            foreach (var e in found.Events)
            {
                events.Add(
                    new(
                        condition,
                        rule,
                        seed,
                        Math.Round(e.Time, 6),
                        e.Kind,
                        e.Change,
                        e.Multiplicity,
                        Place(e.State, example),
                        Math.Round(e.State[0], 6),
                        Math.Round(e.State[1], 6)
                    )
                );
            }

            for (var b = 0; b < found.Branches.Count && seed == all[0].Outcome.Seed; b++)
            {
                var nodes = found.Branches[b].Nodes;
                for (var i = 0; i < nodes.Count; i++)
                {
                    // Every third node is enough for a curve; changes of stability and ends are kept.
                    if (i == 0 || i == nodes.Count - 1 || i % 3 == 0 || nodes[i].UnstableCount != nodes[i - 1].UnstableCount)
                    {
                        branches.Add(
                            new(
                                condition,
                                rule,
                                seed,
                                b + 1,
                                Math.Round(nodes[i].Parameter, 6),
                                nodes[i].UnstableCount,
                                Place(nodes[i].State, example),
                                Math.Round(nodes[i].State[0], 6),
                                Math.Round(nodes[i].State[1], 6)
                            )
                        );
                    }
                }
            }
        }

        foreach (
            var group in followed
                .GroupBy(item => (item.Example.Outcome.Entry.Condition, item.Example.Outcome.Entry.Name))
                .Where(group => group.Count() > 1)
        )
        {
            foreach (var e in TrainingEvents.Match([.. group.Select(item => item.Found.Events)]))
            {
                double[] times = [.. e.Times.Where(double.IsFinite)];
                matched.Add(
                    new(
                        group.Key.Condition,
                        group.Key.Name,
                        e.Kind,
                        e.Change,
                        e.Occurrence,
                        e.Times.Count,
                        times.Length,
                        Math.Round(e.MedianTime, 6),
                        Math.Round(times.Min(), 6),
                        Math.Round(times.Max(), 6)
                    )
                );
            }
        }

        return (events, branches, matched);
    }

    // Where the activity sits: Σ k r_k, 0 when all is silent and k when item k alone is fully active.
    private static double Place(IReadOnlyList<double> state, ReducedExample example) =>
        Math.Round(Enumerable.Range(0, example.Course[0].Rows).Sum(k => (k + 1) * state[k]), 6);

    private static TrainingBifurcations Follow(ReducedExample example)
    {
        var last = example.Course.Length - 1;
        var epochs = Enumerable.Range(0, Snapshots).Select(k => (int)Math.Round((double)k * last / (Snapshots - 1))).Distinct().ToArray();
        var point = example.Point with { Smoothing = Smoothing };
        var p = example.Blocks.Rows;
        var options = new EquilibriumOptions
        {
            MinimumStarts = 60,
            MaximumStarts = 240,
            Hints =
            [
                .. Enumerable
                    .Range(0, p)
                    .Select(k =>
                        Enumerable.Range(0, example.Point.Adaptation == 0 ? p : 2 * p).Select(i => i % p == k ? 1.0 : 0).ToArray()
                    ),
            ],
        };
        return TrainingContinuation.Follow(
            [.. epochs.Select(e => (double)e)],
            [.. epochs.Select(e => example.Course[e])],
            b => new AssemblyField(b, point),
            Known,
            new TrainingOptions { FollowCycles = false, LargestStep = 0.25 }
        );

        IReadOnlyList<double[]> Known(IVectorField field) =>
            [.. EquilibriumFinder.Find(field, ((AssemblyField)field).Box, options).Equilibria.Take(Equilibria).Select(e => e.X)];
    }
}
