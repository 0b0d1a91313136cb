namespace PlasticityLab.Figures.Drawing;

/// <summary>Long names in little room: broken into lines, and shortened in the middle where lines do not suffice. The whole name stands in
/// the figure's data.</summary>
internal static class Labels
{
    /// <summary>The lines of a name, each at most so wide [pt]; a text that fits stays as it is, with its markup.</summary>
    public static IReadOnlyList<string> Fit(string markup, double size, double width, int lines)
    {
        if (Typefaces.Width(markup, size) <= width)
        {
            return [markup];
        }

        var (fitted, rest) = (new List<string>(), RichText.Plain(markup));
        while (rest.Length > 0 && fitted.Count < lines - 1)
        {
            var cut = Break(rest, size, width);
            fitted.Add(RichText.Literal(rest[..cut].TrimEnd()));
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0)
        {
            fitted.Add(RichText.Literal(Shortened(rest, size, width)));
        }

        return fitted;
    }

    /// <summary>A name in one line, shortened in the middle: beginnings and ends both tell names apart.</summary>
    public static string One(string markup, double size, double width) => Fit(markup, size, width, 1)[0];

    private static int Break(string text, double size, double width)
    {
        var most = text.Length;
        while (most > 1 && Typefaces.Width(RichText.Literal(text[..most]), size) > width)
        {
            most--;
        }

        most -= char.IsHighSurrogate(text[most - 1]) && most > 1 ? 1 : 0;
        var word = most < text.Length ? text.LastIndexOfAny([' ', '_', '-', '.', '/', ','], most - 1) + 1 : most;
        return word > most / 3 ? word : most;
    }

    private static string Shortened(string text, double size, double width)
    {
        if (Typefaces.Width(RichText.Literal(text), size) <= width)
        {
            return text;
        }

        for (var kept = text.Length - 1; kept > 1; kept--)
        {
            var (head, tail) = ((kept * 3 / 5) + 1, kept - (kept * 3 / 5) - 1);
            head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
            tail -= tail > 0 && char.IsLowSurrogate(text[^tail]) ? 1 : 0;
            var shortened = text[..head] + "…" + text[(text.Length - tail)..];
            if (Typefaces.Width(RichText.Literal(shortened), size) <= width)
            {
                return shortened;
            }
        }

        return "…";
    }
}
