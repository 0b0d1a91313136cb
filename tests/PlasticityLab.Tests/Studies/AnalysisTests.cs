using PlasticityLab.Experiments.Store;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public sealed class AnalysisTests : IDisposable
{
    private const string Small = """
        name: analysed
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 3, free_run: 200 ms }
        rules: [tah]
        controls: [oracle]
        seeds: { first: 100, count: 2 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, string> Tables(StudyFolder folder) =>
        Directory
            .GetFiles(Path.Combine(folder.Path, "tables"))
            .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));

    [Fact]
    public void Steps_are_computed_once_and_the_tables_written_from_the_store_are_the_same_bytes()
    {
        var study = StudyFolder.Open(StudyFile.Parse(Small), _folder);
        Assert.True(study.Run(2, cancellation: Stop) > 0);
        var (tables, files) = (Tables(study), study.Store().Status().Files);
        Assert.Contains(tables.Keys, path => path.EndsWith("attractors.csv", StringComparison.Ordinal));
        Directory.Delete(Path.Combine(study.Path, "tables"), recursive: true);
        // No run and no step: everything is looked up.
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.Equal(tables, Tables(study));
        Assert.Equal(files, study.Store().Status().Files);
        Assert.True(study.Count(Stop).IsComplete);
    }

    [Fact]
    public void A_step_that_is_damaged_is_computed_again_and_only_it()
    {
        var study = StudyFolder.Open(StudyFile.Parse(Small), _folder);
        study.Run(2, cancellation: Stop);
        var tables = Tables(study);
        var parts = Directory.GetFiles(Path.Combine(study.Store().Root, "parts"), "*.rows.json", SearchOption.AllDirectories);
        Assert.NotEmpty(parts);
        File.WriteAllText(parts[0], "");
        Assert.Equal(1, study.Count(Stop).MissingSteps);
        Assert.Equal(1, study.Run(2, cancellation: Stop));
        Assert.Equal(tables, Tables(study));
    }

    [Fact]
    public void Every_table_of_a_study_belongs_to_one_analysis_at_most_and_every_card_is_whole()
    {
        var cards = Catalog.Of<IStudyAnalysis>().All.Select(analysis => analysis.Card).ToArray();
        Assert.All(cards, card => Assert.All(new[] { card.Name, card.Meaning, card.Source }, text => Assert.NotEmpty(text)));
        Assert.Contains(cards, card => card.Id == "attractors");
        var spec = StudyFile.Parse(Small);
        Assert.All(Catalog.Of<IStudyAnalysis>().All, analysis => Assert.True(analysis.StageOf(spec).Runs >= 0));
    }

    [Fact]
    public void Rows_come_back_from_bytes_as_they_were()
    {
        var rows = TableOf<SweepRow>.MadeUp();
        var set = new RowSet().Add(rows).AddNote("a", "b\tc");
        var again = RowSet.Read(set.ToBytes());
        Assert.Equal(TableOf<SweepRow>.WriteCsv(rows), TableOf<SweepRow>.WriteCsv(again.Rows<SweepRow>()));
        Assert.Equal("b\tc", again.Notes["a"]);
        Assert.Empty(again.Rows<OutcomeRow>());
        var twice = RowSet.Concat([set, again]);
        Assert.Equal(2 * rows.Count, twice.Rows<SweepRow>().Count);
    }
}
