using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Each rule beside itself with the order shuffled and with its sign turned.</summary>
internal sealed class ControlsCompared : IFigure
{
    private static readonly (string Ending, string Name, Glyph Glyph, bool Filled)[] Kinds =
    [
        ("", "as it is", Glyph.Circle, true),
        ("_shuffled", "order shuffled", Glyph.Square, false),
        ("_flipped", "sign turned", Glyph.Cross, true),
    ];

    public FigureCard Card =>
        new(
            "controls_compared",
            "Each rule against its own controls",
            "S and D of every rule, of the same rule with the order shuffled in every epoch, and with its sign turned.",
            typeof(OutcomeRow)
        )
        {
            Measures = [NetworkMeasures.S, NetworkMeasures.D],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Main();
        var rules = study.Rules().Where(rule => Kinds.Skip(1).Any(kind => rows.Any(row => row.Rule == rule + kind.Ending))).ToArray();
        if (rules.Length == 0)
        {
            yield break;
        }

        var conditions = study.Conditions();
        var figure = new Figure(Card.Id, Figure.Double, Math.Min(170, 26 + (4.6 * rules.Length)))
        {
            Title = Card.Title,
            Caption =
                $"Mean over networks with its interval ({IntervalWord}). Filled circles: the rule as it is; open squares: the same rule and values with the order of items shuffled in every epoch; crosses: the rule with its sign turned. What remains under shuffling is not learned order.",
        };
        var source = figure.Table("controls", "condition", "rule", "control", "measure", "centre", "low95", "high95");
        for (var c = 0; c < conditions.Count; c++)
        {
            foreach (var measure in new[] { NetworkMeasures.S, NetworkMeasures.D })
            {
                var column = (2 * c) + (measure == NetworkMeasures.S ? 0 : 1);
                var axes = new Axes
                {
                    Title = measure == NetworkMeasures.S ? study.ConditionMarkup(conditions[c]) : "",
                    X = Axis.Linear(
                        $"{(measure == NetworkMeasures.S ? "Score" : "Direction")} *{measure.Name}*",
                        measure == NetworkMeasures.S ? -0.04 : -1.04,
                        1.04
                    ) with
                    {
                        Ticks = measure == NetworkMeasures.S ? [0, 0.5, 1] : [-1, 0, 1],
                    },
                    Y = Axis.Names([.. rules.Select(rule => column == 0 ? Markup(rule) : "")], inverted: true),
                    Legend = column == 0 ? LegendPlace.Below : LegendPlace.None,
                };
                axes.Guide(0, vertical: true);
                foreach (var (ending, name, glyph, filled) in Kinds)
                {
                    var paint = ending switch
                    {
                        "" => Palette.Blue,
                        "_shuffled" => Palette.Orange,
                        _ => Palette.Grey,
                    };
                    var shift = ending switch
                    {
                        "" => -0.22,
                        "_shuffled" => 0,
                        _ => 0.22,
                    };
                    var centres = rules.Select(rule => study.Centre(rule + ending, conditions[c], measure)).ToArray();
                    for (var i = 0; i < rules.Length; i++)
                    {
                        axes.IntervalAcross(i + shift, centres[i].Low, centres[i].High, new Pen(paint, 0.6));
                        if (double.IsFinite(centres[i].Value))
                        {
                            source.Row(conditions[c], rules[i], name, measure.Name, centres[i].Value, centres[i].Low, centres[i].High);
                        }
                    }

                    axes.Points(
                        [.. centres.Select(centre => centre.Value)],
                        [.. rules.Select((_, i) => i + shift)],
                        new Marker(glyph, paint, 2.6, filled),
                        name
                    );
                }

                figure.Add(axes, 0, column, lettered: measure == NetworkMeasures.S);
            }
        }

        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                $"{study.ConditionMarkup(condition)}, S as it is, shuffled, turned: "
                + string.Join(
                    "; ",
                    rules.Select(rule =>
                        $"{Markup(rule)} {string.Join(", ", Kinds.Select(kind => F(study.Centre(rule + kind.Ending, condition, NetworkMeasures.S).Value)))}"
                    )
                )
                + "."
            )
        );
        yield return figure;
    }
}
