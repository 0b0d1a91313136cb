using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reproductions;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Docs;

public partial class DocumentationTests
{
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Root, "*.md")
                .Concat(
                    Directory.Exists(Path.Combine(Root, "docs"))
                        ? Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                        : []
                )
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex(@"\[[^\]]*\]\(\s*<?([^)>\s]+)>?[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+\s+(.+?)\s*#*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(?:\./)?plasticity ([^`\n]+)`|^[ \t]*(?:\$ )?(?:\./)?plasticity (\S.*)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        var text = Fence().Replace(Read(page), "");
        var broken = Link()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(link =>
            {
                var parts = link.Split('#', 2);
                var target =
                    parts[0].Length == 0
                        ? Path.Combine(Root, page)
                        : UserFile.FullPath(Path.Combine(folder, Uri.UnescapeDataString(parts[0])));
                return !(File.Exists(target) || Directory.Exists(target))
                    || (
                        parts.Length == 2
                        && target.EndsWith(".md", StringComparison.Ordinal)
                        && !Anchors(File.ReadAllText(target)).Contains(parts[1])
                    );
            });
        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_line_that_is_shown_is_understood(string page)
    {
        var root = CommandTree.Build();
        var wrong = CommandLine()
            .Matches(Read(page))
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .Select(Bare)
            .Where(line => line.Length > 0 && !line.Contains("...", StringComparison.Ordinal) && !line.Contains('…'))
            .Select(line => (line, root.Parse(CommandLineParser.SplitCommandLine(line).ToArray()).Errors))
            .Where(parsed => parsed.Errors.Count > 0)
            .Select(parsed => $"plasticity {parsed.line}: {string.Join(" ", parsed.Errors.Select(error => error.Message))}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_page_of_reproductions_says_what_the_cases_say() =>
        Assert.True(
            Read("docs/theory/reproductions.md") == ReproductionPage.Markdown(),
            "The cases have changed: write the page anew with `plasticity reproduce list --markdown > docs/theory/reproductions.md`."
        );

    [Fact]
    public void The_page_of_tables_says_what_their_definitions_say() =>
        Assert.True(
            Read("docs/reference/tables.md") == StudyTables.Markdown(),
            "The tables have changed: write the page anew with `plasticity tables --markdown > docs/reference/tables.md`."
        );

    [Fact]
    public void The_page_of_study_keys_says_what_the_code_says() =>
        Assert.True(
            Read("docs/reference/study-file.md") == StudyKeys.Markdown(),
            "The keys have changed: write the page anew with `plasticity study keys --markdown > docs/reference/study-file.md`."
        );

    [Fact]
    public void The_contents_of_the_site_name_every_page()
    {
        var contents = Read("docs/toc.yml");
        Assert.Empty(
            Pages
                .Select(page => page.Data)
                .Where(page => page.StartsWith("docs/", StringComparison.Ordinal))
                .Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal))
                .Where(page => !contents.Contains($"href: {page["docs/".Length..]}", StringComparison.Ordinal))
        );
        Assert.All(
            ["../studies/README.md", "../systems/README.md"],
            page => Assert.Contains($"href: {page}", contents, StringComparison.Ordinal)
        );
    }

    // A study of minutes that no table is kept of yet is named with its reason.
    [Fact]
    public void Every_shipped_study_has_a_picture_in_the_gallery_or_says_why_not()
    {
        var page = Read("studies/README.md");
        var gallery = page[page.IndexOf("## What came out", StringComparison.Ordinal)..];
        Assert.All(
            Directory
                .EnumerateFiles(Path.Combine(TestData.Repository, "studies"), "*.yaml")
                .Select(file => Path.GetFileNameWithoutExtension(file)!),
            study => Assert.Matches($@"(?s)### {study}\n\n(!\[[^\]]+\]\(\.\./docs/images/studies/{study}\.svg\)|No picture: \S)", gallery)
        );
    }

    [Fact]
    public void Every_study_key_says_what_it_means() => Assert.DoesNotContain(StudyKeys.All, key => key.Meaning.Length == 0);

    // What stands behind a comment sign, a pipe, a redirection, a continuation or another command belongs to the shell.
    private static string Bare(string line) => Regex.Split(line, @"\s(?:#|\||>|>>|2>|&&|;)(?:\s|$)|\s\\$|\s&$")[0].Trim();

    private static HashSet<string> Anchors(string markdown) =>
        [
            .. Heading()
                .Matches(Fence().Replace(markdown, ""))
                .Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')),
        ];

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page)).ReplaceLineEndings("\n");

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must lie inside the repository.");
    }
}
