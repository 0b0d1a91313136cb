using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Eigenvalues of learned weights over the disc of the random matrix they grew from.</summary>
internal sealed class Spectra : IFigure
{
    // Width of a panel's plot, and height of its title and numbers [mm].
    private const double PlotWidth = 35,
        Texts = 15;

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
            var values = byRule.Values.SelectMany(rows => rows).ToArray();
            var disc = double.IsFinite(radius) ? radius : 0;
            // Only as far to each side as values lie, with the same scale both ways: learned ones lie to the right as a rule.
            var (low, far) = (1.08 * Math.Max(disc, -values.Min(row => row.Re)), 1.08 * Math.Max(disc, values.Max(row => row.Re)));
            var high = Math.Max(1.08 * Math.Max(disc, values.Max(row => Math.Abs(row.Im))), (low + far) / 8);
            var largest = values.Max(Size);
            double[] turn = [.. Enumerable.Range(0, 73).Select(i => i * Math.PI / 36)];
            var figure = SmallMultiples.Of(
                $"{Card.Id}_{condition}",
                $"{Card.Title}, {study.ConditionMarkup(condition)}",
                rules,
                4,
                (PlotWidth * 2 * high / (low + far)) + Texts,
                null,
                (rule, left, foot) =>
                {
                    var axes = new Axes
                    {
                        Title = Markup(rule),
                        X = Axis.Linear(foot ? "Real part" : "", -low, far),
                        Y = Axis.Linear(left ? "Imaginary part" : "", -high, high),
                        Aspect = 1,
                    };
                    axes.Guide(0).Guide(0, vertical: true);
                    axes.Points(
                        [.. byRule[rule].Select(row => row.Re)],
                        [.. byRule[rule].Select(row => row.Im)],
                        study.Style(rule).Marker(1.6)
                    );
                    if (double.IsFinite(radius))
                    {
                        axes.Line(
                            [.. turn.Select(t => radius * Math.Cos(t))],
                            [.. turn.Select(t => radius * Math.Sin(t))],
                            new Pen(Paint.Ink, 0.6, Dash.Dashed)
                        );
                    }

                    return axes;
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
                            $"{Markup(rule)} {F(byRule[rule].Max(Size))}, {byRule[rule].Count(row => Size(row) > 0.1 * largest)}"
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
