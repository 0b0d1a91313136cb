using System.Text.RegularExpressions;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.Words;

namespace PlasticityLab.Reports;

/// <summary>The words of the glossary that a page uses, explained at its end.</summary>
internal static partial class GlossaryOf
{
    /// <summary>Where the words stand in a page that has been rendered without them.</summary>
    public const string Place = "<dl data-words></dl>";

    /// <summary>The address of a term within a page.</summary>
    public static string Address(string term) => $"word-{Glossary.Get(term).Anchor}";

    /// <summary>The page with every term that it says, or leads to, in its place.</summary>
    public static string Filled(string html)
    {
        if (!html.Contains(Place, StringComparison.Ordinal))
        {
            return html;
        }

        var said = NotRead().Replace(html, " ");
        var terms = Glossary.Terms.Where(term =>
            Says(said, term) || html.Contains($"href=\"#{Address(term.Name)}\"", StringComparison.Ordinal)
        );
        var words = string.Concat(
            terms.Select(term => $"<dt id=\"{Address(term.Name)}\">{MarkupText.Of(term.Name)}</dt><dd>{Marked(term.Text)}</dd>")
        );
        return html.Replace(Place, $"<dl class=\"words\">{words}</dl>", StringComparison.Ordinal);
    }

    /// <summary>A glossary's text without its marks, for notes.</summary>
    public static string Plain(string term) => Mark().Replace(Glossary.Get(term).Text, "$1$2");

    private static bool Says(string text, Term term) =>
        term
            .Also.Prepend(term.Name)
            .Where(word => word.Length > 2 && !word.Contains('_', StringComparison.Ordinal))
            .Any(word => Regex.IsMatch(text, $@"\b{Regex.Escape(word)}s?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    private static string Marked(string text) =>
        Mark()
            .Replace(
                MarkupText.Of(text),
                match => match.Groups[1].Success ? $"<i>{match.Groups[1]}</i>" : $"<code>{match.Groups[2]}</code>"
            );

    [GeneratedRegex(@"\*([^*]+)\*|`([^`]+)`")]
    private static partial Regex Mark();

    [GeneratedRegex("<(style|script|desc|title)[ >].*?</\\1>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex NotRead();
}
