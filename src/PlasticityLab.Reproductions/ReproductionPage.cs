using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PlasticityLab.Reproductions;

/// <summary>The documentation page of all reproductions, written from the cases themselves: their cards, and the summary and remarks that
/// stand at their code.</summary>
public static partial class ReproductionPage
{
    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>The page as Markdown.</summary>
    /// <exception cref="FileNotFoundException">The documentation file that the compiler writes beside this library is missing.</exception>
    public static string Markdown()
    {
        var page = new StringBuilder(
            """
            # Reproductions

            Published or exactly known results, recomputed with this laboratory. `plasticity reproduce S7` computes one case and prints, for each number, the published value, the
            value obtained, the accepted difference and the verdict; `plasticity reproduce --all` computes every case. The slow tests run them all.

            Each case has a picture: a circle is a value obtained here, less the published one, in units of the accepted difference (shaded). A value at 0 is the published one.

            This page is written by `plasticity reproduce list --markdown` from the cases' own code, and a test holds it to that.

            | case | result | source | time |
            | --- | --- | --- | --- |

            """
        );
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(ReproductionPage).Assembly.Location, ".xml"));
        var comments = documentation.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);
        foreach (var card in Catalog.Of<IReproduction>().All.Select(item => item.Card))
        {
            page.Append(
                $"| [{card.Id}](#{card.Id.ToLowerInvariant()}) | {Cell(card.Title)} | {Cell(card.Source)} | {Time(card.Seconds)} |\n"
            );
        }

        foreach (var item in Catalog.Of<IReproduction>().All)
        {
            var comment = comments.GetValueOrDefault($"T:{item.GetType().FullName}");
            page.Append($"\n## {item.Card.Id}\n\n**{item.Card.Title}.**");
            foreach (var part in new[] { "summary", "remarks" })
            {
                if (Text(comment?.Element(part)) is { Length: > 0 } text)
                {
                    page.Append(part == "summary" ? $" {text}\n" : $"\n{text}\n");
                }
            }

            page.Append(
                $"\n![{item.Card.Id}: obtained against published values, in units of the accepted difference](../images/reproductions/{item.Card.Id}.svg)\n"
            );
            page.Append($"\nSource: {item.Card.Source}.\n");
        }

        return page.ToString();
    }

    private static string Time(double seconds) =>
        seconds < 1 ? "< 1 s"
        : seconds < 90 ? $"{seconds:0} s"
        : $"{seconds / 60:0} min";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    // Asterisks and angle brackets would be taken as markup; references to code become code.
    private static string Text(XElement? element) =>
        element is null
            ? ""
            : Blanks()
                .Replace(
                    string.Concat(
                        element
                            .Nodes()
                            .Select(node =>
                                node switch
                                {
                                    XText text => text
                                        .Value.Replace("<", "&lt;", StringComparison.Ordinal)
                                        .Replace("*", "\\*", StringComparison.Ordinal)
                                        .Replace("|", "\\|", StringComparison.Ordinal),
                                    XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                                    XElement child when (string?)child.Attribute("cref") is { } reference =>
                                        $"`{reference.Split('.')[^1]}`",
                                    XElement child => child.Value,
                                    _ => "",
                                }
                            )
                    ),
                    " "
                )
                .Trim();
}
