namespace PlasticityLab.Figures.Drawing;

/// <summary>Room around a panel's plot area for texts [pt].</summary>
internal readonly record struct Insets(double Left, double Top, double Right, double Bottom);

/// <summary>One part of a figure.</summary>
public abstract class Panel
{
    /// <summary>Type sizes of figures [pt]: 5 to 7 pt text, 8 pt panel letters.</summary>
    internal const double TickSize = 6,
        LabelSize = 6.5,
        TitleSize = 7,
        LetterSize = 8;

    /// <summary>Short heading above the plot.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the legend names, whether it is shown here or not.</summary>
    internal abstract IReadOnlyList<Marks.LegendEntry> Entries { get; }

    /// <summary>The legend that has no room in this panel: the figure draws it below the grid.</summary>
    internal virtual IReadOnlyList<Marks.LegendEntry> Overflow(double width, double height) => [];

    /// <summary>Leaves the legend to the figure.</summary>
    internal bool LegendMoved { get; set; }

    /// <summary>Room that the texts need when the cell has this size.</summary>
    internal abstract Insets Measure(double width, double height);

    /// <summary>Draws with the data in <paramref name="plot"/>; texts go around it.</summary>
    internal abstract void Draw(Scene scene, Box plot);
}
