using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Figures.Memory;

/// <summary>How memories fade, and what dreams and homeostasis do to them.</summary>
public static class RetentionFigures
{
    /// <summary>Signal to noise and recall of a first memory against what came later, with and without homeostasis, with the
    /// theory.</summary>
    public static Figure Retention(IReadOnlyList<RetentionPoint> points, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        look ??= RuleStyle.Among(points.Select(point => point.Rule));
        var figure = new Figure("retention", Figure.Double, 96)
        {
            Title = "A first memory under what comes later",
            Caption =
                $"Signal to noise of the drive to the right next neurons, and share of the first melody replayed before the first error, against the steps of what came later: melodies that were learned, or the network's own ongoing activity with plasticity on (noise of {RetentionTest.OngoingNoise} of a code's drive). Limited: homeostasis acts, each neuron keeps at most {100 * RetentionTest.Kept:F0} % of its synapses strengthened, and as many weakened; others, drawn by lot, go back to zero. Dashed: theory of a binary synapse that is only strengthened.",
            ColumnWeights = [1, 1, 1, 1.5],
            Alt =
                string.Join(
                    "; ",
                    points
                        .GroupBy(point => (point.Rule, point.Against, point.Homeostasis))
                        .Select(group =>
                            $"{group.Key.Rule} against {group.Key.Against}{(group.Key.Homeostasis ? " with homeostasis" : "")}: signal to noise {group.First().SignalToNoise.Text("F1")} to {group.Last().SignalToNoise.Text("F1")}, recalled {100 * group.First().Recalled:F0} % to {100 * group.Last().Recalled:F0} %"
                        )
                ) + ".",
        };
        var source = figure.Table(
            "retention",
            "rule",
            "against",
            "homeostasis",
            "later",
            "signal_to_noise",
            "theory",
            "recalled",
            "newest_recalled"
        );
        foreach (var point in points)
        {
            source.Row(
                point.Rule,
                point.Against,
                point.Homeostasis,
                point.Later,
                point.SignalToNoise,
                point.Theory,
                point.Recalled,
                point.NewestRecalled
            );
        }

        var top =
            1.1
            * points
                .Where(point => double.IsFinite(point.SignalToNoise))
                .Select(point => point.SignalToNoise)
                .Concat(points.Where(point => point.Against == "melodies").Select(point => point.Theory))
                .Max();
        var column = 0;
        foreach (var against in points.Select(point => point.Against).Distinct())
        {
            foreach (var homeostasis in new[] { false, true })
            {
                var mine = points.Where(point => point.Against == against && point.Homeostasis == homeostasis).ToArray();
                var unit = Math.Max(1, mine.Where(point => point.Later > 0).Select(point => point.Later).DefaultIfEmpty(1).Min());
                double At(int later) => Math.Log2(1 + ((double)later / unit)); // 0, then one step a doubling
                var ticks = mine.Select(point => point.Later).Distinct().Order().Where((_, k) => k % 2 == 0).ToArray();
                Axis Steps(string label) =>
                    Axis.Linear(label) with
                    {
                        Ticks = [.. ticks.Select(At)],
                        TickLabels = [.. ticks.Select(t => t >= 1000 ? $"{t / 1000.0:0.#}k" : $"{t}")],
                    };
                var ratio = new Axes
                {
                    Title = $"{(against == "melodies" ? "Later melodies" : "Own activity")}{(homeostasis ? ", limited" : "")}",
                    X = Steps(""),
                    Y = Axis.Linear(
                        column == 0 ? "Signal to noise" : "",
                        Math.Min(0, mine.Min(point => double.IsFinite(point.SignalToNoise) ? point.SignalToNoise : 0)),
                        top
                    ),
                };
                var recall = new Axes
                {
                    X = Steps("Steps later"),
                    Y = Axis.Linear(column == 0 ? "Share recalled" : "", -0.03, 1.03) with { Ticks = [0, 0.5, 1] },
                    Legend = column == 3 ? LegendPlace.Right : LegendPlace.None,
                };
                if (against == "melodies")
                {
                    var theory = mine.DistinctBy(point => point.Later).OrderBy(point => point.Later).ToArray();
                    ratio.Line(
                        [.. theory.Select(point => At(point.Later))],
                        [.. theory.Select(point => point.Theory)],
                        new Pen(Paint.Ink, 0.8, Dash.Dashed),
                        "theory"
                    );
                }

                foreach (var rule in mine.GroupBy(point => point.Rule))
                {
                    var style = look(rule.Key);
                    double[] later = [.. rule.Select(point => At(point.Later))];
                    ratio.LinePoints(later, [.. rule.Select(point => point.SignalToNoise)], style.Pen(0.8), style.Marker(2.4));
                    recall.LinePoints(later, [.. rule.Select(point => point.Recalled)], style.Pen(0.8), style.Marker(2.4), style.Label);
                }

                figure.Add(ratio, 0, column).Add(recall, 1, column, lettered: false);
                column++;
            }
        }

        return figure;
    }

