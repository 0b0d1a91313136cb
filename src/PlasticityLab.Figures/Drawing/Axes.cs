using PlasticityLab.Figures.Drawing.Marks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A panel with an x and a y axis. Marks are drawn in the order they were added; a mark with a label appears in the
/// legend.</summary>
public sealed partial class Axes : Panel
{
    private readonly List<Mark> _marks = [];

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>Where the legend stands.</summary>
    public LegendPlace Legend { get; set; } = LegendPlace.None;

    /// <summary>Further legend lines that belong to no mark.</summary>
    internal List<LegendEntry> ExtraLegend { get; } = [];

    /// <summary>Height of one y unit over the width of one x unit on the page, or null to fill the cell. 1 for matrices and
    /// planes.</summary>
    public double? Aspect { get; init; }

    /// <summary>A closed frame instead of two axis lines.</summary>
    public bool Boxed { get; init; }

    /// <summary>Shows the colour bar of the first heat map.</summary>
    public bool ShowColorBar { get; init; } = true;

    /// <summary>A line through points; a missing value leaves a gap.</summary>
    public Axes Line(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Pen pen, string? label = null) =>
        Add(new LineMark(xs, ys, pen) { Legend = label is null ? null : new(label, Pen: pen) });

    /// <summary>A line with a marker at each point.</summary>
    public Axes LinePoints(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Pen pen, Marker marker, string? label = null) =>
        Add(new LineMark(xs, ys, pen) { Legend = label is null ? null : new(label, pen, marker) }).Points(xs, ys, marker);

    /// <summary>Data points.</summary>
    public Axes Points(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Marker marker, string? label = null) =>
        Add(new PointMark(xs, ys, marker) { Legend = label is null ? null : new(label, Marker: marker) });

    /// <summary>An upright interval at x.</summary>
    public Axes Interval(double x, double low, double high, Pen pen) => Add(new IntervalMark(x, low, high, true, pen));

    /// <summary>A lying interval at y.</summary>
    public Axes IntervalAcross(double y, double low, double high, Pen pen) => Add(new IntervalMark(y, low, high, false, pen));

    /// <summary>Every value as a dot at one place of a category axis, dots side by side.</summary>
    /// <param name="at">Place on the category axis.</param>
    /// <param name="values">One value a seed.</param>
    /// <param name="marker">Look of the dots.</param>
    /// <param name="vertical">True when the category axis is the x axis.</param>
    /// <param name="spread">Half the room for the dots [category distances].</param>
    /// <param name="label">Name in the legend.</param>
    public Axes Strip(
        double at,
        IReadOnlyList<double> values,
        Marker marker,
        bool vertical = true,
        double spread = 0.32,
        string? label = null
    ) => Add(new StripMark(at, values, vertical, marker, spread) { Legend = label is null ? null : new(label, Marker: marker) });

    /// <summary>Bars from zero.</summary>
    public Axes Bars(
        IReadOnlyList<double> at,
        IReadOnlyList<double> values,
        Paint fill,
        bool vertical = true,
        double thickness = 0.7,
        Pen? outline = null,
        string? label = null
    ) => Add(new BarMark(at, values, vertical, thickness, fill, outline) { Legend = label is null ? null : new(label, Fill: fill) });

    /// <summary>A histogram from edges (one more than heights).</summary>
    public Axes Histogram(
        IReadOnlyList<double> edges,
        IReadOnlyList<double> heights,
        Paint? fill,
        Pen? outline = null,
        string? label = null
    ) => Add(new HistogramMark(edges, heights, fill, outline) { Legend = label is null ? null : new(label, outline, Fill: fill) });

    /// <summary>The area between two lines over the same x.</summary>
    public Axes Band(
        IReadOnlyList<double> xs,
        IReadOnlyList<double> lows,
        IReadOnlyList<double> highs,
        Paint paint,
        string? label = null
    ) => Add(new BandMark(xs, lows, highs, paint) { Legend = label is null ? null : new(label, Fill: paint) });

    /// <summary>A filled polygon.</summary>
    public Axes Area(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Paint? fill, Pen? outline = null, string? label = null) =>
        Add(new AreaMark(xs, ys, fill, outline) { Legend = label is null ? null : new(label, outline, Fill: fill) });

    /// <summary>A matrix as coloured cells. Row 0 lies at <paramref name="y0"/>: with an inverted y axis the matrix stands as it is
    /// written.</summary>
    /// <param name="values">Cells [row, column].</param>
    /// <param name="scale">Colours.</param>
    /// <param name="x0">Left edge of column 0.</param>
    /// <param name="x1">Right edge of the last column.</param>
    /// <param name="y0">Outer edge of row 0.</param>
    /// <param name="y1">Outer edge of the last row.</param>
    /// <param name="signs">Marks clearly negative cells by a small bar, for reading without colour.</param>
    public Axes HeatMap(Matrix values, ColorScale scale, double x0, double x1, double y0, double y1, bool signs = false) =>
        Add(new HeatMapMark(values, x0, x1, y0, y1, scale, signs));

