using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
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
            typeof(SolutionRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<SolutionRow>();
        var conditions = rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var figure = new Figure(Card.Id, conditions.Length == 1 ? Figure.Single : Figure.Double, 74)
        {
            Title = Card.Title,
            Caption =
                "Networks that learned the sequence, one mark each, by the first two principal coordinates of the distances between their block weights as they act at recall. Networks of one rule that lie together and apart from other rules' are solutions of their own; the number of families is found without looking at the rules.",
        };
        var source = figure.Table("networks", "condition", "rule", "seed", "family", "x", "y");
        for (var c = 0; c < conditions.Length; c++)
        {
            var here = rows.Where(row => row.Condition == conditions[c]).ToArray();
            var verdict = study.Rows<VerdictRow>().FirstOrDefault(row => row.Condition == conditions[c]);
            var axes = new Axes
            {
                Title =
                    verdict?.StructureR2 is { } share && double.IsFinite(share)
                        ? $"{study.ConditionMarkup(conditions[c])}   R² of rules = {F(share)}"
                        : study.ConditionMarkup(conditions[c]),
                X = Axis.Linear("First coordinate (drive)"),
                Y = Axis.Linear("Second coordinate (drive)"),
                Legend = LegendPlace.Below,
            };
            foreach (var rule in study.Ordered(here.Select(row => row.Rule)))
            {
                var mine = here.Where(row => row.Rule == rule).ToArray();
                axes.Points(
                    [.. mine.Select(row => row.X)],
                    [.. mine.Select(row => row.Y)],
                    study.Style(rule).Marker(3),
                    study.Style(rule).Label
                );
            }

            foreach (var row in here)
            {
                source.Row(conditions[c], row.Rule, row.Seed, row.Family, row.X, row.Y);
            }

            figure.Add(axes, 0, c);
            figure.Alt +=
                $"{study.ConditionMarkup(conditions[c])}: {Wording.Count(here.Length, "network")} of {Wording.Count(here.Select(row => row.Rule).Distinct().Count(), "rule")}, families: {here.Select(row => row.Family).Distinct().Count()}{(verdict is not null ? $", rules explain {F(verdict.StructureR2)} of the squared distances" : "")}. ";
        }

        figure.Alt = figure.Alt.Trim();
        yield return figure;
    }
}
