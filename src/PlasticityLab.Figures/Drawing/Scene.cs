namespace PlasticityLab.Figures.Drawing;

/// <summary>A point on the page [pt], y downwards.</summary>
internal readonly record struct Pt(double X, double Y);

/// <summary>A rectangle on the page [pt].</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public Box Grow(double by) => new(Left - by, Top - by, Width + (2 * by), Height + (2 * by));
}

/// <summary>Where a text's anchor point lies.</summary>
internal enum Align
{
    Start,
    Middle,
    End,
}

internal abstract record Shape;

/// <summary>Lines and areas; several strokes of one look are one shape.</summary>
internal sealed record PathShape(IReadOnlyList<IReadOnlyList<Pt>> Strokes, bool Closed, Pen? Pen, Paint? Fill, bool Crisp = false) : Shape;

internal sealed record CircleShape(IReadOnlyList<Pt> Centres, double Radius, Pen? Pen, Paint? Fill) : Shape;

/// <summary>Text whose anchor is (X, Y) on the baseline; Angle turns it counter-clockwise [degrees].</summary>
internal sealed record TextShape(double X, double Y, string Markup, double Size, Align Align, Paint Paint, bool Bold, double Angle) : Shape;

/// <summary>Coloured cells, row after row from the top, 0xAARRGGBB, never smoothed.</summary>
internal sealed record ImageShape(Box Box, int Columns, int Rows, uint[] Pixels) : Shape;

internal sealed record ClipShape(Box Box, IReadOnlyList<Shape> Inside) : Shape;

/// <summary>A display list: what a figure draws, in order, in points, y downwards. SVG, PNG and PDF are made from this one list, so they
/// cannot differ.</summary>
internal sealed class Scene(double width, double height)
{
    private readonly Stack<List<Shape>> _open = new([
        [],
    ]);
    private readonly Stack<Box> _clips = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    public IReadOnlyList<Shape> Shapes => _open.Peek();

    /// <summary>Size of the smallest letters, those of indices too [pt]; infinite without text.</summary>
    public double SmallestText() => Smallest(Shapes);

    private static double Smallest(IReadOnlyList<Shape> shapes) =>
        shapes
            .Select(shape =>
                shape switch
                {
                    TextShape text => text.Size * RichText.Parse(text.Markup).Select(run => run.Scale).DefaultIfEmpty(1).Min(),
                    ClipShape clip => Smallest(clip.Inside),
                    _ => double.PositiveInfinity,
                }
            )
            .DefaultIfEmpty(double.PositiveInfinity)
            .Min();

    public void Line(double x1, double y1, double x2, double y2, Pen pen)
    {
        if (!double.IsFinite(x1 + y1 + x2 + y2))
        {
            return;
        }

        Add(
            new PathShape(
                [
                    [new(x1, y1), new(x2, y2)],
                ],
                false,
                pen,
                null
            )
        );
    }

    public void Polyline(IReadOnlyList<Pt> points, Pen pen)
    {
        // A gap (not a number) ends one stroke and starts the next.
        var strokes = new List<IReadOnlyList<Pt>>();
        var (current, alone) = (new List<Pt>(), new List<Pt>());
        foreach (var point in points.Append(new Pt(double.NaN, 0)))
        {
            if (double.IsFinite(point.X) && double.IsFinite(point.Y))
            {
                current.Add(point);
                continue;
            }

            if (current.Count > 1)
            {
                strokes.Add(Thin(current));
            }
            else if (current.Count == 1)
            {
                alone.Add(current[0]);
            }

            current = [];
        }

        if (strokes.Count > 0)
        {
            Add(new PathShape(strokes, false, pen, null));
        }

        if (alone.Count > 0)
        {
            // What stands alone between two gaps is a dot, a little wider than the line.
            Add(new CircleShape(alone, Math.Max(0.8, 0.75 * pen.Width), null, pen.Paint));
        }
    }

    /// <summary>An area; a corner that is missing divides it.</summary>
    public void Polygon(IReadOnlyList<Pt> points, Paint? fill, Pen? pen = null)
    {
        IReadOnlyList<Pt> known = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (known.Count > 1)
        {
            Add(new PathShape([known], true, pen, fill));
        }
    }

