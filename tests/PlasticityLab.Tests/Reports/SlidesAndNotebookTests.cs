using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Tests.Reports;

public class SlidesAndNotebookTests(ReportWriterTests.Written written) : IClassFixture<ReportWriterTests.Written>
{
    [Fact]
    public async Task Slides_are_8_to_12_each_with_one_heading_and_notes_and_need_no_network()
    {
        var html = await File.ReadAllTextAsync(
            await SlidesWriter.WriteAsync(written.Folder, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        // Without the script and the style sheet: what is left is the deck.
        Assert.Contains("Hakim El Hattab", html);
        html = Regex.Replace(html, "<(script|style)>.*?</\\1>", "", RegexOptions.Singleline);
        var slides = Regex.Count(html, "<section ");
        Assert.InRange(slides, 8, 12);
        Assert.Equal(slides, Regex.Count(html, "<h[12]>"));
        Assert.Equal(slides, Regex.Count(html, "<aside class=\"notes\">[^<]{20,}"));
        Assert.DoesNotContain("src=", html);
        Assert.All(
            Regex.Matches(html, "href=\"([^\"]*)\"").Select(match => match.Groups[1].Value),
            href => Assert.StartsWith("data:", href)
        );
    }

    [Fact]
    public void Sentences_on_slides_are_those_of_the_report()
    {
        var slides = SlideDeck.Of(written.Study);
        Assert.Contains(slides, slide => slide.Message == StudyAnswer.Headline(written.Study));
        var text = string.Join("\n", slides.Select(slide => slide.Message + " " + slide.Notes));
        Assert.All(StudyAnswer.Of(written.Study), sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_notebook_is_valid_json_with_code_and_text_and_names_existing_tables()
    {
        var paths = await NotebookWriter.WriteAsync(written.Folder, TestContext.Current.CancellationToken);
        using var notebook = JsonDocument.Parse(await File.ReadAllTextAsync(paths[0], TestContext.Current.CancellationToken));
        Assert.Equal(4, notebook.RootElement.GetProperty("nbformat").GetInt32());
        var cells = notebook
            .RootElement.GetProperty("cells")
            .EnumerateArray()
            .Select(cell =>
                (
                    Type: cell.GetProperty("cell_type").GetString(),
                    Text: string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()))
                )
            )
            .ToArray();
        Assert.Contains(cells, cell => cell.Type == "markdown" && cell.Text.StartsWith("# Made-up study", StringComparison.Ordinal));
        Assert.All(
            cells.SelectMany(cell => Regex.Matches(cell.Text, "table\\(\"(\\w+)\"\\)")).Select(match => match.Groups[1].Value),
            name => Assert.Contains(StudyTables.All, table => table.Name == name)
        );
        var program = await File.ReadAllTextAsync(paths[1], TestContext.Current.CancellationToken);
        Assert.DoesNotContain("{{", program);
        // S and D are the means of the report, not medians under the same name.
        Assert.Contains(cells, cell => cell.Text.Contains("np.nanmean(here['S'])", StringComparison.Ordinal));
        Assert.DoesNotContain(cells, cell => Regex.IsMatch(cell.Text, @"median\(here\['[SD]'\]"));
        Assert.DoesNotContain("Median", program);
    }

    [Fact]
    public void A_study_can_be_narrowed_to_some_rules()
    {
        var few = written.Study.Only(["hebb", "stdp"]);
        Assert.Equal(["hebb", "stdp"], few.Rules());
        Assert.Equal(written.Study.Rows<CompassRow>(), few.Rows<CompassRow>());
    }

    [Fact]
    public async Task Words_of_people_begin_no_cell_and_no_line_of_code()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "tables", "outcomes.csv"),
            "network,condition,rule,seed,status,S,D\nrate,A,hebb,1,ok,0.5,\n",
            TestContext.Current.CancellationToken
        );
        const string evil = "x\n# %%\nimport os; os.system('touch harm')\n# %% [markdown]\n*/ Console.Write(1); // {{QUESTION}} \"\"\"";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "study.resolved.json"),
            PlasticityLab
                .Studies.Spec.StudyFile.Parse(
                    "name: a\nrules: [hebb]\nseeds: {count: 1}\n",
                    changes: [$"title={JsonSerializer.Serialize(evil)}", $"question={JsonSerializer.Serialize(evil)}"]
                )
                .ToCanonicalJson(),
            TestContext.Current.CancellationToken
        );
        var paths = await NotebookWriter.WriteAsync(folder, TestContext.Current.CancellationToken);
        using var notebook = JsonDocument.Parse(await File.ReadAllTextAsync(paths[0], TestContext.Current.CancellationToken));
        foreach (var cell in notebook.RootElement.GetProperty("cells").EnumerateArray())
        {
            var text = string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()));
            if (cell.GetProperty("cell_type").GetString() == "code")
            {
                Assert.DoesNotContain("os.system", text);
            }
        }

        var code = await File.ReadAllLinesAsync(paths[1], TestContext.Current.CancellationToken);
        Assert.All(
            code.Where(line => line.Contains("os.system", StringComparison.Ordinal)),
            line => Assert.StartsWith("//", line.TrimStart())
        );
        Directory.Delete(folder, true);
    }
}
