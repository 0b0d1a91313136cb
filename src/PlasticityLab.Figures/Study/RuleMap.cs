using System.Globalization;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The space of rules as a map: what a rule's direction in time says about its score.</summary>
internal sealed class RuleMap : IFigure
{
    private static readonly (string Search, Glyph Glyph, Paint Paint)[] Searches =
    [
        ("random", Glyph.Circle, Palette.Grey),
        ("exhaustive", Glyph.Square, Palette.Blue),
        ("archive", Glyph.Triangle, Palette.Orange),
        ("evolution", Glyph.Diamond, Palette.Vermillion),
    ];

    public FigureCard Card =>
        new("rule_map", "The space of rules", "Score of every simulated rule against its time-reversal index.", typeof(SearchedRuleRow));

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var cloud = study.Rows<SearchedRuleRow>();
        var bar = study.Study.Search?.SuccessAbove ?? Calibration.SuccessAbove;
        string[] conditions = [.. cloud.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal)];
        var figure = new Figure(Card.Id, conditions.Length > 1 ? Figure.Double : 120, 70)
        {
            Title = Card.Title,
            Caption =
                "One mark is one bilinear rule that was simulated. Time-reversal index: −1 builds weights that point backwards, 0 cannot tell direction, 1 forwards. Score: mean over the screening networks at their best common operating point, which is optimistic. Filled: finalists on fresh networks at the operating point fixed beforehand, with 95 % intervals (bootstrap over networks). Rules that the population model rejects are not shown unless they were simulated, nor those that build no weights between items and so have no index.",
        };
        var data = figure.Table("rule_map", "condition", "search", "number", "time_reversal_index", "s");
        var told = new List<string>();
        for (var c = 0; c < conditions.Length; c++)
        {
            var axes = new Axes
            {
                Title = study.ConditionMarkup(conditions[c]),
                X = Axis.Linear("Time-reversal index", -1.05, 1.05),
                Y = Axis.Linear("Score *S*", 0, 1),
                Legend = c == 0 ? LegendPlace.Below : LegendPlace.None,
            };
            foreach (var (search, glyph, paint) in Searches)
            {
                SearchedRuleRow[] rows =
                [
                    .. cloud.Where(row =>
                        row.Condition == conditions[c]
                        && row.Search == search
                        && row.Networks > 0
                        && double.IsFinite(row.TimeReversalIndex)
                        && double.IsFinite(row.S)
                    ),
                ];
                axes.Points(
                    [.. rows.Select(row => row.TimeReversalIndex)],
                    [.. rows.Select(row => row.S)],
                    new Marker(glyph, paint, 2.2, false),
                    search
                );
                foreach (var row in rows)
                {
                    data.Row(row.Condition, row.Search, row.Number, row.TimeReversalIndex, row.S);
                }
            }

            SearchFinalistRow[] finalists =
            [
                .. study.Rows<SearchFinalistRow>().Where(row => row.Condition == conditions[c] && double.IsFinite(row.TimeReversalIndex)),
            ];
            foreach (var row in finalists)
            {
                axes.Interval(row.TimeReversalIndex, row.Low, row.High, new Pen(Palette.Green, 0.8));
            }

            axes.Points(
                [.. finalists.Select(row => row.TimeReversalIndex)],
                [.. finalists.Select(row => row.S)],
                new Marker(Glyph.Diamond, Palette.Green, 4),
                "finalists on fresh networks"
            );
            figure.Add(axes, 0, c);
            told.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{study.ConditionName(conditions[c])}: {cloud.Count(row => row.Condition == conditions[c] && row.Networks > 0)} rules simulated, {cloud.Count(row => row.Condition == conditions[c] && row.S > bar)} above {bar:0.##}, {finalists.Length} finalists"
                )
            );
        }

        figure.Alt = string.Join("; ", told) + ".";
        yield return figure;
    }
}
