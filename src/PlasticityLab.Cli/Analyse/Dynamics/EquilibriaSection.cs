using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--equilibria</c>: all equilibria with their linearisation, and the proof or statistic of completeness. Always computed;
/// shared as <see cref="EquilibriumReport"/>.</summary>
internal sealed class EquilibriaSection : IDynamicsSection
{
    private readonly Option<bool> _equilibria = new("--equilibria")
    {
        Description = "All equilibria with stability, and how complete the list is",
    };
    private readonly Option<int> _starts = new("--starts")
    {
        Description = "Budget of Newton starts where no proof is possible",
        DefaultValueFactory = _ => 6000,
    };

    public int Order => 10;

    public IEnumerable<Option> Options => [_equilibria, _starts];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_equilibria);

    public bool IsDefault(DynamicsContext context) => true;

    /// <summary>The report, computed once for all sections.</summary>
    public static EquilibriumReport Of(DynamicsContext context, int starts = 6000) =>
        context.Share(() =>
            EquilibriumFinder.Find(
                context.System,
                new()
                {
                    Seed = context.Seed,
                    MaximumStarts = starts,
                    Hints = context.File.Hints,
                    Progress = new Told(context),
                },
                context.Cancellation
            )
        );

    private sealed class Told(DynamicsContext context) : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) =>
            context.Doing = $"Newton start {value.Starts} of at most {value.Most}, {value.Found} found, ";
    }

    public void Compute(DynamicsContext context)
    {
        var starts = context.Arguments.GetValue(_starts);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 10, "starts")));
        var report = Of(context, starts);
        var result = context.Result;
        var gainWanted = context.System.Dimension <= 60;
        var points = new JsonArray();
        foreach (var point in report.Equilibria)
        {
            points.Add(Json(point, context.System, gainWanted, context.File.Right));
        }

        // A continuous set stands in the list with one of its members; the count is that of the isolated ones.
        foreach (var (set, k) in report.ContinuousSets.Select((set, k) => (set, k)))
        {
            points.Add(
                new JsonObject
                {
                    ["x"] = DynamicsContext.Json(Member(set, context.System.Box)),
                    ["type"] = set.Name,
                    ["continuous_set"] = k,
                    ["dimension"] = set.Dimension,
                    ["index"] = set.Index,
                }
            );
        }

        result["fixed_points"] = points;
        result["count"] = report.Equilibria.Count;
        result["continuous_sets"] = new JsonArray([.. report.ContinuousSets.Select(set => (JsonNode)Json(set))]);
        result["index_sum"] = report.IndexSum;
        result["count_by_unstable_dimension"] = DynamicsContext.Json(
            report.Equilibria.GroupBy(p => p.UnstableDimension).OrderBy(g => g.Key).ToDictionary(g => $"{g.Key}", g => g.Count())
        );
        result["completeness"] = DynamicsContext.Json(report.Completeness);
        if (report.Completeness.Method == "interval_proof")
        {
            result["krawczyk_count"] = new JsonObject
            {
                ["count"] = report.Equilibria.Count,
                ["proved"] = report.Completeness.IsProved,
                ["boxes"] = report.Completeness.Starts,
            };
        }

        if (report.Completeness.Method == "search")
        {
            var c = report.Completeness;
            (result["n_starts"], result["converged_starts"], result["hits_singletons"], result["hits_doubletons"]) = (
                c.Starts,
                c.Converged,
                c.Singletons,
                c.Doubletons
            );
            result["chao1_missing_estimate"] = DynamicsContext.Json(c.Chao1Missing);
        }

        if (report.Equilibria.Count > 1)
        {
            result["min_distance_between_fixed_points"] = report
                .Equilibria.SelectMany(
                    (a, i) => report.Equilibria.Take(i).Select(b => Math.Sqrt(a.X.Zip(b.X, (x, y) => (x - y) * (x - y)).Sum()))
                )
                .Min();
        }

        result["slow_points"] = DynamicsContext.Json(report.SlowPoints.Take(20));
        Print(context, report);
    }

    /// <summary>The member that stands for a continuous set: near the middle of the box.</summary>
    internal static double[] Member(ContinuousSet set, TrappingBox box) =>
        set.Dimension == 1
            ? set.Nearest([.. box.Low.Zip(box.High, (low, high) => 0.5 * (low + high))])
            : set.Points.FirstOrDefault(x => box.Contains(x)) ?? set.Points[0];

    /// <summary>A continuous set in the document.</summary>
    internal static JsonObject Json(ContinuousSet set)
    {
        var thin = Math.Max(1, set.Points.Count / 200);
        return new()
        {
            ["name"] = set.Name,
            ["kind"] = set.Kind,
            ["dimension"] = set.Dimension,
            ["attracting"] = set.IsAttracting,
            ["closed"] = set.IsClosed,
            ["unbounded"] = set.IsUnbounded,
            ["index"] = set.Index,
            ["drift"] = DynamicsContext.Json(set.Drift),
            ["rounding"] = DynamicsContext.Json(set.Rounding),
            ["rates_across"] = DynamicsContext.Json(set.RatesAcross),
            ["points"] = DynamicsContext.Json(set.Points.Where((_, k) => k % thin == 0)),
        };
    }

    private static JsonObject Json(Equilibrium point, IDynamicalSystem system, bool gainWanted, Matrix? left)
    {
        var item = new JsonObject
        {
            ["x"] = DynamicsContext.Json(point.X),
            ["eigenvalues_re_im"] = DynamicsContext.Json(point.Eigenvalues.Select(value => new[] { value.Real, value.Imaginary })),
            ["n_unstable"] = point.UnstableDimension,
            ["type"] = point.Type,
            ["index"] = point.Index,
            ["residual_norm"] = point.Residual,
            ["error_bound"] = DynamicsContext.Json(point.ErrorBound),
        };
        if (point.Degeneracy is { } degeneracy)
        {
            item["degeneracy"] = DynamicsContext.Json(degeneracy);
        }

        if (system.Dimension == 2)
        {
            item["trace"] = point.Jacobian[0, 0] + point.Jacobian[1, 1];
            item["det"] = (point.Jacobian[0, 0] * point.Jacobian[1, 1]) - (point.Jacobian[0, 1] * point.Jacobian[1, 0]);
        }
        else if (system.Dimension > 2)
        {
            item["n_complex_unstable_pairs"] = point.Eigenvalues.Count(value => value.Real > 0 && value.Imaginary > 0);
            item["max_re"] = point.Eigenvalues.Max(value => value.Real);
            item["min_abs_re"] = point.Eigenvalues.Min(value => Math.Abs(value.Real));
            item["log10_abs_det"] = DynamicsContext.Json(point.Eigenvalues.Sum(value => Math.Log10(value.Magnitude)));
            item["sign_det"] = point.Index;
        }

        if (point.Support is not null)
        {
            item["support"] = DynamicsContext.Json(point.Support.Select(i => i + 1));
        }

        if (system is RateNetwork network && OverlapField.Of(network) is { } overlap)
        {
            item["overlaps"] = DynamicsContext.Json(overlap.Overlaps(point.X));
            if (left is not null)
            {
                item["kappa"] = DynamicsContext.Json(left.Transpose().Times(point.X).Select(sum => sum / left.Rows));
            }
        }

        if (gainWanted)
        {
            item["non_normality"] = DynamicsContext.Json(NonNormality.Of(point.Jacobian));
        }

        return item;
    }

    private static string Ends(ContinuousSet set)
    {
        var (first, last) = (set.Points[0], set.Points[^1]);
        if (set.IsClosed || set.Dimension > 1)
        {
            return $"{(set.IsClosed ? "through" : "with")} {Places.Text(first, Places.Size(first), 6)}{(set.IsClosed ? "" : " among its members")}";
        }

        if (!set.IsUnbounded)
        {
            var size = Math.Max(Places.Size(first), Places.Size(last));
            return $"from {Places.Text(first, size, 6)} to {Places.Text(last, size, 6)}";
        }

        // The finite end, if there is one, and the direction.
        (first, last) = Places.Size(first) <= Places.Size(last) ? (first, last) : (last, first);
        var length = Math.Sqrt(first.Zip(last, (a, b) => (b - a) * (b - a)).Sum());
        var direction = first.Zip(last, (a, b) => (b - a) / length).ToArray();
        return set.Kind == "line"
            ? $"without end, along {Places.Text(direction, 1, 4)}"
            : $"from {Places.Text(first, Places.Size(first), 6)} without end, along {Places.Text(direction, 1, 4)}";
    }

    private static void Print(DynamicsContext context, EquilibriumReport report)
    {
        var text = context.Text;
        text.WriteLine(report.Completeness.Statement);
        text.WriteLine(
            report.ExpectedIndexSum is { } expected ? $"index sum {report.IndexSum} (must be {expected})"
            : report.ContinuousSets.All(set => set.Index is not null) ? $"index sum {report.IndexSum}"
            : $"index sum unknown: that of a continuous set is; {report.IndexSum} without it"
        );
        var size = Places.Size(report.Equilibria.SelectMany(point => point.X));
        foreach (var point in report.Equilibria)
        {
            var leading = point.Eigenvalues[0];
            var decimals = point.Degeneracy is null ? Places.Decimals(point.ErrorBound, size) : 9;
            var support = point.Support is { } units ? $"  support {{{string.Join(",", units.Select(i => i + 1))}}}" : "";
            var multiple = point.Degeneracy is { } d
                ? $"  {d.Corank} zero {(d.Corank == 1 ? "eigenvalue" : "eigenvalues")}{(d.Multiplicity > 1 ? $", multiplicity {d.Multiplicity}" : "")}{(d.Attraction > 0 ? ", attracting (slower than any exponential)" : "")}"
                : "";
            var where = point.Degeneracy?.Stretch is [var first, .., var last]
                ? $"somewhere from {Places.Text(first, size, 6)} to {Places.Text(last, size, 6)}"
                : Places.Text(point.X, size, decimals, width: 12);
            text.WriteLine(
                $"  {where}  {point.Type, -14} unstable {point.UnstableDimension}  leading eigenvalue {leading.Real.Text("G6")}{(leading.Imaginary != 0 ? $" ± {Math.Abs(leading.Imaginary):G6}i" : "")}{support}{multiple}"
            );
        }

        foreach (var set in report.ContinuousSets)
        {
            text.WriteLine($"  {set.Sentence}; {Ends(set)}");
        }

        if (report.SlowPoints.Count > 0)
        {
            text.WriteLine($"  {report.SlowPoints.Count} slow points (no equilibria): least speed {report.SlowPoints[0].Speed:G3}");
        }
    }
}
