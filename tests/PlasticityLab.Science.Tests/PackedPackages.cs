using System.Diagnostics;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests;

/// <summary>Our packages, packed once for all tests of <see cref="PackageTests"/>, and a folder outside the repository in which they are used.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("plasticity-packages-");

    /// <summary>A version that no package has had before: nothing that lies in a cache can be taken for it.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMdd}.{Environment.ProcessId}";

    /// <summary>The folder of the packages.</summary>
    public string Folder => Path.Combine(_root.FullName, "packed");

    /// <summary>The assemblies of the sources that packing compiled anew.</summary>
    public IReadOnlyList<string> Compiled { get; private set; } = [];

    /// <summary>Packs.</summary>
    public async ValueTask InitializeAsync()
    {
        var before = Assemblies();
        await Run("bash", TestData.Repository, Path.Combine(TestData.Repository, "packaging", "pack"), Folder, Version);
        Compiled = [.. Assemblies().Except(before).Select(assembly => assembly.File)];
        // What other packages need is taken from where it lies, or fetched; ours go into a folder of their own.
        File.WriteAllText(
            Path.Combine(_root.FullName, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root.FullName, ".packages")}" /></config>
              <fallbackPackageFolders><add key="here" value="{Cache()}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{Folder}" /></packageSources>
            </configuration>
            """
        );
    }

    /// <summary>Removes everything.</summary>
    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>An empty folder that knows where the packages lie.</summary>
    public string Empty(string name) => _root.CreateSubdirectory(name).FullName;

    /// <summary>Runs a program in a folder; it must end with 0.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> Run(string program, string folder, params string[] arguments)
    {
        var (code, output, errors) = await Try(program, folder, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a program in a folder, whatever comes of it.</summary>
    public static async Task<(int Code, string Output, string Errors)> Try(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a test host tells its own build engine misleads another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        // No build engine and no compiler stays behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    private static List<(string File, DateTime Written)> Assemblies() =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(TestData.Repository, "src"))
                .Select(project => Path.Combine(project, "obj", "Release", "net10.0"))
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
                .Select(file => (file, File.GetLastWriteTimeUtc(file))),
        ];

    private static string Cache() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
