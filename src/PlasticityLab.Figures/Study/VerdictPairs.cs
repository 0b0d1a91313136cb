using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The verdict on every pair of rules that learn.</summary>
internal sealed class VerdictPairs : IFigure
{
    private static readonly (string Class, string Letter, string Meaning, Paint Paint)[] Classes =
    [
        ("universal", "U", "U: universal, one solution", Palette.Green),
        ("degenerate", "C", "C: same function, different circuit", Palette.Blue),
        ("different", "F", "F: different function", Palette.Vermillion),
        ("undecided", "?", "?: not decided", Palette.Grey),
    ];

    public FigureCard Card =>
        new(
            "verdict_pairs",
            "One solution or many",
            "The verdict on every pair of rules that learn: universal, same function by different circuits, different function, or undecided.",
            "verdict_pairs"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var rows = study.Table("verdict_pairs").Rows.Where(row => row["both_work"] == "yes").ToArray();
        var conditions = rows.Select(row => row["condition"]).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (conditions.Length == 0)
        {
            yield break;
        }

        var figure = new Figure(Card.Id, conditions.Length == 1 ? Figure.Single : Figure.Double, 0)
        {
            Title = Card.Title,
            EqualPanels = true,
            Caption =
                "Pairs of rules of which both learn the sequence; the oracle is drawn for comparison and does not count. Function: *S* and *D* within the study's margin (two one-sided tests, same seeds). Dynamics, representation and structure: distances between the networks that learned, permutation tests with Holm's correction. Small letters: aspects that differ (d dynamics, r representation, s structure).",
        };
        var source = figure.Table("pairs", "condition", "first", "second", "class", "function", "dynamics", "representation", "structure");
        for (var c = 0; c < conditions.Length; c++)
        {
            var here = rows.Where(row => row["condition"] == conditions[c]).ToArray();
            var rules = study.Ordered(here.SelectMany(row => new[] { row["first"], row["second"] })).ToList();
            string[] names = [.. rules.Select(Markup)];
            var axes = new Axes
            {
                Title = study.ConditionMarkup(conditions[c]),
                X = Axis.Names(names) with { Slanted = true, Min = -0.5, Max = rules.Count - 0.5 },
                Y = Axis.Names(names, inverted: true) with { Min = -0.5, Max = rules.Count - 0.5 },
                Boxed = true,
                Legend = c == 0 ? LegendPlace.Below : LegendPlace.None,
            };
            // Each class once for the legend, outside the plot's range.
            foreach (var (_, _, meaning, paint) in Classes)
            {
                axes.Area([0, 0, 0], [0, 0, 0], paint.At(0.45), null, meaning);
            }

            foreach (var row in here)
            {
                int i = rules.IndexOf(row["first"]),
                    j = rules.IndexOf(row["second"]);
                var (x, y) = (Math.Min(i, j), Math.Max(i, j));
                var (_, letter, _, paint) = Classes.First(kind => kind.Class == row["class"]);
                axes.Area(
                    [x - 0.5, x + 0.5, x + 0.5, x - 0.5],
                    [y - 0.5, y - 0.5, y + 0.5, y + 0.5],
                    paint.At(0.45),
                    new Pen(Paint.Paper, 0.6)
                );
                axes.Text(x, y, letter, 0, rules.Count > 10 ? -1.5 : 0, 0, size: rules.Count > 10 ? 5 : 7, bold: true);
                var differ = string.Concat(
                    new[] { ("dynamics", "d"), ("representation", "r"), ("structure", "s") }
                        .Where(a => row[a.Item1] == "different")
                        .Select(a => a.Item2)
                );
                if (differ.Length > 0 && rules.Count <= 10)
                {
                    axes.Text(x, y, differ, 0, -7, 0, Paint.Ink, 5);
                }

                source.Row(
                    conditions[c],
                    row["first"],
                    row["second"],
                    row["class"],
                    row["function"],
                    row["dynamics"],
                    row["representation"],
                    row["structure"]
                );
            }

            figure.Add(axes, 0, c);
        }

        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                $"Condition {condition}: "
                + string.Join(
                    ", ",
                    rows.Where(row => row["condition"] == condition)
                        .Select(row => $"{Markup(row["first"])} and {Markup(row["second"])} {row["class"]}")
                )
                + "."
            )
        );
        yield return figure;
    }
}
