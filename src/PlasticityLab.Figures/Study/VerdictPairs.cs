using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Drawing.Marks;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The verdict on every pair of rules that learn.</summary>
internal sealed class VerdictPairs : IFigure
{
    private static readonly (SolutionClass Class, string Letter, string Meaning, Paint Paint)[] Classes =
    [
        (SolutionClass.Universal, "U", "U: universal, one solution", Palette.Green),
        (SolutionClass.Degenerate, "C", "C: same function, different circuit", Palette.Blue),
        (SolutionClass.Different, "F", "F: different function", Palette.Vermillion),
        (SolutionClass.Undecided, "?", "?: not decided", Palette.Grey),
    ];

    public FigureCard Card =>
        new(
            "verdict_pairs",
            "One solution or many",
            "The verdict on every pair of rules that learn: universal, same function by different circuits, different function, or undecided.",
            typeof(VerdictPairRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<VerdictPairRow>().Where(row => row.BothWork).ToArray();
        var conditions = rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        // Nothing but question marks would be no picture; the table says them.
        if (rows.All(row => row.Class == SolutionClass.Undecided))
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
            var here = rows.Where(row => row.Condition == conditions[c]).ToArray();
            var rules = study.Ordered(here.SelectMany(row => new[] { row.First, row.Second })).ToList();
            string[] names = [.. rules.Select(Markup)];
            var last = rules.Count - 1.5;
            var axes = new Axes
            {
                Title = study.ConditionMarkup(conditions[c]),
                X = Axis.Names(names[..^1]) with { Slanted = true, Min = -0.5, Max = last },
                Y = Axis.Names(names[1..], inverted: true) with { Min = -0.5, Max = last },
                Boxed = true,
                Legend = c == 0 ? LegendPlace.Below : LegendPlace.None,
            };
            axes.ExtraLegend.AddRange(
                Classes
                    .Where(kind => rows.Any(row => row.Class == kind.Class))
                    .Select(kind => new LegendEntry(kind.Meaning, Fill: kind.Paint.At(0.45)))
            );

            foreach (var row in here)
            {
                int i = rules.IndexOf(row.First),
                    j = rules.IndexOf(row.Second);
                var (x, y) = (Math.Min(i, j), Math.Max(i, j) - 1); // the first rule has no row, the last no column
                var (_, letter, _, paint) = Classes.First(kind => kind.Class == row.Class);
                axes.Area(
                    [x - 0.5, x + 0.5, x + 0.5, x - 0.5],
                    [y - 0.5, y - 0.5, y + 0.5, y + 0.5],
                    paint.At(0.45),
                    new Pen(Paint.Paper, 0.6)
                );
                axes.Text(x, y, letter, 0, rules.Count > 10 ? -1.5 : 0, 0, size: rules.Count > 10 ? 5 : 7, bold: true);
                var differ = string.Concat(
                    new[] { (row.Dynamics, "d"), (row.Representation, "r"), (row.Structure, "s") }
                        .Where(a => a.Item1 == Answer.Different)
                        .Select(a => a.Item2)
                );
                if (differ.Length > 0 && rules.Count <= 10)
                {
                    axes.Text(x, y, differ, 0, -7, 0, Paint.Ink, 5);
                }

                source.Row(
                    conditions[c],
                    row.First,
                    row.Second,
                    Word(row.Class),
                    Word(row.Function),
                    Word(row.Dynamics),
                    Word(row.Representation),
                    Word(row.Structure)
                );
            }

            figure.Add(axes, 0, c);
        }

        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                $"{study.ConditionMarkup(condition)}: "
                + string.Join(
                    ", ",
                    rows.Where(row => row.Condition == condition)
                        .Select(row => $"{Markup(row.First)} and {Markup(row.Second)} {Word(row.Class)}")
                )
                + "."
            )
        );
        yield return figure;
    }
}
