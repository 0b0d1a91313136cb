using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The whole search behind the winners: how robust each rule is before tuning.</summary>
internal sealed class TuningCloud : IFigure
{
    public FigureCard Card =>
        new(
            "tuning_cloud",
            "The search for each rule's values",
            "Scores of all tried configurations against learning rate, and the share that succeeds.",
            typeof(TuningRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<TuningRow>();
        var rules = study.Ordered(rows.Select(row => row.Rule));
        var conditions = rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var figure = new Figure(Card.Id, Figure.Double, 64)
        {
            Title = Card.Title,
            Caption =
                "Share of the random configurations of the common search that succeed (*S* above 0.7 on the first validation seed), by rule and condition: the robustness that reporting only the tuned score hides. Every rule had the same number of draws; rules with more parameters searched a larger space with them.",
        };
        var source = figure.Table("shares", "condition", "rule", "configurations", "share_random_success", "best_S_first_seed");
        var axes = new Axes
        {
            X = Axis.Names([.. rules.Select(Markup)]) with { Slanted = rules.Count > 12 },
            Y = Axis.Linear("Share of configurations with *S* > 0.7 (%)", 0, 100),
            Legend = LegendPlace.TopLeft,
        };
        for (var c = 0; c < conditions.Length; c++)
        {
            var paint = c == 0 ? Palette.Blue : Palette.Orange;
            var shares = rules
                .Select(rule =>
                {
                    var (tried, share) = (study.Search(rule, conditions[c]), study.ShareRandom(rule, conditions[c]));
                    source.Row(conditions[c], rule, tried.Length, share, tried.DefaultIfEmpty(double.NaN).Max());
                    return 100 * share;
                })
                .ToArray();
            var shift = conditions.Length == 1 ? 0 : (c - ((conditions.Length - 1) / 2.0)) * 0.36;
            axes.Bars(
                [.. rules.Select((_, i) => i + shift)],
                shares,
                paint.At(c == 0 ? 0.85 : 0.35),
                thickness: conditions.Length == 1 ? 0.6 : 0.32,
                outline: new Pen(paint, 0.5),
                label: study.ConditionMarkup(conditions[c])
            );
            figure.Alt +=
                $"{study.ConditionMarkup(conditions[c])}: "
                + string.Join(
                    ", ",
                    rules
                        .Zip(shares)
                        .Where(x => double.IsFinite(x.Second))
                        .OrderByDescending(x => x.Second)
                        .Select(x => $"{Markup(x.First)} {x.Second:0} %")
                )
                + ". ";
        }

        figure.Add(axes);
        yield return figure;
    }
}
