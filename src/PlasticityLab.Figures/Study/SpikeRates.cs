using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Mean rates of excitatory and inhibitory neurons in each epoch of training.</summary>
internal sealed class SpikeRates : IFigure
{
    public FigureCard Card =>
        new(
            "spike_rates",
            "Rates during training",
            "Mean rate of excitatory and inhibitory neurons in each epoch of training, one network per rule.",
            typeof(TrainingRateRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<TrainingRateRow>();
        var (rules, conditions) = (
            study.Ordered(all.Select(row => row.Rule)),
            all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray()
        );
        var most = all.Max(row => Math.Max(row.Excitatory, row.Inhibitory));
        var figure = SmallMultiples.Of(
            Card.Id,
            Card.Title,
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
                    Y = Axis.Linear(left ? "Rate (Hz)" : "", 0, 1.05 * most),
                    Legend = rule == rules[^1] ? LegendPlace.Right : LegendPlace.None,
                };
                for (var c = 0; c < conditions.Length; c++)
                {
                    var rows = all.Where(row => row.Rule == rule && row.Condition == conditions[c]).OrderBy(row => row.Epoch).ToArray();
                    double[] epochs = [.. rows.Select(row => (double)row.Epoch)];
                    var dash = c == 0 ? Dash.Solid : Dash.Dashed;
                    var where = conditions.Length > 1 ? $", {study.ConditionMarkup(conditions[c])}" : "";
                    axes.Line(epochs, [.. rows.Select(row => row.Excitatory)], new Pen(Palette.Blue, 1.4, dash), $"excitatory{where}");
                    axes.Line(
                        epochs,
                        [.. rows.Select(row => row.Inhibitory)],
                        new Pen(Palette.Vermillion, 0.5, dash),
                        $"inhibitory{where}"
                    );
                }

                return axes;
            }
        );
        figure.Caption =
            $"Mean rate in each epoch of training, silence included, one network per rule (seed {all[0].Seed}). Networks whose weights were given are not trained and not shown.";
        figure.Alt =
            "Rate of excitatory neurons in the first and the last epoch (Hz): "
            + string.Join(
                "; ",
                conditions
                    .SelectMany(condition =>
                        rules.Select(rule =>
                            (rule, condition, rows: all.Where(row => row.Rule == rule && row.Condition == condition).ToArray())
                        )
                    )
                    .Where(x => x.rows.Length > 0)
                    .Select(x =>
                        $"{Markup(x.rule)}, {study.ConditionMarkup(x.condition)}, {F(x.rows[0].Excitatory, 1)} and {F(x.rows[^1].Excitatory, 1)}"
                    )
            )
            + ".";
        var source = figure.Table("rates", "rule", "condition", "epoch", "excitatory", "inhibitory");
        foreach (var row in all.Where(row => rules.Contains(row.Rule)))
        {
            source.Row(row.Rule, row.Condition, row.Epoch, row.Excitatory, row.Inhibitory);
        }

        yield return figure;
    }
}
