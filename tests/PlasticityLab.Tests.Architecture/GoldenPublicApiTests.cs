using System.Reflection;

namespace PlasticityLab.Tests.Architecture;

/// <summary>What the packages offer stands in <c>tests/data/api</c>, so that a change of it is seen.</summary>
public class GoldenPublicApiTests
{
    private static string Folder => Path.Combine(House.Root, "tests", "data", "api");

    /// <summary>The assemblies that packages carry.</summary>
    public static TheoryData<string> Carried =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(House.Root, "packaging"), "*.csproj", SearchOption.AllDirectories)
                .Where(project => !project.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText)
                .SelectMany(text => text.Split("<Carried Include=\"").Skip(1).SelectMany(rest => rest.Split('"')[0].Split(';')))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void Packages_carry_the_front_door() => Assert.Contains("PlasticityLab", Carried.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Carried))]
    public void The_public_surface_is_as_it_was(string assembly)
    {
        var path = Path.Combine(Folder, assembly + ".txt");
        string[] found = [.. PublicApi.Of(Assembly.Load(assembly))];
        if (Environment.GetEnvironmentVariable("PLASTICITY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(path, string.Concat(found.Select(line => line + "\n")));
        }

        string[] kept = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] gone = [.. kept.Except(found).Select(line => $"- {line}")],
            come = [.. found.Except(kept).Select(line => $"+ {line}")];
        Assert.True(
            kept.SequenceEqual(found),
            $"What {assembly} offers to programs has changed: {gone.Length} lines gone, {come.Length} new. If that is meant, renew the list with ./test --accept and tell what breaks in CHANGELOG.md.\n{string.Join('\n', gone.Concat(come).Take(30))}"
        );
    }
}
