using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Eigenvalues of learned weights over the disc of the random matrix they grew from.</summary>
internal sealed class Spectra : IFigure
{
    public FigureCard Card =>
        new(
            "spectra",
            "Spectra of the learned weights",
            "Eigenvalues in the complex plane with the disc of the initial random matrix.",
            typeof(SpectrumRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<SpectrumRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            var byRule = all.Where(row => row.Condition == condition)
                .GroupBy(row => row.Rule)
                .ToDictionary(group => group.Key, group => group.ToArray());
            var rules = study.Ordered(byRule.Keys);
            var radius = byRule.Values.SelectMany(rows => rows).Select(row => row.Disc).FirstOrDefault(double.IsFinite, double.NaN);
            var reach = 1.08 * byRule.Values.SelectMany(rows => rows).Max(row => Math.Max(Math.Abs(row.Re), Math.Abs(row.Im)));
            double[] turn = [.. Enumerable.Range(0, 73).Select(i => i * Math.PI / 36)];
            var figure = SmallMultiples.Of(
                $"{Card.Id}_{condition}",
                $"{Card.Title}, {study.ConditionMarkup(condition)}",
                rules,
                6,
                0,
                null,
                (rule, left, foot) =>
                {
                    var axes = new Axes
                    {
                        Title = Markup(rule),
                        X = Axis.Linear(foot ? "Real part" : "", -reach, reach),
                        Y = Axis.Linear(left ? "Imaginary part" : "", -reach, reach),
                    };
                    axes.Guide(0).Guide(0, vertical: true);
                    if (double.IsFinite(radius))
                    {
                        axes.Line(
                            [.. turn.Select(t => radius * Math.Cos(t))],
                            [.. turn.Select(t => radius * Math.Sin(t))],
                            new Pen(Paint.Muted, 0.5, Dash.Dashed)
                        );
                    }

                    return axes.Points(
                        [.. byRule[rule].Select(row => row.Re)],
                        [.. byRule[rule].Select(row => row.Im)],
                        study.Style(rule).Marker(1.6)
                    );
                }
            );
            var bulk = double.IsFinite(radius);
            figure.Caption =
                $"Eigenvalues of the learned weight matrix of one network per rule{(bulk ? "; dashed: the disc of radius *g* that a random matrix fills (Girko 1984)" : "")}. Condition {study.ConditionMarkup(condition)}. "
                + (
                    bulk
                        ? "The bulk is what is left of the initial matrix and says little about function; the outliers are learned."
                        : "Initial weights are weak here: what lies away from zero is learned."
                );
            figure.Alt = bulk
                ? "Eigenvalues outside 1.05 times the disc: "
                    + string.Join(", ", rules.Select(rule => $"{Markup(rule)} {byRule[rule].Count(row => Size(row) > 1.05 * radius)}"))
                    + "."
                : "Largest size of an eigenvalue, and how many are larger than a tenth of the largest of all: "
                    + string.Join(
                        ", ",
                        rules.Select(rule =>
                            $"{Markup(rule)} {F(byRule[rule].Max(Size))}, {byRule[rule].Count(row => Size(row) > 0.1 * reach / 1.08)}"
                        )
                    )
                    + ".";
            var source = figure.Table("eigenvalues", "rule", "re", "im");
            foreach (var row in byRule.Values.SelectMany(rows => rows))
            {
                source.Row(row.Rule, row.Re, row.Im);
            }

            yield return figure;
        }
    }

    private static double Size(SpectrumRow row) => Math.Sqrt((row.Re * row.Re) + (row.Im * row.Im));
}
