using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>All equilibria of a system by the strongest method that applies: every support (threshold-linear), an interval proof (planar or
/// low-rank), else a counted search.</summary>
public static class EquilibriumFinder
{
    /// <summary>Finds and describes the equilibria. "None" and "not proved" are results.</summary>
    public static EquilibriumReport Find(
        IDynamicalSystem system,
        EquilibriumOptions? options = null,
        CancellationToken cancellation = default
    ) => Find(system, system.Box, options, cancellation);

    /// <summary>Finds the equilibria of any field inside a box.</summary>
    public static EquilibriumReport Find(
        IVectorField field,
        TrappingBox box,
        EquilibriumOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new();
        if (field is AssemblyNetwork named)
        {
            field = named.Field;
        }

        if (field is AssemblyField { Point.Adaptation: not 0 } adapting)
        {
            return Adapting(adapting, options, cancellation);
        }

        if (field is RateNetwork { Transfer: Transfer.ThresholdLinear } network && network.Dimension <= SupportEnumeration.LargestSize)
        {
            var (found, supports, degenerate, atThreshold) = SupportEnumeration.Run(network, cancellation);
            var statement = degenerate
                ? $"At least {Count(found.Count)}: on one support or more the linear system is singular, so that a line of equilibria is possible ({supports} supports tried)."
                : $"Exactly {Count(found.Count)}, by solving all {supports} supports.{(atThreshold > 0 ? $" {atThreshold} of them {(atThreshold == 1 ? "has" : "have")} a unit exactly at its threshold, where the field has a kink: type and index hold on one side only." : "")}";
            return Report(found, box, new("all_supports", !degenerate, statement, supports, found.Count), []);
        }

        if (
            field is RateNetwork rates
            && OverlapField.Of(rates) is { } overlap
            && Overlap(rates, overlap, options, cancellation) is { } reduced
        )
        {
            return reduced;
        }

        return field.Dimension <= 2 && field is IIntervalField interval && Proof(interval, box, options, cancellation) is { } proof
            ? proof
            : Search(field, box, options, cancellation);
    }

    private static EquilibriumReport? Proof(
        IIntervalField field,
        TrappingBox box,
        EquilibriumOptions options,
        CancellationToken cancellation
    )
    {
        var search = new NewtonSearch(field, box, options with { MinimumStarts = 60, MaximumStarts = 300 }, cancellation);
        search.Run(false, false);
        var proof = new KrawczykSearch(field, options.MaximumBoxes, cancellation);
        proof.Run(box.Low, box.High, search.Zeros);
        var found = proof
            .Zeros.Select(core =>
                EquilibriumAnalysis.Of(
                    field,
                    [.. core.Select(side => side.Middle)],
                    Math.Sqrt(core.Sum(side => side.Width * side.Width / 4))
                )
            )
            .ToList();
        foreach (var zero in search.Zeros.Where(zero => !found.Exists(item => Distance(item.X, zero) < options.Distinct)))
        {
            // Degenerate zeros cannot be certified, but they were seen.
            found.Add(EquilibriumAnalysis.Of(field, zero));
        }

        var proved = proof.Undecided == 0 && found.Count == proof.Zeros.Count();
        var where = box.HoldsAllEquilibria ? "" : " in the box";
        var statement = proved
            ? $"Exactly {Count(found.Count)}{where}, by an interval (Krawczyk) proof over {proof.Boxes} boxes."
            : $"At least {Count(found.Count)}{where}: {proof.Undecided} of {proof.Boxes} boxes could not be decided (a degenerate equilibrium nearby, or the budget ended).";
        return Report(found, box, new("interval_proof", proved, statement, proof.Boxes, search.Converged), search.SlowPoints);
    }

    private static EquilibriumReport? Overlap(
        RateNetwork network,
        OverlapField overlap,
        EquilibriumOptions options,
        CancellationToken cancellation
    )
    {
        var search = new NewtonSearch(overlap, overlap.Box, options with { MinimumStarts = 100, MaximumStarts = 400 }, cancellation);
        search.Run(IsOdd(network), true);
        var proof = new KrawczykSearch(overlap, options.MaximumBoxes, cancellation);
        proof.Run(overlap.Box.Low, overlap.Box.High, search.Zeros);
        if (proof.Undecided > 0)
        {
            // Three overlaps can be too many boxes; the counted search still speaks.
            return null;
        }

        var found = proof
            .Zeros.Select(core => EquilibriumAnalysis.Of(network, overlap.Rates([.. core.Select(side => side.Middle)])))
            .ToList();
        var statement =
            $"Exactly {Count(found.Count)}, by an interval (Krawczyk) proof over {proof.Boxes} boxes in the space of the {overlap.Dimension} overlaps (W has rank {overlap.Dimension} to 1e-9).";
        return Report(
            found,
            network.Box,
            new("overlap_space", true, statement, proof.Boxes, search.Converged),
            search.SlowPoints.Select(point => point with { X = overlap.Rates(point.X) })
        );
    }

    // At rest every a_k equals its r_k: half as many unknowns. The determinants of both linearisations have one sign (Schur complement), so
    // the index is the same.
    private static EquilibriumReport Adapting(AssemblyField field, EquilibriumOptions options, CancellationToken cancellation)
    {
        var p = field.Assemblies;
        var still = field.Static();
        double[] Lifted(double[] r) => [.. r, .. r];
        var report = Search(still, still.Box, options with { Hints = [.. options.Hints.Select(x => x[..p])] }, cancellation);
        return Report(
            [.. report.Equilibria.Select(item => EquilibriumAnalysis.Of(field, Lifted(item.X)))],
            field.Box,
            report.Completeness,
            report.SlowPoints.Select(point => point with { X = Lifted(point.X) })
        );
    }

    private static EquilibriumReport Search(IVectorField field, TrappingBox box, EquilibriumOptions options, CancellationToken cancellation)
    {
        // A start costs some n³ operations: large networks get fewer, about a minute of them.
        var affordable = (int)Math.Max(40, 4e9 / Math.Pow(field.Dimension, 3));
        options = options with
        {
            MinimumStarts = Math.Min(options.MinimumStarts, affordable),
            MaximumStarts = Math.Min(options.MaximumStarts, affordable),
        };
        var search = new NewtonSearch(field, box, options, cancellation);
        search.Run(field is RateNetwork network && IsOdd(network), box.IsInward);
        var found = search.Zeros.Select(zero => EquilibriumAnalysis.Of(field, zero)).ToList();
        var (f1, f2) = (search.Singletons, search.Doubletons);
        var missing = f1 * (f1 - 1) / (2.0 * (f2 + 1));
        var sum = found.Sum(item => item.Index);
        var index =
            !box.IsInward ? ""
            : sum == 1 ? ", index sum 1 as it must be"
            : $", but the index sum is {sum} and must be 1, so at least one is missing";
        var statement =
            $"At least {Count(found.Count)}: {search.Starts} Newton starts, {search.Converged} converged, {f1} met once{index}; estimated number still unseen {missing:0.##} (Chao1).";
        return Report(found, box, new("search", false, statement, search.Starts, search.Converged, f1, f2, missing), search.SlowPoints);
    }

    private static EquilibriumReport Report(
        List<Equilibrium> found,
        TrappingBox box,
        Completeness completeness,
        IEnumerable<SlowPoint> slow
    )
    {
        found.Sort(
            static (a, b) =>
            {
                var order = a.UnstableDimension.CompareTo(b.UnstableDimension);
                for (var i = 0; order == 0 && i < a.X.Length; i++)
                {
                    order = Math.Abs(a.X[i] - b.X[i]) < 1e-9 ? 0 : a.X[i].CompareTo(b.X[i]);
                }

                return order;
            }
        );
        return new(
            found,
            found.Sum(item => item.Index),
            box.IsInward ? 1 : null,
            completeness,
            [.. slow.Where(point => !found.Exists(item => Distance(item.X, point.X) < 1e-3)).OrderBy(point => point.Speed)]
        );
    }

    private static bool IsOdd(RateNetwork network) =>
        network.Transfer == Transfer.Tanh && Enumerable.Range(0, network.Dimension).All(i => network.Input(i) == 0);

    private static string Count(int n) => n == 1 ? "1 equilibrium" : $"{n} equilibria";

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
