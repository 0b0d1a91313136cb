using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Figures.Study;

/// <summary>One small panel a rule, in reading order.</summary>
internal static class SmallMultiples
{
    /// <param name="height">Height of one row's plot and texts [mm]; 0 makes the plots square.</param>
    /// <param name="panel">Panel of a rule; the flags say whether it stands at the left edge and at the foot of its column, where axis
    /// labels go.</param>
    public static Figure Of(
        string id,
        string title,
        IReadOnlyList<string> rules,
        int columns,
        double height,
        ColorScale? key,
        Func<string, bool, bool, Panel> panel
    )
    {
        // Few rules: one journal column, so that they stay large on slides.
        columns = rules.Count <= 6 ? Math.Min(3, Math.Max(1, rules.Count)) : columns;
        var rows = (rules.Count + columns - 1) / columns;
        var figure = new Figure(
            id,
            rules.Count > 6 ? Figure.Double
                : columns == 3 ? Figure.Single
                : 36.0 * columns,
            height * rows
        )
        {
            Title = title,
            EqualPanels = true,
            Key = key,
        };
        for (var i = 0; i < rules.Count; i++)
        {
            figure.Add(panel(rules[i], i % columns == 0, i + columns >= rules.Count), i / columns, i % columns, lettered: false);
        }

        return figure;
    }
}
