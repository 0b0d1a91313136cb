using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Science.Tests;

/// <summary>The shipped search, whole: minutes on two cores.</summary>
public sealed class RuleSearchStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_quick_search_gives_the_same_bytes_twice()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1", "minutes: set PLASTICITY_LONG=1");
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place!.FullName, "PlasticityLab.slnx")))
        {
            place = place.Parent;
        }

        var study = StudyFile.Read(Path.Combine(place.FullName, "studies", "space-of-rules-quick.yaml"));
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
