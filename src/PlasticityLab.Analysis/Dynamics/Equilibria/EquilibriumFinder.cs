using PlasticityLab.Analysis.Dynamics.Equilibria.Singular;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;
using PlasticityLab.Numerics.LinearAlgebra;

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
        var units = Units.Of(field);
        if (!units.AreGiven)
        {
            // A system of small or large numbers is searched in units in which they are near 1.
            var hints = options with
            {
                Hints = [.. options.Hints.Select(x => units.Into(x))],
            };
            return Find(units.Of(field), units.Into(box), hints, cancellation).Back(units);
        }

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
            return Supports(network, box, cancellation);
        }

        if (
            field is RateNetwork rates
            && OverlapField.Of(rates) is { } overlap
            && Overlap(rates, overlap, options, cancellation) is { } reduced
        )
        {
            return reduced;
        }

        return field.Dimension <= 2 && field is IIntervalField interval
            ? Proof(interval, box, options, cancellation)
            : Search(field, box, options, cancellation);
    }

    private static EquilibriumReport Supports(RateNetwork network, TrappingBox box, CancellationToken cancellation)
    {
        var all = SupportEnumeration.Run(network, new(network, box), cancellation);
        static string Kinks(int count, string what) =>
            count == 0
                ? ""
                : $" {count} of {what} {(count == 1 ? "has" : "have")} a unit exactly at its threshold, where the field has a kink: type and index hold on one side only.";
        var ends = all.SetsAtThreshold > 0 ? " The continuous set ends or bends at a kink, where a unit is exactly at its threshold." : "";
        var statement =
            $"Exactly {Count(all.Found.Count, all.Sets)}, by solving all {all.Supports} supports.{Kinks(all.AtThreshold, "them")}{ends}{Told(all.Sets)}";
        return Report(all.Found, all.Sets, box, new("all_supports", true, statement, all.Supports, all.Found.Count), []);
    }

    private static EquilibriumReport Proof(
        IIntervalField field,
        TrappingBox box,
        EquilibriumOptions options,
        CancellationToken cancellation
    )
    {
        var search = new NewtonSearch(field, box, options with { MinimumStarts = 60, MaximumStarts = 300 }, cancellation);
        search.Run(false, false);
        var (proof, degenerate) = Excluded(field, box, search, options, cancellation);
        var rate = search.Places.Scale.Rate;
        var found = proof
            .Zeros.Select(core =>
                EquilibriumAnalysis.Of(
                    field,
                    [.. core.Select(side => side.Middle)],
                    Math.Sqrt(core.Sum(side => side.Width * side.Width / 4)),
                    rate
                )
            )
            .ToList();
        found.AddRange(degenerate.Select(point => EquilibriumAnalysis.Of(field, point, rate)));
        var (proved, sets) = (proof.Undecided == 0 && !degenerate.Any(IsHidden), search.Places.Sets);
        var where = box.HoldsAllEquilibria ? "" : " in the box";
        var statement = proved
            ? $"Exactly {Count(found.Count, sets)}{where}, by an interval (Krawczyk) proof over {proof.Boxes} boxes{Around(degenerate, sets)}.{Told(degenerate)}{Told(sets)}"
            : $"At least {Count(found.Count, sets)}{where}: {(proof.Undecided == 0 ? $"intervals exclude others over {proof.Boxes} boxes{Around(degenerate, sets)}" : $"{proof.Undecided} of {proof.Boxes} boxes could not be decided (a degenerate equilibrium nearby, or the budget ended)")}.{Told(degenerate)}{Told(sets)}";
        return Report(found, sets, box, new("interval_proof", proved, statement, proof.Boxes, search.Converged), search.SlowPoints);
    }

    // Intervals away from multiple zeros and continuous sets, which no interval method can decide; a second round when the boxes left over
    // show one that the search had missed.
    private static (KrawczykSearch Proof, IReadOnlyList<SingularPoint> Degenerate) Excluded(
        IIntervalField field,
        TrappingBox box,
        NewtonSearch search,
        EquilibriumOptions options,
        CancellationToken cancellation
    )
    {
        var places = search.Places;
        for (var round = 0; ; round++)
        {
            var proof = new KrawczykSearch(field, options.MaximumBoxes, cancellation, box => IsSpared(places, box));
            proof.Run(box.Low, box.High, search.Zeros);
            var more = 0;
            foreach (var middle in proof.UndecidedAt.Where(_ => round < 2))
            {
                var x = (double[])middle.Clone();
                var step = EquilibriumAnalysis.Polish(field, x);
                more += box.Contains(x, 5e-7 * places.Scale.Length) && places.Add(x, step, false) == true ? 1 : 0;
            }

            if (more == 0)
            {
                // A zero that was certified after all is simple.
                var degenerate = places.Points.Where(point =>
                    point.Kind == RestKind.Degenerate
                    && !proof.Zeros.Any(core =>
                        Distance([.. core.Select(side => side.Middle)], point.X) <= Math.Max(point.Radius, 1e-12 * places.Scale.Length)
                    )
                );
                return (proof, [.. degenerate]);
            }
        }
    }

    private static bool IsSpared(RestingPlaces places, Interval[] box)
    {
        bool Inside(double[] x, double half)
        {
            for (var i = 0; i < box.Length; i++)
            {
                if (!(box[i].Low >= x[i] - half && box[i].High <= x[i] + half))
                {
                    return false;
                }
            }

            return true;
        }

        return places.Points.Any(point => point.Kind == RestKind.Degenerate && Inside(point.X, Spared(places, point)))
            || places.Sets.Concat(places.Blurs).Any(set => set.Points.Any(x => Inside(x, SparedAround * places.Scale.Length)));
    }

    /// <summary>How far around a continuous set, whose points stand half as far apart, nothing is certified [share of the box].</summary>
    private const double SparedAround = 1e-2;

    private static double Spared(RestingPlaces places, SingularPoint point) =>
        Math.Clamp(30 * point.Radius, 1e-7 * places.Scale.Length, 0.05 * places.Scale.Length);

    private static EquilibriumReport? Overlap(
        RateNetwork network,
        OverlapField overlap,
        EquilibriumOptions options,
        CancellationToken cancellation
    )
    {
        var search = new NewtonSearch(overlap, overlap.Box, options with { MinimumStarts = 100, MaximumStarts = 400 }, cancellation);
        search.Run(IsOdd(network), true);
        var (proof, degenerate) = Excluded(overlap, overlap.Box, search, options, cancellation);
        if (proof.Undecided > 0)
        {
            // Three overlaps can be too many boxes; the counted search still speaks.
            return null;
        }

        var rate = search.Places.Scale.Rate;
        var found = proof
            .Zeros.Select(core => EquilibriumAnalysis.Of(network, overlap.Rates([.. core.Select(side => side.Middle)]), null, rate))
            .ToList();
        found.AddRange(degenerate.Select(point => EquilibriumAnalysis.Of(network, Lifted(point, overlap), rate)));
        ContinuousSet[] sets =
        [
            .. search.Places.Sets.Select(set =>
                set.Mapped(overlap.Rates, x => overlap.Overlaps(x), Across(network, overlap.Rates(set.Points[0]), set.Dimension))
            ),
        ];
        var proved = !degenerate.Any(IsHidden);
        var statement =
            $"{(proved ? "Exactly" : "At least")} {Count(found.Count, sets)}, by an interval (Krawczyk) proof over {proof.Boxes} boxes in the space of the {overlap.Dimension} overlaps (W has rank {overlap.Dimension} to 1e-9){Around(degenerate, sets)}.{Told(degenerate)}{Told(sets)}";
        return Report(
            found,
            sets,
            network.Box,
            new("overlap_space", proved, statement, proof.Boxes, search.Converged),
            search.SlowPoints.Select(point => point with { X = overlap.Rates(point.X) })
        );
    }

    private static SingularPoint Lifted(SingularPoint point, OverlapField overlap) =>
        point with
        {
            X = overlap.Rates(point.X),
            Stretch = point.Stretch is { } stretch ? [.. stretch.Select(overlap.Rates)] : null,
        };

    // A zero that rounding hides may be several.
    private static bool IsHidden(SingularPoint point) => point.Stretch is not null;

    // Real parts of the eigenvalues but the zero ones along the set.
    private static double[] Across(IVectorField field, double[] x, int dimension)
    {
        var j = new Matrix(x.Length, x.Length);
        field.Jacobian(x, j);
        return [.. Eigen.Values(j).OrderBy(value => value.Magnitude).Skip(dimension).Select(value => value.Real).OrderDescending()];
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
            [
                .. report.Equilibria.Select(item =>
                    item.Degeneracy is { } multiple
                        ? EquilibriumAnalysis.Of(
                            field,
                            new SingularPoint(
                                RestKind.Degenerate,
                                Lifted(item.X),
                                multiple.Corank,
                                multiple.Multiplicity,
                                multiple.IndexIsKnown ? item.Index : null,
                                multiple.Radius,
                                0,
                                null
                            )
                            {
                                Stretch = multiple.Stretch is { } stretch ? [.. stretch.Select(Lifted)] : null,
                            },
                            0
                        )
                        : EquilibriumAnalysis.Of(field, Lifted(item.X))
                ),
            ],
            [.. report.ContinuousSets.Select(set => set.Mapped(Lifted, x => x[..p], Across(field, Lifted(set.Points[0]), set.Dimension)))],
            field.Box,
            report.Completeness,
            report.SlowPoints.Select(point => point with { X = Lifted(point.X) })
        );
    }

    private static EquilibriumReport Search(IVectorField field, TrappingBox box, EquilibriumOptions options, CancellationToken cancellation)
    {
        // A start costs some ten n³ operations: large networks get fewer, about a minute of them; the largest at least twelve.
        var affordable = (int)Math.Max(12, 4e9 / Math.Pow(field.Dimension, 3));
        options = options with
        {
            MinimumStarts = Math.Min(options.MinimumStarts, affordable),
            MaximumStarts = Math.Min(options.MaximumStarts, affordable),
        };
        var search = new NewtonSearch(field, box, options, cancellation);
        search.Run(field is RateNetwork network && IsOdd(network), box.IsInward);
        var (places, rate) = (search.Places, search.Places.Scale.Rate);
        var found = places
            .Points.Select(point =>
                point.Kind == RestKind.Degenerate
                    ? EquilibriumAnalysis.Of(field, point, rate)
                    : EquilibriumAnalysis.Of(field, point.X, null, rate)
            )
            .ToList();
        var (f1, f2) = (search.Singletons, search.Doubletons);
        // On a slow manifold starts end where they come near it, seldom twice in one place: their statistic says nothing of what lies there.
        var slow = found.Count(item => item.Eigenvalues.Min(System.Numerics.Complex.Abs) < 1e-6 * rate);
        var missing = slow > 1 ? double.NaN : f1 * (f1 - 1) / (2.0 * (f2 + 1));
        var sum = IndexSum(found, places.Sets);
        var index =
            !box.IsInward ? ""
            : !IsKnown(found, places.Sets) ? ", index sum unknown, since that of a degenerate equilibrium or a continuous set is"
            : sum == 1 ? ", index sum 1 as it must be"
            : $", but the index sum is {sum} and must be 1, so at least one is missing";
        var degenerate = places.Points.Where(point => point.Kind == RestKind.Degenerate).ToArray();
        var unsought = NewtonSearch.Descents(field.Dimension) == 0 ? " Slow points were not sought among so many variables." : "";
        var unseen =
            slow > 1
                ? $"{slow} of them have an eigenvalue of less than a millionth of the field's rate, and on the slow manifold between them may lie any number of others"
                : $"estimated number still unseen {missing:0.##} (Chao1)";
        var statement =
            $"At least {Count(found.Count, places.Sets)}: {search.Starts} Newton starts, {search.Converged} converged, {f1} met once{index}; {unseen}.{unsought}{Told(degenerate)}{Told(places.Sets)}";
        return Report(
            found,
            places.Sets,
            box,
            new("search", false, statement, search.Starts, search.Converged, f1, f2, missing),
            search.SlowPoints
        );
    }

    private static EquilibriumReport Report(
        List<Equilibrium> found,
        IReadOnlyList<ContinuousSet> sets,
        TrappingBox box,
        Completeness completeness,
        IEnumerable<SlowPoint> slow
    )
    {
        var length = FieldScale.LengthOf(box);
        found.Sort(
            (a, b) =>
            {
                var order = a.UnstableDimension.CompareTo(b.UnstableDimension);
                for (var i = 0; order == 0 && i < a.X.Length; i++)
                {
                    order = Math.Abs(a.X[i] - b.X[i]) < 5e-10 * length ? 0 : a.X[i].CompareTo(b.X[i]);
                }

                return order;
            }
        );
        return new(
            found,
            IndexSum(found, sets),
            box.IsInward && IsKnown(found, sets) ? 1 : null,
            completeness,
            [
                .. slow.Where(point =>
                        !found.Exists(item => Distance(item.X, point.X) < 5e-4 * length)
                        && !sets.Any(set => set.DistanceFrom(point.X) < 5e-4 * length)
                    )
                    .OrderBy(point => point.Speed),
            ]
        )
        {
            ContinuousSets = sets,
        };
    }

    private static int IndexSum(List<Equilibrium> found, IReadOnlyList<ContinuousSet> sets) =>
        found.Sum(item => item.Index) + sets.Sum(set => set.Index ?? 0);

    private static bool IsKnown(List<Equilibrium> found, IReadOnlyList<ContinuousSet> sets) =>
        found.TrueForAll(item => item.Degeneracy is not { IndexIsKnown: false }) && sets.All(set => set.Index is not null);

    private static bool IsOdd(RateNetwork network) =>
        network.Transfer == Transfer.Tanh && Enumerable.Range(0, network.Dimension).All(i => network.Input(i) == 0);

    private static string Count(int n, IReadOnlyList<ContinuousSet> sets)
    {
        var points = n == 1 ? "1 equilibrium" : $"{n} equilibria";
        return sets.Count switch
        {
            0 => points,
            1 => n == 0 ? "1 continuous set of equilibria" : $"{points} and 1 continuous set of them",
            _ => n == 0 ? $"{sets.Count} continuous sets of equilibria" : $"{points} and {sets.Count} continuous sets of them",
        };
    }

    private static string Around(IReadOnlyList<SingularPoint> degenerate, IReadOnlyList<ContinuousSet> sets) =>
        degenerate.Count + sets.Count == 0
            ? ""
            : $", outside the nearest surroundings of {(degenerate.Count == 0 ? "the continuous set" : sets.Count == 0 ? "what is degenerate" : "what is degenerate or continuous")}";

    private static string Told(IReadOnlyList<SingularPoint> degenerate) =>
        degenerate.Count == 0
            ? ""
            : $" {degenerate.Count} {(degenerate.Count == 1 ? "is" : "are")} degenerate (the Jacobian is singular to rounding) and counted once{(degenerate.Count == 1 && degenerate[0].Multiplicity > 1 ? $", with multiplicity {degenerate[0].Multiplicity}" : "")}.{(degenerate.Any(IsHidden) ? " Around one f rises so slowly that it is rounding over a long stretch: whether it is one equilibrium or several, and where on the stretch, double precision does not tell." : "")}";

    private static string Told(IReadOnlyList<ContinuousSet> sets) => string.Concat(sets.Select(set => $" {Capital(set.Sentence)}."));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
