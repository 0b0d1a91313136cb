using System.Globalization;
using System.Text;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A display list as SVG. Colours are plain attributes, so every program reads the file; themed colours also carry a class, so
/// that a page's style sheet (<see cref="Palette.Css"/>) can turn an inlined figure dark. Text stays text.</summary>
internal sealed class SvgWriter
{
    private const double Enlarged = 2.3;
    private readonly StringBuilder _svg = new();
    private readonly string _id;
    private int _clips;

    private readonly bool _inline;

    private SvgWriter(string id, bool inline) => (_id, _inline) = (id, inline);

    /// <param name="inline">For a page: no XML declaration and no paper behind the figure.</param>
    public static string Write(Scene scene, string id, string title, string description, bool inline)
    {
        var writer = new SvgWriter(id, inline);
        var svg = writer._svg;
        if (!inline)
        {
            svg.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }

        // Without fixed width in a page: the figure shrinks with a narrow window, and never grows beyond its size in print times this.
        var size = inline
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"style=\"--w:{scene.Width:0};width:100%;max-width:{scene.Width * Enlarged:0}px;height:auto\""
            )
            : $"width=\"{N(scene.Width)}pt\" height=\"{N(scene.Height)}pt\"";
        svg.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(scene.Width)} {N(scene.Height)}\" {size} role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"{Typefaces.Stack}\">\n"
        );
        svg.Append($"<title id=\"{id}-t\">{MarkupText.Of(title)}</title>\n<desc id=\"{id}-d\">{MarkupText.Of(description)}</desc>\n");
        if (!inline)
        {
            svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        }

        writer.Shapes(scene.Shapes);
        return svg.Append("</svg>\n").ToString();
    }

    private void Shapes(IReadOnlyList<Shape> shapes)
    {
        foreach (var shape in shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    Path(path);
                    break;
                case CircleShape circle:
                    Circle(circle);
                    break;
                case TextShape text:
                    Text(text);
                    break;
                case ImageShape image:
                    Image(image);
                    break;
                case ClipShape clip:
                    Clip(clip);
                    break;
            }
        }
    }

    private void Path(PathShape path)
    {
        _svg.Append("<path d=\"");
        foreach (var stroke in path.Strokes)
        {
            for (var i = 0; i < stroke.Count; i++)
            {
                _svg.Append(
                        i == 0 ? 'M'
                        : i == 1 ? 'L'
                        : ' '
                    )
                    .Append(N(stroke[i].X))
                    .Append(' ')
                    .Append(N(stroke[i].Y));
            }

            _svg.Append(path.Closed ? "Z" : "");
        }

        _svg.Append('"').Append(Look(path.Fill, path.Pen)).Append(path.Crisp ? " shape-rendering=\"crispEdges\"" : "").Append("/>\n");
    }

    private void Circle(CircleShape circle)
    {
        var r = N(circle.Radius);
        if (circle.Centres.Count == 1)
        {
            _svg.Append(
                $"<circle cx=\"{N(circle.Centres[0].X)}\" cy=\"{N(circle.Centres[0].Y)}\" r=\"{r}\"{Look(circle.Fill, circle.Pen)}/>\n"
            );
            return;
        }

        _svg.Append("<path d=\"");
        var d = N(2 * circle.Radius);
        foreach (var centre in circle.Centres)
        {
            _svg.Append($"M{N(centre.X - circle.Radius)} {N(centre.Y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0");
        }

        _svg.Append('"').Append(Look(circle.Fill, circle.Pen)).Append("/>\n");
    }

    private void Text(TextShape text)
    {
        var anchor = text.Align switch
        {
            Align.Middle => " text-anchor=\"middle\"",
            Align.End => " text-anchor=\"end\"",
            _ => "",
        };
        var turn = text.Angle == 0 ? "" : $" transform=\"rotate({N(-text.Angle)} {N(text.X)} {N(text.Y)})\"";
        _svg.Append(
            $"<text x=\"{N(text.X)}\" y=\"{N(text.Y)}\" font-size=\"{N(text.Size)}\"{anchor}{turn}{(text.Bold ? " font-weight=\"bold\"" : "")}{Measured(text)}{Look(text.Paint, null)} xml:space=\"preserve\">"
        );
        double shifted = 0;
        foreach (var run in RichText.Parse(text.Markup))
        {
            var shift = (run.Shift * text.Size) - shifted;
            shifted += shift;
            if (run is { Italic: false, Level: RichText.Level.Base } && shift == 0)
            {
                _svg.Append(MarkupText.Of(run.Text));
                continue;
            }

            _svg.Append("<tspan")
                .Append(shift == 0 ? "" : $" dy=\"{N(shift)}\"")
                .Append(run.Level == RichText.Level.Base ? "" : $" font-size=\"{N(text.Size * run.Scale)}\"")
                .Append(run.Italic ? " font-style=\"italic\"" : "")
                .Append('>')
                .Append(MarkupText.Of(run.Text))
                .Append("</tspan>");
        }

        _svg.Append("</text>\n");
    }

    // The layout was measured in the shipped typeface, which travels with a page. A file goes without: where a program has neither it nor
    // its metric twins, its own would run out of the figure, so each text is held to its measured length.
    private string Measured(TextShape text) =>
        _inline || RichText.Plain(text.Markup).Length < 2
            ? ""
            : $" textLength=\"{N(Typefaces.Width(text.Markup, text.Size, text.Bold))}\" lengthAdjust=\"spacingAndGlyphs\"";

    private void Image(ImageShape image) =>
        _svg.Append(
            $"<image x=\"{N(image.Box.Left)}\" y=\"{N(image.Box.Top)}\" width=\"{N(image.Box.Width)}\" height=\"{N(image.Box.Height)}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(SkiaWriter.Png(image))}\"/>\n"
        );

    private void Clip(ClipShape clip)
    {
        var name = $"{_id}-c{_clips++}";
        _svg.Append(
            $"<clipPath id=\"{name}\"><rect x=\"{N(clip.Box.Left)}\" y=\"{N(clip.Box.Top)}\" width=\"{N(clip.Box.Width)}\" height=\"{N(clip.Box.Height)}\"/></clipPath>\n<g clip-path=\"url(#{name})\">\n"
        );
        Shapes(clip.Inside);
        _svg.Append("</g>\n");
    }

    private static string Look(Paint? fill, Pen? pen)
    {
        var look = new StringBuilder();
        var classes = string.Join(
            ' ',
            new[] { fill?.Name is { } f ? $"pl-f-{f}" : "", pen?.Paint.Name is { } s ? $"pl-s-{s}" : "" }.Where(x => x.Length > 0)
        );
        if (classes.Length > 0)
        {
            look.Append($" class=\"{classes}\"");
        }

        look.Append(fill is { } paint ? $" fill=\"{paint.Hex(false)}\"{Opacity("fill", paint)}" : " fill=\"none\"");
        if (pen is { } p)
        {
            look.Append(
                $" stroke=\"{p.Paint.Hex(false)}\" stroke-width=\"{N(p.Width)}\" stroke-linejoin=\"round\"{Opacity("stroke", p.Paint)}"
            );
            if (p.Pattern.Length > 0)
            {
                look.Append($" stroke-dasharray=\"{string.Join(' ', p.Pattern.Select(N))}\"");
            }
        }

        return look.ToString();
    }

    private static string Opacity(string of, Paint paint) => paint.Opacity >= 1 ? "" : $" {of}-opacity=\"{N(paint.Opacity)}\"";

    private static string N(double value) => Math.Round(value, 2).Text("0.##");
}
