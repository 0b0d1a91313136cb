using System.Net;
using System.Text.RegularExpressions;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Reports.Pages;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Tests.Claims;

namespace PlasticityLab.Tests.Reports;

/// <summary>A report in the words of people: no ids where names belong, no empty columns, captions that are captions, methods that a paper
/// can take.</summary>
public sealed class TellingTests(ReportWriterTests.Written written) : IClassFixture<ReportWriterTests.Written>
{
    [Fact]
    public void No_caption_is_longer_than_80_words()
    {
        var captions = Regex
            .Matches(written.Html, "<(figcaption|caption)[^>]*>(.*?)</\\1>", RegexOptions.Singleline)
            .Select(c => Text(c.Groups[2].Value));
        // The number and the title are none of them.
        Assert.Empty(captions.Where(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 95));
    }

    [Fact]
    public void Captions_name_shapes_and_not_lightness() =>
        Assert.DoesNotMatch(@"(?i)\b(dark|pale|bright)\w* (filled )?(marks|lines|circles|squares)", Text(written.Html));

    [Fact]
    public void Every_table_has_a_caption_and_its_own_scroll_box()
    {
        foreach (Match table in Regex.Matches(written.Html, "<table"))
        {
            var box = written.Html.LastIndexOf(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\"",
                table.Index,
                StringComparison.Ordinal
            );
            Assert.True(box >= 0 && !written.Html[box..table.Index].Contains("</div>", StringComparison.Ordinal));
        }

        Assert.Equal(Regex.Count(written.Html, "<table"), Regex.Count(written.Html, "<caption>Table \\d+\\."));
    }

    [Fact]
    public void Tables_say_what_is_measured_and_not_how_a_column_is_called()
    {
        var ids = Catalog
            .Of<IMeasure>()
            .Cards.Select(card => card.Id)
            .Where(id => id.Contains('_', StringComparison.Ordinal) || id is "asymB" or "cpxB");
        Assert.All(ids, id => Assert.DoesNotMatch($">{id}</t[dh]>", written.Html));
        Assert.DoesNotMatch(@">-?\d(\.\d+)?E[-+]\d+</td>", written.Html);
    }

