using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
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
        "search.spikes=1",
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

    /// <summary>The rule that plays best with rates, the causal trace, is one that plays with spikes: pairs of spikes within its window
    /// give the
    /// weights that it gave.</summary>
    [Fact]
    public void A_rule_that_plays_with_rates_plays_at_spikes()
    {
        var file = Path.Combine(TestData.Repository, "studies", "space-of-rules-quick.yaml");
        var study = StudyFile.Read(
            file,
            [
                "seeds.count=4",
                "search.rejected=0",
                "search.random.sparse=0",
                "search.exhaustive.eta=[10]",
                "search.evolution.starts=0",
                "search.archive.evaluations=20",
                "search.finalists=2",
                "search.sparsify=0",
                "search.transfer=0",
                "search.spikes=2",
            ]
        );
        var folder = StudyFolder.Open(study, Path.Combine(_folder, "spikes"));
        folder.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        var rows = StudyResults.Load(folder.Path).Rows<SearchTransferRow>();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.StartsWith("in spiking neurons", row.Change, StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Networks == 4 && row.S > 0.7);
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
