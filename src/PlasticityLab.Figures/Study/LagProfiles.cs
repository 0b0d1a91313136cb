using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>Mean weight against distance in the sequence: symmetric or leaning forwards.</summary>
internal sealed class LagProfiles : IFigure
{
    // Of one condition after another; a fifth looks like the first, and its name alone tells it.
    private static readonly (Paint Paint, Dash Dash, Glyph Glyph)[] Looks =
    [
        (Palette.Blue, Dash.Solid, Glyph.Circle),
        (Palette.Vermillion, Dash.Dashed, Glyph.Square),
        (Palette.Green, Dash.Dotted, Glyph.Triangle),
        (Palette.Purple, Dash.DashDot, Glyph.Diamond),
    ];

    public FigureCard Card =>
        new(
            "lag_profiles",
            "Lag profiles of the learned weights",
            "Mean weight between items against their distance in the sequence.",
            typeof(LagProfileRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        var shown = study.Rules();
        var rows = study.Rows<LagProfileRow>().Where(row => shown.Contains(row.Rule)).ToArray();
        var (rules, conditions) = (
            study.Ordered(rows.Select(row => row.Rule)),
            rows.Select(row => row.Condition).Distinct().Order(StringComparer.Ordinal).ToArray()
        );
        double[] lags = [.. rows.Select(row => (double)row.Lag).Distinct().Order()];
        var profiles = rows.GroupBy(row => (row.Rule, row.Condition, Lag: (double)row.Lag))
            .ToDictionary(group => group.Key, group => group.Select(row => row.L).ToArray());
        double Of(string rule, string condition, double lag, Func<double[], double> what) =>
            profiles.TryGetValue((rule, condition, lag), out var values) ? what(values) : double.NaN;
        var (low, high) = (profiles.Values.Min(v => v.Min()), profiles.Values.Max(v => v.Max()));
        var pad = 0.06 * Math.Max(1e-9, high - low);
        var figure = SmallMultiples.Of(
            Card.Id,
            Card.Title,
            rules,
            6,
            27,
            null,
            (rule, left, foot) =>
            {
                var axes = new Axes
                {
                    Title = Markup(rule),
                    X = Axis.Linear(foot ? "Lag (items)" : "") with { Ticks = [lags[0], 0, lags[^1]] },
                    Y = Axis.Linear(left ? "*L* (drive)" : "", low - pad, high + pad),
                    Legend = rule == rules[^1] && conditions.Length > 1 ? LegendPlace.Right : LegendPlace.None,
                };
                axes.Guide(0).Guide(0, vertical: true);
                for (var c = 0; c < conditions.Length; c++)
                {
                    var (condition, (paint, dash, glyph)) = (conditions[c], Looks[c % Looks.Length]);
                    axes.Band(
                        lags,
                        [.. lags.Select(lag => Of(rule, condition, lag, v => v.Min()))],
                        [.. lags.Select(lag => Of(rule, condition, lag, v => v.Max()))],
                        paint.At(0.18)
                    );
                    axes.LinePoints(
                        lags,
                        [.. lags.Select(lag => Of(rule, condition, lag, Median))],
                        new Pen(paint, 0.8, dash),
                        new Marker(glyph, paint, 2, c == 0),
                        study.ConditionMarkup(condition)
                    );
                }

                return axes;
            }
        );
        figure.Caption =
            $"Lag profile *L*(*d*): mean block weight from an item to the item *d* places later. Line: median over networks; band: smallest to largest (n = {Wording.Count(study.Seeds(), "seed")}). A lean to positive lags guides activity forwards; a symmetric profile cannot tell direction.";
        figure.Alt =
            "Median L at lags −1, 0, +1: "
            + string.Join(
                "; ",
                conditions.SelectMany(condition =>
                    rules.Select(rule =>
                        $"{Markup(rule)}, {study.ConditionMarkup(condition)}, {F(Of(rule, condition, -1, Median))}, {F(Of(rule, condition, 0, Median))}, {F(Of(rule, condition, 1, Median))}"
                    )
                )
            )
            + ".";
        var source = figure.Table("profiles", "rule", "condition", "seed", "lag", "L");
        foreach (var row in rows)
        {
            source.Row(row.Rule, row.Condition, row.Seed, row.Lag, row.L);
        }

        yield return figure;
    }
}
