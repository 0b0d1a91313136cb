using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Figures.Memory;

/// <summary>How long a cue is held, and how.</summary>
public static class WorkingMemoryFigures
{
    /// <summary>The delay task: share of cues told, and overlap with the cue's own code, against the delay.</summary>
    public static Figure Delay(IReadOnlyList<WorkingMemoryPoint> points, Func<string, RuleStyle>? look = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        look ??= RuleStyle.Among(points.Select(point => point.Rule));
        var figure = new Figure("working_memory", Figure.Double, 96)
        {
            Title = "Holding a cue: persistence against sequence",
            Caption =
                "Top: share of cues (first items of eight learned sequences of 24 items) that the activity still tells after a delay in which nothing is heard. Bottom: overlap of the activity with the cue's own code: 1 is persistent activity; a rule that tells the cue without it holds it by running through the sequence. Columns: without and with fatigue of two steps, without and with noise in the delay (in drives of a whole code). Means over cues and networks.",
            ColumnWeights = [1, 1, 1, 1.5],
            Alt =
                string.Join(
                    "; ",
                    points
                        .GroupBy(point => (point.Rule, point.Fatigue, point.Noise))
                        .Select(group =>
                            $"{group.Key.Rule}, fatigue {group.Key.Fatigue}, noise {group.Key.Noise}: told {100 * group.First().Correct:F0} % after {group.First().Delay} and {100 * group.Last().Correct:F0} % after {group.Last().Delay} steps, persistence {group.Last().Persistence:F2}"
                        )
                ) + ".",
        };
        var source = figure.Table("delay", "rule", "fatigue", "noise", "delay", "correct", "persistence", "place");
        foreach (var point in points)
        {
            source.Row(point.Rule, point.Fatigue, point.Noise, point.Delay, point.Correct, point.Persistence, point.Place);
        }

        var settings = points
            .Select(point => (point.Fatigue, point.Noise))
            .Distinct()
            .OrderBy(x => x.Fatigue)
            .ThenBy(x => x.Noise)
            .ToArray();
        for (var k = 0; k < settings.Length; k++)
        {
            var mine = points.Where(point => (point.Fatigue, point.Noise) == settings[k]).ToArray();
            var told = new Axes
            {
                Title =
                    $"{(settings[k].Fatigue == 0 ? "No fatigue" : $"Fatigue {settings[k].Fatigue}")}, {(settings[k].Noise == 0 ? "no noise" : $"noise {settings[k].Noise}")}",
                X = Axis.Linear(""),
                Y = Axis.Linear(k == 0 ? "Share of cues told" : "", -0.03, 1.03) with { Ticks = [0, 0.5, 1] },
            };
            var stays = new Axes
            {
                X = Axis.Linear("Delay (steps)"),
                Y = Axis.Linear(k == 0 ? "Overlap with the cue" : "", -0.03, 1.03) with { Ticks = [0, 0.5, 1] },
                Legend = k == settings.Length - 1 ? LegendPlace.Right : LegendPlace.None,
            };
            foreach (var rule in mine.GroupBy(point => point.Rule))
            {
                var style = look(rule.Key);
                double[] delays = [.. rule.Select(point => (double)point.Delay)];
                told.LinePoints(delays, [.. rule.Select(point => point.Correct)], style.Pen(0.8), style.Marker(2.2));
                stays.LinePoints(delays, [.. rule.Select(point => point.Persistence)], style.Pen(0.8), style.Marker(2.2), style.Label);
            }

            figure.Add(told, 0, k).Add(stays, 1, k, lettered: false);
        }

        return figure;
    }

    /// <summary>Persistent and sequential weights from one rule, over item and gap length.</summary>
    public static Figure Phases(IReadOnlyList<PhasePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var scale = ColorScale.Magnitude(0, 1.5, "Weight");
        var figure = new Figure("phases", 130, 0)
        {
            Title = "One rule, persistent or sequential",
            EqualPanels = true,
            Key = scale,
            Caption =
                $"Mean weight within a population (persistent activity) and to the next one (sequence) after 60 presentations of ten items, against how long each item is shown and the gap after it, learned by one rule that compares pre with post {DelayedAssociation.Delay} ms later (Pereira & Brunel 2020). Long items with long gaps leave persistent activity only; short items with gaps near the rule's delay leave a sequence only; short gaps leave both.",
            Alt =
                string.Join(
                    "; ",
                    points.Select(point =>
                        $"items {point.Item} ms, gaps {point.Gap} ms: within {point.Self.Text("F2")}, next {point.Next.Text("F2")}"
                    )
                ) + ".",
        };
        var source = figure.Table("phases", "item_ms", "gap_ms", "self", "next");
        foreach (var point in points)
        {
            source.Row(point.Item, point.Gap, point.Self, point.Next);
        }

        double[] items = [.. points.Select(point => point.Item).Distinct().Order()],
            gaps = [.. points.Select(point => point.Gap).Distinct().Order()];
        Matrix Map(Func<PhasePoint, double> of) =>
            Matrix.From(
                gaps.Length,
                items.Length,
                (g, i) =>
                    points.Where(point => point.Item == items[i] && point.Gap == gaps[g]).Select(of).DefaultIfEmpty(double.NaN).First()
            );
        Axes Panel(string title, Func<PhasePoint, double> of, bool first) =>
            new Axes
            {
                Title = title,
                X = Axis.Linear("Item (ms)", -0.5, items.Length - 0.5) with
                {
                    Ticks = [.. Enumerable.Range(0, items.Length).Select(i => (double)i)],
                    TickLabels = [.. items.Select(x => $"{x:0}")],
                },
                Y = Axis.Linear(first ? "Gap (ms)" : "", -0.5, gaps.Length - 0.5) with
                {
                    Ticks = [.. Enumerable.Range(0, gaps.Length).Select(i => (double)i)],
                    TickLabels = [.. gaps.Select(x => $"{x:0}")],
                },
                Boxed = true,
                ShowColorBar = false,
            }.HeatMap(Map(of), scale, -0.5, items.Length - 0.5, -0.5, gaps.Length - 0.5);
        return figure
            .Add(Panel("Within a population", point => point.Self, true))
            .Add(Panel("To the next population", point => point.Next, false), 0, 1);
    }
}
