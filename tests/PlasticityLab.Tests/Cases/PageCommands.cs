using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Cases;

/// <summary>The pages that people read, and the commands that they show.</summary>
internal static partial class PageCommands
{
    /// <summary>Every page but the decisions, by its path in the repository.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "systems/README.md", "studies/README.md" }.Concat(
            new[] { "docs", "packaging" }
                .SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(TestData.Repository, folder), "*.md", SearchOption.AllDirectories)
                )
                .Select(file => Path.GetRelativePath(TestData.Repository, file).Replace('\\', '/'))
                .Where(page => !page.StartsWith("docs/decisions", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        ),
    ];

    [GeneratedRegex(@"`(?:\./)?plasticity ([^`\n]+)`|^[ \t]*(?:\./)?plasticity (\S.*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(
        @"^(rules |explain|help|version|completion |study (check|keys|plan) |spikes list|reproduce list|tune learn [a-z-]+( --rule \w+)?$|analyse dynamics systems/\S+ --equilibria( --nullclines)?$)"
    )]
    private static partial Regex Fast();

    [GeneratedRegex(
        @"^((figure|slides|notebook|export|study report|study finish) DIR\b(?! --to lines)|doctor$|reproduce S|tune learn [a-z-]+ --|spikes S|spikes sequence|lab --(export|single-file)|tables --|analyse dynamics systems/)"
    )]
    private static partial Regex Slow();

    [GeneratedRegex(@"(?<![\w.])[A-Z][A-Z_]{2,}(?![\w.])|(?<![\w.])ID(?![\w.])|\.\.\.|…")]
    private static partial Regex Placeholder();

    /// <summary>The words after <c>plasticity</c> of every command of a page that takes a second or two.</summary>
    public static IEnumerable<string> FastOf(string text) => Of(text).Where(line => Fast().IsMatch(line) && !Stands(line));

    /// <summary>Those that take longer and need no more than a study's folder, which is written <c>DIR</c>. The exporter <c>lines</c> is the
    /// reader's own.</summary>
    public static IEnumerable<string> SlowOf(string text) =>
        Of(text)
            .Where(line => Slow().IsMatch(line) && !Fast().IsMatch(line) && !Stands(line.Replace(" DIR", " ", StringComparison.Ordinal)));

    private static IEnumerable<string> Of(string text) =>
        Command()
            .Matches(text)
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .Select(line => Regex.Split(line, @"\s(?:#|\||>|>>|2>|&&|;)(?:\s|$)|\)$")[0].Trim())
            .Distinct();

    // Words in capitals stand for what a reader puts there, and so do dots, in quotes too.
    private static bool Stands(string line) =>
        line.Contains("...", StringComparison.Ordinal) || Placeholder().IsMatch(Regex.Replace(line, "\".*?\"", ""));
}
