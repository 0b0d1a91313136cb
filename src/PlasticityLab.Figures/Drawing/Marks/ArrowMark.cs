namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>A flow field as arrows centred on their points. Directions are those on the page (both axes may have different units); up is
/// up. Lengths grow with the square root of speed, so slow regions stay visible.</summary>
internal sealed class ArrowMark(
    IReadOnlyList<double> xs,
    IReadOnlyList<double> ys,
    IReadOnlyList<double> us,
    IReadOnlyList<double> vs,
    double longest,
    Pen pen
) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add(xs);
        y.Add(ys);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        var flow = Enumerable
            .Range(0, xs.Count)
            .Select(i =>
            {
                var (tail, tip) = (frame.At(xs[i], ys[i]), frame.At(xs[i] + us[i], ys[i] + vs[i]));
                return (At: tail, Dx: tip.X - tail.X, Dy: tip.Y - tail.Y);
            })
            .Where(arrow => double.IsFinite(arrow.Dx) && double.IsFinite(arrow.Dy))
            .ToArray();
        var fastest = flow.Select(arrow => Math.Sqrt((arrow.Dx * arrow.Dx) + (arrow.Dy * arrow.Dy))).DefaultIfEmpty(0).Max();
        if (fastest <= 0)
        {
            return;
        }

        var (shafts, heads) = (new List<IReadOnlyList<Pt>>(), new List<IReadOnlyList<Pt>>());
        foreach (var (at, dx, dy) in flow)
        {
            var speed = Math.Sqrt((dx * dx) + (dy * dy));
            if (speed < 1e-12 * fastest)
            {
                continue;
            }

            var (ux, uy) = (dx / speed, dy / speed);
            var length = Math.Max(2.2, longest * Math.Sqrt(speed / fastest));
            var (shaft, head) = Parts(
                new Pt(at.X - (ux * length / 2), at.Y - (uy * length / 2)),
                new Pt(at.X + (ux * length / 2), at.Y + (uy * length / 2)),
                pen
            );
            shafts.Add(shaft);
            heads.Add(head);
        }

        scene.Strokes(shafts, pen);
        scene.Polygons(heads, pen.Paint);
    }

    /// <summary>A shaft and its head.</summary>
    internal static (Pt[] Shaft, Pt[] Head) Parts(Pt tail, Pt tip, Pen pen)
    {
        var (dx, dy) = (tip.X - tail.X, tip.Y - tail.Y);
        var length = Math.Max(1e-9, Math.Sqrt((dx * dx) + (dy * dy)));
        var (ux, uy) = (dx / length, dy / length);
        var head = Math.Min(Math.Max(2.4, 4.2 * pen.Width), 0.55 * length);
        var neck = new Pt(tip.X - (ux * head), tip.Y - (uy * head));
        return (
            [tail, neck],
            [
                tip,
                new(neck.X - (uy * head * 0.42), neck.Y + (ux * head * 0.42)),
                new(neck.X + (uy * head * 0.42), neck.Y - (ux * head * 0.42)),
            ]
        );
    }
}

/// <summary>An arrow between two data points, for example the direction of a trajectory.</summary>
internal sealed class SingleArrowMark(double x0, double y0, double x1, double y1, Pen pen) : Mark
{
    public override void Extend(Extent x, Extent y)
    {
        x.Add([x0, x1]);
        y.Add([y0, y1]);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        var (shaft, head) = ArrowMark.Parts(frame.At(x0, y0), frame.At(x1, y1), pen);
        scene.Strokes([shaft], pen);
        scene.Polygons([head], pen.Paint);
    }
}
