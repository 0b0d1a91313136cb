namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>One line of a legend.</summary>
internal sealed record LegendEntry(string Text, Pen? Pen = null, Marker? Marker = null, Paint? Fill = null);

/// <summary>Something drawn from data within a pair of axes.</summary>
internal abstract class Mark
{
    public LegendEntry? Legend { get; init; }

    /// <summary>Cut at the plot's edge; points and texts are not, so that a dot on the axis stays whole.</summary>
    public virtual bool Clipped => true;

    public virtual ColorScale? Colors => null;

    public abstract void Extend(Extent x, Extent y);

    public abstract void Draw(Scene scene, Frame frame);
}
