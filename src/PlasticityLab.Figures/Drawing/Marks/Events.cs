namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>Spikes: a tick a spike, a row a neuron.</summary>
internal sealed class RasterMark(IReadOnlyList<double> times, IReadOnlyList<double> rows, Paint paint, double height) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(times);
        y.Add(rows.SelectMany(row => new[] { row - 0.5, row + 0.5 }));
        y.Tight = true;
    }

    public override void Draw(Scene scene, Frame frame)
    {
        const double width = 0.45;
        scene.Rectangles(
            times.Zip(
                rows,
                (time, row) =>
                {
                    var box = frame.Area(time, time, row - (height / 2), row + (height / 2));
                    return new Box(box.Left - (width / 2), box.Top, width, box.Height);
                }
            ),
            paint,
            crisp: false
        );
    }
}

/// <summary>Notes of a tune: bars from start to end at their pitch.</summary>
internal sealed class PianoRollMark(IReadOnlyList<(double Start, double End, double Row)> notes, Paint fill, Pen? outline) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        foreach (var (start, end, row) in notes)
        {
            x.Add([start, end]);
            y.Add([row - 0.5, row + 0.5]);
        }

        y.Tight = true;
    }

    public override void Draw(Scene scene, Frame frame)
    {
        foreach (var (start, end, row) in notes)
        {
            scene.Rectangle(frame.Area(start, end, row - 0.38, row + 0.38), fill, outline);
        }
    }
}

/// <summary>Shaded stretches of the x axis, such as the time of a cue.</summary>
internal sealed class SpanMark(double from, double to, bool vertical, Paint paint) : Mark
{
    public override void Extend(Extent x, Extent y) { }

    public override void Draw(Scene scene, Frame frame) =>
        scene.Rectangle(
            vertical
                ? frame.Plot with
                {
                    Left = Math.Min(frame.X(from), frame.X(to)),
                    Width = Math.Abs(frame.X(to) - frame.X(from)),
                }
                : frame.Plot with
                {
                    Top = Math.Min(frame.Y(from), frame.Y(to)),
                    Height = Math.Abs(frame.Y(to) - frame.Y(from)),
                },
            paint
        );
}

/// <summary>A label at a data point, moved by an offset on the page.</summary>
internal sealed class LabelMark(double x, double y, string text, double dx, double dy, Align align, Paint paint, double size, bool bold)
    : Mark
{
    public override bool Clipped => false;

    public override void Extend(Extent xs, Extent ys)
    {
        xs.Add(x);
        ys.Add(y);
    }

    public override void Draw(Scene scene, Frame frame) => scene.Text(frame.X(x) + dx, frame.Y(y) - dy, text, size, align, paint, bold);
}
