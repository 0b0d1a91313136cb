using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>What <c>--basins</c> found, for figures.</summary>
/// <param name="Edges">left, right, bottom, top.</param>
/// <param name="Side">Starts along each side.</param>
/// <param name="AtCentres">Whether starts are cell centres.</param>
/// <param name="Map">Labels, row after row from the bottom.</param>
internal sealed record BasinGrid(double[] Edges, int Side, bool AtCentres, BasinMap Map);

/// <summary><c>--basins</c>: basins on a planar grid. <c>--attractors</c>: the catalogue with basin shares by random starts, in any
/// dimension.</summary>
internal sealed class BasinsSection : IDynamicsSection
{
    private readonly Option<bool> _basins = new("--basins") { Description = "Basins of attraction on a grid of the plane" };
    private readonly Option<int> _cells = new("--basin-grid")
    {
        Description = "Starts along each side of the basin grid",
        DefaultValueFactory = _ => 101,
    };
    private readonly Option<bool> _centres = new("--cell-centres")
    {
        Description = "Start from cell centres instead of grid points that include the window's corners",
    };
    private readonly Option<bool> _labels = new("--basin-labels") { Description = "Also write every start's label" };
    private readonly Option<bool> _attractors = new("--attractors")
    {
        Description = "Attractor catalogue with basin shares and 95 % intervals from random starts",
    };
    private readonly Option<int> _samples = new("--samples")
    {
        Description = "Random starts for basin shares",
        DefaultValueFactory = _ => 400,
    };

    public int Order => 40;

    public IEnumerable<Option> Options => [_basins, _cells, _centres, _labels, _attractors, _samples];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_basins) || arguments.GetValue(_attractors);

    public bool IsDefault(DynamicsContext context) => false;

    /// <summary>The catalogue, shared with other sections.</summary>
    public static AttractorCatalogue Of(DynamicsContext context) =>
        context.Share(() =>
            new AttractorCatalogue(context.System, context.System.Box, EquilibriaSection.Of(context), new() { Seed = context.Seed })
        );

    public void Compute(DynamicsContext context)
    {
        int n = context.Arguments.GetValue(_cells),
            samples = context.Arguments.GetValue(_samples);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(n, 2, "--basin-grid"), Require.AtLeast(samples, 1, "--samples")));
        var catalogue = Of(context);
        if (context.Arguments.GetValue(_basins))
        {
            Grid(context, catalogue, n);
        }

        if (context.Arguments.GetValue(_attractors))
        {
            Sample(context, catalogue, samples);
        }
    }

    private void Grid(DynamicsContext context, AttractorCatalogue catalogue, int n)
    {
        PlaneOptions.Planar(context, "A basin grid");
        var centres = context.Arguments.GetValue(_centres);
        var box = context.System.Box;
        // Without a margin: the trapping box itself, its rounding guard of 1e-9 left off.
        double[] edges = context.Arguments.GetValue(PlaneOptions.Window) is { } text
            ? PlaneOptions.Numbers(text, "--window")
            : [box.Low[0], box.High[0], box.Low[1], box.High[1]];
        _ = PlaneOptions.Of(context);
        double At(int k, double low, double high) => centres ? low + ((k + 0.5) * (high - low) / n) : low + (k * (high - low) / (n - 1));
        var starts = (
            from j in Enumerable.Range(0, n)
            from i in Enumerable.Range(0, n)
            select new[] { At(i, edges[0], edges[1]), At(j, edges[2], edges[3]) }
        ).ToArray();
        var map = catalogue.Map(starts, context.Cancellation);
        context.Keep(new BasinGrid(edges, n, centres, map));
        context.Result["basins"] = new JsonObject
        {
            ["window"] = DynamicsContext.Json(edges),
            ["grid"] = DynamicsContext.Json(new[] { n, n }),
            ["starts_at"] = centres ? "cell centres" : "grid points",
            ["attractors"] = DynamicsContext.Json(catalogue.Attractors.Select(a => a.X)),
            ["kinds"] = DynamicsContext.Json(catalogue.Attractors.Select(a => a.Kind)),
            ["counts"] = DynamicsContext.Json(map.Shares.Select(s => s.Count)),
            ["fractions"] = DynamicsContext.Json(map.Shares.Select(s => s.Fraction)),
            ["unassigned"] = map.NotSettled + map.Diverged,
            ["labels"] = context.Arguments.GetValue(_labels) ? DynamicsContext.Json(map.Labels) : null,
        };
        context.Text.WriteLine($"basins on {n} x {n} {(centres ? "cell centres" : "grid points")}:");
        for (var a = 0; a < catalogue.Attractors.Count; a++)
        {
            context.Text.WriteLine($"  {Name(catalogue.Attractors[a])}  {map.Shares[a].Count} starts, {map.Shares[a].Fraction:P2}");
        }

        Rest(context, map);
    }

    private static void Sample(DynamicsContext context, AttractorCatalogue catalogue, int samples)
    {
        var map = catalogue.Sample(samples, context.Cancellation);
        var list = new JsonArray();
        for (var a = 0; a < catalogue.Attractors.Count; a++)
        {
            var item = catalogue.Attractors[a];
            list.Add(
                new JsonObject
                {
                    ["kind"] = item.Kind,
                    ["name"] = item.Name,
                    ["x"] = DynamicsContext.Json(item.X),
                    ["dimension"] = item.Set?.Dimension,
                    ["period"] = item.Period is { } period ? period : null,
                    ["max"] = item.Orbit is null
                        ? null
                        : DynamicsContext.Json(Enumerable.Range(0, item.X.Length).Select(i => item.Orbit.Max(x => x[i]))),
                    ["min"] = item.Orbit is null
                        ? null
                        : DynamicsContext.Json(Enumerable.Range(0, item.X.Length).Select(i => item.Orbit.Min(x => x[i]))),
                    ["residual_norm"] = item.Residual,
                    ["basin"] = DynamicsContext.Json(map.Shares[a]),
                }
            );
        }

        context.Result["attractors"] = list;
        context.Result["attractor_samples"] = samples;
        context.Result["not_settled"] = map.NotSettled;
        context.Result["diverged"] = map.Diverged;
        context.Text.WriteLine($"attractors, basin shares from {samples} random starts (95 % intervals):");
        for (var a = 0; a < catalogue.Attractors.Count; a++)
        {
            var share = map.Shares[a];
            context.Text.WriteLine($"  {Name(catalogue.Attractors[a])}  {share.Fraction:P1} [{share.Low95:P1}, {share.High95:P1}]");
        }

        Rest(context, map);
    }

    private static string Name(Attractor item) =>
        $"{item.Name}{(item.Set is null ? item.Orbit is null ? "" : ", through" : ", with")} {Places.Text(item.X, Places.Size(item.X), 6, 4)}";

    private static void Rest(DynamicsContext context, BasinMap map) =>
        context.Text.WriteLine($"  not settled {map.NotSettled}, diverged {map.Diverged}");
}
