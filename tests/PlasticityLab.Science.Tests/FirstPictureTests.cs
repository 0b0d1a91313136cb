using System.Net;
using System.Text.RegularExpressions;
using PlasticityLab.Cli.Docs;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;
using PlasticityLab.Tests;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>What the first pages show is what comes out now: the picture of the README, and the answer that the tutorial promises.</summary>
public sealed class FirstPictureTests
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
                @"“A decay helps Hebb's rule\.” No: S of hebb_decay less Hebb −0\.\d\d \[−0\.\d\d, −0\.\d\d\] \(p = 0\.\d+\)";
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
    public async Task The_table_of_four_rules_is_what_the_demo_s_study_gives()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-first-").FullName;
        try
        {
            var study = Path.Combine(TestData.Repository, "studies", "first-look.yaml");
            var outcome = await Plasticity.Run(folder, ["study", "run", study, "--out", "runs", "--no-report"], TimeSpan.FromMinutes(10));
            Assert.True(outcome.Exit == 0, outcome.ToString());
            var results = StudyResults.Load(Directory.EnumerateDirectories(Path.Combine(folder, "runs"), "first-look-*").Single());
            var now = TableOf<PictureRow>.ParseCsv(DocPictures.TableOf(results), "now");
            var kept = TableOf<PictureRow>.ReadCsv(Path.Combine(TestData.Repository, "docs", "images", DocPictures.Table));
            const string stale = "four-rules.csv is stale: write it anew with `plasticity docs --write --tables FOLDER`.";
            Assert.True(kept.Select(row => row with { Value = 0 }).SequenceEqual(now.Select(row => row with { Value = 0 })), stale);

            // Another processor rounds otherwise, and a replay may come some milliseconds sooner.
            var far = kept.Zip(now).Count(pair => Math.Abs(pair.First.Value - pair.Second.Value) > 0.05);
            Assert.True(far <= 0.02 * kept.Count, $"{stale} {far} of {kept.Count} values differ.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
