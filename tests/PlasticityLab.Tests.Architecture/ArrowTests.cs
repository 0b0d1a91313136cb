using System.Reflection;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Architecture;

public class ArrowTests
{
    private static readonly string[] Order =
    [
        "Numerics",
        "Models",
        "Simulation",
        "Simulation.Compiler",
        "Analysis",
        "Experiments",
        "Studies",
        "Exporters",
        "Reproductions",
        "Figures",
        "Live",
        "Reports",
    ];

    public static TheoryData<string> Libraries => [.. Order];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_uses_only_those_to_its_left(string name)
    {
        var allowed = Order.TakeWhile(x => x != name).ToHashSet();
        allowed.Remove("Exporters"); // keeps its packages out of every other library
        if (name is "Figures" or "Reports")
        {
            allowed.Remove("Reproductions");
        }

        var used = Assembly
            .Load($"PlasticityLab.{name}")
            .GetReferencedAssemblies()
            .Select(x => x.Name!)
            .Where(x => x.StartsWith("PlasticityLab.", StringComparison.Ordinal))
            .Select(x => x["PlasticityLab.".Length..]);
        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void The_front_door_uses_no_pages_and_no_web_framework() =>
        Assert.Empty(
            Assembly
                .Load("PlasticityLab")
                .GetReferencedAssemblies()
                .Select(x => x.Name!)
                .Where(x =>
                    x is "PlasticityLab.Reports" or "PlasticityLab.Live" or "PlasticityLab.Exporters" or "plasticity"
                    || x.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                )
        );

    [Fact]
    public void Numerics_know_no_neurons() =>
        Assert.DoesNotContain(
            typeof(Matrix).Assembly.GetReferencedAssemblies(),
            x => x.Name!.StartsWith("PlasticityLab", StringComparison.Ordinal)
        );
}
