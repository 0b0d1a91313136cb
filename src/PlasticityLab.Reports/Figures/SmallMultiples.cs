using PlasticityLab.Reports.Drawing;

namespace PlasticityLab.Reports.Figures;

/// <summary>One small panel a rule, in reading order.</summary>
internal static class SmallMultiples
{
    public static Figure Of(string id, string title, IReadOnlyList<string> rules, int columns, double rowHeight, Func<string, bool, bool, Panel> panel)
    {
        columns = Math.Min(columns, Math.Max(1, rules.Count));
        var rows = (rules.Count + columns - 1) / columns;
        var figure = new Figure(id, Figure.Double * Math.Max(0.5, columns / Math.Max(6.0, columns)), Math.Min(230, (rowHeight * rows) + 6)) { Title = title };
        for (var i = 0; i < rules.Count; i++)
        {
            // Axis labels only at the left edge and at the foot of each column.
            figure.Add(panel(rules[i], i % columns == 0, i + columns >= rules.Count), i / columns, i % columns, lettered: false);
        }

        return figure;
    }
}
