using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The attractors of each example network, reduced to its assemblies.</summary>
public sealed record Attractors : IStudyAnalysis
{
    private const int Starts = 100;

    /// <summary>A unit is called active in an attractor when its rate passes this.</summary>
    private const double Active = 0.5;

    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "attractors",
            "Attractors",
            "Equilibria and cycles of the examples reduced to assemblies, and how much of the states each draws.",
            "this project"
        );

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return study.StepsOf(
            this,
            data.Examples.Where(o => ReducedNetwork.IsPossible(data, o)),
            o => Rows(ReducedNetwork.Of(data, o), ((RateNetwork)data.Study.Network).Tau),
            cancellation
        );
    }

    private static RowSet Rows(ReducedNetwork example, double tau)
    {
        var field = new AssemblyField(example.Blocks, example.Point);
        var report = EquilibriumFinder.Find(field, field.Box, new EquilibriumOptions { MinimumStarts = 150, MaximumStarts = 600 });
        var catalogue = new AttractorCatalogue(field, field.Box, report, new AttractorOptions { Threads = 1, Patience = 30 });
        var map = catalogue.Sample(Starts);
        var (condition, rule, seed) = (example.Outcome.Entry.Condition, example.Outcome.Entry.Name, example.Outcome.Seed);
        var attractors = catalogue
            .Attractors.Select((item, k) => (Item: item, Share: map.Shares[k]))
            .OrderByDescending(x => x.Share.Count)
            .Select(
                (x, k) =>
                    new AttractorRow(
                        condition,
                        rule,
                        seed,
                        k + 1,
                        x.Item.Kind,
                        string.Join(' ', ActiveItems(x.Item, example.Blocks.Rows)),
                        x.Share.Count,
                        x.Share.Fraction,
                        x.Share.Low95,
                        x.Share.High95,
                        x.Item.Period * (1000 * tau) ?? double.NaN,
                        x.Item.Residual
                    )
            );
        var counts = new AttractorCountRow(
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
        );
        return new RowSet().Add(attractors).Add([counts]);
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
