using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>The attractors of each example network, reduced to its assemblies.</summary>
internal static class AttractorTables
{
    private const int Starts = 100;

    /// <summary>A unit is called active in an attractor when its rate passes this.</summary>
    private const double Active = 0.5;

    /// <summary>One row for each attractor, and one for each network.</summary>
    public static (IReadOnlyList<AttractorRow> Attractors, IReadOnlyList<AttractorCountRow> Networks) Of(StudyData data)
    {
        var (attractors, networks) = (new List<AttractorRow>(), new List<AttractorCountRow>());
        foreach (var (example, report, catalogue, map) in ReducedExample.Of(data).ToArray().AsParallel().AsOrdered().Select(Analyse))
        {
            var (condition, rule, seed) = (example.Outcome.Entry.Condition, example.Outcome.Entry.Name, example.Outcome.Seed);
            foreach (
                var (item, share, k) in catalogue
                    .Attractors.Select((item, k) => (item, map.Shares[k]))
                    .OrderByDescending(x => x.Item2.Count)
                    .Select((x, k) => (x.item, x.Item2, k))
            )
            {
                attractors.Add(
                    new(
                        condition,
                        rule,
                        seed,
                        k + 1,
                        item.Kind,
                        string.Join(' ', ActiveItems(item, example.Blocks.Rows)),
                        share.Count,
                        share.Fraction,
                        share.Low95,
                        share.High95,
                        item.Period * (1000 * ((RateNetwork)data.Study.Network).Tau) ?? double.NaN,
                        item.Residual
                    )
                );
            }

            networks.Add(
                new(
                    condition,
                    rule,
                    seed,
                    report.Equilibria.Count,
                    report.Stable.Count(),
                    report.Equilibria.Count(e => !e.IsStable),
                    catalogue.Attractors.Count(a => a.Orbit is not null),
                    Starts,
                    map.NotSettled,
                    map.Diverged,
                    report.Completeness.IsProved,
                    report.Completeness.Statement
                )
            );
        }

        return (attractors, networks);
    }

    private static (ReducedExample Example, EquilibriumReport Report, AttractorCatalogue Catalogue, BasinMap Map) Analyse(
        ReducedExample example
    )
    {
        var field = new AssemblyField(example.Blocks, example.Point);
        var report = EquilibriumFinder.Find(field, field.Box, new EquilibriumOptions { MinimumStarts = 150, MaximumStarts = 600 });
        var catalogue = new AttractorCatalogue(field, field.Box, report, new AttractorOptions { Threads = 1, Patience = 30 });
        return (example, report, catalogue, catalogue.Sample(Starts));
    }

    // Items from 1; of a cycle in the order of their peaks.
    private static IEnumerable<int> ActiveItems(Attractor item, int count)
    {
        var orbit = item.Orbit ?? [item.X];
        return Enumerable
            .Range(0, count)
            .Select(k => (Item: k + 1, Peak: Enumerable.Range(0, orbit.Count).MaxBy(t => orbit[t][k])))
            .Where(x => orbit[x.Peak][x.Item - 1] > Active)
            .OrderBy(x => x.Peak)
            .ThenBy(x => x.Item)
            .Select(x => x.Item);
    }
}
