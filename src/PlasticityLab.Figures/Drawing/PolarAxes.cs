using PlasticityLab.Figures.Drawing.Marks;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A round panel: angle counter-clockwise from the right, value from the centre outwards. The centre is <see cref="Min"/>; zero is
/// a stronger circle when it lies inside.</summary>
public sealed class PolarAxes : Panel
{
    private readonly List<(IReadOnlyList<double> Angles, IReadOnlyList<double> Values, Pen Pen, Marker? Marker, string? Label)> _lines = [];

    /// <summary>Value at the centre.</summary>
    public double Min { get; init; } = -1;

    /// <summary>Value at the rim.</summary>
    public double Max { get; init; } = 1;

    /// <summary>Values with a circle.</summary>
    public IReadOnlyList<double> Circles { get; init; } = [-1, 0, 1];

    /// <summary>Spokes: angle [degrees] and its text.</summary>
    public IReadOnlyList<(double Angle, string Text)> Spokes { get; init; } =
    [.. Enumerable.Range(0, 8).Select(i => (45.0 * i, $"{45 * i}°"))];

    /// <summary>Where the legend stands: below or none.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.Below;

    /// <summary>A closed line over angles [degrees]; it is closed when the angles go round.</summary>
    public PolarAxes Line(IReadOnlyList<double> angles, IReadOnlyList<double> values, Pen pen, Marker? marker = null, string? label = null)
    {
        _lines.Add((angles, values, pen, marker, label));
        return this;
    }

    internal override IReadOnlyList<LegendEntry> Entries =>
        [.. _lines.Where(line => line.Label is not null).Select(line => new LegendEntry(line.Label!, line.Pen, line.Marker))];

    internal override IReadOnlyList<LegendEntry> Overflow(double width, double height) =>
        Legend == LegendPlace.Below && Drawing.Legend.RowsHeight(Entries, 0.9 * width) > 0.3 * height ? Entries : [];

    internal override Insets Measure(double width, double height)
    {
        var text = Spokes.Select(spoke => spoke.Text.Split('\n').Max(part => Typefaces.Width(part, TickSize))).DefaultIfEmpty(0).Max();
        return new Insets(
            text + 6,
            (Title.Length > 0 ? TitleSize + 6 : 2) + (2 * TickSize),
            text + 6,
            (2 * TickSize) + 5 + (Legend == LegendPlace.Below && !LegendMoved ? Drawing.Legend.RowsHeight(Entries, width - 20) + 4 : 0)
        );
    }

    internal override void Draw(Scene scene, Box plot)
    {
        var radius = Math.Min(plot.Width, plot.Height) / 2;
        var centre = new Pt(plot.Left + (plot.Width / 2), plot.Top + radius);
        double Radius(double value) => radius * Math.Clamp((value - Min) / (Max - Min), 0, 1.3);
        Pt At(double angle, double value) =>
            new(centre.X + (Radius(value) * Math.Cos(angle * Math.PI / 180)), centre.Y - (Radius(value) * Math.Sin(angle * Math.PI / 180)));
        var inset = Measure(plot.Width, plot.Height);
        scene.Text(plot.Left - inset.Left + 14, plot.Top - inset.Top + TitleSize + 1, Title, TitleSize, bold: true);
        foreach (var (angle, text) in Spokes)
        {
            var end = At(angle, Max);
            scene.Line(centre.X, centre.Y, end.X, end.Y, new Pen(Paint.Faint, 0.4));
            SpokeText(scene, At(angle, Max + (0.05 * (Max - Min))), angle, text);
        }

        foreach (var value in Circles)
        {
            scene.Circle(centre.X, centre.Y, Radius(value), null, new Pen(value == 0 ? Paint.Muted : Paint.Faint, value == 0 ? 0.5 : 0.4));
        }

        foreach (var (angles, values, pen, marker, _) in _lines)
        {
            Pt[] points = [.. angles.Zip(values, At)];
            var whole = angles.Count > 2 && angles[^1] - angles[0] + (angles[1] - angles[0]) >= 359.9;
            scene.Polyline(whole ? [.. points, points[0]] : points, pen);
            if (marker is { } dots)
            {
                scene.Markers(points, dots);
            }
        }

        // The texts of the circles come last, on a patch of paper: lines often run through them.
        foreach (var value in Circles.Where(value => value > Min))
        {
            var at = At(67.5, value);
            var text = RichText.Number(value);
            var width = Typefaces.Width(text, TickSize - 0.5);
            scene.Rectangle(new Box(at.X - (width / 2) - 0.8, at.Y - 3.2, width + 1.6, 6.4), Paint.Paper.At(0.8));
            scene.Text(at.X, at.Y + 2, text, TickSize - 0.5, Align.Middle, Paint.Muted);
        }

        if (Legend == LegendPlace.Below && !LegendMoved)
        {
            var rows = Drawing.Legend.Rows(Entries, plot.Width + 20);
            var wide = rows.Select(row => row.Sum(entry => 25 + Typefaces.Width(entry.Text, 6))).DefaultIfEmpty(0).Max();
            Drawing.Legend.DrawRows(scene, Entries, centre.X - (wide / 2), centre.Y + radius + (2 * TickSize) + 5, plot.Width + 20);
        }
    }

    private static void SpokeText(Scene scene, Pt at, double angle, string text)
    {
        var (cos, sin) = (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180));
        var align =
            cos > 0.3 ? Align.Start
            : cos < -0.3 ? Align.End
            : Align.Middle;
        var lines = text.Split('\n');
        var first =
            at.Y
            + (0.35 * TickSize)
            + (
                sin > 0.3 ? (-(lines.Length - 1) * TickSize) - (sin > 0.9 ? 1.5 : 0)
                : sin < -0.3 ? TickSize * 0.35
                : -(lines.Length - 1) * TickSize / 2
            );
        for (var i = 0; i < lines.Length; i++)
        {
            scene.Text(at.X, first + (i * (TickSize + 0.6)), lines[i], TickSize, align);
        }
    }
}
