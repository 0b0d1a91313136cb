using System.Diagnostics;

namespace PlasticityLab.Science.Tests;

/// <summary>Portable arithmetic on processors with less: the runtime is told to leave out what this one has, in a process of its own.</summary>
public sealed class PortableArithmeticTests : IDisposable
{
    // What comes from the runs themselves; tests and intervals are computed with the system's functions.
    private static readonly string[] Exact =
    [
        "outcomes.csv",
        "measures.csv",
        "blocks.csv",
        "lag_profiles.csv",
        "courses.csv",
        "training_blocks.csv",
        "weights.npz",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_EnableAVX512F DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task The_golden_study_has_the_same_bytes_with_narrower_vectors_and_without_fused_products(string off)
    {
        var golden = Path.Combine(Repository(), "tests", "data", "golden", "rate-portable");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "plasticity.dll"),
                "study",
                "run",
                Path.Combine(golden, "study.yaml"),
                "--out",
                _folder,
                "--no-report",
                "--quiet",
            },
        };
        foreach (var name in off.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.Environment[name] = "0";
        }

        using var process = Process.Start(start)!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await error);
        var tables = Path.Combine(Assert.Single(Directory.GetDirectories(_folder, "golden-*")), "tables");
        foreach (var table in Exact)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(golden, "tables", table))
                    .AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(tables, table))),
                $"{table} has other bytes without {off}."
            );
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