    public void Strokes(IReadOnlyList<IReadOnlyList<Pt>> strokes, Pen pen)
    {
        if (strokes.Count > 0)
        {
            Add(new PathShape(strokes, false, pen, null));
        }
    }

    public void Polygons(IReadOnlyList<IReadOnlyList<Pt>> polygons, Paint fill)
    {
        if (polygons.Count > 0)
        {
            Add(new PathShape(polygons, true, null, fill));
        }
    }

    public void Rectangle(Box box, Paint? fill, Pen? pen = null, bool crisp = false)
    {
        if (IsFinite(box))
        {
            Add(new PathShape([Corners(box)], true, pen, fill, crisp));
        }
    }

    public void Rectangles(IEnumerable<Box> boxes, Paint fill, bool crisp = true)
    {
        IReadOnlyList<IReadOnlyList<Pt>> strokes = [.. boxes.Where(IsFinite).Select(Corners)];
        if (strokes.Count > 0)
        {
            Add(new PathShape(strokes, true, null, fill, crisp));
        }
    }

    public void Circle(double x, double y, double radius, Paint? fill, Pen? pen = null)
    {
        if (double.IsFinite(x + y + radius))
        {
            Add(new CircleShape([new(x, y)], radius, pen, fill));
        }
    }

    public void Markers(IReadOnlyList<Pt> points, Marker marker)
    {
        points = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (points.Count == 0)
        {
            return;
        }

        Add(
            marker.Glyph == Glyph.Circle
                ? new CircleShape(points, marker.Size / 2, marker.Pen, marker.Fill)
                : new PathShape(
                    [.. points.SelectMany(point => marker.Strokes(point.X, point.Y))],
                    !marker.IsStroke,
                    marker.Pen,
                    marker.Fill
                )
        );
    }

    public void Text(
        double x,
        double y,
        string markup,
        double size,
        Align align = Align.Start,
        Paint? paint = null,
        bool bold = false,
        double angle = 0
    )
    {
        if (markup.Length > 0 && double.IsFinite(x + y))
        {
            Add(new TextShape(x, y, markup, size, align, paint ?? Paint.Ink, bold, angle));
        }
    }

    public void Image(Box box, int columns, int rows, uint[] pixels) => Add(new ImageShape(box, columns, rows, pixels));

    /// <summary>Draws within a rectangle only.</summary>
    public void Clipped(Box box, Action draw)
    {
        _open.Push([]);
        _clips.Push(box);
        draw();
        var inside = _open.Pop();
        Add(new ClipShape(_clips.Pop(), inside));
    }

    private static bool IsFinite(Box box) => double.IsFinite(box.Left + box.Top + box.Width + box.Height);

    private void Add(Shape shape) => _open.Peek().Add(shape);

    private static Pt[] Corners(Box box) =>
        [new(box.Left, box.Top), new(box.Right, box.Top), new(box.Right, box.Bottom), new(box.Left, box.Bottom)];

    /// <summary>Drops points that lie within 0.04 pt of the line through their neighbours: invisible in print, and a 900-point course
    /// becomes a tenth of its size.</summary>
    private static List<Pt> Thin(List<Pt> points)
    {
        const double tolerance = 0.04;
        var kept = new List<Pt> { points[0] };
        var anchor = 0;
        for (var end = 2; end < points.Count; end++)
        {
            var (a, b) = (points[anchor], points[end]);
            var length = Math.Max(1e-9, Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y))));
            for (var i = anchor + 1; i < end; i++)
            {
                var p = points[i];
                var off = Math.Abs(((b.X - a.X) * (a.Y - p.Y)) - ((a.X - p.X) * (b.Y - a.Y))) / length;
                var along = (((p.X - a.X) * (b.X - a.X)) + ((p.Y - a.Y) * (b.Y - a.Y))) / length;
                if (off > tolerance || along < -tolerance || along > length + tolerance || end - anchor > 200)
                {
                    kept.Add(points[end - 1]);
                    anchor = end - 1;
                    break;
                }
            }
        }

        kept.Add(points[^1]);
        return kept;
    }
}
