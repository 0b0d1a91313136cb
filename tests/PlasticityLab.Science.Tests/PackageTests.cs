using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests;

/// <summary>The packages as a stranger gets them: packed into a folder, used from an empty folder with only the SDK.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const string Version = "0.1.0-test";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plasticity-packages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstProgram();

    [Fact]
    public async Task The_ten_line_program_and_the_tool_work_from_packed_packages_in_an_empty_folder()
    {
        var packed = _folder.CreateSubdirectory("packed").FullName;
        await Run("bash", TestData.Repository, Path.Combine(TestData.Repository, "packaging", "pack"), packed, Version);
        foreach (
            var id in new[]
            {
                "PlasticityLab",
                "PlasticityLab.Core",
                "PlasticityLab.Reports",
                "PlasticityLab.Exporters",
                "PlasticityLab.Tool",
            }
        )
        {
            Whole(packed, id);
        }

        var empty = _folder.CreateSubdirectory("empty").FullName;
        // What other packages need is taken from where it lies, or fetched; ours go into a folder of their own, so that no later test or
        // person finds a package of this version.
        File.WriteAllText(
            Path.Combine(empty, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(empty, ".packages")}" /></config>
              <fallbackPackageFolders><add key="here" value="{Cache()}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{packed}" /></packageSources>
            </configuration>
            """
        );
        File.WriteAllText(
            Path.Combine(empty, "ten.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="PlasticityLab" Version="{Version}" /></ItemGroup>
            </Project>
            """
        );
        var page = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "how-to", "programs.md")).ReplaceLineEndings("\n");
        var program = FirstProgram().Match(page).Groups[1].Value;
        Assert.InRange(program.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 8, 10);
        File.WriteAllText(Path.Combine(empty, "Program.cs"), program);
        var told = await Run("dotnet", empty, "run", "-c", "Release");
        Assert.Contains("CausalTraceHebb: score S = 0.", told, StringComparison.Ordinal);
        Assert.Contains("plays 1 2 3 4 5 6 7 8", told, StringComparison.Ordinal);
        Assert.Contains("equilibria are stable", told, StringComparison.Ordinal);

        var tools = Path.Combine(empty, "tools");
        await Run("dotnet", empty, "tool", "install", "PlasticityLab.Tool", "--tool-path", tools, "--version", Version);
        var plasticity = Path.Combine(tools, OperatingSystem.IsWindows() ? "plasticity.exe" : "plasticity");
        Assert.StartsWith("0.1.0", await Run(plasticity, empty, "--version"), StringComparison.Ordinal);
        Assert.Contains("Note-perfect", await Run(plasticity, empty, "tune", "learn", "frere-jacques"), StringComparison.Ordinal);
    }

    // README, icon, licence, description, documentation of every assembly, symbols.
    private static void Whole(string folder, string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(folder, $"{id}.{Version}.nupkg"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        var facts = XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
        Assert.Equal("MIT", facts["license"].Value);
        Assert.Contains(facts["readme"].Value, files);
        Assert.Contains(facts["icon"].Value, files);
        Assert.True(facts["description"].Value.Length > 50, $"{id} has no description.");
        Assert.Contains("plasticity", facts["tags"].Value, StringComparison.Ordinal);
        if (id == "PlasticityLab.Tool")
        {
            return; // has its symbols inside
        }

        string[] carried = [.. files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.NotEmpty(carried);
        Assert.All(carried, file => Assert.Contains(Path.ChangeExtension(file, ".xml").Replace('\\', '/'), files));
        using var symbols = ZipFile.OpenRead(Path.Combine(folder, $"{id}.{Version}.snupkg"));
        string[] pdbs = [.. symbols.Entries.Select(entry => entry.FullName)];
        Assert.All(carried, file => Assert.Contains(Path.ChangeExtension(file, ".pdb").Replace('\\', '/'), pdbs));
    }

    private static string Cache() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<string> Run(string program, string folder, params string[] arguments)
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

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
        return await output;
    }
}
