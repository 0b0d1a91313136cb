using PlasticityLab.Figures.Drawing.Marks;

namespace PlasticityLab.Figures.Drawing;

public sealed partial class Axes
{
    private const double TickLength = 2.2,
        Leading = 1.05 * TickSize;

    // The width of the panel with its texts, from the last measurement: names take a third of it at most.
    private double _room = 200;

    internal override Insets Measure(double width, double height)
    {
        var (x, y) = Ranges();
        _room = width;
        var left = Y.Hidden ? 2 : TickLength + 2 + WidestY(y, height * 0.75) + (Y.Label.Length > 0 ? LabelSize + 3.5 : 0);
        var bottom = TextsBelow(x, width);
        var right = Colors is { } scale ? ColorBar.Room(scale, height * 0.75) : 4;
        if (Legend == LegendPlace.Right && !LegendMoved)
        {
            right += Drawing.Legend.Width(Entries) + 6;
        }

        if (Legend == LegendPlace.Below && !LegendMoved)
        {
            bottom += Drawing.Legend.RowsHeight(Entries, width - left - right) + 4;
        }

        return new Insets(left, Title.Length > 0 ? TitleSize + 6 : 4, right, bottom);
    }

    // A legend may take two fifths of a panel and no more.
    internal override IReadOnlyList<LegendEntry> Overflow(double width, double height)
    {
        if (Legend == LegendPlace.None || Entries.Count == 0)
        {
            return [];
        }

        var (wide, high) = (Drawing.Legend.Width(Entries), Drawing.Legend.Height(Entries));
        var fits = Legend switch
        {
            LegendPlace.Below => Drawing.Legend.RowsHeight(Entries, 0.75 * width) <= 0.4 * height,
            LegendPlace.Right => wide <= 0.45 * width && high <= 0.8 * height,
            _ => wide <= 0.6 * width && high <= 0.5 * height,
        };
        return fits ? [] : Entries;
    }

    internal override void Draw(Scene scene, Box cell)
    {
        var (x, y) = Ranges();
        var plot = Fit(cell, x, y);
        var frame = new Frame(x, y, plot);
        if (Title.Length > 0)
        {
            // A title wider than its plot would run into its neighbour: it is set smaller, and then shortened.
            var wide = Typefaces.Width(Title, TitleSize, bold: true);
            var size = Math.Max(4.5, TitleSize * Math.Min(1, (plot.Width + 4) / wide));
            var room = (plot.Width + 4) * Typefaces.Width(Title, TitleSize) / wide;
            scene.Text(plot.Left, plot.Top - 5, Labels.One(Title, size, room), size, bold: true);
        }

        foreach (var mark in _marks)
        {
            if (mark.Clipped)
            {
                scene.Clipped(plot.Grow(0.4), () => mark.Draw(scene, frame));
            }
            else
            {
                mark.Draw(scene, frame);
            }
        }

        DrawX(scene, frame);
        DrawY(scene, frame);
        if (Boxed)
        {
            scene.Rectangle(plot, null, new Pen(Paint.Ink, 0.5));
        }

        if (Colors is { } scale)
        {
            ColorBar.Draw(scene, scale, plot);
        }

        DrawLegend(scene, plot, x);
    }

    private Box Fit(Box cell, AxisRange x, AxisRange y)
    {
        if (Aspect is not { } aspect)
        {
            return cell;
        }

        // Shrink the longer side, keep the upper left corner: panels of a row stay aligned.
        var wanted = aspect * Math.Abs((y.High - y.Low) / (x.High - x.Low));
        return cell.Height / cell.Width > wanted ? cell with { Height = cell.Width * wanted } : cell with { Width = cell.Height / wanted };
    }

    private void DrawX(Scene scene, Frame frame)
    {
        if (X.Hidden)
        {
            return;
        }

        var (plot, pen) = (frame.Plot, new Pen(Paint.Ink, 0.5));
        scene.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom, pen);
        var ticks = XTexts(frame.XAxis, plot.Width);
        foreach (var (at, text) in ticks)
        {
            var x = frame.X(at);
            scene.Line(x, plot.Bottom, x, plot.Bottom + TickLength, pen);
            if (X.Slanted)
            {
                scene.Text(x + 2, plot.Bottom + TickLength + TickSize, text, TickSize, Align.End, angle: 45);
            }
            else
            {
                scene.Text(x, plot.Bottom + TickLength + 1.5 + (0.75 * TickSize), text, TickSize, Align.Middle);
            }
        }

        foreach (var at in frame.XAxis.MinorTicks())
        {
            scene.Line(frame.X(at), plot.Bottom, frame.X(at), plot.Bottom + (0.6 * TickLength), new Pen(Paint.Ink, 0.35));
        }

