using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Paired differences from the baseline with their intervals.</summary>
internal sealed class PairedDifferences : IFigure
{
    public FigureCard Card =>
        new(
            "paired_differences",
            "Paired differences from the baseline",
            "Median difference of each rule from the baseline on the same seeds, with interval and corrected test.",
            "comparisons"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var rows = study
            .Table("comparisons")
            .Rows.Where(row => row.Text("family", "against no learning") == "against no learning")
            .ToArray();
        foreach (var baseline in rows.Select(row => row["baseline"]).Distinct())
        {
            var mine = rows.Where(row => row["baseline"] == baseline && row["measure"] is ("S" or "D")).ToArray();
            var rules = study.Ordered(mine.Select(row => row["rule"]));
            var panels = mine.Select(row => (Condition: row["condition"], Measure: row["measure"]))
                .Distinct()
                .OrderBy(panel => panel.Condition, StringComparer.Ordinal)
                .ThenByDescending(panel => panel.Measure, StringComparer.Ordinal)
                .ToArray();
            var figure = new Figure($"{Card.Id}_{baseline}", Figure.Double, Math.Min(170, 20 + (4.2 * rules.Count)))
            {
                Title = $"Paired differences from {Markup(baseline)}",
                Caption =
                    $"{(study.Table("comparisons").Has("mean_difference") ? "Mean" : "Median")} of the differences rule minus {Markup(baseline)} on the same seeds with its 95 % bootstrap interval. Filled: corrected *p* (Holm) below 0.05; open: not. Pairs, effect sizes and *p* values stand in the table of statistics.",
                Alt = string.Join(
                    " ",
                    panels.Select(panel =>
                        $"{panel.Measure} in {panel.Condition}: "
                        + string.Join(
                            ", ",
                            mine.Where(row => row["condition"] == panel.Condition && row["measure"] == panel.Measure)
                                .Select(row =>
                                    $"{Markup(row["rule"])} {F(Difference(row))} [{F(row.Number("low95"))}, {F(row.Number("high95"))}]"
                                )
                        )
                        + "."
                    )
                ),
            };
            var source = figure.Table("differences", "condition", "measure", "rule", "difference", "low95", "high95", "p_holm");
            for (var k = 0; k < panels.Length; k++)
            {
                var axes = new Axes
                {
                    Title = $"{panels[k].Condition}, *{panels[k].Measure}*",
                    X = Axis.Linear($"Difference of *{panels[k].Measure}*"),
                    Y = Axis.Names([.. rules.Select(rule => k == 0 ? Markup(rule) : "")], inverted: true),
                };
                axes.Guide(0, vertical: true);
                foreach (var row in mine.Where(row => row["condition"] == panels[k].Condition && row["measure"] == panels[k].Measure))
                {
                    var (at, style) = (rules.ToList().IndexOf(row["rule"]), study.Style(row["rule"]));
                    axes.IntervalAcross(at, row.Number("low95"), row.Number("high95"), new Pen(style.Paint, 0.8))
                        .Points([Difference(row)], [at], style.Marker(3.6) with { Filled = row.NumberOrNaN("p_holm") < 0.05 });
                    source.Row(
                        panels[k].Condition,
                        panels[k].Measure,
                        row["rule"],
                        Difference(row),
                        row.Number("low95"),
                        row.Number("high95"),
                        row.NumberOrNaN("p_holm")
                    );
                }

                figure.Add(axes, 0, k);
            }

            if (panels.Length > 0)
            {
                yield return figure;
            }
        }
    }
}
