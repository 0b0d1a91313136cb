using System.Text.RegularExpressions;

namespace PlasticityLab.Reports;

/// <summary>Captions are short: what does not fit stands with the figure's description, one click away.</summary>
internal static partial class Caption
{
    /// <summary>Most words of a caption.</summary>
    public const int MostWords = 80;

    /// <summary>The sentences that fit, at least one, and the others.</summary>
    public static (string Caption, string More) Split(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        var (at, words) = (0, 0);
        foreach (Match end in SentenceEnd().Matches(caption + " "))
        {
            var next = Math.Min(end.Index + 1, caption.Length);
            words += Words(caption[at..next]);
            if (at > 0 && words > MostWords)
            {
                break;
            }

            at = next;
        }

        return (caption[..at].Trim(), caption[at..].Trim());
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    // A full stop that ends a sentence is followed by a space and something that begins one.
    [GeneratedRegex(@"\.(?= (?:[A-Z0-9*“(]|$))")]
    private static partial Regex SentenceEnd();
}
