using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Cli.Docs;

/// <summary>One small picture a shipped study: what came out, at a glance. It is drawn from a table of a few rows that is kept beside it;
/// the figures of a report are drawn from all of a study's tables.</summary>
internal static class StudyPicture
{
    private static readonly (Paint Paint, Glyph Glyph)[] Looks =
    [
        (Palette.Grey, Glyph.Circle),
        (Palette.Blue, Glyph.Square),
        (Palette.Orange, Glyph.Triangle),
        (Palette.Vermillion, Glyph.Diamond),
        (Palette.Green, Glyph.TriangleDown),
        (Palette.Purple, Glyph.Plus),
        (Palette.Sky, Glyph.Cross),
    ];

    /// <summary>The table of a study that was run: of its search, its maps, its memory or else its scores.</summary>
    public static string TableOf(StudyResults study) =>
        TableOf<StudyPictureRow>.WriteCsv([
            .. study.Has<SearchedRuleRow>() ? Searched(study)
            : study.Has<MapRow>() ? Mapped(study)
            : study.Has<TunesEachRow>() ? Remembered(study)
            : Scored(study),
        ]);

    /// <summary>The picture of a table.</summary>
    /// <param name="name">The study's name.</param>
    /// <param name="rows">The table.</param>
    public static Figure Draw(string name, IReadOnlyList<StudyPictureRow> rows)
    {
        string[] panels = [.. rows.Select(row => row.Panel).Distinct()],
            series = [.. rows.Select(row => row.Series).Distinct()];
        var below = rows[0].YAxis.Length == 0;
        var figure = new Figure($"study-{name}", panels.Length > 1 ? 140 : 100, below ? 20 + (4.4 * series.Length) : 72)
        {
            Title = $"What came out of {RichText.Literal(name)}",
            ColumnWeights = below && panels.Length > 1 ? [1.35, .. panels.Skip(1).Select(_ => 1.0)] : [],
            Alt = string.Join(" ", panels.Select(panel => $"{panel}: {Said([.. rows.Where(row => row.Panel == panel)], below)}.")),
        };
        for (var k = 0; k < panels.Length; k++)
        {
            StudyPictureRow[] here = [.. rows.Where(row => row.Panel == panels[k])];
            figure.Add(
                below ? Names(here, panels[k], series, named: k == 0) : Points(here, panels[k], series, told: k == 0),
                0,
                k,
                lettered: false
            );
        }

        return figure;
    }

    private static Axes Names(StudyPictureRow[] rows, string title, string[] series, bool named)
    {
        var axes = new Axes
        {
            Title = RichText.Literal(title),
            X = Axis.Linear(rows[0].XAxis, -0.02, 1.02) with { Ticks = [0, 0.5, 1] },
            Y = Axis.Names([.. series.Select(rule => named ? RuleStyle.Of(rule).Label : "")], inverted: true),
        };
        axes.Guide(0, vertical: true);
        foreach (var row in rows)
        {
            var (at, style) = (Array.IndexOf(series, row.Series), RuleStyle.Of(row.Series));
            axes.IntervalAcross(at, row.Low, row.High, style.Pen(0.9)).Points([row.X], [at], style.Marker(4));
        }

        return axes;
    }

    private static Axes Points(StudyPictureRow[] rows, string title, string[] series, bool told)
    {
        var axes = new Axes
        {
            Title = RichText.Literal(title),
            X = Along(rows[0].XAxis, rows.Select(row => row.X)),
            Y = Along(rows[0].YAxis, rows.Select(row => row.Y)),
            Legend = told ? LegendPlace.Below : LegendPlace.None,
        };
        for (var k = 0; k < series.Length; k++)
        {
            StudyPictureRow[] marks = [.. rows.Where(row => row.Series == series[k])];
            var (paint, glyph) = Looks[k % Looks.Length];
            axes.Points(
                [.. marks.Select(row => row.X)],
                [.. marks.Select(row => row.Y)],
                new Marker(glyph, paint, 2.4),
                RichText.Literal(series[k])
            );
        }

        return axes;
    }

    // A quantity that was varied over more than a decade has an axis by decades.
    private static Axis Along(string label, IEnumerable<double> values)
    {
        var (low, high) = values.Aggregate(
            (Low: double.PositiveInfinity, High: double.NegativeInfinity),
            (x, v) => (Math.Min(x.Low, v), Math.Max(x.High, v))
        );
        var margin = 0.04 * (high - low);
        return low > 0 && high > 12 * low ? Axis.Log(label, low / 1.15, high * 1.15) : Axis.Linear(label, low - margin, high + margin);
    }

