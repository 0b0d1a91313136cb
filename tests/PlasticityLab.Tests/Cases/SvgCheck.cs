using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Tests.Cases;

/// <summary>What is wrong with a written figure, looked at as a file: it is strict XML, every reference leads somewhere, nothing is NaN, no text
/// lies over another or beyond the page, and numbers of axes do not repeat.</summary>
internal static partial class SvgCheck
{
    private sealed record Text(string Value, double X, double Y, double Size, string Anchor, double Wide)
    {
        public double Left =>
            Anchor switch
            {
                "middle" => X - (Wide / 2),
                "end" => X - Wide,
                _ => X,
            };

        public double Right => Left + Wide;
    }

    [GeneratedRegex(@"^−?[0-9]+(\.[0-9]+)?(×10−?[0-9]+)?$")]
    private static partial Regex Number();

    /// <summary>The problems of a figure; none when it is sound.</summary>
    public static IEnumerable<string> Problems(string svg)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { CheckCharacters = true });
            document = XDocument.Load(reader);
        }
        catch (XmlException e)
        {
            return [$"is no XML: {e.Message}"];
        }

        return [.. References(document, svg), .. Axes(document)];
    }

    private static IEnumerable<string> References(XDocument document, string svg)
    {
        string[] ids = [.. document.Descendants().Attributes("id").Select(id => id.Value)];
        if (ids.Distinct().Count() < ids.Length || ids.Any(id => id.Any(char.IsWhiteSpace)))
        {
            yield return "has an id twice or one with a space";
        }

        foreach (
            var missing in document
                .Descendants()
                .Attributes("clip-path")
                .Select(clip => clip.Value["url(#".Length..^1])
                .Concat(document.Descendants().Attributes("aria-labelledby").SelectMany(label => label.Value.Split(' ')))
                .Except(ids)
        )
        {
            yield return $"refers to {missing}, which is not there";
        }

        var drawn = Regex.Replace(svg, "base64,[^\"]*", "");
        if (drawn.Contains("NaN", StringComparison.Ordinal) || drawn.Contains('∞', StringComparison.Ordinal))
        {
            yield return "holds a NaN or an infinity";
        }
    }

    private static IEnumerable<string> Axes(XDocument document)
    {
        Text[] texts =
        [
            .. document
                .Descendants()
                .Where(e => e.Name.LocalName == "text" && e.Attribute("transform") is null)
                .Select(Of)
                .Where(t => t.Value.Length > 0),
        ];
        var wide = double.Parse(document.Root!.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        foreach (var text in texts.Where(t => t.Left < -0.6 || t.Right > wide + 0.6))
        {
            yield return FormattableString.Invariant($"writes {text.Value} from {text.Left:0} to {text.Right:0}, beyond the page");
        }

        for (var i = 0; i < texts.Length; i++)
        {
            for (var k = i + 1; k < texts.Length; k++)
            {
                var (a, b) = (texts[i], texts[k]);
                if (Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left) > 0.5 && Math.Abs(a.Y - b.Y) < 0.7 * Math.Min(a.Size, b.Size))
                {
                    yield return FormattableString.Invariant($"writes {a.Value} over {b.Value} at {a.X:0.#}, {a.Y:0.#}");
                }
            }
        }

        foreach (var problem in Repeated([.. texts.Where(t => Number().IsMatch(t.Value) && Math.Abs(t.Size - Panel.TickSize) < 0.05)]))
        {
            yield return problem;
        }
    }

    // Neighbours along one axis: numbers of an axis to the left end at one x, those below stand at one y.
    private static IEnumerable<string> Repeated(Text[] numbers)
    {
        var left = numbers.Where(t => t.Anchor == "end").GroupBy(t => Math.Round(t.X, 1)).Select(axis => axis.OrderBy(t => t.Y).ToArray());
        var below = numbers
            .Where(t => t.Anchor == "middle")
            .GroupBy(t => Math.Round(t.Y, 1))
            .Select(axis => axis.OrderBy(t => t.X).ToArray());
        return left.Concat(below)
            .SelectMany(axis => axis.Zip(axis.Skip(1)))
            .Where(pair =>
                pair.First.Value == pair.Second.Value
                && Math.Abs(pair.First.X - pair.Second.X) + Math.Abs(pair.First.Y - pair.Second.Y) < 40
            )
            .Select(pair =>
                FormattableString.Invariant($"writes {pair.First.Value} twice in a row at {pair.First.X:0.#}, {pair.First.Y:0.#}")
            );
    }

    private static Text Of(XElement text)
    {
        double At(string name) => double.Parse(text.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        var (value, size) = (text.Value.Trim(), At("font-size"));
        return new(
            value,
            At("x"),
            At("y"),
            size,
            text.Attribute("text-anchor")?.Value ?? "start",
            text.Attribute("textLength") is null ? Typefaces.Width(RichText.Literal(value), size) : At("textLength")
        );
    }
}
