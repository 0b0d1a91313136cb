using System.Diagnostics;
using System.Security.Cryptography;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Store;

/// <summary>Whole processes on one folder, side by side and killed at any moment: the tables are those of an undisturbed run, byte for byte,
/// and nothing is computed twice but what was in flight.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Study = """
        name: shared
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 2, free_run: 100 ms, overlapping: false }
        rules: [hebb, stdp, oja]
        seeds: { first: 100, count: 8 }
        tuning: { configurations: 4 }
        readout: { inhibition: [2], gain: [1, 1.4] }
        sweeps: [{ path: perturbation.noise_factor, values: [0, 2], seeds: 3 }]
        """;

    private static readonly bool Long = Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1";
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public ProcessTests() => File.WriteAllText(Path.Combine(_folder, "s.yaml"), Study);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private sealed record Ended(int Code, string Out, string Error);

    private Process Start(params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "plasticity.dll"), .. words])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    private static async Task<Ended> End(Process process)
    {
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return new(process.ExitCode, await output, await error);
    }

    private Task<Ended> Run(string place, string threads = "1") =>
        End(Start("study", "run", "s.yaml", "--out", place, "--threads", threads, "--no-report", "--json"));

    private string FolderOf(string place) => Directory.GetDirectories(Path.Combine(_folder, place), "shared-*").Single();

    private Dictionary<string, string> Tables(string place) =>
        Directory
            .GetFiles(Path.Combine(FolderOf(place), "tables"))
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static int Computed(Ended ended) =>
        System.Text.Json.JsonDocument.Parse(ended.Out).RootElement.GetProperty("computed").GetInt32();

    // Runs that were computed in a place by all processes together, killed ones included.
    private int Published(string place) => StudyFolder.Load(FolderOf(place)).Count(Stop).Stored;

    [Fact]
    [StoreRow(3)]
    [StoreRow(4)]
    public async Task Two_processes_share_a_study_while_a_third_asks_for_its_state()
    {
        var alone = await Run("alone");
        Assert.True(alone.Code == 0, alone.Error);
        var (tables, needed) = (Tables("alone"), Computed(alone));
        for (var round = 0; round < (Long ? 50 : 5); round++)
        {
            var place = $"shared{round}";
            Task<Ended>[] both = [Run(place), Run(place, "2")];
            while (!both.All(task => task.IsCompleted))
            {
                if (
                    Directory.Exists(Path.Combine(_folder, place))
                    && Directory.GetDirectories(Path.Combine(_folder, place), "shared-*").Length > 0
                )
                {
                    var state = await End(Start("study", "status", FolderOf(place), "--json"));
                    Assert.True(state.Code is 0 or 1, state.Error);
                }

                await Task.Delay(300, Stop);
            }

            var ended = await Task.WhenAll(both);
            Assert.All(ended, process => Assert.True(process.Code == 0, process.Error));
            Assert.Equal(tables, Tables(place));
            // In flight when they meet: one block or run a thread.
            Assert.InRange(ended.Sum(Computed), needed, needed + 8);
            Assert.Equal(0, (await End(Start("study", "status", FolderOf(place)))).Code);
            Directory.Delete(Path.Combine(_folder, place), recursive: true);
        }
    }

    // What is killed: one process, two on the same folder, two tasks of those that share a study on a cluster.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Killed_at_random_moments_again_and_again_the_tables_are_those_of_an_undisturbed_run(int workers, bool tasks)
    {
        var alone = await Run("alone");
        Assert.True(alone.Code == 0, alone.Error);
        var (tables, needed) = (Tables("alone"), Computed(alone));
        var random = new RandomStreams((ulong)(tasks ? 3 : workers)).Open(StreamPurpose.Analysis);
        var (kills, place, before) = (0, "killed0", 0);
        var wanted = Long ? 36 : 6;
        while (kills < wanted)
        {
            if (tasks && !Directory.Exists(Path.Combine(_folder, place)))
            {
                Assert.Equal(0, (await End(Start("study", "run", "s.yaml", "--out", place, "--no-report", "--on", "commands"))).Code);
            }

            string[] words = tasks ? ["work", FolderOf(place)] : ["run", "s.yaml", "--out", place];
            var processes = Enumerable.Range(0, workers).Select(_ => Start(["study", .. words, "--threads", "1", "--quiet"])).ToArray();
            var ends = processes.Select(End).ToArray();
            await Task.Delay(300 + (int)(2200 * random.NextDouble()), Stop);
            var hit = false;
            foreach (var process in processes)
            {
                hit |= !process.HasExited;
                process.Kill();
            }

            await Task.WhenAll(ends);
            kills += hit ? 1 : 0;
            if (
                Directory.Exists(Path.Combine(_folder, place))
                && Directory.GetDirectories(Path.Combine(_folder, place), "shared-*").Length > 0
                && File.Exists(Path.Combine(FolderOf(place), "study.resolved.json"))
            )
            {
                // What was finished stays finished.
                var stored = Published(place);
                Assert.True(stored >= before, $"{stored} runs are stored, {before} were");
                before = stored;
            }

            if (!hit || kills % 3 == 0)
            {
                var last = await Run(place, "2");
                Assert.True(last.Code == 0, last.Error);
                Assert.Equal(tables, Tables(place));
                // Steps of analyses may be stored beside the runs that were counted; nothing that was published is computed again.
                Assert.InRange(Computed(last), 0, needed - before);
                Directory.Delete(Path.Combine(_folder, place), recursive: true);
                (place, before) = ($"killed{kills}", 0);
            }
        }
    }
}
