using SkiaSharp;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The shipped typeface, Liberation Sans (SIL Open Font License 1.1): metric twin of Arial, so that the layout measured here also
/// holds where a browser takes Arial or Helvetica, and nothing depends on the machine's fonts.</summary>
internal static class Typefaces
{
    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("Regular"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("Bold"));
    private static readonly Lazy<SKTypeface> ItalicFace = new(() => Load("Italic"));

    public const string Stack = "Arial, Helvetica, 'Liberation Sans', sans-serif";

    public static SKTypeface Face(bool bold, bool italic) =>
        bold ? BoldFace.Value
        : italic ? ItalicFace.Value
        : RegularFace.Value;

    public static SKFont Font(double size, bool bold, bool italic) =>
        new(Face(bold, italic), (float)size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
        };

    /// <summary>Width of a text with markup [pt].</summary>
    public static double Width(string markup, double size, bool bold = false)
    {
        double width = 0;
        foreach (var run in RichText.Parse(markup))
        {
            using var font = Font(size * run.Scale, bold, run.Italic);
            width += font.MeasureText(run.Text);
        }

        return width;
    }

    private static SKTypeface Load(string style)
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream($"Fonts.LiberationSans-{style}.ttf")!;
        return SKTypeface.FromStream(stream);
    }
}
