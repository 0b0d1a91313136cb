using System.Text.RegularExpressions;
using System.Xml.Linq;
using PlasticityLab.Figures;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Results;
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
        // The made-up study has no weights to analyse: the figures of attractors, surgery and training need a real one.
        string[] fromWeights = ["attractors", "surgery", "training_bifurcations"];
        Assert.Equal(Catalog.Of<IFigure>().All.Select(figure => figure.Card.Id).Except(fromWeights), drawn);
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
                Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
                Assert.True(File.Exists(Path.Combine(_written.Folder, "figures", figure.Id + ".txt")));
            }
        );
    }

    [Fact]
    public void Verdicts_appear_as_the_tables_state_them() =>
        Assert.All(
            _written.Study.Verdicts,
            verdict => Assert.Contains($">{verdict.Outcome}</span></td><td>{verdict.Sentence}", _written.Html)
        );

    [Fact]
    public async Task A_study_with_outcomes_only_still_gives_a_report()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        File.WriteAllText(
            Path.Combine(folder, "tables", "outcomes.csv"),
            "network,condition,rule,seed,status,S,D\nrate,A,hebb,1,done,0.5,\nrate,A,stdp,1,done,0.9,1\n"
        );
        var html = await File.ReadAllTextAsync(
            await ReportWriter.WriteAsync(folder, cancellation: TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("STDP, S = 0.90", html);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void A_folder_that_holds_no_study_is_told_in_one_sentence()
    {
        Assert.Contains("There is no folder", Assert.Throws<UserError>(() => StudyResult.Load("/no/such/folder")).Message);
        Assert.Contains("outcomes.csv is missing", Assert.Throws<UserError>(() => StudyResult.Load(Path.GetTempPath())).Message);
    }

    [Fact]
    public void A_table_that_is_cut_off_or_misspelt_is_named_with_its_line()
    {
        Assert.Contains("t.csv, line 3", Assert.Throws<UserError>(() => CsvTable.Parse("a,b\n1,2\n3", "t.csv")).Message);
        Assert.Contains("Its columns: a, b", Assert.Throws<UserError>(() => CsvTable.Parse("a,b\n1,2", "t.csv").Rows[0]["c"]).Message);
        Assert.Contains("must hold numbers", Assert.Throws<UserError>(() => CsvTable.Parse("a\nx", "t.csv").Rows[0].Number("a")).Message);
        Assert.Equal("say \"no\", twice", CsvTable.Parse("a,b\n\"say \"\"no\"\", twice\",2\n", "t.csv").Rows[0]["a"]);
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
    public void Rank_correlation_counts_ties_by_mean_ranks()
    {
        Assert.Equal(1, StructureAgainstFunction.Spearman([(1, 2), (2, 4), (3, 100)]), 12);
        Assert.Equal(0.9486832980505138, StructureAgainstFunction.Spearman([(1, 1), (2, 2), (3, 2), (4, 3)]), 12);
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();

    /// <summary>One report, written once for all tests and kept for looking at.</summary>
    public sealed class Written
    {
        private static readonly Lazy<(string Folder, StudyResult Study, string Html)> Once = new(() =>
        {
            var folder = SyntheticStudy.Write(Path.Combine(Gallery.Folder(), "synthetic-study"));
            return (folder, StudyResult.Load(folder), File.ReadAllText(ReportWriter.WriteAsync(folder).GetAwaiter().GetResult()));
        });

        public string Folder => Once.Value.Folder;

        public StudyResult Study => Once.Value.Study;

        public string Html => Once.Value.Html;
    }
}
