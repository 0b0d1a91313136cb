using System.Reflection;
using System.Runtime.CompilerServices;

namespace PlasticityLab.Tests.Architecture;

/// <summary>The libraries and the sources that the conventions are checked on.</summary>
internal static class House
{
    public static readonly string[] Libraries =
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

    public static string Root { get; } = FindRoot();

    public static IEnumerable<Assembly> Assemblies =>
        Libraries.Select(name => Assembly.Load($"PlasticityLab.{name}")).Append(Assembly.Load("PlasticityLab"));

    /// <summary>The types that people wrote, without those of the compiler.</summary>
    public static IEnumerable<Type> Types =>
        Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), false) && !type.FullName!.Contains('<'));

    /// <summary>The C# files below a folder of the repository, generated ones left out, by their path from the root.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));

    /// <summary>The Razor pages below a folder of the repository.</summary>
    public static IEnumerable<string> Pages(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.razor", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));

    public static string Read(string source) => File.ReadAllText(Path.Combine(Root, source));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must lie inside the repository.");
    }
}
