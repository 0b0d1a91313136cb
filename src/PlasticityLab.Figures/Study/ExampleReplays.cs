using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>What recall looks like: overlap with every item over time, one network a rule.</summary>
internal sealed class ExampleReplays : IFigure
{
    public FigureCard Card =>
        new(
            "example_replays",
            "Example replays",
            "Overlap of the activity with every item over time after the cue, one network per rule.",
            typeof(CourseRow)
        )
        {
            Measures = [NetworkMeasures.S],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var all = study.Rows<CourseRow>();
        foreach (var condition in all.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal))
        {
            var byRule = all.Where(row => row.Condition == condition)
                .GroupBy(row => row.Rule)
                .ToDictionary(group => group.Key, group => group.ToArray());
            var rules = study.Ordered(byRule.Keys);
            var seed = byRule.Values.First()[0].Seed;
            var peaks = new List<string>();
            var overlap = ColorScale.Magnitude(0, 1, "Overlap *m*_{k}");
            var figure = SmallMultiples.Of(
                $"{Card.Id}_{condition}",
                $"{Card.Title}, {study.ConditionMarkup(condition)}",
                rules,
                6,
                25,
                overlap,
                (rule, left, foot) =>
                {
                    var rows = byRule[rule];
                    double[] times = [.. rows.Select(row => row.TimeMs).Distinct().Order()];
                    var items = rows.Max(row => row.Item);
                    var column = times.Select((time, i) => (time, i)).ToDictionary(x => x.time, x => x.i);
                    var map = new Matrix(items, times.Length);
                    foreach (var row in rows)
                    {
                        map[row.Item - 1, column[row.TimeMs]] = row.Overlap;
                    }

                    var order = Enumerable
                        .Range(0, items)
                        .Where(k => map.Row(k).ToArray().Max() > 0.35)
                        .OrderBy(k => map.Row(k).ToArray().AsSpan().IndexOfFirstAbove(0.35))
                        .Select(k => k + 1)
                        .ToArray();
                    peaks.Add($"{Markup(rule)}: {(order.Length == 0 ? "no item" : "items " + string.Join(", ", order))}");
                    return new Axes
                    {
                        Title = Markup(rule),
                        X = Axis.Linear(foot ? "Time from cue (ms)" : ""),
                        Y = Axis.Linear(left ? "Item" : "") with { Ticks = [1, items] },
                        ShowColorBar = false,
                    }.HeatMap(map, overlap, times[0], times[^1], 0.5, items + 0.5);
                }
            );
            figure.Caption =
                $"Overlap *m*_{{k}} of the network's activity with each item, after a cue at item 1; one network per rule (seed {seed}, the same for all), condition {study.ConditionMarkup(condition)}. A replay is a staircase; a stuck cue is one bar; activity that spreads is a wedge. Overlaps below 0 are drawn as 0.";
            figure.Alt = "Items whose overlap rose above 0.35, in the order of rising: " + string.Join("; ", peaks) + ".";
            var source = figure.Table("courses", "rule", "time_ms", "item", "overlap");
            foreach (var row in rules.SelectMany(rule => byRule[rule]))
            {
                source.Row(row.Rule, row.TimeMs, row.Item, row.Overlap);
            }

            yield return figure;
        }
    }
}

internal static class CourseSpans
{
    /// <summary>First index with a value above a threshold.</summary>
    public static int IndexOfFirstAbove(this Span<double> course, double threshold)
    {
        for (var i = 0; i < course.Length; i++)
        {
            if (course[i] > threshold)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
