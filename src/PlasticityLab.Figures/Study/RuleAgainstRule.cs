using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Every rule against every other on the same seeds.</summary>
internal sealed class RuleAgainstRule : IFigure
{
    public FigureCard Card =>
        new(
            "rule_against_rule",
            "Every rule against every other",
            "Mean paired differences of S and D between all pairs of rules.",
            typeof(ComparisonRow)
        )
        {
            Measures = [NetworkMeasures.S],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<ComparisonRow>().Where(row => row.Family == StudyComparison.BetweenRules).ToArray();
        var rules = study.Ordered(rows.SelectMany(row => new[] { row.Rule, row.Baseline })).ToList();
        foreach (var measure in rows.Select(row => row.Measure).Distinct().Where(_ => rules.Count > 2))
        {
            var mine = rows.Where(row => row.Measure == measure).ToArray();
            var conditions = mine.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
            var key = ColorScale.Signed(measure == "D" ? 2 : 1, $"Row minus column, *{measure}*");
            var figure = new Figure($"{Card.Id}_{measure}", conditions.Length == 1 ? 100 : Figure.Double, 0)
            {
                Title = $"Every rule against every other, {measure}",
                EqualPanels = true,
                Key = key,
                Caption =
                    $"Mean paired difference of *{measure}*, rule of the row minus rule of the column, on the same seeds. {(mine.Any(row => row.PHolm < 0.05) ? "Dots: corrected *p* (Holm, over all pairs) below 0.05" : "No pair has a corrected *p* (Holm, over all pairs) below 0.05")}; bars: clearly negative. Blue rows are ahead.",
            };
            var source = figure.Table("pairs", "condition", "rule", "baseline", "difference", "low95", "high95", "p_holm");
            string[] names = [.. rules.Select(Markup)];
            for (var c = 0; c < conditions.Length; c++)
            {
                var (map, sure) = (new Matrix(rules.Count, rules.Count), new List<(double X, double Y)>());
                foreach (var row in mine.Where(row => row.Condition == conditions[c]))
                {
                    var (i, j, difference) = (rules.IndexOf(row.Rule), rules.IndexOf(row.Baseline), Difference(row));
                    (map[i, j], map[j, i]) = (difference, -difference);
                    if (row.PHolm < 0.05)
                    {
                        sure.AddRange([(j, i), (i, j)]);
                    }

                    source.Row(conditions[c], row.Rule, row.Baseline, difference, row.Low95, row.High95, row.PHolm);
                }

                var ahead = rules
                    .OrderByDescending(rule => Enumerable.Range(0, rules.Count).Average(j => map[rules.IndexOf(rule), j]))
                    .First();
                figure.Alt +=
                    $"{study.ConditionMarkup(conditions[c])}: {Markup(ahead)} is ahead on average; {sure.Count / 2} of {rules.Count * (rules.Count - 1) / 2} pairs differ. ";
                figure.Add(
                    new Axes
                    {
                        Title = study.ConditionMarkup(conditions[c]),
                        X = Axis.Names(names) with { Slanted = true, Min = -0.5, Max = rules.Count - 0.5 },
                        Y = Axis.Names([.. names.Select(name => c == 0 ? name : "")], inverted: true) with
                        {
                            Min = -0.5,
                            Max = rules.Count - 0.5,
                        },
                        Boxed = true,
                        ShowColorBar = false,
                    }
                        .HeatMap(map, key, 0, signs: true)
                        .Points(
                            [.. sure.Select(p => p.X)],
                            [.. sure.Select(p => p.Y + 0.28)],
                            new Marker(Glyph.Circle, Paint.Plain(0x1A1A1A), 1.1)
                        ),
                    0,
                    c
                );
            }

            yield return figure;
        }
    }
}
