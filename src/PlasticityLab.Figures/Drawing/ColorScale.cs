namespace PlasticityLab.Figures.Drawing;

/// <summary>A colour map with its range.</summary>
/// <param name="Map">Colours.</param>
/// <param name="Low">Value of the first colour.</param>
/// <param name="High">Value of the last colour.</param>
/// <param name="Label">What the colour bar is labelled with, unit in parentheses.</param>
public sealed record ColorScale(ColorMap Map, double Low, double High, string Label)
{
    /// <summary>A signed scale: zero is always the middle.</summary>
    public static ColorScale Signed(double largest, string label) => new(ColorMap.Diverging, -Safe(largest), Safe(largest), label);

    /// <summary>A scale for magnitudes.</summary>
    public static ColorScale Magnitude(double low, double high, string label) =>
        new(ColorMap.Sequential, low, high > low ? high : low + 1, label);

    /// <summary>The colour of a value.</summary>
    public uint At(double value) => Map.At((value - Low) / (High - Low));

    private static double Safe(double largest) => double.IsFinite(largest) && largest > 0 ? largest : 1;
}
