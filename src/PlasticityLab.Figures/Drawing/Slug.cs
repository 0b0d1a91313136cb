using System.Text.RegularExpressions;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A heading as an id: lower-case letters and digits of ASCII, one hyphen for anything between them.</summary>
internal static partial class Slug
{
    public static string Of(string title) => NoWord().Replace(title.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
