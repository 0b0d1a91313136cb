using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Cli.Docs;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Docs;

/// <summary>What a page shows is run: commands that take a second or two as they stand, study files by <c>study check</c>, C# by the
/// compiler, JSON by its reader. Longer commands are run by the slow tests where a study's folder is all they need; the others, of minutes or
/// with files of the reader's own, are held by <see cref="DocumentationTests"/>: they are understood.</summary>
[Collection(nameof(Alone))]
public sealed partial class DocumentationRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-docs-").FullName;

    public DocumentationRunTests()
    {
        foreach (var folder in new[] { "systems", "studies", "docs" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, folder), Path.Combine(TestData.Repository, folder));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Pages => [.. PageCommands.Pages];

    // A fence within a list is set in.
    [GeneratedRegex(@"^([ \t]*)```(\w*)\n(.*?)^[ \t]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // Language and text of every fence of a page.
    private static IEnumerable<(string Language, string Body)> Fences(string text) =>
        Fence()
            .Matches(text)
            .Select(fence => (fence.Groups[2].Value, Regex.Replace(fence.Groups[3].Value, $"(?m)^{fence.Groups[1].Value}", "")));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_page_shows_runs(string page)
    {
        var text = Read(page);
        foreach (var (language, body) in Fences(text))
        {
            switch (language)
            {
                case "yaml" when body.Contains("rules:", StringComparison.Ordinal):
                    await Study(body);
                    break;
                case "csharp":
                    Assert.Empty(CSharp(body));
                    break;
                case "json" when body.Contains("\"model\"", StringComparison.Ordinal):
                    File.WriteAllText(Path.Combine(_folder, "fragment.json"), body);
                    SystemFile.Read(Path.Combine(_folder, "fragment.json"));
                    break;
            }
        }

        foreach (var line in Commands(text))
        {
            var outcome = await Plasticity.Run(
                _folder,
                [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line)],
                TimeSpan.FromSeconds(60)
            );
            Assert.True(outcome.Exit == 0, $"plasticity {line}: {outcome}");
        }
    }

    // The stranger's program is run by its own tests; there, that name space is implied.
    [Theory]
    [InlineData("add-a-network-kind.md", "SparseWinners.cs")]
    [InlineData("add-a-learning-rule.md", "TraceWithDecay.cs")]
    public void A_page_shows_a_file_that_the_tests_run(string page, string file) =>
        Assert.Contains(
            $"```csharp\nusing PlasticityLab.Numerics.Foundation;\n{Read($"tests/Stranger.Tests/{file}")}```",
            Read($"docs/how-to/{page}"),
            StringComparison.Ordinal
        );

    // What stands in another fence is not compiled.
    [Fact]
    public void Every_page_of_an_extension_point_shows_code_that_is_compiled()
    {
        string[] pages =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(TestData.Repository, "docs", "how-to"), "add-a*.md")
                .Select(file => Path.GetRelativePath(TestData.Repository, file).Replace('\\', '/')),
        ];
        Assert.True(pages.Length >= 9, string.Join(", ", pages));
        Assert.All(pages, page => Assert.Contains("```csharp\n", Read(page), StringComparison.Ordinal));
    }

    // CONTRIBUTING's stands within a list.
    [Fact]
    public void A_fragment_that_is_set_in_is_compiled_too()
    {
        var fragment = Assert.Single(Fences(Read("CONTRIBUTING.md")), fence => fence.Language == "csharp").Body;
        Assert.StartsWith("public TLane DwDt", fragment, StringComparison.Ordinal);
        Assert.Empty(CSharp(fragment));
        Assert.NotEmpty(CSharp(fragment.Replace("post.Rate", "post.Rats", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_screen_that_the_README_promises_is_what_the_tune_prints()
    {
        var promised = Fences(Read("README.md")).Single(fence => fence.Language == "text").Body;
        var outcome = await Plasticity.Run(_folder, ["tune", "learn", "frere-jacques"], TimeSpan.FromSeconds(60));
        var printed = outcome.Out.Split('\n');
        Assert.All(
            promised.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(printed, given => given.StartsWith(line.Split(" ...")[0], StringComparison.Ordinal))
        );
    }

    [Fact]
    public void The_rule_gallery_says_what_the_catalogue_says() =>
        Assert.True(
            Read("docs/reference/rules.md") == RuleGallery.Markdown(),
            "The rules have changed: write the page anew with `plasticity docs --write`."
        );

    [Fact]
    public void The_page_of_equal_rules_says_what_their_normal_forms_say() =>
        Assert.True(
            Read("docs/reference/equal-rules.md") == EqualRules.Markdown(),
            "The rules have changed: write the page anew with `plasticity docs --write`."
        );

    [Fact]
    public void Pictures_of_the_documentation_are_those_that_the_program_draws()
    {
        var images = Path.Combine(TestData.Repository, "docs", "images");
        var drawn = DocPictures.All(images).ToArray();
        Assert.All(
            drawn,
            picture =>
            {
                var path = Path.Combine(images, picture.Path);
                Assert.True(File.Exists(path), $"{picture.Path} is missing: write it with `plasticity docs --write`.");
                Assert.True(
                    Agree(File.ReadAllText(path).ReplaceLineEndings("\n"), picture.Svg),
                    $"{picture.Path} is stale: write it anew with `plasticity docs --write`."
                );
            }
        );
        Assert.Equal(
            drawn.Select(picture => picture.Path).Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(images, "*.svg", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(images, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_stale_picture_is_found()
    {
        const string svg = "<path d=\"M1 2L3.5 4\"/><text>S</text>";
        Assert.True(Agree(svg, svg.Replace("3.5", "3.52", StringComparison.Ordinal)));
        Assert.False(Agree(svg, svg.Replace("3.5", "3.9", StringComparison.Ordinal)));
        Assert.False(Agree(svg, svg.Replace(">S<", ">D<", StringComparison.Ordinal)));
    }

    // The same text but for numbers, which may differ by a twentieth of a point: another processor rounds otherwise. Embedded pictures are
    // compared by their length.
    private static bool Agree(string kept, string drawn)
    {
        var (a, b) = (Embedded().Replace(kept, "png"), Embedded().Replace(drawn, "png"));
        return Number().Replace(a, "#") == Number().Replace(b, "#")
            && Number()
                .Matches(a)
                .Zip(Number().Matches(b))
                .All(pair =>
                    Math.Abs(
                        double.Parse(pair.First.Value, CultureInfo.InvariantCulture)
                            - double.Parse(pair.Second.Value, CultureInfo.InvariantCulture)
                    ) < 0.05
                );
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex("<Using Include=\"([^\"]+)\"")]
    private static partial Regex PackageUsing();

    [GeneratedRegex(@"data:image/png;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex Embedded();

    [GeneratedRegex(@"file: ([\w-]+\.csv)")]
    private static partial Regex Weights();

    private async Task Study(string body)
    {
        var named = body.Split('\n').FirstOrDefault(line => line.StartsWith("name:", StringComparison.Ordinal));
        var file = named is null ? "fragment.yaml" : named[5..].Trim() + ".yaml";
        File.WriteAllText(Path.Combine(_folder, file), named is null ? "name: fragment\n" + body : body);
        // Weights that a page only names: none between any two of 60 neurons.
        foreach (Match array in Weights().Matches(body))
        {
            var row = string.Join(',', Enumerable.Repeat(0, 60));
            File.WriteAllLines(Path.Combine(_folder, array.Groups[1].Value), Enumerable.Repeat(row, 60));
        }

        var outcome = await Plasticity.Run(_folder, ["study", "check", file], TimeSpan.FromSeconds(20));
        Assert.True(outcome.Exit == 0, $"{outcome}\n{body}");
    }

    // Study files that a page only names are not there.
    private IEnumerable<string> Commands(string text) =>
        PageCommands
            .FastOf(text)
            .Where(line =>
                line.Split(' ')
                    .Where(word => word.EndsWith(".yaml", StringComparison.Ordinal))
                    .All(word => File.Exists(Path.Combine(_folder, word)))
            );

    // A fragment is a program, or a member of a rule.
    private static string[] CSharp(string body)
    {
        var code =
            body.Contains("DwDt<", StringComparison.Ordinal) && !body.Contains("struct ", StringComparison.Ordinal)
                ? $"using PlasticityLab.Models.LearningRules; using PlasticityLab.Numerics.Lanes; public struct Fragment {{ public double Eta {{ get; set; }} public double Alpha {{ get; set; }} {body} }}"
                : body;
        var implied =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        if (code.Contains("using PlasticityLab;", StringComparison.Ordinal))
        {
            var package = Read("packaging/PlasticityLab/build/PlasticityLab.props");
            implied += string.Concat(PackageUsing().Matches(package).Select(match => $" global using {match.Groups[1].Value};"));
        }

        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var program = !new[] { "struct ", "class ", "record " }.Any(word => code.Contains(word, StringComparison.Ordinal));
        return
        [
            .. CSharpCompilation
                .Create(
                    "PlasticityLab.Fragment",
                    [CSharpSyntaxTree.ParseText(code, options), CSharpSyntaxTree.ParseText(implied, options)],
                    references,
                    new(program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
                )
                .GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => $"{d.GetMessage(CultureInfo.InvariantCulture)} in\n{code}"),
        ];
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(TestData.Repository, page)).ReplaceLineEndings("\n");
}
