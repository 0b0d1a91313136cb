namespace PlasticityLab.Figures.Drawing;

/// <summary>Data to page: what a mark needs to draw itself.</summary>
internal sealed class Frame(AxisRange x, AxisRange y, Box plot)
{
    public Box Plot => plot;

    public AxisRange XAxis => x;

    public AxisRange YAxis => y;

    public double X(double value) => plot.Left + (x.Place(value) * plot.Width);

    /// <summary>Up is up: larger values lie nearer to the top.</summary>
    public double Y(double value) => plot.Bottom - (y.Place(value) * plot.Height);

    public Pt At(double dx, double dy) => new(X(dx), Y(dy));

    public Box Area(double x0, double x1, double y0, double y1)
    {
        var (a, b, c, d) = (X(x0), X(x1), Y(y0), Y(y1));
        return new Box(Math.Min(a, b), Math.Min(c, d), Math.Abs(b - a), Math.Abs(d - c));
    }
}
