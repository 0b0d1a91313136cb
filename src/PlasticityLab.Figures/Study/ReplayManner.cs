using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>How networks replay: speed, hold of the cue, and what happens at the end.</summary>
internal sealed class ReplayManner : IFigure
{
    public FigureCard Card =>
        new(
            "replay_manner",
            "How networks replay",
            "Speed of replay, time that the cued item is held, and return from the last item.",
            typeof(OutcomeRow)
        )
        {
            Measures = [NetworkMeasures.S],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var (rows, rules, conditions) = (study.Main(), study.Rules(), study.Conditions());
        (MeasureColumn Measure, string Name)[] measures =
        [
            (NetworkMeasures.Speed, "Speed (items per 100 ms)"),
            (NetworkMeasures.Hold, "Cue held (ms)"),
            (NetworkMeasures.Bounce, "Turned back at the end (share)"),
        ];
        measures = [.. measures.Where(measure => study.Measured(measure.Measure))];
        if (measures.Length == 0)
        {
            yield break;
        }

        var figure = new Figure(Card.Id, Figure.Double, Math.Min(170, 20 + (4.2 * rules.Count)))
        {
            Title = Card.Title,
            Caption =
                $"One mark per network (n = {Wording.Count(study.Seeds(), "seed")}). Marks on the line of the rule: {study.ConditionMarkup(conditions[0])}{(conditions.Count > 1 ? $"; fainter marks below it: {study.ConditionMarkup(conditions[^1])}" : "")}. Speed counts the items visited until the last one; the hold is the time that the overlap with the cued item stays above 0.35 after the cue; turning back means a step from the last item to the one before it.",
            ColumnWeights = [1.25, 1, 1],
        };
        var source = figure.Table("networks", "condition", "rule", "seed", "speed", "hold_ms", "bounce");
        foreach (var row in rows)
        {
            source.Row(
                row.Condition,
                row.Rule,
                row.Seed,
                row.Values[NetworkMeasures.Speed],
                row.Values[NetworkMeasures.Hold],
                row.Values[NetworkMeasures.Bounce]
            );
        }

        for (var k = 0; k < measures.Length; k++)
        {
            var axes = new Axes
            {
                X = Axis.Linear(measures[k].Name),
                Y = Axis.Names([.. rules.Select(rule => k == 0 ? Markup(rule) : "")], inverted: true),
            };
            for (var i = 0; i < rules.Count; i++)
            {
                for (var c = 0; c < conditions.Count; c++)
                {
                    var marker = study.Style(rules[i]).Marker(2);
                    var values = rows.Values(rules[i], conditions[c], measures[k].Measure);
                    if (measures[k].Measure == NetworkMeasures.Bounce)
                    {
                        // A yes or no per network: only its share can be shown.
                        values = values.Length == 0 ? [] : [values.Average()];
                    }

                    axes.Strip(
                        i + (conditions.Count == 1 ? 0 : (c * 0.44) - 0.22),
                        values,
                        c == 0 ? marker : marker with { Paint = marker.Paint.At(0.45) },
                        vertical: false,
                        spread: conditions.Count == 1 ? 0.35 : 0.17
                    );
                }
            }

            figure.Add(axes, 0, k);
            figure.Alt +=
                $"{measures[k].Name}: "
                + string.Join(
                    "; ",
                    conditions.Select(condition =>
                        $"{study.ConditionMarkup(condition)}: "
                        + string.Join(
                            ", ",
                            rules.Select(rule =>
                                $"{Markup(rule)} {F(Middle(rows.Values(rule, condition, measures[k].Measure), measures[k].Measure))}"
                            )
                        )
                    )
                )
                + ". ";
        }

        yield return figure;
    }

    private static double Middle(double[] values, MeasureColumn measure) =>
        measure == NetworkMeasures.Bounce && values.Length > 0 ? values.Average() : Median(values);
}
