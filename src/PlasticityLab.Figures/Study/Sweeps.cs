using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>How far each rule carries away from its tuned values.</summary>
internal sealed class Sweeps : IFigure
{
    public FigureCard Card =>
        new("sweeps", "Sensitivity", "Median score against timing, noise, damage and size, one thing varied at a time.", typeof(SweepRow));

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<SweepRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            var rows = all.Where(row => row.Condition == condition).ToArray();
            var axesNames = rows.Select(row => row.Axis).Distinct().ToArray();
            var rules = study.Ordered(rows.Select(row => row.Rule));
            var columns = Math.Min(4, axesNames.Length);
            var lines = (axesNames.Length + columns - 1) / columns;
            var figure = new Figure($"{Card.Id}_{condition}", Figure.Double, Math.Min(170, 16 + (44.0 * lines)))
            {
                Title = $"{Card.Title}, {study.ConditionMarkup(condition)}",
            };
            var source = figure.Table("medians", "axis", "rule", "value", "median_S", "low95", "high95", "seeds");
            for (var k = 0; k < axesNames.Length; k++)
            {
                var panel = new Axes
                {
                    X = Axis.Linear(Name(axesNames[k])),
                    Y = Axis.Linear(
                        k % columns > 0 ? ""
                            : rows.Any(row => double.IsFinite(row.S)) ? "Sequence score *S*"
                            : "Score",
                        -0.03,
                        1.03
                    ) with
                    {
                        Ticks = [0, 0.5, 1],
                    },
                };
                foreach (var rule in rules)
                {
                    var points = rows.Where(row => row.Axis == axesNames[k] && row.Rule == rule)
                        .GroupBy(row => row.Value)
                        .OrderBy(group => group.Key)
                        .Select(group => (Value: group.Key, S: group.Select(Score).ToArray()))
                        .ToArray();
                    var style = study.Style(rule);
                    panel.LinePoints(
                        [.. points.Select(point => point.Value)],
                        [.. points.Select(point => Median(point.S))],
                        style.Pen(0.8),
                        style.Marker(2.4),
                        k == axesNames.Length - 1 ? style.Label : null
                    );
                    foreach (var point in points)
                    {
                        var (low, high) = MedianInterval(point.S);
                        source.Row(axesNames[k], rule, point.Value, Median(point.S), low, high, point.S.Length);
                    }
                }

                figure.Add(k == axesNames.Length - 1 ? WithLegend(panel) : panel, k / columns, k % columns);
            }

            figure.Caption =
                $"Median score over networks when one thing is varied and all else stays at the rule's tuned values; condition {study.ConditionMarkup(condition)}. Intervals stand in the source data.";
            figure.Alt = string.Join(
                " ",
                axesNames.Select(axis =>
                    $"{Name(axis)}: "
                    + string.Join(
                        ", ",
                        rules.Select(rule =>
                        {
                            var values = rows.Where(row => row.Axis == axis && row.Rule == rule)
                                .GroupBy(row => row.Value)
                                .OrderBy(group => group.Key)
                                .Select(group => Median(group.Select(Score)))
                                .ToArray();
                            return values.Length == 0 ? "" : $"{Markup(rule)} from {F(values[0])} to {F(values[^1])}";
                        })
                    )
                    + "."
                )
            );
            yield return figure;
        }
    }

    // Of tasks without a sequence, what counts there.
    private static double Score(SweepRow row) => double.IsFinite(row.S) ? row.S : row.Score;

    private static Axes WithLegend(Axes panel) => panel.Placed(LegendPlace.Right);

    private static string Name(string axis) =>
        axis.ToUpperInvariant().Replace("_", "", StringComparison.Ordinal) switch
        {
            "TON" or "TONMS" or "ITEMMS" => "Item duration (ms)",
            "GAP" or "GAPMS" => "Gap between items (ms)",
            "EPOCHS" => "Epochs of training",
            "NOISE" or "NOISEFACTOR" => "Noise at recall (×)",
            "LESION" or "LESIONSHARE" => "Neurons lesioned (share)",
            "WEIGHTNOISE" => "Weight noise (w_{max})",
            "P" or "ITEMS" => "Items *P*",
            "N" or "UNITS" => "Neurons *N*",
            _ => axis.Replace('_', ' '),
        };
}