        var depth = X.Slanted ? 3 + (0.71 * Widest(ticks.Select(tick => tick.Text))) : TickSize;
        scene.Text(plot.Left + (plot.Width / 2), plot.Bottom + TickLength + 2 + depth + LabelSize + 0.5, X.Label, LabelSize, Align.Middle);
    }

    private void DrawY(Scene scene, Frame frame)
    {
        if (Y.Hidden)
        {
            return;
        }

        var (plot, pen) = (frame.Plot, new Pen(Paint.Ink, 0.5));
        scene.Line(plot.Left, plot.Top, plot.Left, plot.Bottom, pen);
        foreach (var (at, lines) in YTexts(frame.YAxis, plot.Height))
        {
            var y = frame.Y(at);
            scene.Line(plot.Left - TickLength, y, plot.Left, y, pen);
            for (var k = 0; k < lines.Count; k++)
            {
                var below = (k - ((lines.Count - 1) / 2.0)) * Leading;
                scene.Text(plot.Left - TickLength - 1.5, y + (0.35 * TickSize) + below, lines[k], TickSize, Align.End);
            }
        }

        foreach (var at in frame.YAxis.MinorTicks())
        {
            scene.Line(plot.Left - (0.6 * TickLength), frame.Y(at), plot.Left, frame.Y(at), new Pen(Paint.Ink, 0.35));
        }

        scene.Text(
            plot.Left - TickLength - 2 - WidestY(frame.YAxis, plot.Height) - 3.5,
            plot.Top + (plot.Height / 2),
            Y.Label,
            LabelSize,
            Align.Middle,
            angle: 90
        );
    }

    private void DrawLegend(Scene scene, Box plot, AxisRange x)
    {
        var entries = Entries;
        if (Legend == LegendPlace.None || LegendMoved || entries.Count == 0)
        {
            return;
        }

        var (width, height) = (Drawing.Legend.Width(entries), Drawing.Legend.Height(entries));
        switch (Legend)
        {
            case LegendPlace.Below:
                Drawing.Legend.DrawRows(scene, entries, plot.Left, plot.Bottom + TextsBelow(x, plot.Width) + 3, plot.Width);
                break;
            case LegendPlace.Right:
                Drawing.Legend.DrawColumn(
                    scene,
                    entries,
                    plot.Right + (Colors is { } scale ? ColorBar.Room(scale, plot.Height) : 0) + 6,
                    plot.Top
                );
                break;
            default:
                var left = Legend is LegendPlace.TopLeft or LegendPlace.BottomLeft ? plot.Left + 4 : plot.Right - width - 3;
                var top = Legend is LegendPlace.TopLeft or LegendPlace.TopRight ? plot.Top + 1 : plot.Bottom - height - 3;
                scene.Rectangle(new Box(left - 2, top - 0.5, width + 4, height + 1), Paint.Paper.At(0.85));
                Drawing.Legend.DrawColumn(scene, entries, left, top);
                break;
        }
    }

    /// <summary>Room of tick texts and label under the plot.</summary>
    private double TextsBelow(AxisRange x, double width) =>
        X.Hidden
            ? 2
            : TickLength
                + 2
                + (X.Slanted ? 3 + (0.71 * Widest(XTexts(x, width).Select(tick => tick.Text))) : TickSize)
                + (X.Label.Length > 0 ? LabelSize + 3.5 : 0);

    private (double At, string Text)[] XTexts(AxisRange x, double length)
    {
        var ticks = x.Ticks(length, true);
        var room =
            X.Scale != AxisScale.Category ? double.PositiveInfinity
            : X.Slanted ? 90
            : Math.Max(12, length / Math.Max(1, ticks.Count));
        return [.. ticks.Select(tick => (tick.At, Labels.One(tick.Text, TickSize, room)))];
    }

    private (double At, IReadOnlyList<string> Lines)[] YTexts(AxisRange y, double length)
    {
        var ticks = y.Ticks(length, false);
        if (Y.Scale != AxisScale.Category)
        {
            return [.. ticks.Select(tick => (tick.At, (IReadOnlyList<string>)[tick.Text]))];
        }

        var lines = Math.Clamp((int)(length / Math.Max(1, ticks.Count) / Leading), 1, 3);
        return [.. ticks.Select(tick => (tick.At, Labels.Fit(tick.Text, TickSize, Math.Max(24, 0.33 * _room), lines)))];
    }

    private double WidestY(AxisRange y, double length) => Widest(YTexts(y, length).SelectMany(tick => tick.Lines));

    private static double Widest(IEnumerable<string> texts) =>
        texts.Select(text => Typefaces.Width(text, TickSize)).DefaultIfEmpty(0).Max();
}
