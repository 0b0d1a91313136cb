using System.Globalization;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A colour. A themed paint has a name and two values, one for light and one for dark pages; a plain paint looks the same on
/// both.</summary>
/// <param name="Light">Colour on a light page, 0xRRGGBB.</param>
/// <param name="Dark">Colour on a dark page, 0xRRGGBB.</param>
/// <param name="Name">Name in the page's style sheet, or null for a plain paint.</param>
/// <param name="Opacity">0 is invisible, 1 is solid.</param>
public readonly record struct Paint(uint Light, uint Dark, string? Name = null, double Opacity = 1)
{
    /// <summary>Lines, ticks and text.</summary>
    public static Paint Ink { get; } = new(0x1A1A1A, 0xE8E8E8, "ink");

    /// <summary>Secondary lines and text; still 4.5:1 against the page.</summary>
    public static Paint Muted { get; } = new(0x666666, 0xA6A6A6, "muted");

    /// <summary>Light areas behind the data.</summary>
    public static Paint Faint { get; } = new(0xE3E3E3, 0x3A3D42, "faint");

    /// <summary>The page itself.</summary>
    public static Paint Paper { get; } = new(0xFFFFFF, 0x15171A, "paper");

    /// <summary>A plain colour, the same in both themes.</summary>
    public static Paint Plain(uint rgb) => new(rgb, rgb);

    /// <summary>The same colour, more transparent.</summary>
    public Paint At(double opacity) => this with { Opacity = opacity };

    /// <summary>The colour for one theme as #rrggbb.</summary>
    public string Hex(bool dark) => string.Create(CultureInfo.InvariantCulture, $"#{(dark ? Dark : Light):x6}");

    /// <summary>Contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21.</summary>
    public static double Contrast(uint a, uint b)
    {
        var (high, low) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (high + 0.05) / (low + 0.05);
    }

    private static double Luminance(uint rgb) =>
        (0.2126 * Linear((rgb >> 16) & 255)) + (0.7152 * Linear((rgb >> 8) & 255)) + (0.0722 * Linear(rgb & 255));

    private static double Linear(uint channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
