using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests;

/// <summary>The packages as a stranger gets them: packed into a folder, used from an empty folder with only the SDK.</summary>
/// <param name="packages">What was packed.</param>
public sealed partial class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    // What "dotnet new console" writes into a project.
    private const string Console = """
        <Project>
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
        </Project>
        """;

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstProgram();

    [GeneratedRegex(@"<ProjectReference Include=""\.\./\.\./src/[^""]*/(PlasticityLab[.\w]*)\.csproj"" />")]
    private static partial Regex Referenced();

    // The package brings these usings by itself.
    [GeneratedRegex(@"<Import Project=""[^""]*"" />")]
    private static partial Regex Imported();

    [GeneratedRegex(@"Include=""FSharp\.Core"" Version=""([^""]+)""")]
    private static partial Regex FSharpCore();

    public static TheoryData<string> Ids =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(TestData.Repository, "packaging"))
                .Select(folder => Path.GetFileName(folder)!)
                .Where(name => name.StartsWith("PlasticityLab", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    // README, icon, licence, description, documentation of every assembly, symbols.
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_is_whole(string id)
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Folder, $"{id}.{packages.Version}.nupkg"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        using var stream = package.GetEntry($"{id}.nuspec")!.Open();
        var facts = XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
        Assert.Equal("MIT", facts["license"].Value);
        Assert.Contains(facts["readme"].Value, files);
        Assert.Contains(facts["icon"].Value, files);
        Assert.True(facts["description"].Value.Length > 50, $"{id} has no description.");
        Assert.Contains("plasticity", facts["tags"].Value, StringComparison.Ordinal);
        string[] carried =
        [
            .. files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)),
        ];
        if (id is "PlasticityLab.Tool" or "PlasticityLab.Templates")
        {
            Assert.Empty(carried); // the tool has all inside, with its symbols; a template is text
            return;
        }

        Assert.NotEmpty(carried);
        Assert.All(carried, file => Assert.Contains(Path.ChangeExtension(file, ".xml").Replace('\\', '/'), files));
        using var symbols = ZipFile.OpenRead(Path.Combine(packages.Folder, $"{id}.{packages.Version}.snupkg"));
        string[] pdbs = [.. symbols.Entries.Select(entry => entry.FullName)];
        Assert.All(carried, file => Assert.Contains(Path.ChangeExtension(file, ".pdb").Replace('\\', '/'), pdbs));
    }

    // What makes packing take seconds, told without a clock.
    [Fact]
    public void Packing_compiles_nothing_that_is_built()
    {
        var tested = FileVersionInfo.GetVersionInfo(typeof(Cli.PlasticityProgram).Assembly.Location).ProductVersion;
        var built = Path.Combine(TestData.Repository, "src", "PlasticityLab.Cli", "bin", "Release", "net10.0", "plasticity.dll");
        Assert.SkipWhen(FileVersionInfo.GetVersionInfo(built).ProductVersion != tested, "There was a commit after the tests were built.");
        Assert.Empty(packages.Compiled);
    }

    [Fact]
    public async Task The_ten_line_program_runs_in_an_empty_folder()
    {
        var folder = packages.Empty("ten");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), Console);
        File.WriteAllText(
            Path.Combine(folder, "ten.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="PlasticityLab" Version="{packages.Version}" /></ItemGroup>
            </Project>
            """
        );
        var page = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "how-to", "programs.md")).ReplaceLineEndings("\n");
        var program = FirstProgram().Match(page).Groups[1].Value;
        Assert.InRange(program.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 8, 10);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        var told = await PackedPackages.Run("dotnet", folder, "run", "-c", "Release");
        Assert.Contains("CausalTraceHebb: score S = 0.", told, StringComparison.Ordinal);
        Assert.Contains("plays 1 2 3 4 5 6 7 8", told, StringComparison.Ordinal);
        Assert.Contains("equilibria are stable", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_is_installed_from_a_folder_and_runs_a_study()
    {
        var folder = packages.Empty("tool");
        var tools = Path.Combine(folder, "tools");
        await PackedPackages.Run(
            "dotnet",
            folder,
            "tool",
            "install",
            "PlasticityLab.Tool",
            "--tool-path",
            tools,
            "--version",
            packages.Version
        );
        var plasticity = Path.Combine(tools, OperatingSystem.IsWindows() ? "plasticity.exe" : "plasticity");
        Assert.StartsWith("0.1.0", await PackedPackages.Run(plasticity, folder, "--version"), StringComparison.Ordinal);
        Assert.Contains("causal_trace_hebb", await PackedPackages.Run(plasticity, folder, "rules", "list"), StringComparison.Ordinal);
        Assert.Contains(
            "Note-perfect",
            await PackedPackages.Run(plasticity, folder, "tune", "learn", "frere-jacques"),
            StringComparison.Ordinal
        );
        File.WriteAllText(
            Path.Combine(folder, "tiny.yaml"),
            "name: tiny\nnetwork: { kind: rate, units: 60 }\ntask: { kind: chain, items: 3, assembly_size: 10, epochs: 3 }\nrules: [hebb, stdp]\nseeds: { count: 2 }\n"
        );
        await PackedPackages.Run(plasticity, folder, "study", "run", "tiny.yaml");
        Studied(folder, "tiny", ["hebb", "stdp"]);
    }

    [Fact]
    public async Task A_new_program_has_every_verb_and_its_study_names_its_own_rule()
    {
        var parent = packages.Empty("new");
        string[] hive = ["--debug:custom-hive", Path.Combine(parent, ".hive")];
        var template = Path.Combine(packages.Folder, $"PlasticityLab.Templates.{packages.Version}.nupkg");
        await PackedPackages.Run("dotnet", parent, ["new", "install", template, .. hive]);
        // A name that is no C# name as it stands.
        await PackedPackages.Run("dotnet", parent, ["new", "plasticity", "-n", "my-own-lab", .. hive]);
        var folder = Path.Combine(parent, "my-own-lab");
        Assert.Equal(
            [".gitignore", "MyRule.cs", "Program.cs", "README.md", "my-own-lab.csproj", "study.yaml"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal("return await PlasticityProgram.RunAsync(args);", File.ReadAllText(Path.Combine(folder, "Program.cs")).Trim());
        var readme = File.ReadAllLines(Path.Combine(folder, "README.md"));
        Assert.Equal("# my-own-lab", readme[0]);
        Assert.True(readme.Length <= 10, $"The README has {readme.Length} lines.");

        await PackedPackages.Run("dotnet", folder, "run", "-c", "Release", "--", "study", "run", "study.yaml");
        Studied(folder, "first-study", ["hebb", "mine", "typed", "none"]);
        var program = Path.Combine(folder, "bin", "Release", "net10.0", "my-own-lab.dll");
        var rule = await PackedPackages.Run("dotnet", folder, program, "rules", "describe", "my_rule");
        Assert.Contains("dw/dt = η r_i x̄_j − λ w", rule, StringComparison.Ordinal);
        // Every verb of the tool is there, and what the packages beside the command line bring.
        var verbs = await PackedPackages.Run("dotnet", folder, program, "help");
        Assert.All(["lab", "reproduce", "slides", "export", "tunes"], verb => Assert.Contains(verb, verbs, StringComparison.Ordinal));
        var study = Directory.GetDirectories(Path.Combine(folder, "runs"), "first-study-*").Single();
        await PackedPackages.Run("dotnet", folder, program, "export", study, "--to", "parquet");
        Assert.NotEmpty(Directory.GetFiles(study, "outcomes.parquet", SearchOption.AllDirectories));

        // An assembly that comes with the packages has this name.
        await PackedPackages.Run("dotnet", parent, ["new", "plasticity", "-n", "Plasticity", .. hive]);
        var (code, said, _) = await PackedPackages.Try("dotnet", Path.Combine(parent, "Plasticity"), "build", "-v", "q");
        Assert.Equal(1, code);
        Assert.Contains("must not be called plasticity", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TenLines", "plays 1 2 3 4 5 6 7 8")]
    [InlineData("FSharp", "plays 1 2 3 4 5 6")]
    [InlineData("OwnThings", "completed")]
    public async Task A_sample_runs_with_packages_in_the_place_of_projects(string sample, string told)
    {
        var folder = packages.Empty(sample);
        foreach (var file in Directory.GetFiles(Path.Combine(TestData.Repository, "samples", sample)))
        {
            if (Path.GetFileName(file) != "packages.lock.json")
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }

        var project = Directory.GetFiles(folder, "*.*proj").Single();
        var text = File.ReadAllText(project);
        Assert.Matches(Referenced(), text);
        text = Imported().Replace(Referenced().Replace(text, $"""<PackageReference Include="$1" Version="{packages.Version}" />"""), "");
        var core = FSharpCore().Match(File.ReadAllText(Path.Combine(TestData.Repository, "Directory.Packages.props"))).Groups[1].Value;
        text = text.Replace("Include=\"FSharp.Core\"", $"Include=\"FSharp.Core\" Version=\"{core}\"", StringComparison.Ordinal);
        File.WriteAllText(project, text);
        // The registry's FSharp.Core: the SDK's own copy has another hash.
        var registry = "<DisableImplicitLibraryPacksFolder>true</DisableImplicitLibraryPacksFolder>\n  </PropertyGroup>";
        File.WriteAllText(
            Path.Combine(folder, "Directory.Build.props"),
            Console.Replace("</PropertyGroup>", registry, StringComparison.Ordinal)
        );
        string[] words = sample == "OwnThings" ? ["--", "study", "run", "study.yaml", "--no-report"] : [];
        Assert.Contains(told, await PackedPackages.Run("dotnet", folder, ["run", "-c", "Release", .. words]), StringComparison.Ordinal);
        if (sample == "OwnThings")
        {
            Studied(folder, "own-things", ["hebb", "forgets", "none"], report: false);
        }
    }

    // A study that ran in a folder has a report, and its table of outcomes names these rules.
    private static void Studied(string folder, string name, string[] rules, bool report = true)
    {
        var study = Directory.GetDirectories(Path.Combine(folder, "runs"), name + "-*").Single();
        Assert.Equal(report, File.Exists(Path.Combine(study, "report.html")));
        var lines = File.ReadAllLines(Path.Combine(study, "tables", "outcomes.csv"));
        var column = Array.IndexOf(lines[0].Split(','), "rule");
        Assert.Equal(rules.Order(), lines.Skip(1).Select(line => line.Split(',')[column]).Distinct().Order());
    }
}
