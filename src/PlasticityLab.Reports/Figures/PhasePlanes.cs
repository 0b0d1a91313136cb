using PlasticityLab.Reports.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Reports.Figures.StudyView;

namespace PlasticityLab.Reports.Figures;

/// <summary>Reduced planes: nullclines, flow, fixed points and trajectories, with the sentence that says what the rest of the network does.</summary>
internal sealed class PhasePlanes : IFigure
{
    public FigureCard Card => new("phase_planes", "Phase planes", "Nullclines, flow and fixed points of the reduced system of two assemblies.", "planes");

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var all = study.Table("planes");
        foreach (var group in all.Rows.GroupBy(row => (Plane: row.Text("plane", "consecutive"), Condition: row["condition"])).OrderBy(group => group.Key.Plane == "choice").ThenBy(group => group.Key.Condition, StringComparer.Ordinal))
        {
            var byRule = group.GroupBy(row => row["rule"]).ToDictionary(rows => rows.Key, rows => rows.ToArray());
            var rules = Ordered(byRule.Keys);
            var choice = group.Key.Plane == "choice";
            var (xName, yName) = choice ? ("*r*_{k−1}", "*r*_{k+1}") : ("*r*_{k}", "*r*_{k+1}");
            var figure = SmallMultiples.Of($"{Card.Id}_{group.Key.Plane}_{group.Key.Condition}", $"{(choice ? "Choice plane" : "Plane of two consecutive assemblies")}, condition {group.Key.Condition}", rules, 5, 0, null, (rule, left, foot) => Plane(byRule[rule], Label(rule), foot ? xName : "", left ? yName : ""));
            var notes = group.Where(row => row["kind"] == "note").Select(row => row.Text("label")).Where(text => text.Length > 0).Distinct().ToArray();
            figure.Caption = $"{string.Join(" ", notes)} Blue, solid: the first population does not change (d{xName}/d*t* = 0); vermillion, dashed: nor does the second. Arrows: flow (longer is faster). Filled circles: stable points; open: unstable; diamonds: saddles. Green: trajectories. Condition {study.ConditionName(group.Key.Condition)}.";
            figure.Alt = "Fixed points: " + string.Join("; ", rules.Select(rule => $"{Label(rule)}: {Points(byRule[rule])}")) + ".";
            var columns = all.Columns;
            var source = figure.Table("plane", [.. columns]);
            foreach (var row in group)
            {
                source.Row([.. columns.Select(column => (object?)row[column])]);
            }

            yield return figure;
        }
    }

    private static string Points(IReadOnlyList<CsvRow> rows)
    {
        var points = rows.Where(row => row["kind"] == "fixed_point").ToArray();
        return points.Length == 0 ? "none found" : string.Join(", ", points.Select(row => $"{row.Text("label")} at ({F(row.Number("x"))}, {F(row.Number("y"))})"));
    }

    private static Axes Plane(IReadOnlyList<CsvRow> rows, string title, string x, string y)
    {
        var axes = new Axes { Title = title, X = Axis.Linear(x, -0.02, 1.02) with { Ticks = [0, 0.5, 1] }, Y = Axis.Linear(y, -0.02, 1.02) with { Ticks = [0, 0.5, 1] } };
        double[] Column(IEnumerable<CsvRow> part, string name) => [.. part.Select(row => row.NumberOrNaN(name))];
        var flow = rows.Where(row => row["kind"] == "flow").ToArray();
        axes.Flow(Column(flow, "x"), Column(flow, "y"), Column(flow, "u"), Column(flow, "v"), new Pen(Paint.Muted.At(0.7), 0.3), 6);
        foreach (var (kind, pen) in new[] { ("nullcline_x", new Pen(Palette.Blue, 0.9)), ("nullcline_y", new Pen(Palette.Vermillion, 0.9, Dash.Dashed)), ("trajectory", new Pen(Palette.Green, 0.7)) })
        {
            foreach (var branch in rows.Where(row => row["kind"] == kind).GroupBy(row => row.Text("branch")).Select(branch => branch.ToArray()))
            {
                var (xs, ys) = (Column(branch, "x"), Column(branch, "y"));
                axes.Line(xs, ys, pen);
                if (kind == "trajectory" && xs.Length > 3)
                {
                    var middle = Farthest(xs, ys);
                    axes.Arrow(xs[middle], ys[middle], xs[middle + 1], ys[middle + 1], pen);
                }
            }
        }

        foreach (var point in rows.Where(row => row["kind"] == "fixed_point"))
        {
            var type = point.Text("label");
            var marker = type.Contains("saddle", StringComparison.OrdinalIgnoreCase) ? new Marker(Glyph.Diamond, Paint.Ink, 3.6, false)
                : new Marker(Glyph.Circle, Paint.Ink, 3.6, !type.Contains("unstable", StringComparison.OrdinalIgnoreCase) && type.Contains("stable", StringComparison.OrdinalIgnoreCase));
            axes.Points([point.Number("x")], [point.Number("y")], marker);
        }

        return axes;
    }

    /// <summary>The longest step of a trajectory: its arrowhead is seen best there.</summary>
    private static int Farthest(double[] xs, double[] ys) => Enumerable.Range(0, xs.Length - 1).MaxBy(i => ((xs[i + 1] - xs[i]) * (xs[i + 1] - xs[i])) + ((ys[i + 1] - ys[i]) * (ys[i + 1] - ys[i])));
}
