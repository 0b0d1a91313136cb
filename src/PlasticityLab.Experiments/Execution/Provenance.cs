using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Experiments.Execution;

/// <summary>What results were computed with: the program, and what the last digits depend on.</summary>
public static class Provenance
{
    private static readonly Assembly Own = typeof(Provenance).Assembly;

    /// <summary>Version of the program.</summary>
    public static string Version => Own.GetName().Version!.ToString(3);

    /// <summary>Version and commit, such as <c>0.1.0+1a2b3c4d5e</c>, with <c>changed</c> where the source held changes beyond it.</summary>
    public static string Build { get; } = OfBuild();

    /// <summary>Width of the vectors.</summary>
    public static string Vectors { get; } =
        Vector512.IsHardwareAccelerated ? "512 bit"
        : Vector256.IsHardwareAccelerated ? "256 bit"
        : Vector128.IsHardwareAccelerated ? "128 bit"
        : "emulated";

    /// <summary>What the last digits of an ordinary run depend on: width of vectors, fused multiply-add, linear algebra.</summary>
    public static string Arithmetic { get; } =
        $"{Vectors}, {(Fma.IsSupported || AdvSimd.IsSupported ? "fused" : "not fused")}, {LinearAlgebraBackend.Description}";

    /// <summary>The arithmetic of runs that give the same bits everywhere.</summary>
    public const string Portable = "portable";

    /// <summary>This machine and program, for a manifest.</summary>
    public static IReadOnlyDictionary<string, string> Machine { get; } =
        new Dictionary<string, string>
        {
            ["build"] = Build,
            ["operating_system"] = RuntimeInformation.OSDescription,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processor"] = Processor(),
            ["vectors"] = Vectors,
            ["linear_algebra"] = LinearAlgebraBackend.Description,
            ["arithmetic"] = Arithmetic,
        };

    private static string OfBuild()
    {
        var version = Own.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? Version;
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        var build = plus >= 0 && version.Length > plus + 11 ? version[..(plus + 11)] : version;
        var changed = Own.GetCustomAttributes<AssemblyMetadataAttribute>().Any(item => item is { Key: "SourceChanged", Value: "true" });
        return changed ? build + " changed" : build;
    }

    private static string Processor()
    {
        try
        {
            return
                File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
                ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "";
        }
        catch (IOException)
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "";
        }
    }
}
