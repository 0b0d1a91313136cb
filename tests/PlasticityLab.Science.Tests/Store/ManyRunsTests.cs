using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests.Store;

/// <summary>Five thousand short runs, by the script that measures a hundred thousand (benchmarks/many_runs.py): few files, bounded memory, and
/// little processor time beside them.</summary>
public sealed class ManyRunsTests
{
    private const int Runs = 5000;

    // The goal is 5 % of a hundred thousand. Starting, compiling and the intervals of the tables take some 15 s of processor time whatever the
    // number of runs: a good quarter beside five thousand. What grows with the runs would show.
    private const double MostOutside = 0.4;
    private const double MostMemory = 500; // MiB

    [Fact]
    public async Task Many_short_runs_cost_little_beside_themselves()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Python), "Needs Linux and /usr/bin/python3.");
        var script = Path.Combine(TestData.Repository, "benchmarks", "many_runs.py");
        var start = new ProcessStartInfo(Python, [script, $"{Runs}", "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLASTICITY"] = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "plasticity.dll")}'";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        using var json = JsonDocument.Parse(output);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        Assert.InRange(Number("runs"), Runs, Runs + 10);
        Assert.InRange(Number("files"), 1, 200);
        Assert.InRange(Number("memory_mib"), 1, MostMemory);
        Assert.InRange(Number("outside_of_runs"), 0, MostOutside);
    }
}
