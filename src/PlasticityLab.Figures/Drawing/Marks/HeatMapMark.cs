using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing.Marks;

/// <summary>A matrix as coloured cells between given edges; row 0 lies at the low end of the y axis, so an inverted axis shows matrices as
/// they are written.</summary>
internal sealed class HeatMapMark(Matrix values, double x0, double x1, double y0, double y1, ColorScale scale, bool signs) : Mark
{
    public override ColorScale? Colors => scale;

    public override void Extend(Extent x, Extent y)
    {
        x.Add([x0, x1]);
        y.Add([y0, y1]);
        (x.Tight, y.Tight) = (true, true);
    }

    public override void Draw(Scene scene, Frame frame)
    {
        var box = frame.Area(x0, x1, y0, y1);
        var flipX = frame.X(x1) < frame.X(x0);
        var flipY = frame.Y(y1) < frame.Y(y0);
        var (rows, columns) = (values.Rows, values.Columns);
        // Small matrices are enlarged beforehand: some PDF and SVG viewers smooth images whatever they are told.
        var zoom = Math.Max(1, 160 / Math.Max(1, Math.Min(rows, columns)));
        var pixels = new uint[rows * columns * zoom * zoom];
        for (var i = 0; i < rows * zoom; i++)
        {
            var row = flipY ? rows - 1 - (i / zoom) : i / zoom;
            for (var j = 0; j < columns * zoom; j++)
            {
                pixels[(i * columns * zoom) + j] = 0xFF000000 | scale.At(values[row, flipX ? columns - 1 - (j / zoom) : j / zoom]);
            }
        }

        scene.Image(box, columns * zoom, rows * zoom, pixels);
        if (signs)
        {
            Signs(scene, frame);
        }
    }

    /// <summary>A small bar in clearly negative cells: the sign is readable without colour.</summary>
    private void Signs(Scene scene, Frame frame)
    {
        var (width, height) = ((x1 - x0) / values.Columns, (y1 - y0) / values.Rows);
        var half = Math.Min(Math.Abs(frame.X(width) - frame.X(0)), Math.Abs(frame.Y(height) - frame.Y(0))) * 0.22;
        for (var i = 0; i < values.Rows; i++)
        {
            for (var j = 0; j < values.Columns; j++)
            {
                if (values[i, j] < 0.2 * scale.Low)
                {
                    var centre = frame.At(x0 + ((j + 0.5) * width), y0 + ((i + 0.5) * height));
                    var pen = new Pen(Paint.Plain(values[i, j] < 0.6 * scale.Low ? 0xFFFFFFu : 0x1A1A1Au), 0.6);
                    scene.Line(centre.X - half, centre.Y, centre.X + half, centre.Y, pen);
                }
            }
        }
    }
}
