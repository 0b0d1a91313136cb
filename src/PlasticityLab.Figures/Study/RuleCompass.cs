using PlasticityLab.Analysis.Measures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>One dial from Hebb over STDP to their negatives.</summary>
internal sealed class RuleCompass : IFigure
{
    public FigureCard Card =>
        new(
            "rule_compass",
            "The rule compass",
            "Score, direction and lag weights against the direction φ of the pair rule.",
            typeof(CompassRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var rows = study.Rows<CompassRow>();
        var conditions = rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray();
        var etas = rows.Select(row => row.Eta).Distinct().Order().ToArray();
        double[] angles = [.. rows.Select(row => row.Angle).Distinct().Order()];
        double Mid(string condition, double eta, double angle, Func<CompassRow, double> value) =>
            Median(rows.Where(row => row.Condition == condition && row.Eta.Equals(eta) && row.Angle == angle).Select(value));
        double[] Around(string condition, double eta, Func<CompassRow, double> value) =>
            [.. angles.Select(angle => Mid(condition, eta, angle, value))];
        var figure = new Figure(Card.Id, conditions.Length > 1 ? Figure.Double : 140, conditions.Length > 1 ? 116 : 62)
        {
            Title = Card.Title,
            RowWeights = [1.25, 1],
        };
        var below = new List<Axes>();
        for (var c = 0; c < conditions.Length; c++)
        {
            var condition = conditions[c];
            var polar = new PolarAxes
            {
                Title = study.ConditionMarkup(condition),
                Spokes =
                [
                    (0, "Hebb"),
                    (45, "causal"),
                    (90, "STDP"),
                    (135, "anti-\nacausal"),
                    (180, "anti-\nHebb"),
                    (225, "anti-\ncausal"),
                    (270, "anti-STDP"),
                    (315, "acausal"),
                ],
            };
            var lags = new Axes
            {
                X = Axis.Linear("Direction φ (°)", 0, 360) with
                {
                    Ticks = [0, 90, 180, 270, 360],
                    TickLabels = ["0 Hebb", "90 STDP", "180", "270", "360"],
                },
                Y = Axis.Linear("Mean weight *L* (drive)"),
                Legend = LegendPlace.Below,
            };
            lags.Guide(0);
            for (var e = 0; e < etas.Length; e++)
            {
                var (dash, last) = (e == 0 ? Dash.Solid : Dash.Dashed, e == etas.Length - 1);
                var eta = etas.Length > 1 ? $", η {RichText.Number(etas[e], "0.####")}" : "";
                polar.Line(
                    angles,
                    Around(condition, etas[e], row => row.S),
                    new Pen(Palette.Green, 0.9, dash),
                    e == 0 ? new Marker(Glyph.Circle, Palette.Green, 2) : null,
                    $"*S*{eta}"
                );
                polar.Line(
                    angles,
                    Around(condition, etas[e], row => row.D),
                    new Pen(Palette.Purple, 0.9, dash),
                    e == 0 ? new Marker(Glyph.Triangle, Palette.Purple, 2.2) : null,
                    $"*D*{eta}"
                );
                if (last)
                {
                    lags.LinePoints(
                            angles,
                            Around(condition, etas[e], row => row.LPlus1),
                            new Pen(Palette.Blue, 0.9),
                            new Marker(Glyph.Triangle, Palette.Blue, 2.4),
                            "forward *L*(+1)"
                        )
                        .LinePoints(
                            angles,
                            Around(condition, etas[e], row => row.L0),
                            new Pen(Palette.Grey, 0.9, Dash.Dotted),
                            new Marker(Glyph.Circle, Palette.Grey, 2),
                            "self *L*(0)"
                        )
                        .LinePoints(
                            angles,
                            Around(condition, etas[e], row => row.LMinus1),
                            new Pen(Palette.Vermillion, 0.9, Dash.Dashed),
                            new Marker(Glyph.Square, Palette.Vermillion, 2, false),
                            "backward *L*(−1)"
                        );
                }
            }

            figure.Add(polar, 0, c);
            below.Add(lags);
        }

        for (var c = 0; c < below.Count; c++)
        {
            figure.Add(below[c], conditions.Length > 1 ? 1 : 0, conditions.Length > 1 ? c : 1);
        }

        figure.Caption =
            $"The rule d*w*/d*t* ∝ (cos φ + sin φ) *r*_{{i}} *x̄*_{{j}} + (cos φ − sin φ) *ȳ*_{{i}} *r*_{{j}} turned through all directions. Above: sequence score *S* and direction *D* (centre −1, inner circle 0, rim 1), medians over networks. Below: mean weight forwards, to itself and backwards{(etas.Length > 1 ? $" (η {RichText.Number(etas[^1], "0.####")})" : "")}.";
        figure.Alt = string.Join(
            " ",
            conditions.Select(condition =>
                $"{study.ConditionMarkup(condition)}: "
                + string.Join(
                    ", ",
                    angles
                        .Where(angle => angle % 45 == 0)
                        .Select(angle =>
                            $"{angle:0}° S {F(Mid(condition, etas[^1], angle, row => row.S))}, D {F(Mid(condition, etas[^1], angle, row => row.D))}"
                        )
                )
                + "."
            )
        );
        var source = figure.Table(
            "compass",
            "condition",
            "angle",
            "eta",
            ReplayScore.Id,
            ReplayDirection.Id,
            "L_minus1",
            "L_0",
            "L_plus1",
            "inhibition",
            "gain"
        );
        foreach (var row in rows)
        {
            source.Row(row.Condition, row.Angle, row.Eta, row.S, row.D, row.LMinus1, row.L0, row.LPlus1, row.Inhibition, row.Gain);
        }

        yield return figure;
    }
}
