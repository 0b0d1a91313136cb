using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Where the networks that learned lie among each other.</summary>
internal sealed class SolutionSpace : IFigure
{
    public FigureCard Card =>
        new(
            "solution_space",
            "The space of solutions",
            "Networks that learned, placed by the distances between their block weights.",
            "solutions"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        var rows = study.Table("solutions").Rows;
        var conditions = rows.Select(row => row["condition"]).Distinct().Order(StringComparer.Ordinal).ToArray();
        var figure = new Figure(Card.Id, conditions.Length == 1 ? Figure.Single : Figure.Double, 74)
        {
            Title = Card.Title,
            Caption =
                "Networks that learned the sequence, one mark each, by the first two principal coordinates of the distances between their block weights as they act at recall. Networks of one rule that lie together and apart from other rules' are solutions of their own; the number of families is found without looking at the rules.",
        };
        var source = figure.Table("networks", "condition", "rule", "seed", "family", "x", "y");
        for (var c = 0; c < conditions.Length; c++)
        {
            var here = rows.Where(row => row["condition"] == conditions[c]).ToArray();
            var verdict = study.Table("verdict").Rows.FirstOrDefault(row => row["condition"] == conditions[c]);
            var known = study.Table("verdict").Rows.Any(row => row["condition"] == conditions[c]);
            var axes = new Axes
            {
                Title =
                    known && verdict.NumberOrNaN("structure_R2") is var share && double.IsFinite(share)
                        ? $"{study.ConditionMarkup(conditions[c])}   R² of rules = {F(share)}"
                        : study.ConditionMarkup(conditions[c]),
                X = Axis.Linear("First coordinate (drive)"),
                Y = Axis.Linear("Second coordinate (drive)"),
                Legend = LegendPlace.Below,
            };
            foreach (var rule in study.Ordered(here.Select(row => row["rule"])))
            {
                var mine = here.Where(row => row["rule"] == rule).ToArray();
                axes.Points(
                    [.. mine.Select(row => row.Number("x"))],
                    [.. mine.Select(row => row.Number("y"))],
                    study.Style(rule).Marker(3),
                    study.Style(rule).Label
                );
            }

            foreach (var row in here)
            {
                source.Row(conditions[c], row["rule"], row["seed"], row["family"], row.Number("x"), row.Number("y"));
            }

            figure.Add(axes, 0, c);
            figure.Alt +=
                $"{study.ConditionMarkup(conditions[c])}: {here.Length} networks of {here.Select(row => row["rule"]).Distinct().Count()} rules in {here.Select(row => row["family"]).Distinct().Count()} families{(known ? $", rules explain {F(verdict.NumberOrNaN("structure_R2"))} of the squared distances" : "")}. ";
        }

        figure.Alt = figure.Alt.Trim();
        yield return figure;
    }
}
