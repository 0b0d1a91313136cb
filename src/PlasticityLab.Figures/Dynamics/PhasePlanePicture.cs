using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics.Ode;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>The phase plane of a planar system: nullclines by dash, fixed points by shape, separatrices, flow and orbits. Readable without
/// colour.</summary>
public static class PhasePlanePicture
{
    private static readonly (string Type, string Label, Marker Marker)[] Kinds =
    [
        ("stable node", "stable node", new(Glyph.Circle, Paint.Ink, 5)),
        ("stable focus", "stable focus", new(Glyph.Square, Paint.Ink, 5)),
        ("saddle", "saddle", new(Glyph.Diamond, Paint.Ink, 5, false)),
        ("unstable node", "unstable node", new(Glyph.Circle, Paint.Ink, 5, false)),
        ("unstable focus", "unstable focus", new(Glyph.Square, Paint.Ink, 5, false)),
        ("center", "center", new(Glyph.Plus, Paint.Ink, 5)),
        ("degenerate", "degenerate", new(Glyph.Cross, Paint.Ink, 5)),
    ];

    /// <summary>Draws the plane.</summary>
    /// <param name="id">File name without ending.</param>
    /// <param name="title">Says slice, projection or reduction where the plane is one.</param>
    /// <param name="field">The planar system.</param>
    /// <param name="window">The part to show.</param>
    /// <param name="report">Its equilibria.</param>
    /// <param name="names">Names of the two variables.</param>
    /// <param name="cycles">Closed orbits to show, as points.</param>
    /// <param name="cancellation">Cancels.</param>
    public static Figure Draw(
        string id,
        string title,
        IVectorField field,
        PlaneWindow window,
        EquilibriumReport report,
        IReadOnlyList<string> names,
        IEnumerable<IReadOnlyList<double[]>>? cycles = null,
        CancellationToken cancellation = default
    )
    {
        var axes = new Axes
        {
            Title = title.Contains(": ", StringComparison.Ordinal) ? title : "",
            X = Axis.Linear($"*{names[0]}*", window.Left, window.Right),
            Y = Axis.Linear($"*{names[1]}*", window.Bottom, window.Top),
            Boxed = true,
            Legend = LegendPlace.Right,
        };
        var figure = new Figure(id, 120, 84) { Title = title };
        var table = figure.Table("curves", "kind", "branch", names[0], names[1]);
        Regions(axes, field, window, names, table);
        Flow(axes, field, window);
        Orbits(axes, field, window, cancellation);
        for (var component = 0; component < 2; component++)
        {
            var pen = component == 0 ? new Pen(Palette.Blue, 1) : new Pen(Palette.Vermillion, 1, Dash.Dashed);
            var label = $"d*{names[component]}*/d*t* = 0";
            foreach (var (line, branch) in Nullclines.Trace(field, component, window, 200, cancellation).Select((line, k) => (line, k)))
            {
                var points = line.IsClosed ? [.. line.Points, line.Points[0]] : line.Points;
                axes.Line([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], pen, branch == 0 ? label : null);
                foreach (var (x, y) in points)
                {
                    table.Row($"{names[component]}_nullcline", branch, x, y);
                }
            }
        }

        var separatrix = "separatrix";
        foreach (var curve in Separatrices.Trace(field, report.Equilibria, window, 0, cancellation).Where(curve => curve.IsStable))
        {
            axes.Line(
                [curve.Saddle[0], .. curve.Points.Select(p => p.X)],
                [curve.Saddle[1], .. curve.Points.Select(p => p.Y)],
                new Pen(Paint.Ink, 0.9, Dash.DashDot),
                separatrix
            );
            separatrix = null;
            foreach (var (x, y) in curve.Points)
            {
                table.Row("separatrix", curve.Side, x, y);
            }
        }

        var cycleLabel = "limit cycle";
        foreach (var orbit in cycles ?? [])
        {
            axes.Line(
                [.. orbit.Select(x => x[0]), orbit[0][0]],
                [.. orbit.Select(x => x[1]), orbit[0][1]],
                new Pen(Palette.Green, 1.8),
                cycleLabel
            );
            cycleLabel = null;
        }

        foreach (var set in report.ContinuousSets)
        {
            Continuous(axes, set, window, table);
        }

        foreach (var (type, label, marker) in Kinds)
        {
            var points = report.Equilibria.Where(item => item.Type == type).ToArray();
            if (points.Length > 0)
            {
                axes.Points([.. points.Select(item => item.X[0])], [.. points.Select(item => item.X[1])], marker, label);
            }
        }

        figure.Add(axes);
        figure.Caption =
            $"{title}. Solid: *{names[0]}* does not change; dashed: *{names[1]}* does not change; dash-dot: stable manifolds of the saddles, which separate the basins. "
            + $"Grey arrows: direction and relative speed of the flow (length: square root of the speed). Thin grey: orbits. {report.Completeness.Statement} Index sum {report.IndexSum}.";
        figure.Alt =
            report.Completeness.Statement
            + " "
            + string.Join("; ", report.Equilibria.Select(item => $"{item.Type} at ({item.X[0]:G4}, {item.X[1]:G4})"))
            + ".";
        return figure;
    }

