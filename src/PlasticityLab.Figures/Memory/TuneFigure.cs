using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Memory;

/// <summary>The tunes benchmark as a figure: two shares per rule with their intervals.</summary>
public static class TuneFigure
{
    /// <summary>Draws the table of a benchmark.</summary>
    public static Figure Draw(IReadOnlyList<TuneRow> rows, bool together, string id = "tunes", Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var several = rows.Select(row => row.Fatigue).Distinct().Count() > 1;
        string Label(TuneRow row) => look(row.Rule).Label + (several ? $", fatigue {row.Fatigue}" : "");
        var figure = new Figure(id, Figure.Double, Math.Min(200, 22 + (4.6 * rows.Count)))
        {
            Title = together ? "Tunes replayed by one network that learned them all" : "Tunes replayed, one network each",
            Caption =
                $"Share of tunes replayed without a wrong note (95 % Wilson interval) and mean share of notes before the first wrong one (95 % bootstrap interval over tunes). {(together ? "One network heard every tune once; the cue is the shortest beginning that identifies a tune." : "Each network heard its tune once.")} n = {rows.FirstOrDefault()?.Tunes ?? 0} tunes. Circles and squares: correlational rules; triangles and diamonds: temporal rules; crosses: controls.",
            Alt = string.Join("; ", rows.Select(row => $"{Label(row)}: {100 * row.NotePerfect:F1} % note-perfect")) + ".",
            ColumnWeights = [1.3, 1],
        };
        var source = figure.Table("rules", "rule", "fatigue", "tunes", "note_perfect", "low", "high", "mean_before_error", "low", "high");
        foreach (var row in rows)
        {
            source.Row(
                row.Rule,
                row.Fatigue,
                row.Tunes,
                row.NotePerfect,
                row.NotePerfectLow,
                row.NotePerfectHigh,
                row.MeanBeforeError,
                row.MeanBeforeErrorLow,
                row.MeanBeforeErrorHigh
            );
        }

        figure.Add(
            Panel(
                look,
                rows,
                [.. rows.Select(Label)],
                "Share replayed note-perfect",
                row => (row.NotePerfect, row.NotePerfectLow, row.NotePerfectHigh)
            )
        );
        figure.Add(
            Panel(
                look,
                rows,
                [.. rows.Select(_ => "")],
                "Share of notes before the first error",
                row => (row.MeanBeforeError, row.MeanBeforeErrorLow, row.MeanBeforeErrorHigh)
            ),
            0,
            1
        );
        return figure;
    }

    private static Axes Panel(
        Func<string, RuleStyle> look,
        IReadOnlyList<TuneRow> rows,
        string[] labels,
        string title,
        Func<TuneRow, (double Value, double Low, double High)> of
    )
    {
        var axes = new Axes
        {
            X = Axis.Linear(title, -0.02, 1.02) with { Ticks = [0, 0.25, 0.5, 0.75, 1] },
            Y = Axis.Names(labels, inverted: true),
        };
        for (var i = 0; i < rows.Count; i++)
        {
            var (value, low, high) = of(rows[i]);
            var style = look(rows[i].Rule);
            axes.IntervalAcross(i, low, high, style.Pen(0.8)).Points([value], [i], style.Marker(3));
        }

        return axes;
    }
}
