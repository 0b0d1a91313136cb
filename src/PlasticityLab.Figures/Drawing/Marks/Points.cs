namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>Data points.</summary>
internal sealed class PointMark(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Marker marker) : Mark
{
    public override bool Clipped => false;

    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(ys);
    }

    public override void Draw(Scene scene, Frame frame) =>
        scene.Markers(
            [
                .. xs.Zip(ys)
                    .Where(p =>
                        frame.XAxis.Place(p.First) is >= -1e-6 and <= 1.000001 && frame.YAxis.Place(p.Second) is >= -1e-6 and <= 1.000001
                    )
                    .Select(p => frame.At(p.First, p.Second)),
            ],
            marker
        );
}

/// <summary>An interval with caps.</summary>
internal sealed class IntervalMark(double at, double low, double high, bool vertical, Pen pen, double cap = 1.6) : Mark
{
    public override bool Clipped => false;

    public override void Extend(Extent x, Extent y)
    {
        (vertical ? x : y).Add(at);
        (vertical ? y : x).Add([low, high]);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high))
        {
            return;
        }

        var (a, b) = vertical ? (frame.At(at, low), frame.At(at, high)) : (frame.At(low, at), frame.At(high, at));
        scene.Line(a.X, a.Y, b.X, b.Y, pen);
        foreach (var end in cap > 0 ? [a, b] : Array.Empty<Pt>())
        {
            scene.Line(
                vertical ? end.X - cap : end.X,
                vertical ? end.Y : end.Y - cap,
                vertical ? end.X + cap : end.X,
                vertical ? end.Y : end.Y + cap,
                pen
            );
        }
    }
}

/// <summary>Every value as a dot beside its neighbours, never on top of them (beeswarm), at one place of a category axis.</summary>
internal sealed class StripMark(double at, IReadOnlyList<double> values, bool vertical, Marker marker, double spread) : Mark
{
    public override bool Clipped => false;

    public override void Extend(Extent x, Extent y)
    {
        (vertical ? x : y).Add(at);
        (vertical ? y : x).Add(values);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        // Dots are placed in the order of their values, each at the free place nearest to the centre line: no random jitter, so equal data
        // give equal pictures.
        var unit = vertical ? Math.Abs(frame.X(1) - frame.X(0)) : Math.Abs(frame.Y(1) - frame.Y(0));
        var room = spread * unit;
        var step = marker.Size * 0.55;
        var placed = new List<(double Along, double Across)>();
        foreach (var value in values.Where(double.IsFinite).Order())
        {
            var along = vertical ? frame.Y(value) : frame.X(value);
            double across = 0;
            for (var k = 0; k < 400; k++)
            {
                across = (k % 2 == 0 ? 1 : -1) * ((k + 1) / 2) * step;
                if (Math.Abs(across) > room)
                {
                    // Full: dots overlap from here on, spread evenly over the room.
                    across = ((placed.Count * 0.618034 % 1) - 0.5) * 2 * room;
                    break;
                }

                if (!placed.Any(dot => Square(dot.Along - along) + Square(dot.Across - across) < Square(marker.Size * 0.92)))
                {
                    break;
                }
            }

            placed.Add((along, across));
        }

        scene.Markers(
            [.. placed.Select(dot => vertical ? new Pt(frame.X(at) + dot.Across, dot.Along) : new Pt(dot.Along, frame.Y(at) + dot.Across))],
            marker
        );
    }

    private static double Square(double x) => x * x;
}

/// <summary>Bars from zero.</summary>
internal sealed class BarMark(IReadOnlyList<double> at, IReadOnlyList<double> values, bool vertical, double thickness, Paint fill, Pen? pen)
    : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        (vertical ? x : y).Add(at);
        (vertical ? y : x).Add(values.Append(0));
    }

    public override void Draw(Scene scene, Frame frame)
    {
        foreach (var (place, value) in at.Zip(values).Where(p => double.IsFinite(p.Second)))
        {
            var (a, b) = (place - (thickness / 2), place + (thickness / 2));
            scene.Rectangle(vertical ? frame.Area(a, b, 0, value) : frame.Area(0, value, a, b), fill, pen);
        }
    }
}
