using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Docs;

/// <summary>The systems that are shipped: each is read without a remark, says what it shows, and shows it.</summary>
[Collection(nameof(Alone))]
public sealed class SystemsTests
{
    private static readonly string[] Fields =
    [
        "id",
        "model",
        "title",
        "shows",
        "source",
        "parameters",
        "W",
        "I",
        "g",
        "tau",
        "n",
        "edges_from_to",
        "epsilon",
        "delta",
        "theta",
        "initial_state",
    ];

    private static string Folder => Path.Combine(TestData.Repository, "systems");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_system_is_read_without_a_remark_and_says_what_it_shows(string file)
    {
        var system = SystemFile.Read(Path.Combine(Folder, file));
        Assert.Empty(system.Notes);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), system.Id);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        Assert.All(json.RootElement.EnumerateObject(), field => Assert.Contains(field.Name, Fields));
        foreach (var field in new[] { "title", "shows", "source" })
        {
            Assert.True(json.RootElement.GetProperty(field).GetString()!.Length > 8, field);
        }

        Assert.Contains($"({file})", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wilson-cowan-bistable", 3, 2)]
    [InlineData("wilson-cowan-oscillating", 1, 0)]
    [InlineData("two-units-winner", 3, 2)]
    [InlineData("two-units-ring", 1, 0)]
    [InlineData("ctln-three-cycle", 1, 0)]
    [InlineData("ctln-five-star", 1, 0)]
    [InlineData("low-rank", 3, 2)]
    public async Task Its_equilibria_are_those_that_it_promises(string name, int equilibria, int stable)
    {
        var outcome = await Plasticity.Run(
            TestData.Repository,
            ["analyse", "dynamics", $"systems/{name}.json", "--equilibria", "--json"],
            TimeSpan.FromSeconds(30)
        );
        Assert.Equal(0, outcome.Exit);
        using var json = JsonDocument.Parse(outcome.Out);
        var points = json.RootElement.GetProperty("fixed_points").EnumerateArray().ToArray();
        Assert.Equal(equilibria, points.Length);
        Assert.Equal(stable, points.Count(p => p.GetProperty("type").GetString()!.StartsWith("stable", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_of_the_format_names_every_model_and_every_field()
    {
        var page = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "reference", "system-file.md"));
        Assert.All(SystemFile.Models, model => Assert.Contains($"`{model}`", page, StringComparison.Ordinal));
        Assert.All(Fields, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
        Assert.All(WilsonCowan.Parameters, parameter => Assert.Contains($"`{parameter.Name}`", page, StringComparison.Ordinal));
        Assert.All(AssemblyNetwork.Names, parameter => Assert.Contains($"`{parameter}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void An_abbreviated_parameter_is_answered_with_the_one_that_was_meant()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("plasticity-system-").FullName, "wc.json");
        File.WriteAllText(file, """{"model": "wilson_cowan", "parameters": {"I_E": 1}}""");
        var said = Assert.Throws<UserError>(() => SystemFile.Read(file)).Message;
        Assert.Contains("Did you mean I_ext_E?", said, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }
}
