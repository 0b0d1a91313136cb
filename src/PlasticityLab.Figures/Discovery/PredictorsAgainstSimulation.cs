using System.Globalization;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Discovery;

namespace PlasticityLab.Figures.Discovery;

/// <summary>Do the predictors foretell what a rule does? One mark is one random rule.</summary>
public static class PredictorsAgainstSimulation
{
    /// <summary>The figure: a row for each condition.</summary>
    public static Figure Draw(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        var figure = new Figure("rule_calibration", Figure.Double, 14 + (2 * 47.0))
        {
            Title = "Predicted and simulated",
            Caption =
                "Random bilinear rules. Flow: forward minus backward block weights over the sum of the sizes of forward, backward and own. Score: best S over the grid of operating points, one network a rule. Rank correlations (Spearman) stand above.",
        };
        var (row, told) = (0, new List<string>());
        foreach (var condition in calibration.Rows.GroupBy(rule => rule.Adaptation))
        {
            var name = condition.Key == 0 ? "No adaptation" : "Adaptation";
            CalibrationRow[] here = [.. condition];
            Panel(0, "Flow, closed form", "Flow, simulated", rule => rule.ClosedFlow, rule => rule.Flow, -1);
            Panel(1, "Flow, population model", "Flow, simulated", rule => rule.PopulationFlow, rule => rule.Flow, -1);
            Panel(2, "Score, population model", "Score, simulated", rule => rule.PopulationScore, rule => rule.Score, 0);
            row++;

            void Panel(int column, string x, string y, Func<CalibrationRow, double> xOf, Func<CalibrationRow, double> yOf, double low)
            {
                CalibrationRow[] shown = [.. here.Where(rule => double.IsFinite(xOf(rule)) && double.IsFinite(yOf(rule)))];
                double[] xs = [.. shown.Select(xOf)],
                    ys = [.. shown.Select(yOf)];
                var rho = Numerics.Statistics.Sample.Spearman(xs, ys).ToString("0.00", CultureInfo.InvariantCulture);
                told.Add($"{name}: rank correlation of {x} and {y} {rho}");
                var axes = new Axes
                {
                    Title = $"{name}   ρ = {rho}",
                    X = Axis.Linear(row == 1 ? x : "", low, 1),
                    Y = Axis.Linear(y, low, 1),
                };
                axes.Line([low, 1], [low, 1], new Pen(Palette.Grey, 0.5, Dash.Dashed));
                axes.Points(xs, ys, new Marker(Glyph.Circle, Palette.Series[0], 2.3, false));
                figure.Add(axes, row, column);
            }
        }

        figure.Alt = string.Join("; ", told) + ".";
        return figure;
    }
}
