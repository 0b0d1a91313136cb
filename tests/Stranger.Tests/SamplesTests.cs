using System.Diagnostics;

namespace Stranger;

/// <summary>The programs of samples/, run as a person runs them.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("samples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ten_lines_are_enough_for_two_rules()
    {
        var told = await Run("TenLines");
        Assert.Contains("CausalTraceHebb: score S = 0.", told, StringComparison.Ordinal);
        Assert.Contains("plays 1 2 3 4 5 6 7 8", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_language_uses_the_same_front_door()
    {
        var told = await Run("FSharpSample");
        Assert.Contains("hebb: score S = ", told, StringComparison.Ordinal);
        Assert.Contains("plays 1 2 3 4 5 6", told.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_with_things_of_its_own_runs_the_study_that_names_them()
    {
        var study = Path.Combine(AppContext.BaseDirectory, "study.yaml");
        var told = await Run("OwnThings", "study", "run", study, "--out", _folder, "--no-report");
        Assert.Contains("completed", told, StringComparison.Ordinal);
        var tables = Path.Combine(Directory.GetDirectories(_folder, "own-things-*").Single(), "tables");
        Assert.Equal(1 + (3 * 3), (await File.ReadAllLinesAsync(Path.Combine(tables, "link_weights.csv"))).Length);
        Assert.Contains("forgets", await File.ReadAllTextAsync(Path.Combine(tables, "outcomes.csv")), StringComparison.Ordinal);
        Assert.Contains(
            "supported",
            await File.ReadAllTextAsync(Path.Combine(tables, "statements.csv")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    private async Task<string> Run(string sample, params string[] arguments)
    {
        string[] words = [Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments];
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", words)
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }
}
