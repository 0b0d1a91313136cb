using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>A bifurcation diagram: one coordinate of the equilibria, and the extremes of the cycles, against a parameter.</summary>
public static class BifurcationPicture
{
    private static readonly (SpecialKind Kind, string Label, Marker Marker)[] Kinds =
    [
        (SpecialKind.SaddleNode, "saddle-node", new(Glyph.Square, Paint.Ink, 4.5)),
        (SpecialKind.Hopf, "Hopf", new(Glyph.Triangle, Paint.Ink, 5)),
        (SpecialKind.Pitchfork, "pitchfork", new(Glyph.Diamond, Paint.Ink, 5)),
        (SpecialKind.Transcritical, "transcritical", new(Glyph.Cross, Paint.Ink, 5)),
        (SpecialKind.NonsmoothFold, "nonsmooth fold", new(Glyph.Square, Paint.Ink, 4.5, false)),
        (SpecialKind.BorderCollision, "border collision", new(Glyph.Circle, Paint.Ink, 4.5, false)),
        (SpecialKind.Degenerate, "not resolved", new(Glyph.Plus, Paint.Ink, 5)),
    ];

    /// <summary>Draws the diagram.</summary>
    public static Figure Draw(
        string id,
        string title,
        string parameter,
        string state,
        BifurcationDiagram diagram,
        IReadOnlyList<CycleFamily> families
    )
    {
        var axes = new Axes
        {
            X = Axis.Linear(parameter.Replace('_', ' '), diagram.Low, diagram.High),
            Y = Axis.Linear($"*{state}*"),
            Boxed = true,
            Legend = LegendPlace.Right,
        };
        var figure = new Figure(id, 130, 84) { Title = title };
        var table = figure.Table("branches", "kind", "branch", parameter, "low", "high", "unstable");
        var labelled = new HashSet<string>();
        string? Once(string label) => labelled.Add(label) ? label : null;
        foreach (var (branch, b) in diagram.Branches.Select((branch, b) => (branch, b)))
        {
            foreach (var (from, to, stable) in Pieces([.. branch.Nodes.Select(node => node.UnstableCount == 0)]))
            {
                var piece = branch.Nodes.Skip(from).Take(to - from + 1).ToArray();
                axes.Line(
                    [.. piece.Select(node => node.Parameter)],
                    [.. piece.Select(node => node.State[0])],
                    stable ? new Pen(Palette.Blue, 1.3) : new Pen(Paint.Muted, 0.8, Dash.Dashed),
                    Once(stable ? "stable equilibrium" : "unstable equilibrium")
                );
            }

            foreach (var node in branch.Nodes)
            {
                table.Row("equilibrium", b + 1, node.Parameter, node.State[0], node.State[0], node.UnstableCount);
            }
        }

        foreach (var (family, f) in families.Select((family, f) => (family, f)))
        {
            var nodes = family.Nodes.Where(node => node.Low.Length > 0).ToArray();
            foreach (var (from, to, stable) in Pieces([.. nodes.Select(node => node.UnstableCount == 0)]))
            {
                var piece = nodes.Skip(from).Take(to - from + 1).ToArray();
                var pen = stable ? new Pen(Palette.Vermillion, 1.1, Dash.LongDash) : new Pen(Palette.Vermillion, 0.8, Dash.Dotted);
                axes.Line(
                    [.. piece.Select(node => node.Parameter)],
                    [.. piece.Select(node => node.High[0])],
                    pen,
                    Once(stable ? "stable cycle, extremes" : "unstable cycle, extremes")
                );
                axes.Line([.. piece.Select(node => node.Parameter)], [.. piece.Select(node => node.Low[0])], pen);
            }

            foreach (var node in nodes)
            {
                table.Row("cycle", f + 1, node.Parameter, node.Low[0], node.High[0], node.UnstableCount);
            }
        }

        foreach (var (kind, label, marker) in Kinds)
        {
            var points = diagram.Points.Where(point => point.Kind == kind).ToArray();
            if (points.Length > 0)
            {
                axes.Points([.. points.Select(point => point.Value)], [.. points.Select(point => point.State[0])], marker, label);
            }
        }

        figure.Add(axes);
        string Told(SpecialPoint point) =>
            $"{point.KindName}{(point.Criticality.Length > 0 ? $" ({point.Criticality})" : "")} at {point.Value:G6}";
        string End(CycleFamilyEnd end) =>
            $"{end.Kind switch { CycleEndKind.Snic => "a saddle-node on the cycle", CycleEndKind.Homoclinic => "a homoclinic orbit", CycleEndKind.Hopf => "a Hopf point", CycleEndKind.RangeEnd => "the end of the range", _ => "an end that was not resolved" }} at {end.Value:G6}";
        figure.Caption =
            $"{title}. Solid: stable equilibria; dashed: unstable ones. Long dashes and dots: largest and least value on stable and unstable cycles. Bifurcations: {(diagram.Points.Count == 0 ? "none" : string.Join(", ", diagram.Points.Select(Told)))}. "
            + $"{(families.Count == 0 ? "" : $"Cycles lead {string.Join("; ", families.Select(family => $"from {End(family.First)} to {End(family.Last)}"))}. ")}Equilibria were sought at {diagram.SeededAt.Count} values of the parameter: a closed branch strictly between two of them can be missed.";
        figure.Alt = string.Join(", ", diagram.Points.Select(Told));
        return figure;
    }

    // Runs of equal stability; neighbours share the node at which they meet.
    private static IEnumerable<(int From, int To, bool Stable)> Pieces(bool[] stable)
    {
        var from = 0;
        for (var i = 1; i <= stable.Length; i++)
        {
            if (i == stable.Length || stable[i] != stable[i - 1])
            {
                yield return (Math.Max(0, from - 1), i - 1, stable[i - 1]);
                from = i;
            }
        }
    }
}
