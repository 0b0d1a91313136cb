using System.Text;

namespace PlasticityLab.Figures.Drawing;

/// <summary>The colours of rules and series: Okabe and Ito's set (Wong 2011, Nat. Methods 8:441), each in a light-page and a dark-page
/// shade that keeps 3:1 against the page. Yellow is left out: it cannot be seen on white. Colour never stands alone:
/// <see cref="RuleStyle"/> doubles it by marker and dash.</summary>
public static class Palette
{
    /// <summary>Blue; also excitation and positive weights.</summary>
    public static Paint Blue { get; } = new(0x0072B2, 0x4AA8E0, "c0");

    /// <summary>Vermillion; also inhibition and negative weights.</summary>
    public static Paint Vermillion { get; } = new(0xD55E00, 0xF0803C, "c1");

    /// <summary>Bluish green.</summary>
    public static Paint Green { get; } = new(0x008F68, 0x2CC295, "c2");

    /// <summary>Reddish purple.</summary>
    public static Paint Purple { get; } = new(0xB5578C, 0xD990BC, "c3");

    /// <summary>Orange.</summary>
    public static Paint Orange { get; } = new(0xB07900, 0xE9A820, "c4");

    /// <summary>Sky blue.</summary>
    public static Paint Sky { get; } = new(0x2B8CC4, 0x7CC7F2, "c5");

    /// <summary>Neutral, for controls.</summary>
    public static Paint Grey { get; } = new(0x767676, 0x9A9A9A, "c6");

    /// <summary>All series colours, in the order of use.</summary>
    public static IReadOnlyList<Paint> Series { get; } = [Blue, Vermillion, Green, Purple, Orange, Sky, Grey];

    /// <summary>Every themed paint.</summary>
    internal static IReadOnlyList<Paint> Themed { get; } = [Paint.Ink, Paint.Muted, Paint.Faint, Paint.Paper, .. Series];

    /// <summary>The style sheet that lets inlined figures follow a page's theme: light by default, dark by the reader's system, either by
    /// <c>data-theme</c> on the root element. Standalone figures need none of it: they carry plain light colours.</summary>
    public static string Css()
    {
        var css = new StringBuilder(WebFonts.Css).Append(Colours());
        foreach (var paint in Themed)
        {
            css.Append($".pl-f-{paint.Name}{{fill:var(--pl-{paint.Name})}}.pl-s-{paint.Name}{{stroke:var(--pl-{paint.Name})}}\n");
        }

        return css.ToString();
    }

    /// <summary>The colours alone, as variables of a style sheet: <c>--pl-ink</c>, <c>--pl-c0</c> and so on, for pages that draw
    /// themselves.</summary>
    public static string Colours() =>
        $":root{{{Variables(dark: false)}}}\n@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{Variables(dark: true)}}}}}\n:root[data-theme=dark]{{{Variables(dark: true)}}}\n@media print{{:root:root:root{{{Variables(dark: false)}}}}}\n";

    private static string Variables(bool dark) => string.Concat(Themed.Select(paint => $"--pl-{paint.Name}:{paint.Hex(dark)};"));
}
