using System.Text.Json;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>What is kept of how a study was computed: a log for each process, with what it said and when, and the manifest.</summary>
[Collection(nameof(Alone))]
public sealed class StudyLogTests : IDisposable
{
    private const string Small = """
        name: small
        network: { kind: rate, units: 60 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        rules: [hebb]
        seeds: { first: 100, count: 4 }
        precision: single
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public StudyLogTests() => File.WriteAllText(Path.Combine(_folder, "s.yaml"), Small);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyFolder Open() => StudyFolder.Open(StudyFile.Parse(Small), Path.Combine(_folder, "runs"), Small);

    private static string[][] Logs(StudyFolder study) =>
        [.. Directory.GetFiles(Path.Combine(study.Path, "sessions"), "*.log").Select(File.ReadAllLines)];

    [Fact]
    public async Task What_a_run_says_stands_in_its_log_with_the_time()
    {
        var (began, study) = (DateTime.UtcNow.AddSeconds(-1), Open());
        var outcome = await Plasticity.Run(_folder, ["study", "run", "s.yaml", "--threads", "1", "--no-report"], TimeSpan.FromMinutes(2));
        Assert.True(outcome.Exit == 0, outcome.ToString());
        var log = Assert.Single(Logs(study));
        Assert.All(
            log,
            line =>
                Assert.InRange(
                    DateTimeOffset.Parse(line.Split("  ")[0], System.Globalization.CultureInfo.InvariantCulture).UtcDateTime,
                    began,
                    DateTime.UtcNow
                )
        );
        // What the rest takes is told before the first run, and the log keeps it.
        var foretold = Assert.Single(log, line => line.Contains("are to be computed; ", StringComparison.Ordinal)).Split("  ")[1];
        Assert.Contains("of disk", foretold, StringComparison.Ordinal);
        Assert.Contains("memory: about", foretold, StringComparison.Ordinal);
        Assert.Equal(Console.IsOutputRedirected, outcome.Out.Contains(foretold, StringComparison.Ordinal));
        Assert.Contains("  began: ", log[0], StringComparison.Ordinal);
        Assert.Contains(log, line => line.Contains("single precision", StringComparison.Ordinal));
        Assert.Matches("  complete: [0-9]+ runs and steps computed in .* of processor time", log[^1]);
        var status = await Plasticity.Run(_folder, ["study", "status", study.Path], TimeSpan.FromMinutes(1));
        Assert.Contains($"what was done when: {study.LastLog}", status.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_task_keeps_a_log_of_its_own()
    {
        var study = Open();
        using var both = new Barrier(2);
        Parallel.For(
            0,
            2,
            _ =>
            {
                var met = false;
                _ = StudyFolder
                    .Load(study.Path)
                    .Work(
                        1,
                        TimeSpan.FromMinutes(1),
                        _ =>
                        {
                            if (!met)
                            {
                                met = both.SignalAndWait(TimeSpan.FromSeconds(30));
                            }
                        },
                        cancellation: TestContext.Current.CancellationToken
                    );
            }
        );
        var logs = Logs(study);
        Assert.InRange(logs.Length, 1, 2); // one that found nothing left says nothing
        Assert.All(logs, log => Assert.Single(log, line => line.Contains("  began: ", StringComparison.Ordinal)));
        Assert.All(logs, log => Assert.Contains("  complete: ", log[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_says_with_what_the_results_were_computed()
    {
        var study = Open();
        study.Run(2, commandLine: "study run s.yaml", cancellation: TestContext.Current.CancellationToken);
        var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(study.Path, "manifest.json"))).RootElement;
        string Of(string key) => manifest.GetProperty(key).ToString();
        Assert.Equal("single", Of("precision"));
        Assert.Equal("2", Of("threads"));
        Assert.Equal("study run s.yaml", Of("command_line"));
        Assert.Matches("bit|emulated", Of("vectors"));
        Assert.Matches("1 thread|managed|liblapack", Of("linear_algebra")); // OpenBLAS tells the kernel that it has chosen, and its threads
        Assert.NotEmpty(Of("build"));
    }
}
