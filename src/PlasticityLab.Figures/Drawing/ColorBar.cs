namespace PlasticityLab.Figures.Drawing;

/// <summary>The key of a heat map, right of the plot.</summary>
internal static class ColorBar
{
    private const double Gap = 6,
        Width = 5;

    public static double Room(ColorScale scale, double height) =>
        Gap
        + Width
        + 4
        + TicksOf(scale, height).Select(tick => Typefaces.Width(tick.Text, Panel.TickSize)).DefaultIfEmpty(0).Max()
        + (scale.Label.Length > 0 ? Panel.LabelSize + 4 : 0);

    public static void Draw(Scene scene, ColorScale scale, Box plot)
    {
        var height = Math.Min(plot.Height, 110);
        var box = new Box(plot.Right + Gap, plot.Top + ((plot.Height - height) / 2), Width, height);
        scene.Image(box, 1, 256, [.. Enumerable.Range(0, 256).Select(i => 0xFF000000 | scale.Map.At(1 - (i / 255.0)))]);
        scene.Rectangle(box, null, new Pen(Paint.Ink, 0.4));
        double widest = 0;
        foreach (var (at, text) in TicksOf(scale, height))
        {
            var y = box.Bottom - ((at - scale.Low) / (scale.High - scale.Low) * box.Height);
            scene.Line(box.Right, y, box.Right + 1.8, y, new Pen(Paint.Ink, 0.5));
            scene.Text(box.Right + 3, y + (0.35 * Panel.TickSize), text, Panel.TickSize);
            widest = Math.Max(widest, Typefaces.Width(text, Panel.TickSize));
        }

        scene.Text(
            box.Right + 3 + widest + Panel.LabelSize + 1,
            box.Top + (box.Height / 2),
            scale.Label,
            Panel.LabelSize,
            Align.Middle,
            angle: 90
        );
    }

    private static IReadOnlyList<(double At, string Text)> TicksOf(ColorScale scale, double height) =>
        Ticks.Even(scale.Low, scale.High, Math.Clamp((int)(Math.Min(height, 110) / 22), 3, 5));
}
