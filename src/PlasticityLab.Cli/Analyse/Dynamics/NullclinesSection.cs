using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--nullclines</c>: every branch of both nullclines.</summary>
internal sealed class NullclinesSection : IDynamicsSection
{
    private readonly Option<bool> _nullclines = new("--nullclines")
    {
        Description = "Every branch of both nullclines, each vertex to 1e-9",
    };
    private readonly Option<int> _grid = new("--grid")
    {
        Description = "Cells along each side for nullclines",
        DefaultValueFactory = _ => 128,
    };

    public int Order => 20;

    public IEnumerable<Option> Options => [_nullclines, _grid, PlaneOptions.Window];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_nullclines);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        PlaneOptions.Planar(context, "A nullcline");
        var window = PlaneOptions.Of(context);
        var (all, regions) = (new JsonObject(), new JsonArray());
        for (var component = 0; component < 2; component++)
        {
            var name = $"{context.System.StateNames[component]}_nullcline";
            var grid = context.Arguments.GetValue(_grid);
            var lines = Nullclines.Trace(context.System, component, window, grid, context.Cancellation);
            all[name] = DynamicsContext.Json(
                lines.Select(line => new { closed = line.IsClosed, points = line.Points.Select(p => new[] { p.X, p.Y }) })
            );
            context.Text.WriteLine(
                $"{name}: {lines.Count} {(lines.Count == 1 ? "branch" : "branches")}, {lines.Sum(line => line.Points.Count)} points{(lines.Any(line => line.IsClosed) ? $", {lines.Count(line => line.IsClosed)} closed" : "")}"
            );
            foreach (var region in ZeroRegion.Find(context.System, component, window, grid))
            {
                regions.Add(Json(context, component, region));
                var (size, variable) = (Math.Max(window.Width, window.Height), context.System.StateNames[component]);
                string Range(double low, double high) => $"{Places.Text(low, size, 6)} to {Places.Text(high, size, 6)}";
                context.Text.WriteLine(
                    $"  and a whole region: d{variable}/dt = 0 on {region.Share:P1} of the window, {context.System.StateNames[0]} from {Range(region.Left, region.Right)}, {context.System.StateNames[1]} from {Range(region.Bottom, region.Top)}"
                );
            }
        }

        context.Result["nullclines"] = all;
        context.Result["nullcline_regions"] = regions;
    }

    private static JsonObject Json(DynamicsContext context, int component, ZeroRegion region) =>
        new()
        {
            ["component"] = context.System.StateNames[component],
            ["share_of_window"] = region.Share,
            ["outline"] = DynamicsContext.Json(region.Outline.Select(p => new[] { p.X, p.Y })),
        };
}
