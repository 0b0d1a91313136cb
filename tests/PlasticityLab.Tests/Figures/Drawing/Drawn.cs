using System.Xml;
using System.Xml.Linq;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Tests.Figures.Drawing;

/// <summary>What a figure drew, for tests to look at.</summary>
internal static class Drawn
{
    /// <summary>A line over the given values on an even axis, or by decades.</summary>
    public static Figure Line(IReadOnlyList<double> ys, bool log = false)
    {
        var axes = new Axes { X = Axis.Linear("x"), Y = log ? Axis.Log("y") : Axis.Linear("y") };
        axes.Line([.. Enumerable.Range(0, ys.Count).Select(i => (double)i)], ys, new Pen(Palette.Blue), "line");
        return new Figure("line", 89, 60) { Title = "line", Alt = "line" }.Add(axes);
    }

    /// <summary>All shapes, those within clips too.</summary>
    public static IEnumerable<Shape> Shapes(Figure figure) => Flat(figure.Render().Shapes);

    /// <summary>Texts at the y axis's ticks, from the figure's SVG order.</summary>
    public static string[] YTexts(Figure figure) =>
        [.. Shapes(figure).OfType<TextShape>().Where(t => t is { Align: Align.End, Angle: 0 }).Select(t => RichText.Plain(t.Markup))];

    /// <summary>Texts at the x axis's ticks with their places.</summary>
    public static TextShape[] XTexts(Figure figure) =>
        [.. Shapes(figure).OfType<TextShape>().Where(t => t is { Align: Align.Middle, Angle: 0, Size: Panel.TickSize })];

    /// <summary>The drawn course: strokes of the series' colour.</summary>
    public static Pt[] Course(Figure figure) =>
        [
            .. Shapes(figure)
                .OfType<PathShape>()
                .Where(p => p.Pen is { } pen && pen.Paint == Palette.Blue)
                .SelectMany(p => p.Strokes)
                .SelectMany(stroke => stroke),
        ];

    /// <summary>Texts that lie outside the page, with their places.</summary>
    public static string[] Outside(Figure figure)
    {
        var scene = figure.Render();
        return
        [
            .. Flat(scene.Shapes)
                .OfType<TextShape>()
                .Where(t => t.Angle == 0)
                .Select(t => (t, wide: Typefaces.Width(t.Markup, t.Size, t.Bold)))
                .Select(x =>
                    (
                        x.t,
                        left: x.t.X
                            - (
                                x.t.Align switch
                                {
                                    Align.Start => 0,
                                    Align.Middle => x.wide / 2,
                                    _ => x.wide,
                                }
                            ),
                        x.wide
                    )
                )
                .Where(x => x.left < -0.6 || x.left + x.wide > scene.Width + 0.6 || x.t.Y < 0 || x.t.Y > scene.Height + 0.5)
                .Select(x => FormattableString.Invariant($"{x.t.Markup} at {x.left:0.0} .. {x.left + x.wide:0.0}, {x.t.Y:0.0}")),
        ];
    }

    /// <summary>Reads an SVG as strict XML: every reference leads to an id, ids hold no space, nothing is NaN.</summary>
    public static XDocument Sound(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { CheckCharacters = true });
        var document = XDocument.Load(reader);
        var ids = document.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.DoesNotContain(ids, id => id.Any(char.IsWhiteSpace));
        foreach (var clip in document.Descendants().Attributes("clip-path").Select(a => a.Value))
        {
            Assert.Contains(clip["url(#".Length..^1], ids);
        }

        foreach (var word in document.Descendants().Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' ')))
        {
            Assert.Contains(word, ids);
        }

        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        return document;
    }

    private static IEnumerable<Shape> Flat(IEnumerable<Shape> shapes) =>
        shapes.SelectMany(shape => shape is ClipShape clip ? Flat(clip.Inside) : [shape]);
}
