namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>A line through points; gaps where a value is missing.</summary>
internal sealed class LineMark(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Pen pen) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(ys);
    }

    public override void Draw(Scene scene, Frame frame) => scene.Polyline([.. xs.Zip(ys, frame.At)], pen);
}

/// <summary>A line across the whole plot.</summary>
internal sealed class RuleMark(double at, bool vertical, Pen pen) : Mark
{
    public override void Extend(Extent x, Extent y) { }

    public override void Draw(Scene scene, Frame frame)
    {
        if (vertical)
        {
            scene.Line(frame.X(at), frame.Plot.Top, frame.X(at), frame.Plot.Bottom, pen);
        }
        else
        {
            scene.Line(frame.Plot.Left, frame.Y(at), frame.Plot.Right, frame.Y(at), pen);
        }
    }
}

/// <summary>The area between two lines.</summary>
internal sealed class BandMark(IReadOnlyList<double> xs, IReadOnlyList<double> lows, IReadOnlyList<double> highs, Paint paint) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(lows);
        y.Add(highs);
    }

    public override void Draw(Scene scene, Frame frame) =>
        scene.Polygon([.. xs.Zip(lows, frame.At), .. xs.Zip(highs, frame.At).Reverse()], paint);
}

/// <summary>A filled polygon, such as the basin of an attractor.</summary>
internal sealed class AreaMark(IReadOnlyList<double> xs, IReadOnlyList<double> ys, Paint? fill, Pen? pen) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(ys);
    }

    public override void Draw(Scene scene, Frame frame) => scene.Polygon([.. xs.Zip(ys, frame.At)], fill, pen);
}

/// <summary>Steps of a histogram, from an array of edges and one of heights.</summary>
internal sealed class HistogramMark(IReadOnlyList<double> edges, IReadOnlyList<double> heights, Paint? fill, Pen? pen) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(edges);
        y.Add(heights);
        y.Add(0);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        var outline = new List<Pt> { frame.At(edges[0], 0) };
        for (var i = 0; i < heights.Count; i++)
        {
            outline.Add(frame.At(edges[i], heights[i]));
            outline.Add(frame.At(edges[i + 1], heights[i]));
        }

        outline.Add(frame.At(edges[^1], 0));
        scene.Polygon(outline, fill, pen);
    }
}
