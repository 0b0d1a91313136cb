using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Drawing.Marks;
using PlasticityLab.Figures.Study;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Results;
using PlasticityLab.Tests.Cases;
using PlasticityLab.Tests.Figures.Drawing;

namespace PlasticityLab.Tests.Reports;

public sealed partial class ReportWriterTests : IClassFixture<ReportWriterTests.Written>
{
    private readonly Written _written;

    public ReportWriterTests(Written written) => _written = written;

    [Fact]
    public void The_report_asks_nothing_of_the_network()
    {
        Assert.DoesNotContain("src=", _written.Html);
        Assert.DoesNotContain("@import", _written.Html);
        Assert.DoesNotContain("url(http", _written.Html);
        Assert.All(
            Href().Matches(_written.Html).Select(match => match.Groups[1].Value),
            href =>
                Assert.True(href.StartsWith('#') || href.StartsWith("data:", StringComparison.Ordinal), href[..Math.Min(60, href.Length)])
        );
    }

    [Fact]
    public void Every_link_within_the_report_has_a_target_and_every_id_is_unique()
    {
        var ids = Id().Matches(_written.Html).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(
            Href().Matches(_written.Html).Select(match => match.Groups[1].Value).Where(href => href.StartsWith('#')),
            href => Assert.Contains(href[1..], ids)
        );
    }

    [Fact]
    public void Figures_and_tables_are_numbered_in_reading_order()
    {
        foreach (var kind in new[] { "Figure", "Table" })
        {
            var numbers = Regex.Matches(_written.Html, $@">{kind} (\d+)\.").Select(match => int.Parse(match.Groups[1].Value)).ToArray();
            Assert.NotEmpty(numbers);
            Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
        }
    }

    [Fact]
    public void The_report_has_landmarks_a_skip_link_headings_in_order_and_captions()
    {
        foreach (
            var part in new[]
            {
                "<html lang=\"en\"",
                "<header",
                "<nav aria-label",
                "<main id=\"main\"",
                "<footer",
                "class=\"skip\" href=\"#main\"",
                "prefers-color-scheme:dark",
                "@media print",
            }
        )
        {
            Assert.Contains(part, _written.Html);
        }

        Assert.Single(Regex.Matches(_written.Html, "<h1"));
        Assert.Equal(Regex.Count(_written.Html, "<table"), Regex.Count(_written.Html, "<caption"));
        Assert.Equal(Regex.Count(_written.Html, "<figure"), Regex.Count(_written.Html, "<figcaption"));
    }

    [Fact]
    public void Every_table_of_a_full_study_is_shown_by_some_figure()
    {
        var drawn = Catalog.Of<IFigure>().All.Where(figure => figure.DrawFor(_written.Study).Count > 0).Select(figure => figure.Card.Id);
        Assert.Equal(Catalog.Of<IFigure>().All.Select(figure => figure.Card.Id), drawn);
    }

    // Two rules have a p in each of two tables: whoever reads both is told why they differ.
    [Fact]
    public void Two_p_values_of_one_pair_are_told_apart()
    {
        var evidence = _written.Html[_written.Html.IndexOf("The numbers of each pair", StringComparison.Ordinal)..];
        Assert.Contains("is not that of the same two rules under Statistics", evidence[..1500], StringComparison.Ordinal);
        Assert.Contains("corrected for all comparisons of this family, condition and measure", _written.Html, StringComparison.Ordinal);
    }

    // A look (colour, mark, line) names one thing. A colour that is a rule's is nobody else's, while there are colours for all rules.
    [Fact]
    public void A_colour_of_a_figure_has_one_meaning()
    {
        var colours = Palette.Series.Where(paint => paint != Palette.Grey).ToArray();
        HashSet<string> rules = [.. _written.Study.Rules().Concat(RuleCatalog.Cards.Select(card => card.Id)).Select(StudyView.Label)];
        var many = _written.Study.Rules().Count > colours.Length;
        var problems = new List<string>();
        foreach (var figure in Catalog.Of<IFigure>().All.SelectMany(figure => figure.DrawFor(_written.Study)))
        {
            var named = figure
                .Entries.Select(entry =>
                    (
                        Text: Added().Replace(entry.Text, ""),
                        Paint: Colour(entry),
                        Look: (entry.Marker?.Glyph, entry.Marker?.Filled, entry.Pen?.Dash)
                    )
                )
                .Where(entry => colours.Contains(entry.Paint))
                .Distinct()
                .ToArray();
            foreach (var same in named.GroupBy(entry => entry.Paint))
            {
                string[] texts = [.. same.Select(entry => entry.Text).Distinct()];
                var looks = same.GroupBy(entry => entry.Look).All(look => look.Select(entry => entry.Text).Distinct().Count() == 1);
                var mixed = texts.Any(rules.Contains) && texts.Any(text => !rules.Contains(text));
                if (!looks || mixed || (!many && texts.Count(rules.Contains) > 1))
                {
                    problems.Add($"{figure.Id}, {same.Key.Name}: {string.Join("; ", texts)}");
                }
            }
        }

        Assert.Equal("", string.Join('\n', problems));

        static Paint Colour(LegendEntry entry) => (entry.Marker?.Paint ?? entry.Pen?.Paint ?? entry.Fill ?? Paint.Ink) with { Opacity = 1 };
    }

