using System.CommandLine;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--separatrices</c>: stable and unstable manifolds of the planar saddles, by arclength.</summary>
internal sealed class SeparatricesSection : IDynamicsSection
{
    private readonly Option<bool> _separatrices = new("--separatrices")
    {
        Description = "Stable and unstable manifolds of planar saddles, by arclength",
    };
    private readonly Option<double> _spacing = new("--spacing")
    {
        Description = "Distance of the reported points along a separatrix",
        DefaultValueFactory = _ => 0.02,
    };

    public int Order => 30;

    public IEnumerable<Option> Options => [_separatrices, _spacing];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_separatrices);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        PlaneOptions.Planar(context, "A separatrix");
        var spacing = context.Arguments.GetValue(_spacing);
        UserError.ThrowIfAny(Require.All(Require.Positive(spacing)));
        var window = PlaneOptions.Of(context);
        var curves = Separatrices.Trace(context.System, EquilibriaSection.Of(context).Equilibria, window, spacing, context.Cancellation);
        context.Result["saddle_manifolds"] = DynamicsContext.Json(
            curves.Select(curve => new
            {
                saddle = curve.Saddle,
                manifold = curve.IsStable ? "stable" : "unstable",
                side = curve.Side > 0 ? "+" : "-",
                arclength_from_saddle = curve.Arclength,
                points = curve.Points.Select(p => new[] { p.X, p.Y }),
                end = curve.End,
            })
        );
        context.Text.WriteLine(
            curves.Count == 0
                ? "no saddle, so no separatrix"
                : $"manifolds of {curves.Count / 4} {(curves.Count == 4 ? "saddle" : "saddles")}:"
        );
        foreach (var curve in curves)
        {
            context.Text.WriteLine(
                $"  saddle ({curve.Saddle[0]:F6}, {curve.Saddle[1]:F6})  {(curve.IsStable ? "stable  " : "unstable")} {(curve.Side > 0 ? "+" : "-")}  length {curve.Arclength[^1]:F4}, {curve.End}"
            );
        }
    }
}
