using System.Text.RegularExpressions;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Words;

/// <summary>What the words of the laboratory mean. The page <c>docs/reference/glossary.md</c> is the one source: it is carried by this
/// assembly, so that terminal, report, slides and documentation say the same.</summary>
public static partial class Glossary
{
    /// <summary>The words, in alphabetical order.</summary>
    public static IReadOnlyList<Term> Terms { get; } = [.. Read()];

    /// <summary>The term of a word, or null.</summary>
    public static Term? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Terms.FirstOrDefault(term => Same(term.Name, word)) ?? Terms.FirstOrDefault(term => term.Also.Any(also => Same(also, word)));
    }

    /// <summary>The term of a word.</summary>
    /// <exception cref="UserError">No term has this name; the sentence names the nearest.</exception>
    public static Term Get(string word) =>
        Find(word)
        ?? throw new UserError(
            $"The glossary has no \"{word}\". {(Nearest(word) is { } near ? $"Did you mean {near}?" : "See all: plasticity explain")}"
        );

    /// <summary>The address of a heading in a Markdown page.</summary>
    public static string Anchor(string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        return NotInAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');
    }

    private static string? Nearest(string word) => Names.Nearest(word, Terms.SelectMany(term => term.Also.Prepend(term.Name)));

    // Single letters are case-sensitive words (S, D, W); longer ones are not.
    private static bool Same(string a, string b) =>
        a.Length == 1 ? a == b : Names.Same(a.Replace(" ", "", StringComparison.Ordinal), b.Replace(" ", "", StringComparison.Ordinal));

    private static IEnumerable<Term> Read()
    {
        using var reader = new StreamReader(typeof(Glossary).Assembly.GetManifestResourceStream("glossary.md")!);
        foreach (var section in reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n## ").Skip(1))
        {
            var paragraphs = section.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var also = paragraphs.Length > 1 && paragraphs[1].StartsWith("Also: ", StringComparison.Ordinal) ? paragraphs[1][6..] : null;
            yield return new(
                paragraphs[0],
                Anchor(paragraphs[0]),
                also?.Split(", ") ?? [],
                string.Join("\n\n", paragraphs.Skip(also is null ? 1 : 2))
            );
        }
    }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
