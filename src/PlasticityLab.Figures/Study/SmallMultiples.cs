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
        columns = Columns(rules.Count, columns);
        var rows = (rules.Count + columns - 1) / columns;
        var figure = new Figure(
            id,
            columns switch
            {
                1 => 60,
                2 => Figure.Single,
                3 => 130,
                _ => Figure.Double,
            },
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

    /// <summary>Columns for so many panels: few stand in one row, or in two even ones; no panel stands alone in the last row where a column
    /// more or less prevents it.</summary>
    public static int Columns(int count, int usual) =>
        count <= 4 ? Math.Max(1, count)
        : count <= 6 ? 3
        : new[] { usual, usual - 1, usual + 1 }.FirstOrDefault(columns => columns >= 3 && count % columns != 1, usual);
}
