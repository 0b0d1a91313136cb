using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>Basins of attraction on a grid: tints that differ in lightness, with the attractors numbered.</summary>
public static class BasinPicture
{
    /// <summary>Draws the basins.</summary>
    /// <param name="id">File name without ending.</param>
    /// <param name="title">Title.</param>
    /// <param name="field">The planar system.</param>
    /// <param name="edges">left, right, bottom, top.</param>
    /// <param name="side">Starts along each side.</param>
    /// <param name="atCentres">Whether starts are cell centres; else the outer ones lie on the edges.</param>
    /// <param name="map">Labels, row after row from the bottom.</param>
    /// <param name="attractors">What the labels stand for.</param>
    /// <param name="report">Equilibria, for the separatrices.</param>
    /// <param name="names">Names of the two variables.</param>
    /// <param name="cancellation">Cancels.</param>
    public static Figure Draw(
        string id,
        string title,
        IVectorField field,
        double[] edges,
        int side,
        bool atCentres,
        BasinMap map,
        IReadOnlyList<Attractor> attractors,
        EquilibriumReport report,
        IReadOnlyList<string> names,
        CancellationToken cancellation = default
    )
    {
        var (hx, hy) = atCentres ? (0.0, 0.0) : ((edges[1] - edges[0]) / (side - 1) / 2, (edges[3] - edges[2]) / (side - 1) / 2);
        var axes = new Axes
        {
            X = Axis.Linear($"*{names[0]}*", edges[0] - hx, edges[1] + hx),
            Y = Axis.Linear($"*{names[1]}*", edges[2] - hy, edges[3] + hy),
            Boxed = true,
            ShowColorBar = false,
        };
        // The light half of the map, so that lines and numbers stay readable; what settled nowhere is the darkest.
        var count = attractors.Count;
        var scale = ColorScale.Magnitude(0, Math.Max(1, 2.4 * count), "basin");
        axes.HeatMap(
            Matrix.From(side, side, (j, i) => map.Labels[(j * side) + i] is var label and >= 0 ? label + 0.3 : 1.8 * count),
            scale,
            edges[0] - hx,
            edges[1] + hx,
            edges[2] - hy,
            edges[3] + hy
        );
        var window = new PlaneWindow(edges[0], edges[1], edges[2], edges[3]);
        foreach (var curve in Separatrices.Trace(field, report.Equilibria, window, 0, cancellation).Where(curve => curve.IsStable))
        {
            axes.Line(
                [curve.Saddle[0], .. curve.Points.Select(p => p.X)],
                [curve.Saddle[1], .. curve.Points.Select(p => p.Y)],
                new Pen(Paint.Ink, 0.9, Dash.DashDot)
            );
        }

        foreach (var (item, k) in attractors.Select((item, k) => (item, k)))
        {
            if (item.Set is { Dimension: 1 } set)
            {
                var line = window.Cut([.. set.Points.Select(x => (x[0], x[1]))]);
                axes.Line([.. line.Select(p => p.X)], [.. line.Select(p => p.Y)], new Pen(Paint.Ink, 3));
            }
            else if (item.Orbit is { } orbit)
            {
                axes.Line([.. orbit.Select(x => x[0]), orbit[0][0]], [.. orbit.Select(x => x[1]), orbit[0][1]], new Pen(Paint.Ink, 1.5));
            }
            else
            {
                axes.Points([item.X[0]], [item.X[1]], new Marker(Glyph.Circle, Paint.Ink, 5));
            }

            var left = item.X[0] > 0.5 * (edges[0] + edges[1]);
            axes.Text(
                item.X[0],
                item.X[1],
                $"{k + 1}",
                dx: left ? -6 : 6,
                dy: item.X[1] > 0.5 * (edges[2] + edges[3]) ? -9 : 4,
                align: left ? 1 : -1,
                size: 8,
                bold: true
            );
        }

        var saddles = report.Equilibria.Where(item => item.Type == "saddle").ToArray();
        axes.Points(
            [.. saddles.Select(item => item.X[0])],
            [.. saddles.Select(item => item.X[1])],
            new Marker(Glyph.Diamond, Paint.Ink, 5, false)
        );
        var figure = new Figure(id, Figure.Single, 80) { Title = title };
        figure.Add(axes);
        string Told(int k) => $"{k + 1}: {attractors[k].Name}, {map.Shares[k].Fraction:P2} of the starts";
        figure.Caption =
            $"{title}, {side} x {side} starts. {string.Join("; ", Enumerable.Range(0, count).Select(Told))}; not settled {map.NotSettled}, diverged {map.Diverged}. Dash-dot: stable manifolds of the saddles (open diamonds).";
        figure.Alt = string.Join("; ", Enumerable.Range(0, count).Select(Told));
        var table = figure.Table("labels", "row", "column", "label");
        for (var k = 0; k < map.Labels.Length; k++)
        {
            table.Row(k / side, k % side, map.Labels[k]);
        }

        return figure;
    }
}