    // Shaded, with a word in it: there the nullcline is no curve.
    private static void Regions(Axes axes, IVectorField field, PlaneWindow window, IReadOnlyList<string> names, SourceTable table)
    {
        for (var component = 0; component < 2; component++)
        {
            var paint = (component == 0 ? Palette.Blue : Palette.Vermillion).At(0.14);
            foreach (var (region, k) in ZeroRegion.Find(field, component, window, 200).Select((region, k) => (region, k)))
            {
                var label = $"d*{names[component]}*/d*t* = 0 on an area";
                axes.Area([.. region.Outline.Select(p => p.X)], [.. region.Outline.Select(p => p.Y)], paint, null, k == 0 ? label : null);
                axes.Text(
                    0.5 * (region.Left + region.Right),
                    region.Bottom + ((component == 0 ? 0.72 : 0.64) * (region.Top - region.Bottom)),
                    $"d*{names[component]}*/d*t* = 0 everywhere here",
                    align: 0,
                    size: 7
                );
                foreach (var (x, y) in region.Outline)
                {
                    table.Row($"{names[component]}_nullcline_region", k, x, y);
                }
            }
        }
    }

    // A thick line, or a shaded area, with its word.
    private static void Continuous(Axes axes, ContinuousSet set, PlaneWindow window, SourceTable table)
    {
        (double X, double Y)[] points = [.. set.Points.Select(x => (x[0], x[1]))];
        foreach (var (x, y) in points)
        {
            table.Row("equilibria", 0, x, y);
        }

        var shown = set.Dimension == 1 ? window.Cut(set.IsClosed ? [.. points, points[0]] : points) : [];
        if (set.Dimension == 1)
        {
            axes.Line([.. shown.Select(p => p.X)], [.. shown.Select(p => p.Y)], new Pen(Palette.Purple, 3), set.Name);
        }
        else if (points.Length > 2)
        {
            shown = window.CutArea(points);
            axes.Area([.. shown.Select(p => p.X)], [.. shown.Select(p => p.Y)], Palette.Purple.At(0.3), null, set.Name);
        }

        if (shown.Length > 0)
        {
            // In the ring, in the area above the words of nullclines that are areas there, too, or beside the middle of a line.
            var inside = set.IsClosed || set.Dimension > 1;
            var height = set.Dimension > 1 ? 0.85 : 0.7;
            var (x, y) = inside
                ? (
                    0.5 * (shown.Min(p => p.X) + shown.Max(p => p.X)),
                    shown.Min(p => p.Y) + (height * (shown.Max(p => p.Y) - shown.Min(p => p.Y)))
                )
                : Middle(shown);
            var left = x > 0.5 * (window.Left + window.Right);
            axes.Text(
                x,
                y,
                set.Name,
                dx: inside ? 0
                    : left ? -8
                    : 8,
                dy: inside ? 0 : 5,
                align: inside ? 0
                    : left ? 1
                    : -1,
                size: 8,
                bold: true
            );
        }
    }

    // Half way along a chain.
    private static (double X, double Y) Middle((double X, double Y)[] chain)
    {
        var lengths = chain.Zip(chain.Skip(1), (a, b) => Math.Sqrt(Math.Pow(b.X - a.X, 2) + Math.Pow(b.Y - a.Y, 2))).ToArray();
        var left = 0.5 * lengths.Sum();
        for (var k = 0; k < lengths.Length; k++)
        {
            if (left <= lengths[k] && lengths[k] > 0)
            {
                var t = left / lengths[k];
                return (chain[k].X + (t * (chain[k + 1].X - chain[k].X)), chain[k].Y + (t * (chain[k + 1].Y - chain[k].Y)));
            }

            left -= lengths[k];
        }

        return chain[0];
    }

    private static void Flow(Axes axes, IVectorField field, PlaneWindow w)
    {
        const int n = 17;
        var (xs, ys, us, vs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var d = new double[2];
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                double x = w.Left + ((i + 0.5) * w.Width / n),
                    y = w.Bottom + ((j + 0.5) * w.Height / n);
                field.Evaluate([x, y], d);
                // In window units, so that the arrow's direction is the one on the page; the root keeps slow places visible.
                var speed = Math.Sqrt(Math.Pow(d[0] / w.Width, 2) + Math.Pow(d[1] / w.Height, 2));
                var factor = speed > 0 ? 1 / Math.Sqrt(speed) : 0;
                xs.Add(x);
                ys.Add(y);
                us.Add(d[0] * factor);
                vs.Add(d[1] * factor);
            }
        }

        axes.Flow(xs, ys, us, vs, new Pen(Paint.Muted.At(0.55), 0.4), 8);
    }

    private static void Orbits(Axes axes, IVectorField field, PlaneWindow w, CancellationToken cancellation)
    {
        var pen = new Pen(Paint.Muted, 0.5);
        double Outside(double t, double[] x) => w.Contains(x[0], x[1]) ? -1 : 1;
        foreach (
            var (fx, fy) in new[]
            {
                (0.06, 0.1),
                (0.94, 0.9),
                (0.1, 0.92),
                (0.92, 0.08),
                (0.5, 0.95),
                (0.5, 0.05),
                (0.05, 0.5),
                (0.95, 0.5),
            }
        )
        {
            double[] start = [w.Left + (fx * w.Width), w.Bottom + (fy * w.Height)];
            var times = Enumerable.Range(0, 401).Select(k => 0.1 * k * Units.Of(field).Time).ToArray();
            var orbit = OdeSolver.Solve(
                (_, x, d) => field.Evaluate(x, d),
                0,
                start,
                times[^1],
                new() { RelativeTolerance = 1e-7, AbsoluteTolerance = 5e-10 * (w.Width + w.Height) },
                times,
                [new OdeEvent(Outside, 1, true)],
                cancellation
            );
            double[] xs = [.. orbit.States.Select(x => x[0])],
                ys = [.. orbit.States.Select(x => x[1])];
            axes.Line(xs, ys, pen);
            if (xs.Length > 6)
            {
                var k = Math.Min(8, xs.Length - 2);
                axes.Arrow(xs[k], ys[k], xs[k + 1], ys[k + 1], pen);
            }
        }
    }
}
