using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>How the weights come about: mean weight within items, forwards and backwards, epoch by epoch.</summary>
internal sealed class WeightsOverTime : IFigure
{
    public FigureCard Card =>
        new(
            "weights_over_time",
            "Weights over time",
            "Mean weight within items, to the next and to the previous item after every epoch of training, one network per rule.",
            typeof(TrainingBlockRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<TrainingBlockRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            // L(d, epoch): mean over the pairs of items that are d apart.
            var courses = all.Where(row => row.Condition == condition)
                .GroupBy(row => (Rule: row.Rule, Lag: (int)(row.Post - row.Pre)))
                .Where(group => group.Key.Lag is >= -1 and <= 1)
                .ToDictionary(
                    group => group.Key,
                    group =>
                        group
                            .GroupBy(row => row.Epoch)
                            .OrderBy(epoch => epoch.Key)
                            .Select(epoch => (Epoch: epoch.Key, L: epoch.Average(row => row.B)))
                            .ToArray()
                );
            var rules = study.Ordered(courses.Keys.Select(key => key.Rule));
            var (low, high) = (
                Math.Min(0, courses.Values.SelectMany(c => c).Min(x => x.L)),
                courses.Values.SelectMany(c => c).Max(x => x.L)
            );
            var pad = 0.05 * Math.Max(1e-9, high - low);
            var looks = new (int Lag, string Label, Paint Paint, Dash Dash)[]
            {
                (1, "to the next item", Palette.Blue, Dash.Solid),
                (0, "within an item", Paint.Ink, Dash.Dotted),
                (-1, "to the item before", Palette.Vermillion, Dash.Dashed),
            };
            var figure = SmallMultiples.Of(
                $"{Card.Id}_{condition}",
                $"{Card.Title}, {study.ConditionMarkup(condition)}",
                rules,
                4,
                32,
                null,
                (rule, left, foot) =>
                {
                    var axes = new Axes
                    {
                        Title = Markup(rule),
                        X = Axis.Linear(foot ? "Epoch" : ""),
                        Y = Axis.Linear(left ? "*L* (drive)" : "", low - pad, high + pad),
                        Legend = rule == rules[^1] ? LegendPlace.Right : LegendPlace.None,
                    };
                    axes.Guide(0);
                    foreach (var (lag, label, paint, dash) in looks)
                    {
                        if (courses.TryGetValue((rule, lag), out var course))
                        {
                            axes.Line([.. course.Select(x => x.Epoch)], [.. course.Select(x => x.L)], new Pen(paint, 0.9, dash), label);
                        }
                    }

                    return axes;
                }
            );
            figure.Caption =
                $"Mean weight *L* after every epoch of training, in drives of a whole item, one network per rule (seed {all[0].Seed}), condition {study.ConditionMarkup(condition)}. To the next item: *L*(1); within an item: *L*(0); to the item before: *L*(−1). Epoch 0: before training.";
            figure.Alt =
                "L(1), L(0), L(−1) at the end: "
                + string.Join(
                    "; ",
                    rules.Select(rule =>
                        $"{Markup(rule)} "
                        + string.Join(
                            ", ",
                            looks.Select(look => courses.TryGetValue((rule, look.Lag), out var course) ? F(course[^1].L) : "–")
                        )
                    )
                )
                + ".";
            var source = figure.Table("weights", "rule", "epoch", "lag", "L");
            foreach (
                var ((rule, lag), course) in courses.OrderBy(pair => rules.ToList().IndexOf(pair.Key.Rule)).ThenBy(pair => pair.Key.Lag)
            )
            {
                foreach (var (epoch, value) in course)
                {
                    source.Row(rule, epoch, lag, value);
                }
            }

            yield return figure;
        }
    }
}
