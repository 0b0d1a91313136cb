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
            typeof(ComparisonRow)
        )
        {
            Measures = [NetworkMeasures.S],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<ComparisonRow>().Where(row => row.Family == "against no learning").ToArray();
        foreach (var baseline in rows.Select(row => row.Baseline).Distinct())
        {
            var mine = rows.Where(row =>
                    row.Baseline == baseline && (row.Measure == NetworkMeasures.S.Name || row.Measure == NetworkMeasures.D.Name)
                )
                .ToArray();
            var rules = study.Ordered(mine.Select(row => row.Rule));
            var panels = mine.Select(row => (row.Condition, row.Measure))
                .Distinct()
                .OrderBy(panel => panel.Condition, StringComparer.Ordinal)
                .ThenByDescending(panel => panel.Measure, StringComparer.Ordinal)
                .ToArray();
            var figure = new Figure($"{Card.Id}_{baseline}", Figure.Double, Math.Min(170, 20 + (4.2 * rules.Count)))
            {
                Title = $"Paired differences from {Markup(baseline)}",
                Caption =
                    $"Mean of the differences rule minus {Markup(baseline)} on the same seeds with its 95 % bootstrap interval. {(mine.Any(row => row.PHolm < 0.05) ? "Filled: corrected *p* (Holm) below 0.05; open: not." : "All marks are open: no corrected *p* (Holm) is below 0.05.")} Pairs, effect sizes and *p* values stand in the table of statistics.",
                Alt = string.Join(
                    " ",
                    panels.Select(panel =>
                        $"{panel.Measure}, {study.ConditionMarkup(panel.Condition)}: "
                        + string.Join(
                            ", ",
                            mine.Where(row => row.Condition == panel.Condition && row.Measure == panel.Measure)
                                .Select(row => $"{Markup(row.Rule)} {F(Difference(row))} [{F(row.Low95)}, {F(row.High95)}]")
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
                    Title = $"{study.ConditionMarkup(panels[k].Condition)}, *{panels[k].Measure}*",
                    X = Axis.Linear($"Difference of *{panels[k].Measure}*"),
                    Y = Axis.Names([.. rules.Select(rule => k == 0 ? Markup(rule) : "")], inverted: true),
                };
                axes.Guide(0, vertical: true);
                foreach (var row in mine.Where(row => row.Condition == panels[k].Condition && row.Measure == panels[k].Measure))
                {
                    var (at, style) = (rules.ToList().IndexOf(row.Rule), study.Style(row.Rule));
                    axes.IntervalAcross(at, row.Low95, row.High95, new Pen(style.Paint, 0.8))
                        .Points([Difference(row)], [at], style.Marker(3.6) with { Filled = row.PHolm < 0.05 });
                    source.Row(panels[k].Condition, panels[k].Measure, row.Rule, Difference(row), row.Low95, row.High95, row.PHolm);
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
