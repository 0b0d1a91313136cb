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

/// <summary>Stretches without a gap.</summary>
internal static class Runs
{
    /// <summary>First index and the index after the last of every stretch of known values.</summary>
    public static IEnumerable<(int From, int To)> Of(int count, Func<int, bool> known)
    {
        for (var from = 0; from < count; from++)
        {
            var to = from;
            while (to < count && known(to))
            {
                to++;
            }

            if (to > from)
            {
                yield return (from, to);
                from = to;
            }
        }
    }
}

/// <summary>The area between two lines; a missing value leaves a gap.</summary>
internal sealed class BandMark(IReadOnlyList<double> xs, IReadOnlyList<double> lows, IReadOnlyList<double> highs, Paint paint) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(lows);
        y.Add(highs);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        foreach (var (from, to) in Runs.Of(xs.Count, i => double.IsFinite(xs[i] + lows[i] + highs[i])))
        {
            var at = Enumerable.Range(from, to - from).ToArray();
            if (at.Length == 1)
            {
                scene.Line(frame.X(xs[from]), frame.Y(lows[from]), frame.X(xs[from]), frame.Y(highs[from]), new Pen(paint, 0.9));
                continue;
            }

            scene.Polygon([.. at.Select(i => frame.At(xs[i], lows[i])), .. at.Reverse().Select(i => frame.At(xs[i], highs[i]))], paint);
        }
    }
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
        foreach (var (from, to) in Runs.Of(heights.Count, i => double.IsFinite(heights[i] + edges[i] + edges[i + 1])))
        {
            var outline = new List<Pt> { frame.At(edges[from], 0) };
            for (var i = from; i < to; i++)
            {
                outline.Add(frame.At(edges[i], heights[i]));
                outline.Add(frame.At(edges[i + 1], heights[i]));
            }

            outline.Add(frame.At(edges[to], 0));
            scene.Polygon(outline, fill, pen);
        }
    }
}
