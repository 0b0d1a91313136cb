using PlasticityLab.Figures.Drawing.Marks;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Samples of the marks with their names.</summary>
internal static class Legend
{
    private const double Row = 7.6,
        Sample = 13,
        Gap = 3,
        Between = 9,
        Size = 6,
        Longest = 130;

    public static double Width(IReadOnlyList<LegendEntry> entries) =>
        entries.Count == 0 ? 0 : Sample + Gap + entries.Max(entry => Typefaces.Width(Name(entry), Size));

    // A name of a hundred letters is shortened: its whole length stands in the figure's data.
    private static string Name(LegendEntry entry) => Labels.One(entry.Text, Size, Longest);

    public static double Height(IReadOnlyList<LegendEntry> entries) => entries.Count * Row;

    /// <summary>Entries broken into rows that fit a width.</summary>
    public static IReadOnlyList<IReadOnlyList<LegendEntry>> Rows(IReadOnlyList<LegendEntry> entries, double width)
    {
        var rows = new List<List<LegendEntry>>();
        double used = 0;
        foreach (var entry in entries)
        {
            var needs = Sample + Gap + Typefaces.Width(Name(entry), Size) + Between;
            if (rows.Count == 0 || used + needs - Between > width)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(entry);
            used += needs;
        }

        return rows;
    }

    public static double RowsHeight(IReadOnlyList<LegendEntry> entries, double width) => Rows(entries, width).Count * Row;

    public static void DrawColumn(Scene scene, IReadOnlyList<LegendEntry> entries, double left, double top)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            Entry(scene, entries[i], left, top + ((i + 0.5) * Row));
        }
    }

    public static void DrawRows(Scene scene, IReadOnlyList<LegendEntry> entries, double left, double top, double width)
    {
        var y = top + (Row / 2);
        foreach (var row in Rows(entries, width))
        {
            var x = left;
            foreach (var entry in row)
            {
                Entry(scene, entry, x, y);
                x += Sample + Gap + Typefaces.Width(Name(entry), Size) + Between;
            }

            y += Row;
        }
    }

    private static void Entry(Scene scene, LegendEntry entry, double x, double y)
    {
        if (entry.Fill is { } fill)
        {
            scene.Rectangle(new Box(x + 2, y - 2.6, Sample - 4, 5.2), fill);
        }

        if (entry.Pen is { } pen)
        {
            scene.Line(x, y, x + Sample, y, pen);
        }

        if (entry.Marker is { } marker)
        {
            scene.Markers([new Pt(x + (Sample / 2), y)], marker);
        }

        scene.Text(x + Sample + Gap, y + (0.35 * Size), Name(entry), Size);
    }
}
