namespace PlasticityLab.Figures.Drawing;

/// <summary>How a line is broken up.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Dashed,

    /// <summary>Dots.</summary>
    Dotted,

    /// <summary>Dash and dot.</summary>
    DashDot,

    /// <summary>Long dashes.</summary>
    LongDash,
}

/// <summary>A line's look.</summary>
/// <param name="Paint">Colour.</param>
/// <param name="Width">Width [pt], 0.25 to 1 in print.</param>
/// <param name="Dash">Pattern.</param>
public readonly record struct Pen(Paint Paint, double Width = 0.75, Dash Dash = Dash.Solid)
{
    /// <summary>Lengths of strokes and gaps [pt], empty for an unbroken line.</summary>
    internal double[] Pattern =>
        Dash switch
        {
            Dash.Dashed => [3.2, 1.8],
            Dash.Dotted => [0.9, 1.5],
            Dash.DashDot => [3.6, 1.4, 0.9, 1.4],
            Dash.LongDash => [6, 2],
            _ => [],
        };
}
