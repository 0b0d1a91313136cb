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
        var (high, wide) = (Dots(values.Rows, box.Height), Dots(values.Columns, box.Width));
        var pixels = new uint[high * wide];
        for (var i = 0; i < high; i++)
        {
            var rows = Cells(flipY ? high - 1 - i : i, high, values.Rows);
            for (var j = 0; j < wide; j++)
            {
                pixels[(i * wide) + j] = 0xFF000000 | scale.At(Mean(rows, Cells(flipX ? wide - 1 - j : j, wide, values.Columns)));
            }
        }

        scene.Image(box, wide, high, pixels);
        if (signs)
        {
            Signs(scene, frame);
        }
    }

    // Few cells are enlarged beforehand: some PDF and SVG viewers smooth images whatever they are told. More cells than 600 dots an inch
    // can show are averaged.
    private static int Dots(int cells, double points)
    {
        var most = Math.Max(1, (int)(Math.Min(points, 1000) / 72 * 600));
        return cells > most ? most : cells * Math.Max(1, 160 / Math.Max(1, cells));
    }

    private static (int From, int To) Cells(int dot, int dots, int cells)
    {
        var from = (int)((long)dot * cells / dots);
        return (from, Math.Max(from + 1, (int)((long)(dot + 1) * cells / dots)));
    }

    private double Mean((int From, int To) rows, (int From, int To) columns)
    {
        if (rows.To == rows.From + 1 && columns.To == columns.From + 1)
        {
            return values[rows.From, columns.From];
        }

        var (sum, count) = (0.0, 0);
        for (var i = rows.From; i < rows.To; i++)
        {
            for (var j = columns.From; j < columns.To; j++)
            {
                if (double.IsFinite(values[i, j]))
                {
                    (sum, count) = (sum + values[i, j], count + 1);
                }
            }
        }

        return count == 0 ? double.NaN : sum / count;
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