    /// <summary>Dreams of an overfull memory; memories in real and imaginary eigenvalues under homeostasis.</summary>
    public static Figure Interference(
        IReadOnlyList<DreamPoint> dreams,
        IReadOnlyList<CodedMemoryPoint> coded,
        Func<string, RuleStyle>? look = null
    )
    {
        ArgumentNullException.ThrowIfNull(dreams);
        ArgumentNullException.ThrowIfNull(coded);
        look ??= RuleStyle.Among([.. dreams.Select(point => point.Rule), .. coded.Select(point => point.Rule)]);
        var figure = new Figure("interference", Figure.Double, 70)
        {
            Title = "Dreaming, and where homeostasis cannot reach",
            Caption =
                "Left: share of 40 patterns in which a Hopfield network of 200 neurons stays (overlap above 0.97), after it relaxed from random states and the rule acted on the states it fell into. Right: share left of the weights that a rule wrote on a stationary trajectory, under homeostasis that equalises the activity and under noise; the key gives how imaginary the eigenvalues of the written weights are (0 real, 1 imaginary).",
            Alt =
                string.Join(
                    "; ",
                    dreams
                        .GroupBy(point => point.Rule)
                        .Select(rule =>
                            $"dreams with {rule.Key}: {100 * rule.First().Recalled:F0} % at first, {100 * rule.Max(point => point.Recalled):F0} % at best, {100 * rule.Last().Recalled:F0} % in the end"
                        )
                )
                + ". "
                + string.Join(
                    "; ",
                    coded
                        .GroupBy(point => point.Rule)
                        .Select(rule => $"{rule.Key}: imaginary {rule.First().Imaginary:F2}, left {100 * rule.Last().Left:F0} %")
                )
                + ".",
        };
        var source = figure.Table("dreams", "rule", "dreams", "recalled");
        var kept = figure.Table("coded", "rule", "imaginary", "antisymmetric", "time", "left");
        var dream = new Axes
        {
            X = Axis.Linear("Dreams"),
            Y = Axis.Linear("Share of patterns held", -0.03, 1.03) with { Ticks = [0, 0.25, 0.5, 0.75, 1] },
            Legend = LegendPlace.Right,
        };
        foreach (var rule in dreams.GroupBy(point => point.Rule))
        {
            var style = look(rule.Key);
            dream.LinePoints(
                [.. rule.Select(point => (double)point.Dreams)],
                [.. rule.Select(point => point.Recalled)],
                style.Pen(0.8),
                style.Marker(2.4),
                style.Label
            );
            foreach (var point in rule)
            {
                source.Row(point.Rule, point.Dreams, point.Recalled);
            }
        }

        var memories = new Axes
        {
            X = Axis.Linear("Time under homeostasis (τ)"),
            Y = Axis.Linear("Share of the memory left"),
            Legend = LegendPlace.Right,
        };
        foreach (var rule in coded.GroupBy(point => point.Rule).OrderByDescending(rule => rule.First().Imaginary))
        {
            var style = look(rule.Key);
            memories.LinePoints(
                [.. rule.Select(point => point.Time)],
                [.. rule.Select(point => point.Left)],
                style.Pen(0.8),
                style.Marker(2.4),
                $"{style.Label} ({rule.First().Imaginary:0.00})"
            );
            foreach (var point in rule)
            {
                kept.Row(point.Rule, point.Imaginary, point.Antisymmetric, point.Time, point.Left);
            }
        }

        return figure.Add(dream).Add(memories, 0, 1);
    }
}
