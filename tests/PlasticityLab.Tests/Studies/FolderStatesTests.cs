using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>Folders that are not what they are taken for: of another version, of another study. Each is told in a sentence with what to do,
/// and nothing in it is changed.</summary>
[Collection(nameof(Alone))]
public sealed class FolderStatesTests : IDisposable
{
    private const string Small = """
        name: small
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb, stdp]
        seeds: { first: 100, count: 3 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyFolder Open(params string[] changes) => StudyFolder.Open(StudyFile.Parse(Small, changes: changes), _folder, Small);

    private async Task<(int Code, string Text)> Cli(params string[] words)
    {
        var outcome = await Plasticity.Run(_folder, words, TimeSpan.FromMinutes(2));
        Assert.True(outcome.Crash is null, outcome.ToString());
        return (outcome.Exit!.Value, outcome.Text);
    }

    [Theory]
    [InlineData(1, "was written by version 0.1")]
    [InlineData(99, "was written by a newer version")]
    public async Task A_folder_of_another_version_is_told_by_every_verb_and_left_alone(int schema, string sentence)
    {
        var study = Open();
        var file = Path.Combine(study.Path, "study.resolved.json");
        var text = File.ReadAllText(file)
            .Replace($"\"schema_version\":{StudySpec.Schema}", $"\"schema_version\":{schema}", StringComparison.Ordinal)
            .Replace($"\"schema_version\": {StudySpec.Schema}", $"\"schema_version\": {schema}", StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllText(file), text);
        File.WriteAllText(file, text);
        foreach (
            var words in new string[][]
            {
                ["study", "status"],
                ["study", "finish"],
                ["study", "work"],
                ["study", "retry"],
                ["study", "verify"],
                ["study", "cancel"],
                ["study", "clean"],
                ["study", "report"],
                ["slides"],
                ["export"],
            }
        )
        {
            var (code, said) = await Cli([.. words, study.Path]);
            Assert.Equal(2, code);
            Assert.Contains(sentence, said, StringComparison.Ordinal);
        }

        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal(2, Directory.GetFiles(study.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Tables_of_another_study_than_the_folder_names_are_not_shown_and_computed_anew()
    {
        var (study, other) = (Open(), Open("seeds.count=4"));
        study.Run(2, cancellation: Stop);
        File.Copy(Path.Combine(other.Path, "study.resolved.json"), Path.Combine(study.Path, "study.resolved.json"), overwrite: true);
        foreach (var words in new string[][] { ["study", "report"], ["slides"], ["export"] })
        {
            var (code, said) = await Cli([.. words, study.Path]);
            Assert.Equal(2, code);
            Assert.Contains("are of another study than its study.resolved.json", said, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await Cli("study", "status", study.Path)).Code);
        Assert.Equal(0, (await Cli("study", "finish", study.Path, "--no-report", "--quiet")).Code);
        Assert.Equal(
            8,
            File.ReadLines(Path.Combine(study.Path, "tables", "outcomes.csv")).Skip(1).Count(line => IsOf(line, "hebb", "stdp"))
        );
        Assert.Equal(0, (await Cli("study", "status", study.Path)).Code);
    }

    private static bool IsOf(string line, params string[] rules) => rules.Contains(line.Split(',')[2]);
}