    [Fact]
    public void Every_figure_has_caption_description_source_data_and_clean_svg()
    {
        var figures = Catalog.Of<IFigure>().All.SelectMany(figure => figure.DrawFor(_written.Study)).ToArray();
        Assert.Equal(figures.Length, figures.Select(figure => figure.Id).Distinct().Count());
        Assert.All(
            figures,
            figure =>
            {
                Assert.True(figure.Caption.Length > 40, figure.Id);
                Assert.True(figure.Alt.Length > 40, figure.Id);
                Assert.All(figure.Data, table => Assert.True(table.Count > 0, figure.Id));
                Assert.NotEmpty(figure.Data);
                Assert.InRange(figure.Width, 40, 183.01);
                var svg = File.ReadAllText(Path.Combine(_written.Folder, "figures", figure.Id + ".svg"));
                Assert.DoesNotContain("NaN", Regex.Replace(svg, "base64,[^\"]*", ""));
                Assert.Equal("", string.Join("; ", SvgCheck.Problems(svg).Take(3).Select(problem => $"{figure.Id} {problem}")));
                Assert.True(File.Exists(Path.Combine(_written.Folder, "figures", figure.Id + ".txt")));
            }
        );
    }

    [Fact]
    public void Claims_appear_as_the_tables_state_them() =>
        Assert.All(
            _written.Study.Rows<StatementRow>(),
            claim => Assert.Contains($">{StudyView.Spoken(claim.Outcome)}</span></td><td class=\"words\">{claim.Sentence}", _written.Html)
        );

