using System.Text.RegularExpressions;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Tests.Reports;

/// <summary>The atlas says what its tables say, and can be read without scripts and without the network.</summary>
public sealed partial class AtlasTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sentences_are_counted_from_the_tables()
    {
        // A: of four listed rules two work, in two families, and an evolved one besides; two go on, one holds, and it tells direction.
        // B: of the same four one works, and it does in A too; it holds and tells no direction.
        var study = Study(
            [
                Rule("random", 0, "A", 0.9, "causal+", 1, 3),
                Rule("random", 1, "A", 0.8, "coincident+", 0, 2),
                Rule("random", 2, "A", 0.2, "causal-", -1, 1),
                Rule("exhaustive", 0, "A", double.NaN, "change+", 1, 1),
                Rule("evolution", 0, "A", 0.95, "causal+", 0.6, 16),
                Rule("random", 0, "B", 0.3, "causal+", 1, 3),
                Rule("random", 1, "B", 0.9, "coincident+", 0.04, 2),
                Rule("random", 2, "B", 0.1, "causal-", -1, 1),
                Rule("exhaustive", 0, "B", double.NaN, "change+", 1, 1),
            ],
            [
                Finalist("random", 0, "A", 0.85, 0.75, "causal+", 1, 3),
                Finalist("random", 1, "A", 0.72, 0.6, "coincident+", 0, 2),
                Finalist("random", 1, "B", 0.9, 0.8, "coincident+", 0.04, 2),
            ]
        );
        var statements = AtlasStatements.Of(study);
        Assert.Equal(
            [(4, 2, 1, 2, 2, 1, 1), (4, 1, 0, 1, 1, 1, 1)],
            statements.Conditions.Select(c => (c.Listed, c.Working, c.Bred, c.Families, c.Claimed, c.Held, c.HeldFamilies))
        );
        Assert.Equal(1, statements.InAll);
        Assert.Equal(1, statements.SmallestInAll!.Number);
        var told = string.Join(' ', statements.Sentences());
        Assert.Contains(
            "of 4 random and listed local rules 2 let the network play the sequence (S above 0.7",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains("and evolution and archive found 1 more; they belong to 2 families", told, StringComparison.Ordinal);
        Assert.Contains(
            "All of those rules tell before from after: their time-reversal index has a size of at least 1.",
            told,
            StringComparison.Ordinal
        );
        Assert.Contains("Asymmetry between before and after is not necessary there", told, StringComparison.Ordinal);
        Assert.Contains("1 of the listed rules works in every condition, the shortest with 2 terms.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_finds_nothing_says_so_and_names_no_winner()
    {
        var study = Study([Rule("random", 0, "A", 0.1, "causal+", 1, 3)], []);
        var told = string.Join(' ', AtlasStatements.Of(study).Sentences());
        Assert.Contains("of 1 random and listed local rules 0 let the network play", told, StringComparison.Ordinal);
        Assert.Contains(
            "No rule was good enough to be tried on fresh networks, so none is claimed to work.",
            told,
            StringComparison.Ordinal
        );
        Assert.Null(AtlasStatements.Of(study).Conditions[0].Smallest);
    }

    [Fact]
    public async Task The_page_works_offline_and_reads_without_scripts()
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "made-up"));
        var html = await File.ReadAllTextAsync(await AtlasWriter.WriteAsync(folder), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(Outside(), html);
        var without = Scripts().Replace(html, "");
        Assert.All(
            AtlasStatements.Of(StudyResults.Load(folder)).Paragraphs(),
            told => Assert.Contains(string.Join(" ", told), System.Net.WebUtility.HtmlDecode(without), StringComparison.Ordinal)
        );
        foreach (
            var part in new[]
            {
                "<svg",
                "<h2 id=\"families\"",
                "<h2 id=\"smallest\"",
                "<h2 id=\"finalists\"",
                "<h2 id=\"terms\"",
                "<h2 id=\"transfer\"",
                "class=\"skip\"",
            }
        )
        {
            Assert.Contains(part, without, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_study_without_a_search_is_told_what_to_run()
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "plain"));
        File.Delete(Path.Combine(folder, "tables", "searched_rules.csv"));
        var error = await Assert.ThrowsAsync<UserError>(() => AtlasWriter.WriteAsync(folder));
        Assert.Contains("searched no rules", error.Message, StringComparison.Ordinal);
    }

    private StudyResults Study(SearchedRuleRow[] rules, SearchFinalistRow[] finalists)
    {
        var folder = MadeUpStudy.Write(Path.Combine(_folder, "tables"));
        File.WriteAllText(Path.Combine(folder, "tables", "searched_rules.csv"), TableOf<SearchedRuleRow>.WriteCsv(rules));
        File.WriteAllText(Path.Combine(folder, "tables", "search_finalists.csv"), TableOf<SearchFinalistRow>.WriteCsv(finalists));
        return StudyResults.Load(folder);
    }

    private static SearchedRuleRow Rule(string search, int number, string condition, double s, string family, double index, int terms) =>
        TableOf<SearchedRuleRow>.MadeUp()[0] with
        {
            Search = search,
            Number = number,
            Condition = condition,
            S = s,
            Networks = double.IsNaN(s) ? 0 : 2,
            Family = family,
            TimeReversalIndex = index,
            Terms = terms,
        };

    private static SearchFinalistRow Finalist(
        string search,
        int number,
        string condition,
        double s,
        double low,
        string family,
        double index,
        int terms
    ) =>
        TableOf<SearchFinalistRow>.MadeUp()[0] with
        {
            Search = search,
            Number = number,
            Condition = condition,
            S = s,
            Low = low,
            Family = family,
            TimeReversalIndex = index,
            Terms = terms,
        };

    [GeneratedRegex("(src|href)=\"(https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();
}
