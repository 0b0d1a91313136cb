using PlasticityLab.Analysis.Measures;
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
            typeof(FunctionMapRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<FunctionMapRow>();
        var conditions = rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        double[] selfs = [.. rows.Select(row => row.Self).Distinct().Order()],
            forwards = [.. rows.Select(row => row.Forward).Distinct().Order()];
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
                        row.Condition == conditions[c] && (symmetric ? row.Backward == row.Forward : row.Backward == 0)
                    )
                )
                {
                    map[Array.IndexOf(forwards, row.Forward), Array.IndexOf(selfs, row.Self)] = row.S;
                }

                var axes = new Axes
                {
                    Title = $"{study.ConditionMarkup(conditions[c])}, {(symmetric ? "backward = forward" : "no backward weights")}",
                    X = Axis.Linear("Self weight *s*", selfs[0] - ds, selfs[^1] + ds),
                    Y = Axis.Linear("Forward weight *f*", forwards[0] - df, forwards[^1] + df),
                    Boxed = true,
                    ShowColorBar = false,
                    Legend = c == conditions.Length - 1 && !symmetric ? LegendPlace.Below : LegendPlace.None,
                }.HeatMap(map, scale, selfs[0] - ds, selfs[^1] + ds, forwards[0] - df, forwards[^1] + df);
                foreach (var rule in study.Rules())
                {
                    // A learned network is drawn in the slice that its backward weight is nearer to.
                    var mine = networks.Where(row => row.Rule == rule && row.Condition == conditions[c]).ToArray();
                    var here = mine.Where(row =>
                            Math.Abs(row.Values[NetworkMeasures.Backward])
                                > Math.Abs(row.Values[NetworkMeasures.Backward] - row.Values[NetworkMeasures.Forward])
                            == symmetric
                        )
                        .ToArray();
                    double[] x = [.. here.Select(row => row.Values[NetworkMeasures.Self])],
                        y = [.. here.Select(row => row.Values[NetworkMeasures.Forward])];
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
                                row.Condition == condition && (symmetric ? row.Backward == row.Forward : row.Backward == 0)
                            )
                            .ToArray();
                        return slice.Length == 0
                            ? ""
                            : $"{study.ConditionMarkup(condition)}, {(symmetric ? "symmetric" : "forward only")}: S above 0.7 in {100.0 * slice.Count(row => row.S > 0.7) / slice.Length:0} % of the map, largest {F(slice.Max(row => row.S))}.";
                    })
                )
            )
        );
        var source = figure.Table("map", "condition", "self", "forward", "backward", ReplayScore.Id);
        foreach (var row in rows)
        {
            source.Row(row.Condition, row.Self, row.Forward, row.Backward, row.S);
        }

        yield return figure;
    }

    private static double Half(double[] grid) => grid.Length > 1 ? (grid[1] - grid[0]) / 2 : 0.5;
}
