using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Which chain weights can play a sequence at all, and where the learned networks lie.</summary>
internal sealed class FunctionMap : IFigure
{
    public FigureCard Card =>
        new(
            "function_map",
            "Function map",
            "Score of hand-built chains over self and forward weight, with the learned networks drawn on it.",
            "function_map"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var rows = study.Table("function_map").Rows;
        var conditions = rows.Select(row => row["condition"]).Distinct().Order(StringComparer.Ordinal).ToArray();
        double[] selfs = [.. rows.Select(row => row.Number("self")).Distinct().Order()],
            forwards = [.. rows.Select(row => row.Number("forward")).Distinct().Order()];
        var (ds, df) = (Half(selfs), Half(forwards));
        var scale = ColorScale.Magnitude(0, 1, "Score *S*");
        var figure = new Figure(Card.Id, 150, 0)
        {
            Title = Card.Title,
            EqualPanels = true,
            Key = scale,
        };
        var networks = study.Main();
        for (var c = 0; c < conditions.Length; c++)
        {
            foreach (var symmetric in new[] { false, true })
            {
                var map = new Matrix(forwards.Length, selfs.Length);
                Array.Fill(map.Values, double.NaN);
                foreach (
                    var row in rows.Where(row =>
                        row["condition"] == conditions[c]
                        && (symmetric ? row.Number("backward") == row.Number("forward") : row.Number("backward") == 0)
                    )
                )
                {
                    map[Array.IndexOf(forwards, row.Number("forward")), Array.IndexOf(selfs, row.Number("self"))] = row.Number("S");
                }

                var axes = new Axes
                {
                    Title = $"{conditions[c]}, {(symmetric ? "backward = forward" : "no backward weights")}",
                    X = Axis.Linear("Self weight *s*", selfs[0] - ds, selfs[^1] + ds),
                    Y = Axis.Linear("Forward weight *f*", forwards[0] - df, forwards[^1] + df),
                    Boxed = true,
                    ShowColorBar = false,
                    Legend = c == conditions.Length - 1 && !symmetric ? LegendPlace.Below : LegendPlace.None,
                }.HeatMap(map, scale, selfs[0] - ds, selfs[^1] + ds, forwards[0] - df, forwards[^1] + df);
                foreach (var rule in study.Rules())
                {
                    // A learned network is drawn in the slice that its backward weight is nearer to.
                    var mine = networks.Where(row => row["rule"] == rule && row["condition"] == conditions[c]).ToArray();
                    var here = mine.Where(row =>
                            Math.Abs(row.NumberOrNaN("L_minus1")) > Math.Abs(row.NumberOrNaN("L_minus1") - row.NumberOrNaN("L_plus1"))
                            == symmetric
                        )
                        .ToArray();
                    double[] x = [.. here.Select(row => row.NumberOrNaN("L_0"))],
                        y = [.. here.Select(row => row.NumberOrNaN("L_plus1"))];
                    var style = study.Style(rule);
                    axes.Points(x, y, new Marker(style.Glyph, Paint.Plain(0xFFFFFF), style.Glyph is Glyph.Cross or Glyph.Plus ? 3.6 : 4))
                        .Points(x, y, style.Marker(2.8) with { Paint = Paint.Plain(style.Paint.Light) }, style.Label);
                }

                figure.Add(axes, c, symmetric ? 1 : 0);
            }
        }

        figure.Caption =
            "Score *S* of hand-built chains with self weight *s* and forward weight *f* (in drives of a full assembly), without backward weights and with backward weights equal to forward ones; best over the strength of inhibition. Marks: learned networks at their mean self and forward weights, in the slice that their backward weight is nearer to; networks outside the map are not drawn.";
        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                string.Join(
                    " ",
                    new[] { false, true }.Select(symmetric =>
                    {
                        var slice = rows.Where(row =>
                                row["condition"] == condition
                                && (symmetric ? row.Number("backward") == row.Number("forward") : row.Number("backward") == 0)
                            )
                            .ToArray();
                        return slice.Length == 0
                            ? ""
                            : $"Condition {condition}, {(symmetric ? "symmetric" : "forward only")}: S above 0.7 in {100.0 * slice.Count(row => row.Number("S") > 0.7) / slice.Length:0} % of the map, largest {F(slice.Max(row => row.Number("S")))}.";
                    })
                )
            )
        );
        var source = figure.Table("map", "condition", "self", "forward", "backward", "S");
        foreach (var row in rows)
        {
            source.Row(row["condition"], row.Number("self"), row.Number("forward"), row.Number("backward"), row.Number("S"));
        }

        yield return figure;
    }

    private static double Half(double[] grid) => grid.Length > 1 ? (grid[1] - grid[0]) / 2 : 0.5;
}
