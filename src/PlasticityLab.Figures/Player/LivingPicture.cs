using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Player;

/// <summary>Learned weights above, replay below, one column a rule: the living figure for those who read without script, and the first
/// picture of the documentation.</summary>
internal static class LivingPicture
{
    /// <summary>One rule's column.</summary>
    /// <param name="Name">Name for people.</param>
    /// <param name="Weights">Mean weights between items [post, pre].</param>
    /// <param name="Times">Moments after the cue [ms].</param>
    /// <param name="Overlaps">Activity of each item [item, moment].</param>
    internal sealed record Column(string Name, Matrix Weights, double[] Times, Matrix Overlaps);

    /// <summary>The figure of given columns.</summary>
    public static Figure Draw(string id, IReadOnlyList<Column> columns)
    {
        var figure = new Figure(id, Figure.Double, 74)
        {
            Title = "Learned weights and replay",
            RowWeights = [1.12, 1],
            Alt = string.Join(" ", columns.Select(column => $"{RichText.Literal(column.Name)}: {Told(column)}")),
        };
        var scale = ColorScale.Signed(columns.Max(column => column.Weights.Values.Max(Math.Abs)), "");
        var overlap = ColorScale.Magnitude(0, 1, "");
        for (var k = 0; k < columns.Count; k++)
        {
            var (name, weights, times, overlaps) = columns[k];
            figure
                .Add(
                    new Axes
                    {
                        Title = RichText.Literal(name),
                        X = Axis.Linear("From item") with { Ticks = [1, weights.Columns] },
                        Y = Axis.Linear(k == 0 ? "To item" : "") with { Inverted = true, Ticks = [1, weights.Rows] },
                        Aspect = 1,
                        Boxed = true,
                        ShowColorBar = false,
                    }.HeatMap(weights, scale, signs: true),
                    0,
                    k,
                    lettered: false
                )
                .Add(
                    new Axes
                    {
                        X = Axis.Linear("Time from cue (ms)"),
                        Y = Axis.Linear(k == 0 ? "Active item" : "") with { Inverted = true, Ticks = [1, overlaps.Rows] },
                        Boxed = true,
                        ShowColorBar = false,
                    }.HeatMap(overlaps, overlap, times[0], times[^1], 0.5, overlaps.Rows + 0.5),
                    1,
                    k,
                    lettered: false
                );
        }

        return figure;
    }

    /// <summary>The figure of a study's first condition, at most six rules; null when it kept no replay.</summary>
    public static Figure? Of(StudyResults study)
    {
        var courses = study.Rows<CourseRow>();
        var condition = courses.Select(row => row.Condition).Order(StringComparer.Ordinal).FirstOrDefault();
        if (condition is null)
        {
            return null;
        }

        Column[] columns =
        [
            .. study
                .Ordered(courses.Where(row => row.Condition == condition).Select(row => row.Rule))
                .Where(rule => study.Family(rule) is not Models.LearningRules.RuleFamily.Control && rule is not ("oracle" or "none"))
                .Take(6)
                .Select(rule =>
                    Of(
                        StudyView.Label(rule),
                        study.Rows<BlockRow>().Where(row => Mine(row, rule)).Select(row => ((double)row.Post, (double)row.Pre, row.B)),
                        courses.Where(row => Mine(row, rule)).Select(row => ((double)row.Item, row.TimeMs, row.Overlap))
                    )
                ),
        ];
        return columns.Length == 0 ? null : Draw("living_figure", columns);

        bool Mine(IArmRow row, string rule) => row.Condition == condition && row.Rule == rule;
    }

    /// <summary>A column from rows of (post, pre, weight), averaged, and of (item, time, overlap).</summary>
    public static Column Of(
        string name,
        IEnumerable<(double Post, double Pre, double Value)> weights,
        IEnumerable<(double Item, double Time, double Value)> overlaps
    )
    {
        var rows = overlaps.ToArray();
        double[] times = [.. rows.Select(row => row.Time).Distinct().Order()];
        var (items, place) = ((int)rows.Max(row => row.Item), times.Select((time, i) => (time, i)).ToDictionary(x => x.time, x => x.i));
        var (w, m) = (new Matrix(items, items), new Matrix(items, times.Length));
        foreach (var cell in weights.Where(cell => cell.Post <= items && cell.Pre <= items).GroupBy(cell => (cell.Post, cell.Pre)))
        {
            w[(int)cell.Key.Post - 1, (int)cell.Key.Pre - 1] = cell.Average(x => x.Value);
        }

        foreach (var (item, time, value) in rows)
        {
            m[(int)item - 1, place[time]] = Math.Max(0, value);
        }

        return new(name, w, times, m);
    }

    /// <summary>Which items stand out, in the order of their first appearance.</summary>
    public static string Told(Column column)
    {
        var seen = new List<int>();
        for (var t = 0; t < column.Times.Length; t++)
        {
            var best = Enumerable.Range(0, column.Overlaps.Rows).MaxBy(k => column.Overlaps[k, t]);
            if (column.Overlaps[best, t] > 0.35 && !seen.Contains(best + 1))
            {
                seen.Add(best + 1);
            }
        }

        return seen.Count switch
        {
            0 => "no item becomes active.",
            1 => $"item {seen[0]} becomes active.",
            _ => $"items {string.Join(", ", seen)} become active.",
        };
    }
}
