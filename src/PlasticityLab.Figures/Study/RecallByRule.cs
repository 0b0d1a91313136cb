using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The comparison: sequence score and direction of every network, with the search behind it.</summary>
internal sealed class RecallByRule : IFigure
{
    public FigureCard Card =>
        new(
            "recall_by_rule",
            "Recall of the sequence by rule",
            "Sequence score S and direction D of every trained network, with the scores of all tried configurations behind.",
            typeof(OutcomeRow)
        )
        {
            Measures = [NetworkMeasures.S, NetworkMeasures.D],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var (rows, rules, conditions) = (study.Main(), study.Rules(), study.Conditions());
        // Few rules: conditions below each other, narrow and large.
        var stacked = conditions.Count > 2 || (rules.Count <= 6 && conditions.Count > 1);
        var figure = new Figure(
            Card.Id,
            stacked || conditions.Count == 1 ? 120 : Figure.Double,
            stacked ? conditions.Count * (16 + (4.6 * rules.Count)) : 22 + (5.1 * rules.Count)
        )
        {
            Title = Card.Title,
            ColumnWeights = stacked ? [1.35, 0.9] : [.. conditions.SelectMany((_, i) => new[] { i == 0 ? 1.35 : 1.05, 0.9 })],
            Caption =
                $"*S*, order times fidelity of the recall cued at the first item (1 is perfect); *D*, how much more often an inner cue is followed by its successor than by its predecessor. Coloured marks: one network each (n = {study.Seeds()} fresh seeds, the same for every rule); black: mean with its {IntervalWord}.{(study.Has<SearchRow>() ? " Grey: every configuration tried in the search, on one validation seed; numbers: share of random configurations that succeed." : "")} Circles and squares: correlational rules; triangles and diamonds: temporal rules; crosses: controls.",
        };
        var source = figure.Table("networks", "condition", "rule", "seed", ReplayScore.Id, ReplayDirection.Id);
        foreach (var row in rows)
        {
            source.Row(row.Condition, row.Rule, row.Seed, row.Values[NetworkMeasures.S], row.Values[NetworkMeasures.D]);
        }

        for (var c = 0; c < conditions.Count; c++)
        {
            var (row, column) = stacked ? (c, 0) : (0, 2 * c);
            figure
                .Add(Strip(study, rows, rules, conditions[c], NetworkMeasures.S, first: stacked || c == 0), row, column)
                .Add(Strip(study, rows, rules, conditions[c], NetworkMeasures.D, first: false), row, column + 1, lettered: false);
        }

        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                $"{study.ConditionMarkup(condition)}. Mean S by rule: "
                + string.Join(
                    ", ",
                    rules
                        .Select(rule =>
                            (
                                rule,
                                s: study.Centre(rule, condition, NetworkMeasures.S).Value,
                                d: study.Centre(rule, condition, NetworkMeasures.D).Value
                            )
                        )
                        .OrderByDescending(x => x.s)
                        .Select(x => $"{Markup(x.rule)} {F(x.s)} (D {F(x.d)})")
                )
                + "."
            )
        );
        yield return figure;
    }

    private static Axes Strip(
        StudyResults study,
        IReadOnlyList<OutcomeRow> rows,
        IReadOnlyList<string> rules,
        string condition,
        MeasureColumn measure,
        bool first
    )
    {
        var score = measure == NetworkMeasures.S;
        var axes = new Axes
        {
            Title = score ? study.ConditionMarkup(condition) : "",
            X = Axis.Linear(score ? "Sequence score *S*" : "Direction *D*", score ? -0.02 : -1.04, score ? 1.16 : 1.04) with
            {
                Ticks = score ? [0, 0.5, 1] : [-1, 0, 1],
            },
            Y = Axis.Names([.. rules.Select(rule => first ? Markup(rule) : "")], inverted: true),
        };
        axes.Guide(0, vertical: true);
        for (var i = 0; i < rules.Count; i++)
        {
            if (score && study.ShareRandom(rules[i], condition) is var share && double.IsFinite(share))
            {
                axes.Strip(
                    i,
                    study.Search(rules[i], condition),
                    new Marker(Glyph.Circle, Paint.Muted.At(0.35), 1.1),
                    vertical: false,
                    spread: 0.4
                );
                axes.Text(1.16, i, $"{100 * share:0} %", dy: -2, align: 1, paint: Paint.Muted, size: 5);
            }

            var values = rows.Values(rules[i], condition, measure);
            axes.Strip(i, values, study.Style(rules[i]).Marker(2.3), vertical: false, spread: 0.3);
            var (middle, low, high) = study.Centre(rules[i], condition, measure);
            axes.IntervalAcross(i + 0.4, low, high, new Pen(Paint.Ink, 0.6))
                .Points([middle], [i + 0.4], new Marker(Glyph.Diamond, Paint.Ink, 2.2));
        }

        return axes;
    }
}