    [Fact]
    public async Task Cycles_are_counted_or_said_to_be_none_found_and_open_counts_say_what_is_open()
    {
        using var study = new ScoredStudy("rules: [hebb, stdp]\n", ("hebb", "A", [0.1], null), ("stdp", "A", [0.9], null));
        static AttractorCountRow Of(string rule, int cycles) =>
            new("A", rule, 100, 3, 2, 1, cycles, 100, 61, 0, false, "The index sum is −3 and must be 1: at least one is missing.");
        File.WriteAllText(
            Path.Combine(study.Results.Folder, "tables", "attractor_counts.csv"),
            TableOf<AttractorCountRow>.WriteCsv([Of("hebb", 0), Of("stdp", 2)])
        );
        File.WriteAllText(
            Path.Combine(study.Results.Folder, "tables", "attractors.csv"),
            TableOf<AttractorRow>.WriteCsv([new("A", "hebb", 100, 1, "equilibrium", "", 39, 0.39, 0.3, 0.49, double.NaN, 0)])
        );
        var html = await ReportWriter.HtmlAsync<ReportPage>(StudyResults.Load(study.Results.Folder));
        // Starts that did not settle are part of the bar, so that shares add up.
        Assert.Contains(">not settled<", html, StringComparison.Ordinal);
        var cells = Regex.Matches(html, "<td class=\"n\">([^<]*)</td>").Select(cell => cell.Groups[1].Value).ToArray();
        Assert.Contains("none found", cells);
        Assert.Contains("at least 3", cells);
        Assert.Contains("61 of 100", cells);
        Assert.Contains("The index sum is −3 and must be 1", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_dashes_is_left_out_and_spans_and_single_rows_stay()
    {
        const string head =
            "<table><caption>c</caption><thead><tr><th scope=\"col\">Rule</th><th>S</th><th class=\"n\">D</th></tr></thead>";
        const string a = "<tr><th scope=\"row\">a</th><td>–</td><td class=\"n\">1</td></tr>",
            b = "<tr><th scope=\"row\">b</th><td>&#x2013;</td><td class=\"n\">–</td></tr>";
        Assert.Equal(
            $"<p>–</p>{(head + a + b).Replace("<th>S</th>", "").Replace("<td>–</td>", "").Replace("<td>&#x2013;</td>", "")}</table>",
            EmptyColumns.Dropped($"<p>–</p>{head}{a}{b}</table>")
        );
        Assert.Equal($"{head}{a}</table>", EmptyColumns.Dropped($"{head}{a}</table>"));
        var spanning = $"{head}{a}{b}<tr><td colspan=\"3\">x</td></tr></table>";
        Assert.Equal(spanning, EmptyColumns.Dropped(spanning));
        Assert.DoesNotContain("<th scope=\"col\" class=\"n\"></th>", written.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(5, true)]
    public async Task A_matrix_of_question_marks_is_no_picture(int undecided, bool drawn)
    {
        using var study = new ScoredStudy("rules: [hebb, stdp]\n", ("hebb", "A", [0.9], null), ("stdp", "A", [0.9], null));
        var verdict = TableOf<VerdictRow>.MadeUp()[0] with
        {
            Condition = "A",
            Pairs = 6,
            Undecided = undecided,
            Sentence = "What is known.",
        };
        var pair = TableOf<VerdictPairRow>.MadeUp()[0] with
        {
            Condition = "A",
            First = "hebb",
            Second = "stdp",
            BothWork = true,
            Control = false,
        };
        var tables = Path.Combine(study.Results.Folder, "tables");
        File.WriteAllText(Path.Combine(tables, "verdict.csv"), TableOf<VerdictRow>.WriteCsv([verdict]));
        File.WriteAllText(Path.Combine(tables, "verdict_pairs.csv"), TableOf<VerdictPairRow>.WriteCsv([pair]));
        var html = await ReportWriter.HtmlAsync<ReportPage>(StudyResults.Load(study.Results.Folder));
        Assert.Contains("What is known.", html, StringComparison.Ordinal);
        Assert.Equal(drawn, Regex.IsMatch(html, @"Figure \d+\. One solution or many"));
    }

    [Fact]
    public void Conditions_are_called_by_their_titles()
    {
        Assert.DoesNotMatch(">[AB]</t[dh]>", written.Html);
        var told = Regex.Replace(written.Html, "<pre.*?</pre>|<dl class=\"words\">.*?</dl>", "", RegexOptions.Singleline);
        Assert.DoesNotMatch(@"\bCondition [AB]\b", Text(told));
    }

    [Fact]
    public void Words_are_explained_as_the_glossary_does()
    {
        foreach (var term in new[] { "Replay score S", "Direction D", "Adaptation", "STDP", "Oracle" })
        {
            Assert.Contains($"<dt id=\"word-{Glossary.Get(term).Anchor}\">{term}</dt>", written.Html, StringComparison.Ordinal);
            Assert.Contains(Glossary.Get(term).Text[..20], Text(written.Html), StringComparison.Ordinal);
        }

        // S and D lead to their words from where they are first used; what the report does not say is not explained.
        var first = written.Html[written.Html.IndexOf("class=\"first\"", StringComparison.Ordinal)..];
        Assert.Contains(
            "href=\"#word-replay-score-s\"",
            first[..first.IndexOf("</section>", StringComparison.Ordinal)],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("id=\"word-k-winners-network\"", written.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_printed_under_How_to_rerun_runs()
    {
        var printed = WebUtility.HtmlDecode(
            Regex.Match(written.Html, "How to rerun</h3>\\s*<pre[^>]*>(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value
        );
        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        foreach (var line in lines)
        {
            // As a shell reads it: folders with spaces stand in single quotes.
            string[] words = [.. Regex.Matches(line["plasticity ".Length..], @"'[^']*'|\S+").Select(word => word.Value.Trim('\''))];
            Assert.Empty(CommandTree.Build().Parse(words).Errors);
            Assert.True(Path.Exists(words[2]), words[2]);
        }
    }

    [Fact]
    public async Task Methods_give_own_rules_with_their_equations_and_values_as_run()
    {
        using var study = new ScoredStudy(
            "rules: [hebb, { name: hebb_decay, rule: hebbian, decay: 0.125 }, { name: typed, equation: \"dw = eta*pre.rate*post.rate\", eta: 5.5 }]\n",
            ("hebb", "A", [0.9, 0.8], null),
            ("hebb_decay", "A", [0.1, 0.2], null),
            ("typed", "A", [0.9, 0.8], null)
        );
        var html = await ReportWriter.HtmlAsync<ReportPage>(study.Results);
        var methods = Text(html[html.IndexOf("id=\"h-methods\"", StringComparison.Ordinal)..]);
        Assert.Contains("eta*pre.rate*post.rate", methods, StringComparison.Ordinal);
        var run = written.Html[written.Html.IndexOf(">Values as run<", StringComparison.Ordinal)..];
        run = Text(run[..run.IndexOf("</table>", StringComparison.Ordinal)]);
        var rows = written.Study.Rows<TunedRow>().Where(row => row.Rule == "oracle").ToList();
        Assert.NotEmpty(rows);
        Assert.All(
            rows,
            row => Assert.Contains($" {RichText.Number(row.WeightMax)} {RichText.Number(row.Decay)} ", run, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("defaults", methods[..methods.IndexOf("Measures", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    private static string Text(string html) =>
        Regex.Replace(
            WebUtility.HtmlDecode(Regex.Replace(html, "<(style|script|svg)[ >].*?</\\1>|<[^>]+>", " ", RegexOptions.Singleline)),
            @"\s+",
            " "
        );
}
