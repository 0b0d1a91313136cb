namespace PlasticityLab.Figures.Drawing;

/// <summary>Shapes of data points, told apart without colour.</summary>
public enum Glyph
{
    /// <summary>Circle.</summary>
    Circle,

    /// <summary>Square.</summary>
    Square,

    /// <summary>Triangle, point up.</summary>
    Triangle,

    /// <summary>Diamond.</summary>
    Diamond,

    /// <summary>Triangle, point down.</summary>
    TriangleDown,

    /// <summary>Diagonal cross.</summary>
    Cross,

    /// <summary>Upright cross.</summary>
    Plus,
}

/// <summary>A data point's look.</summary>
/// <param name="Glyph">Shape.</param>
/// <param name="Paint">Colour.</param>
/// <param name="Size">Diameter [pt].</param>
/// <param name="Filled">Filled, or an outline over the page's colour.</param>
public readonly record struct Marker(Glyph Glyph, Paint Paint, double Size = 3, bool Filled = true)
{
    internal bool IsStroke => Glyph is Glyph.Cross or Glyph.Plus;

    internal Paint? Fill =>
        IsStroke ? null
        : Filled ? Paint
        : Paint.Paper;

    internal Pen? Pen =>
        IsStroke ? new Pen(Paint, Math.Max(0.6, Size / 5))
        : Filled ? null
        : new Pen(Paint, Math.Max(0.5, Size / 6));

    /// <summary>Corner points around (x, y), for every shape but the circle.</summary>
    internal IReadOnlyList<Pt[]> Strokes(double x, double y)
    {
        var r = Size / 2;
        return Glyph switch
        {
            Glyph.Square =>
            [
                [
                    new(x - (r * 0.89), y - (r * 0.89)),
                    new(x + (r * 0.89), y - (r * 0.89)),
                    new(x + (r * 0.89), y + (r * 0.89)),
                    new(x - (r * 0.89), y + (r * 0.89)),
                ],
            ],
            Glyph.Triangle =>
            [
                [new(x, y - (r * 1.2)), new(x + (r * 1.08), y + (r * 0.72)), new(x - (r * 1.08), y + (r * 0.72))],
            ],
            Glyph.TriangleDown =>
            [
                [new(x, y + (r * 1.2)), new(x + (r * 1.08), y - (r * 0.72)), new(x - (r * 1.08), y - (r * 0.72))],
            ],
            Glyph.Diamond =>
            [
                [new(x, y - (r * 1.25)), new(x + (r * 1.25), y), new(x, y + (r * 1.25)), new(x - (r * 1.25), y)],
            ],
            Glyph.Cross =>
            [
                [new(x - (r * 0.85), y - (r * 0.85)), new(x + (r * 0.85), y + (r * 0.85))],
                [new(x - (r * 0.85), y + (r * 0.85)), new(x + (r * 0.85), y - (r * 0.85))],
            ],
            _ =>
            [
                [new(x - (r * 1.1), y), new(x + (r * 1.1), y)],
                [new(x, y - (r * 1.1)), new(x, y + (r * 1.1))],
            ],
        };
    }
}