    /// <summary>A matrix with cell (i, j) centred at y = i + first, x = j + first.</summary>
    public Axes HeatMap(Matrix values, ColorScale scale, double first = 1, bool signs = false) =>
        HeatMap(values, scale, first - 0.5, first + values.Columns - 0.5, first - 0.5, first + values.Rows - 0.5, signs);

    /// <summary>A flow field: arrows centred at (x, y) along (u, v) per unit time. Up is up.</summary>
    /// <param name="xs">Places.</param>
    /// <param name="ys">Places.</param>
    /// <param name="us">dx/dt.</param>
    /// <param name="vs">dy/dt.</param>
    /// <param name="pen">Look.</param>
    /// <param name="longest">Length of the fastest arrow [pt].</param>
    public Axes Flow(
        IReadOnlyList<double> xs,
        IReadOnlyList<double> ys,
        IReadOnlyList<double> us,
        IReadOnlyList<double> vs,
        Pen? pen = null,
        double longest = 9
    ) => Add(new ArrowMark(xs, ys, us, vs, longest, pen ?? new Pen(Paint.Muted, 0.4)));

    /// <summary>An arrow from one data point to another.</summary>
    public Axes Arrow(double x0, double y0, double x1, double y1, Pen pen) => Add(new SingleArrowMark(x0, y0, x1, y1, pen));

    /// <summary>Level lines of a sampled field [y, x].</summary>
    public Axes Contour(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Matrix field, double level, Pen pen, string? label = null)
    {
        foreach (var line in Contours.Lines(xs, ys, field, level))
        {
            Line([.. line.Select(p => p.X)], [.. line.Select(p => p.Y)], pen, label);
            label = null;
        }

        return this;
    }

    /// <summary>Spikes: a tick at each (time, row).</summary>
    public Axes Raster(IReadOnlyList<double> times, IReadOnlyList<double> rows, Paint paint, double height = 0.8, string? label = null) =>
        Add(new RasterMark(times, rows, paint, height) { Legend = label is null ? null : new(label, Fill: paint) });

    /// <summary>Notes as bars from start to end at their row (pitch).</summary>
    public Axes PianoRoll(
        IReadOnlyList<(double Start, double End, double Row)> notes,
        Paint fill,
        Pen? outline = null,
        string? label = null
    ) => Add(new PianoRollMark(notes, fill, outline) { Legend = label is null ? null : new(label, outline, Fill: fill) });

    /// <summary>A line across the plot at x (vertical) or y.</summary>
    public Axes Guide(double at, bool vertical = false, Pen? pen = null) =>
        Add(new RuleMark(at, vertical, pen ?? new Pen(Paint.Muted, 0.4, Dash.Dotted)));

    /// <summary>A shaded stretch of the x axis (or of the y axis).</summary>
    public Axes Span(double from, double to, bool vertical = true, Paint? paint = null, string? label = null) =>
        Add(
            new SpanMark(from, to, vertical, paint ?? Paint.Faint)
            {
                Legend = label is null ? null : new(label, Fill: paint ?? Paint.Faint),
            }
        );

    /// <summary>A text at a data point, moved by (dx, dy) on the page [pt], dy upwards.</summary>
    public Axes Text(
        double x,
        double y,
        string text,
        double dx = 0,
        double dy = 0,
        int align = -1,
        Paint? paint = null,
        double size = 6,
        bool bold = false
    ) =>
        Add(
            new LabelMark(
                x,
                y,
                text,
                dx,
                dy,
                align < 0 ? Align.Start
                    : align == 0 ? Align.Middle
                    : Align.End,
                paint ?? Paint.Ink,
                size,
                bold
            )
        );

    /// <summary>Moves the legend.</summary>
    public Axes Placed(LegendPlace place)
    {
        Legend = place;
        return this;
    }

    internal Axes Add(Mark mark)
    {
        _marks.Add(mark);
        return this;
    }

    internal override IReadOnlyList<LegendEntry> Entries => [.. _marks.Select(mark => mark.Legend).OfType<LegendEntry>(), .. ExtraLegend];

    private ColorScale? Colors => ShowColorBar ? _marks.Select(mark => mark.Colors).FirstOrDefault(scale => scale is not null) : null;

    private (AxisRange X, AxisRange Y) Ranges()
    {
        var (x, y) = (new Extent(), new Extent());
        foreach (var mark in _marks)
        {
            mark.Extend(x, y);
        }

        return (new AxisRange(X, x), new AxisRange(Y, y));
    }
}
