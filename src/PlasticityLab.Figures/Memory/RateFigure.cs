using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Memory;

/// <summary>Graded rates with global inhibition beside the discrete network.</summary>
public static class RateFigure
{
    /// <summary>Share replayed note-perfect per rule: discrete network and graded rates at several tempi.</summary>
    public static Figure Draw(IReadOnlyList<RateRow> rows, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        look ??= RuleStyle.Among(rows.Select(row => row.Rule));
        var rules = rows.Select(row => row.Rule)
            .Distinct()
            .OrderByDescending(rule => rows.First(row => row.Rule == rule).Discrete)
            .ThenBy(rule => rule, StringComparer.Ordinal)
            .ToArray();
        var beats = rows.Select(row => row.BeatMs).Distinct().Order().ToArray();
        var figure = new Figure("rates", Figure.Double, Math.Min(170, 24 + (4.6 * rules.Length)))
        {
            Title = "Graded rates instead of sorted winners",
            Caption =
                $"Share of {rows.FirstOrDefault()?.Tunes ?? 0} tunes replayed note-perfect from the first note, one network each: by the discrete network in which the k most driven neurons win, and by graded rates that compete through one global inhibition, learned at a beat of 40 ms and replayed at {string.Join(", ", beats.Select(beat => $"{beat:0}"))} ms. Lines: 95 % Wilson intervals.",
            Alt =
                string.Join(
                    "; ",
                    rows.Select(row => $"{row.Rule} at {row.BeatMs:0} ms: discrete {100 * row.Discrete:F0} %, rates {100 * row.Rates:F0} %")
                ) + ".",
            ColumnWeights = [1.35, .. beats.Select(_ => 1.0)],
        };
        var source = figure.Table(
            "rates",
            "rule",
            "beat_ms",
            "tunes",
            "discrete",
            "rates",
            "low",
            "high",
            "discrete_before_error",
            "rates_before_error"
        );
        foreach (var row in rows)
        {
            source.Row(
                row.Rule,
                row.BeatMs,
                row.Tunes,
                row.Discrete,
                row.Rates,
                row.RatesLow,
                row.RatesHigh,
                row.DiscreteBeforeError,
                row.RatesBeforeError
            );
        }

        var first = new Axes
        {
            Title = "Discrete",
            X = Share(),
            Y = Axis.Names([.. rules.Select(rule => look(rule).Label)], inverted: true),
        };
        for (var i = 0; i < rules.Length; i++)
        {
            first.Points([rows.First(row => row.Rule == rules[i]).Discrete], [i], look(rules[i]).Marker());
        }

        figure.Add(first);
        for (var b = 0; b < beats.Length; b++)
        {
            var axes = new Axes
            {
                Title = $"Rates, beat of {beats[b]:0} ms",
                X = Share(),
                Y = Axis.Names([.. rules.Select(_ => "")], inverted: true),
            };
            foreach (var row in rows.Where(row => row.BeatMs == beats[b]))
            {
                var style = look(row.Rule);
                var at = Array.IndexOf(rules, row.Rule);
                axes.IntervalAcross(at, row.RatesLow, row.RatesHigh, style.Pen(0.8)).Points([row.Rates], [at], style.Marker());
            }

            figure.Add(axes, 0, b + 1);
        }

        return figure;
    }

    private static Axis Share() => Axis.Linear("Note-perfect (share)", -0.03, 1.03) with { Ticks = [0, 0.5, 1] };
}
