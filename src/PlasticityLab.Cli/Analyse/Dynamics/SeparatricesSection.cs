using System.CommandLine;
using PlasticityLab.Analysis.Dynamics;
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
    private readonly Option<double?> _spacing = new("--spacing")
    {
        Description =
            "Distance of the reported points along a separatrix (default: 0.02, for threshold-linear systems of their largest input)",
    };

    public int Order => 30;

    public IEnumerable<Option> Options => [_separatrices, _spacing];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_separatrices);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        PlaneOptions.Planar(context, "A separatrix");
        var spacing = context.Arguments.GetValue(_spacing);
        UserError.ThrowIfAny(Require.All(spacing is { } asked ? Require.Positive(asked, "--spacing") : null));
        var window = PlaneOptions.Of(context);
        var step = spacing ?? (0.02 * Units.Of(context.System).State);
        if (step * 1e5 < window.Width + window.Height)
        {
            throw new UserError(
                $"--spacing must be at least a hundred-thousandth of the window ({window.Width:G4} x {window.Height:G4}), but is {step:G4}."
            );
        }

        var curves = Separatrices.Trace(context.System, EquilibriaSection.Of(context).Equilibria, window, step, context.Cancellation);
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
                $"  saddle {Places.Text(curve.Saddle, Places.Size(curve.Saddle), 6)}  {(curve.IsStable ? "stable  " : "unstable")} {(curve.Side > 0 ? "+" : "-")}  length {Places.Text(curve.Arclength[^1], curve.Arclength[^1], 4)}, {curve.End}"
            );
        }
    }
}
