using PlasticityLab.Analysis.Measures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Theories;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The rules weighed as theories: one row a rule, one column a criterion.</summary>
internal sealed class Tradeoffs : IFigure
{
    // Whether more is better; criteria without a better side are not coloured.
    private static readonly (string Name, Func<TradeoffRow, double> Of, string Label, bool MoreIsBetter, int Digits)[] Criteria =
    [
        (ReplayScore.Id, row => row.S, "score S", true, 2),
        ("share_random_success", row => row.ShareRandomSuccess, "untuned success", true, 2),
        ("share_stable_without_homeostasis", row => row.ShareStableWithoutHomeostasis, "stable alone", true, 2),
        ("window_match", row => row.WindowMatch, "window match", true, 2),
        ("frequency_error", row => row.FrequencyError, "frequency error", false, 1),
        ("state_per_neuron", row => row.StatePerNeuron, "state per neuron", false, 0),
        ("weight_change_per_item", row => row.WeightChangePerItem, "writing per item", false, 1),
        ("activity_per_item", row => row.ActivityPerItem, "activity an item", false, 0),
        ("epochs_needed", row => row.EpochsNeeded, "epochs needed", false, 0),
        ("items_most", row => row.ItemsMost, "items held", true, 0),
        ("noise_most", row => row.NoiseMost, "noise stood", true, 1),
        ("lesion_most", row => row.LesionMost, "lesion stood", true, 1),
        ("weight_noise_most", row => row.WeightNoiseMost, "weight noise", true, 1),
        ("retention", row => row.Retention, "retention", true, 2),
    ];

    public FigureCard Card =>
        new(
            "tradeoffs",
            "Trade-offs of the rules",
            "What each rule needs, how it agrees with data, what it costs and what it stands, side by side.",
            typeof(TradeoffRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        foreach (var here in study.Rows<TradeoffRow>().GroupBy(row => row.Condition).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var rules = study.Ordered(here.Select(row => row.Rule)).ToList();
            var columns = Criteria.Where(c => here.Any(row => double.IsFinite(c.Of(row)))).ToArray();
            var map = new Matrix(rules.Count, columns.Length);
            Array.Fill(map.Values, double.NaN);
            var scale = ColorScale.Magnitude(0, 1, "Worst to best of the column");
            var axes = new Axes
            {
                X = Axis.Names([.. columns.Select(c => c.Label)]) with { Slanted = true, Min = -0.5, Max = columns.Length - 0.5 },
                Y = Axis.Names([.. rules.Select(Markup)], inverted: true) with { Min = -0.5, Max = rules.Count - 0.5 },
                Boxed = true,
            };
            var figure = new Figure(
                $"{Card.Id}_{here.Key}",
                Math.Min(Figure.Double, 45 + (10.0 * columns.Length)),
                24 + (5.2 * rules.Count)
            )
            {
                Title = $"{Card.Title}, {study.ConditionMarkup(here.Key)}",
                Caption =
                    "One row a rule, one column a criterion; the colour goes from the worst to the best rule of each column, the number is the value. Grey: not measured, or the rule does not learn. Units and sources stand in the table.",
            };
            var source = figure.Table("criteria", "condition", "rule", "criterion", "value");
            var texts = new List<(int I, int J, string Text, bool Dark)>();
            for (var j = 0; j < columns.Length; j++)
            {
                var c = columns[j];
                double[] values = [.. rules.Select(rule => c.Of(here.First(row => row.Rule == rule)))];
                double low = values.Where(double.IsFinite).Min(),
                    high = values.Where(double.IsFinite).Max();
                for (var i = 0; i < rules.Count; i++)
                {
                    source.Row(here.Key, rules[i], c.Name, values[i]);
                    if (double.IsFinite(values[i]))
                    {
                        var place = high > low ? (values[i] - low) / (high - low) : 0.5;
                        map[i, j] = c.MoreIsBetter ? place : 1 - place;
                        texts.Add((i, j, F(values[i], c.Digits), map[i, j] > 0.55));
                    }
                }
            }

            axes.HeatMap(map, scale, 0);
            foreach (var (i, j, text, dark) in texts)
            {
                axes.Text(j, i, text, 0, -2, 0, Paint.Plain(dark ? 0xFFFFFFu : 0x1A1A1Au), 5.5);
            }

            figure.Alt =
                $"{study.ConditionMarkup(here.Key)}: "
                + string.Join(
                    "; ",
                    columns
                        .Select(
                            (c, j) =>
                                (c, best: Enumerable.Range(0, rules.Count).Where(i => double.IsFinite(map[i, j])).MaxBy(i => map[i, j]))
                        )
                        .Select(x => $"best in {x.c.Label} is {Markup(rules[x.best])}")
                )
                + ".";
            yield return figure.Add(axes);
        }
    }
}