    private static string Said(StudyPictureRow[] rows, bool below) =>
        below
            ? $"{rows[0].XAxis.Replace("*", "", StringComparison.Ordinal)}: {string.Join(", ", rows.Select(row => FormattableString.Invariant($"{RuleStyle.Of(row.Series).Label} {row.X:0.00}")))}"
            : string.Join(", ", rows.GroupBy(row => row.Series).Select(group => $"{group.Count()} {group.Key}"));

    private static IEnumerable<StudyPictureRow> Scored(StudyResults study)
    {
        var measure = study.Score();
        return study
            .Conditions()
            .SelectMany(condition =>
                study
                    .Rules()
                    .Select(rule => (rule, centre: study.Centre(rule, condition, measure)))
                    .Where(x => double.IsFinite(x.centre.Value))
                    .Select(x =>
                        Row(
                            study.ConditionName(condition),
                            x.rule,
                            0,
                            $"Mean score *{measure.Word}*",
                            "",
                            x.centre.Value,
                            double.NaN,
                            x.centre.Low,
                            x.centre.High
                        )
                    )
            );
    }

    private static IEnumerable<StudyPictureRow> Remembered(StudyResults study) =>
        Tunes("one network a tune", study.Rows<TunesEachRow>().Select(row => row.Tune))
            .Concat(Tunes("one network for all tunes", study.Rows<TunesTogetherRow>().Select(row => row.Tune)));

    // Each rule at the fatigue with which it remembers most.
    private static IEnumerable<StudyPictureRow> Tunes(string panel, IEnumerable<TuneRow> rows) =>
        rows.GroupBy(row => row.Rule)
            .Select(group => group.MaxBy(row => row.NotePerfect)!)
            .OrderBy(row => row.Rule, StringComparer.Ordinal)
            .Select(row =>
                Row(
                    panel,
                    row.Rule,
                    0,
                    "Tunes replayed note-perfect",
                    "",
                    row.NotePerfect,
                    double.NaN,
                    row.NotePerfectLow,
                    row.NotePerfectHigh
                )
            );

    private static IEnumerable<StudyPictureRow> Mapped(StudyResults study)
    {
        var first = study.Rows<MapRow>().Where(row => row.Kind == "network").GroupBy(row => row.Map).First().ToArray();
        return Numbered(
            first
                .OrderBy(row => (Array.IndexOf(BehaviourMap.Behaviours, row.Behaviour), row.I, row.J))
                .Select(row =>
                    Row(
                        $"{study.Style(row.Rule).Label}, {study.ConditionName(row.Condition)}",
                        row.Behaviour,
                        0,
                        BehaviourMap.Name(row.XAxis),
                        BehaviourMap.Name(row.YAxis),
                        row.X,
                        row.Y,
                        double.NaN,
                        double.NaN
                    )
                )
        );
    }

    private static IEnumerable<StudyPictureRow> Searched(StudyResults study) =>
        Numbered(
            study
                .Rows<SearchedRuleRow>()
                .Where(row => row.Networks > 0 && double.IsFinite(row.TimeReversalIndex) && double.IsFinite(row.S))
                .OrderBy(row => (row.Condition, row.Search, row.Number))
                .Select(row =>
                    Row(
                        study.ConditionName(row.Condition),
                        row.Search,
                        0,
                        "Time-reversal index",
                        "Score *S*",
                        row.TimeReversalIndex,
                        row.S,
                        double.NaN,
                        double.NaN
                    )
                )
        );

    private static IEnumerable<StudyPictureRow> Numbered(IEnumerable<StudyPictureRow> rows) =>
        rows.GroupBy(row => (row.Panel, row.Series)).SelectMany(group => group.Select((row, k) => row with { Number = k }));

    private static StudyPictureRow Row(
        string panel,
        string series,
        int number,
        string xAxis,
        string yAxis,
        double x,
        double y,
        double low,
        double high
    ) => new(panel, series, number, xAxis, yAxis, Kept(x), Kept(y), Kept(low), Kept(high));

    private static double Kept(double value) => double.IsFinite(value) ? Math.Round(value, 4) : double.NaN;
}