    [Fact]
    public async Task A_study_with_outcomes_only_still_gives_a_report()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        File.WriteAllText(
            Path.Combine(folder, "tables", "outcomes.csv"),
            "network,condition,rule,seed,status,S,D\nrate,A,hebb,1,ok,0.5,\nrate,A,stdp,1,ok,0.9,1\n"
        );
        var html = await File.ReadAllTextAsync(
            await ReportWriter.WriteAsync(folder, cancellation: TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("STDP (1 of 1 network) plays the sequence; Hebb never does.", html);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void A_folder_that_holds_no_study_is_told_in_one_sentence()
    {
        Assert.Contains("There is no folder", Assert.Throws<UserError>(() => StudyResults.Load("/no/such/folder")).Message);
        Assert.Contains("outcomes.csv is missing", Assert.Throws<UserError>(() => StudyResults.Load(Path.GetTempPath())).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("condition,rule,seed,equilibria\n")]
    [InlineData(null)]
    public void A_chapter_is_left_out_when_its_table_is_gone_or_empty(string? text)
    {
        var folder = Small(typeof(OutcomeRow), typeof(SurgeryRow));
        Assert.Contains("Dynamics: attractors, training as a bifurcation, surgery", Titles());
        Replace(folder, "surgery", text);
        Assert.Contains("Who learns the sequence", Titles());
        Assert.DoesNotContain("Dynamics: attractors, training as a bifurcation, surgery", Titles());
        Directory.Delete(folder, true);

        IEnumerable<string> Titles() => ReportWriter.Chapters(StudyResults.Load(folder)).Select(x => x.Chapter.Title);
    }

    [Fact]
    public async Task Counts_of_attractors_are_told_when_the_attractors_themselves_are_gone()
    {
        var folder = Small(typeof(OutcomeRow), typeof(AttractorCountRow));
        var html = await File.ReadAllTextAsync(
            await ReportWriter.WriteAsync(folder, cancellation: TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("Dynamics: attractors", html);
        Directory.Delete(folder, true);
    }

    [Theory]
    [InlineData("junk", "outcomes.csv, line 1: the last line must end with a line end")]
    [InlineData("junk\n1\n", "outcomes.csv, line 1: missing columns network, condition, rule, seed, status; there are junk.")]
    [InlineData("network,condition,rule,seed,status,S\nrate,A,hebb,1,ok,high\n", "line 2: the column \"S\" must hold number, but holds")]
    [InlineData("", "holds no finished study")]
    [InlineData("network,condition,rule,seed,status,S\n", "holds no finished study")]
    public async Task A_damaged_table_is_named_with_file_and_line(string text, string sentence)
    {
        var folder = Small();
        Replace(folder, "outcomes", text);
        foreach (
            var write in new Func<string, Task<string>>[]
            {
                path => ReportWriter.WriteAsync(path, cancellation: TestContext.Current.CancellationToken),
                path => SlidesWriter.WriteAsync(path, TestContext.Current.CancellationToken),
            }
        )
        {
            Assert.Contains(sentence, (await Assert.ThrowsAsync<UserError>(() => write(folder))).Message);
        }

        Directory.Delete(folder, true);
    }

    // A study of two rules with some made-up tables.
    private static string Small(params Type[] rows)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        foreach (var table in rows.Select(TableSchema.Of))
        {
            Replace(folder, table.Name, table.WriteCsv([.. table.MadeUp().Where(row => row is IRuleRow { Rule: "hebb" or "stdp" })]));
        }

        return folder;
    }

    private static void Replace(string folder, string table, string? text)
    {
        var path = Path.Combine(folder, "tables", table + ".csv");
        if (text is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllText(path, text);
        }
    }

    [Fact]
    public void The_interval_of_a_median_of_20_takes_the_6th_and_the_15th_value() =>
        Assert.Equal((6, 15), StudyView.MedianInterval(Enumerable.Range(1, 20).Select(i => (double)i)));

    [Fact]
    public void The_reduced_plane_has_fixed_points_where_its_nullclines_cross_and_at_least_one_is_stable()
    {
        var plane = ReducedNetwork.Of(_written.Study, "hebb", "A")!.Plane(choice: false, double.NaN);
        Assert.NotEmpty(plane.Points);
        Assert.All(
            plane.Points,
            point =>
            {
                Assert.InRange(plane.NullX.SelectMany(line => line).Min(p => Math.Abs(p.X - point.X) + Math.Abs(p.Y - point.Y)), 0, 0.02);
                Assert.InRange(plane.NullY.SelectMany(line => line).Min(p => Math.Abs(p.X - point.X) + Math.Abs(p.Y - point.Y)), 0, 0.02);
            }
        );
        Assert.Contains(plane.Points, point => point.Type.StartsWith("stable", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plane_whose_order_is_not_that_of_the_networks_is_marked()
    {
        var reduced = ReducedNetwork.Of(_written.Study, "hebb", "A")!;
        var order = double.Parse(reduced.Plane(choice: false, 0).Score.Split(' ')[0].Replace('−', '-'), CultureInfo.InvariantCulture);
        Assert.EndsWith("≠", reduced.Plane(choice: false, order > 0 ? order - 0.5 : order + 0.5).Score, StringComparison.Ordinal);
        Assert.DoesNotContain("≠", reduced.Plane(choice: false, order).Score, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hebb", "One row a rule.")]
    [InlineData("hebb stdp tah", "One column a rule.")]
    [InlineData("hebb stdp tah anti bcm", "4 of 5 rules, the best and the worst, one column each.")]
    public void The_first_picture_has_a_row_a_rule_or_a_column_and_a_caption_that_says_so(string rules, string start)
    {
        var figure = Assert.Single(new RulesAtAGlance().Draw(_written.Study.Only(rules.Split(' '))));
        Assert.Equal("", string.Join("; ", SvgCheck.Problems(figure.Svg()).Take(3)));
        Assert.StartsWith(start, figure.Caption, StringComparison.Ordinal);
        Assert.EndsWith("the dotted course begins with the first alone.", figure.Caption, StringComparison.Ordinal);
        // The caption says all that is needed to read the picture before it is cut.
        Assert.InRange(figure.Caption.Split(' ').Length, 40, 80);
    }

    [Fact]
    public void Rank_correlation_counts_ties_by_mean_ranks()
    {
        Assert.Equal(1, StructureAgainstFunction.Spearman([(1, 2), (2, 4), (3, 100)]), 12);
        Assert.Equal(0.9486832980505138, StructureAgainstFunction.Spearman([(1, 1), (2, 2), (3, 2), (4, 3)]), 12);
    }

    // What a panel adds to a name: a number, a value.
    [GeneratedRegex(@"( \([^)]*\)|, .*)$")]
    private static partial Regex Added();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();

    /// <summary>One report, written once for all tests and kept for looking at.</summary>
    public sealed class Written
    {
        private static readonly Lazy<(string Folder, StudyResults Study, string Html)> Once = new(() =>
        {
            var folder = MadeUpStudy.Write(Path.Combine(Gallery.Folder(), "made-up-study"));
            return (folder, StudyResults.Load(folder), File.ReadAllText(ReportWriter.WriteAsync(folder).GetAwaiter().GetResult()));
        });

        public string Folder => Once.Value.Folder;

        public StudyResults Study => Once.Value.Study;

        public string Html => Once.Value.Html;
    }
}
