using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests;

/// <summary>The shipped search; a small part of it, the whole (minutes on two cores) when the environment has PLASTICITY_LONG=1.</summary>
public sealed class RuleSearchStudyTests : IDisposable
{
    private static readonly string[] Part =
    [
        "seeds.count=2",
        "search.rejected=2",
        "search.random.sparse=12",
        "search.exhaustive.eta=[10]",
        "search.evolution.evaluations=14",
        "search.archive.evaluations=4",
        "search.archive.batch=4",
        "search.finalists=1",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_quick_search_gives_the_same_bytes_twice()
    {
        var file = Path.Combine(TestData.Repository, "studies", "space-of-rules-quick.yaml");
        var study = StudyFile.Read(file, Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1" ? [] : Part);
        Assert.Equal(Tables(study, "one", 1), Tables(study, "two", 2));
    }

    private Dictionary<string, string> Tables(StudySpec study, string name, int threads)
    {
        var folder = StudyFolder.Open(study, Path.Combine(_folder, name));
        folder.Run(threads: threads, cancellation: TestContext.Current.CancellationToken);
        return Directory
            .GetFiles(Path.Combine(folder.Path, "tables"))
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
    }
}
