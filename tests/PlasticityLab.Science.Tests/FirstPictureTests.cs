using System.Net;
using System.Text.RegularExpressions;
using PlasticityLab.Cli.Docs;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;
using PlasticityLab.Tests;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>What the first pages show is what comes out now: the picture of the README, that of the demo in the gallery, the answer that
/// the tutorial promises, and the demo's report.</summary>
public sealed class FirstPictureTests(FirstPictureTests.Demo demo) : IClassFixture<FirstPictureTests.Demo>
{
    [Fact]
    public async Task The_tutorial_s_study_answers_its_own_question_in_the_first_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-tutorial-").FullName;
        try
        {
            var page = await File.ReadAllTextAsync(
                Path.Combine(TestData.Repository, "docs", "tutorial.md"),
                TestContext.Current.CancellationToken
            );
            var yaml = Regex.Match(page, "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
            await File.WriteAllTextAsync(Path.Combine(folder, "mine.yaml"), yaml, TestContext.Current.CancellationToken);
            var outcome = await Plasticity.Run(folder, ["study", "run", "mine.yaml", "--out", "runs"], TimeSpan.FromMinutes(10));
            Assert.True(outcome.Exit == 0, outcome.ToString());
            const string first =
                @"“A decay helps Hebb's rule\.” \(not supported\) No: S of \w+ less Hebb −0\.\d\d \[−0\.\d\d, −0\.\d\d\] \(p = 0\.\d+\)";
            Assert.Matches($"\\n\\n{first}", outcome.Out);
            Assert.DoesNotContain("UNDECIDED", outcome.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("universal", outcome.Out, StringComparison.Ordinal);
            var html = await File.ReadAllTextAsync(
                Directory.EnumerateFiles(Path.Combine(folder, "runs"), "report.html", SearchOption.AllDirectories).Single(),
                TestContext.Current.CancellationToken
            );
            var answer = WebUtility.HtmlDecode(html[html.IndexOf("<div class=\"answer\">", StringComparison.Ordinal)..]);
            Assert.Matches($"^<div class=\"answer\">\\s*<p>{first}", answer);
            Assert.Matches("Learned.*typed", html.ReplaceLineEndings(" "));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_table_of_four_rules_is_what_the_demo_s_study_gives()
    {
        var now = TableOf<PictureRow>.ParseCsv(DocPictures.TableOf(demo.Results), "now");
        var kept = TableOf<PictureRow>.ReadCsv(Path.Combine(Images, DocPictures.Table));
        const string stale = "four-rules.csv is stale: write it anew with `plasticity docs --write --tables FOLDER`.";
        Assert.True(kept.Select(row => row with { Value = 0 }).SequenceEqual(now.Select(row => row with { Value = 0 })), stale);

        // Another processor rounds otherwise, and a replay may come some milliseconds sooner.
        var far = kept.Zip(now).Count(pair => Math.Abs(pair.First.Value - pair.Second.Value) > 0.05);
        Assert.True(far <= 0.02 * kept.Count, $"{stale} {far} of {kept.Count} values differ.");
    }

    [Fact]
    public void The_demo_s_picture_in_the_gallery_shows_what_it_gives()
    {
        var now = TableOf<StudyPictureRow>.ParseCsv(StudyPicture.TableOf(demo.Results), "now");
        var kept = TableOf<StudyPictureRow>.ReadCsv(Path.Combine(Images, DocPictures.Studies, "first-look.csv"));
        Assert.Equal(kept.Select(row => (row.Panel, row.Series, row.XAxis)), now.Select(row => (row.Panel, row.Series, row.XAxis)));
        Assert.All(kept.Zip(now), pair => Assert.Equal(pair.First.X, pair.Second.X, 0.05));
    }

    [Fact]
    public void The_demo_s_report_shows_a_page_to_read_and_no_caption_is_an_essay()
    {
        var html = File.ReadAllText(Path.Combine(demo.Folder, "report.html"));
        Assert.InRange(Words(Folded(html)), 200, 2500);
        // The number and the title, in bold, are none of a caption's words; a symbol with its index is one.
        var captions = Regex
            .Matches(html, "<figcaption[^>]*><b>.*?</b>(.*?)</figcaption>", RegexOptions.Singleline)
            .Select(caption => Regex.Replace(caption.Groups[1].Value, "<[^>]+>", ""))
            .ToArray();
        Assert.True(captions.Length >= 15, $"{captions.Length} captions");
        Assert.All(captions, caption => Assert.True(Words(caption) <= 80, $"{Words(caption)} words: {caption}"));
        Assert.All(
            Regex.Matches(html, "<caption[^>]*>(.*?)</caption>", RegexOptions.Singleline).Select(caption => caption.Groups[1].Value),
            caption => Assert.True(Words(caption) <= 90, caption)
        );
    }

    public static TheoryData<string> Commands =>
        [
            .. PageCommands
                .Pages.SelectMany(page => PageCommands.SlowOf(File.ReadAllText(Path.Combine(TestData.Repository, page))))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_pages_runs_on_the_demo_s_study(string line)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-command-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "systems"), Path.Combine(TestData.Repository, "systems"));
            string[] words =
            [
                .. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line).Select(word => word == "DIR" ? demo.Folder : word),
            ];
            var outcome = await Plasticity.Run(folder, words, TimeSpan.FromMinutes(5));
            Assert.True(outcome.Exit == 0, $"plasticity {line}: {outcome}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Images => Path.Combine(TestData.Repository, "docs", "images");

    // As a browser shows it at first: what is folded shows its summary alone.
    private static string Folded(string html)
    {
        var text = Regex.Replace(html, "<(script|style|svg|head)\\b.*?</\\1>", "", RegexOptions.Singleline);
        for (var before = ""; before != text; )
        {
            before = text;
            text = Regex.Replace(
                text,
                "<details\\b[^>]*>((?:(?!<details\\b).)*?)</details>",
                box => string.Concat(Regex.Matches(box.Groups[1].Value, "<summary.*?</summary>", RegexOptions.Singleline)),
                RegexOptions.Singleline
            );
        }

        return text;
    }

    private static int Words(string html) =>
        Regex.Replace(html, "<[^>]+>", " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The demo's study, run once with its report.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        private readonly string _root = Directory.CreateTempSubdirectory("plasticity-first-").FullName;

        /// <summary>Its folder.</summary>
        public string Folder { get; private set; } = "";

        /// <summary>Its results.</summary>
        public StudyResults Results { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            var study = Path.Combine(TestData.Repository, "studies", "first-look.yaml");
            var outcome = await Plasticity.Run(_root, ["study", "run", study, "--out", "runs"], TimeSpan.FromMinutes(10));
            Assert.True(outcome.Exit == 0, outcome.ToString());
            Folder = Directory.EnumerateDirectories(Path.Combine(_root, "runs"), "first-look-*").Single();
            Results = StudyResults.Load(Folder);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            Directory.Delete(_root, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
