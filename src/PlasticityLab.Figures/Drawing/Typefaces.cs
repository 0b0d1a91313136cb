using SkiaSharp;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The shipped typeface, Liberation Sans (SIL Open Font License 1.1): metric twin of Arial, so that the layout measured here also
/// holds where a browser takes Arial or Helvetica, and nothing depends on the machine's fonts.</summary>
internal static class Typefaces
{
    private static readonly Lazy<SKTypeface> RegularFace = new(() => Load("Regular"));
    private static readonly Lazy<SKTypeface> BoldFace = new(() => Load("Bold"));
    private static readonly Lazy<SKTypeface> ItalicFace = new(() => Load("Italic"));

    public const string Stack = $"'{WebFonts.Family}', Arial, Helvetica, 'Liberation Sans', sans-serif";

    public static SKTypeface Face(bool bold, bool italic) =>
        bold ? BoldFace.Value
        : italic ? ItalicFace.Value
        : RegularFace.Value;

    public static SKFont Font(double size, SKTypeface face) =>
        new(face, (float)size)
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
            foreach (var (part, face) in Parts(run.Text, bold, run.Italic))
            {
                using var font = Font(size * run.Scale, face);
                width += font.MeasureText(part);
            }
        }

        return width;
    }

    /// <summary>A text in stretches of one typeface each: the shipped one, and one of the machine's for characters that it lacks.</summary>
    public static IReadOnlyList<(string Text, SKTypeface Face)> Parts(string text, bool bold, bool italic)
    {
        var own = Face(bold, italic);
        if (own.ContainsGlyphs(text))
        {
            return [(text, own)];
        }

        var parts = new List<(string Text, SKTypeface Face)>();
        foreach (var rune in text.EnumerateRunes())
        {
            var face = own.ContainsGlyph(rune.Value) ? own : FallbackFaces.For(rune.Value) ?? own;
            if (parts.Count > 0 && ReferenceEquals(parts[^1].Face, face))
            {
                parts[^1] = (parts[^1].Text + rune, face);
            }
            else
            {
                parts.Add((rune.ToString(), face));
            }
        }

        return parts;
    }

    /// <summary>The characters of a text that no typeface has; pictures show boxes in their place.</summary>
    public static string Missing(string text) =>
        string.Concat(
            text.EnumerateRunes()
                .Where(rune => !RegularFace.Value.ContainsGlyph(rune.Value) && FallbackFaces.For(rune.Value) is null)
                .Distinct()
                .Select(rune => rune.ToString())
        );

    private static SKTypeface Load(string style)
    {
        using var data = SKData.CreateCopy(Bytes(style));
        return SKTypeface.FromData(data);
    }

    /// <summary>The font file of a style: Regular, Bold or Italic.</summary>
    public static byte[] Bytes(string style)
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream($"Fonts.LiberationSans-{style}.ttf")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
