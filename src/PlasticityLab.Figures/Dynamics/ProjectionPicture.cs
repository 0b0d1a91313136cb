using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>Orbits and equilibria of a network of many units, projected onto a plane. The title says that it is a projection.</summary>
public static class ProjectionPicture
{
    /// <summary>Draws orbits (each [time][unit]) with arrows of the projected velocity along them.</summary>
    public static Figure Draw(
        string id,
        string title,
        IVectorField field,
        ProjectionPlane plane,
        IReadOnlyList<IReadOnlyList<double[]>> orbits,
        EquilibriumReport report
    )
    {
        var rotation = plane.Frequency is not null;
        var axes = new Axes
        {
            Title = title,
            X = Axis.Linear(rotation ? "rotation plane 1" : "principal component 1"),
            Y = Axis.Linear(rotation ? "rotation plane 2" : "principal component 2"),
            Boxed = true,
            Aspect = 1,
            Legend = LegendPlace.Right,
        };
        var figure = new Figure(id, 120, 84)
        {
            Title = title,
            Caption =
                $"{plane.Sentence} Lines: orbits; arrows: their projected velocity. Projected orbits may cross. {report.Completeness.Statement}",
            Alt = plane.Sentence,
        };
        var table = figure.Table("orbits", "orbit", "x", "y");
        var velocity = new double[field.Dimension];
        var (xs, ys, us, vs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var (orbit, k) in orbits.Select((orbit, k) => (orbit, k)))
        {
            var points = orbit.Select(x => plane.Project(x)).ToArray();
            axes.Line([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], new Pen(Palette.Series[k % 6], 0.6, (Dash)(k % 5)));
            foreach (var (x, y) in points)
            {
                table.Row(k, x, y);
            }

            for (var t = 0; t < orbit.Count; t += Math.Max(1, orbit.Count / 12))
            {
                field.Evaluate(orbit[t], velocity);
                var (u, v) = plane.ProjectVelocity(velocity);
                xs.Add(points[t].X);
                ys.Add(points[t].Y);
                us.Add(u);
                vs.Add(v);
            }
        }

        axes.Flow(xs, ys, us, vs, new Pen(Paint.Ink, 0.5), 9);
        foreach (
            var (label, glyph, filled, chosen) in new (string, Glyph, bool, Func<Equilibrium, bool>)[]
            {
                ("stable", Glyph.Circle, true, item => item.IsStable),
                ("saddle", Glyph.Diamond, false, item => !item.IsStable && item.UnstableDimension < field.Dimension),
                ("repeller", Glyph.Circle, false, item => item.UnstableDimension == field.Dimension),
            }
        )
        {
            var points = report.Equilibria.Where(chosen).Select(item => plane.Project(item.X)).ToArray();
            if (points.Length > 0)
            {
                axes.Points([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], new Marker(glyph, Paint.Ink, 5, filled), label);
            }
        }

        return figure.Add(axes);
    }
}
