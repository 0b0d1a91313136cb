using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using PlasticityLab.Figures;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Cli.Doctor;

/// <summary>Looks at the machine: what the laboratory needs, and what it can use.</summary>
internal static class Examination
{
    private const double Gigabyte = 1024.0 * 1024 * 1024;

    /// <summary>All findings, the required ones first.</summary>
    /// <param name="folder">Where results are to be written.</param>
    public static IEnumerable<Finding> Of(string folder)
    {
        yield return Runtime();
        yield return Writing(folder);
        yield return Disk(folder);
        yield return Fonts();
        if (!OperatingSystem.IsWindows())
        {
            yield return Links(folder);
        }

        yield return Cores();
        yield return Memory();
        yield return Vectors();
        if (OperatingSystem.IsLinux())
        {
            yield return Program(
                "ldd",
                "native libraries of figures and linear algebra",
                "nothing, where figures are drawn",
                ["--version"]
            ) with
            {
                Name = "glibc",
            };
        }

        yield return Lapack();
        yield return Sdk();
        yield return Python();
        yield return Program(
            "gcc",
            "the hand-written C limits in benchmarks",
            "install a C compiler (Debian: gcc libc6-dev)",
            ["--version"]
        );
        yield return Program(
            OperatingSystem.IsWindows() ? ["chrome", "chromium", "msedge"] : ["chromium", "chromium-browser", "google-chrome"],
            "chromium",
            "browser tests and printing reports to PDF",
            "install Chromium or Chrome (Debian: chromium)",
            ["--version"]
        );
    }

    private static Finding Runtime() =>
        new(
            "dotnet_runtime",
            Environment.Version.Major >= 10,
            true,
            $".NET {Environment.Version}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            "running the laboratory",
            "install .NET 10 from https://dotnet.microsoft.com/download/dotnet/10.0"
        );

    private static Finding Writing(string folder)
    {
        const string Use = "storing studies and reports";
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".plasticity-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("write_permission", true, true, UserFile.FullPath(folder), Use, "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(
                "write_permission",
                false,
                true,
                error.Message,
                Use,
                "run in a folder that you may write to, or name one with --folder"
            );
        }
    }

    private static Finding Disk(string folder)
    {
        const string Use = "weights over time and recordings; a study of the main experiment takes about 0.1 GB";
        try
        {
            var free = new DriveInfo(UserFile.FullPath(folder)).AvailableFreeSpace / Gigabyte;
            return new(
                "free_disk",
                free >= 1,
                true,
                $"{free:0.0} GB free",
                Use,
                "free at least 1 GB, or name a folder on another disk with --folder"
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("free_disk", true, false, $"could not be asked ({error.Message})", Use, "see that at least 1 GB is free");
        }
    }

    // Two names of one file: how many processes publish one run without overwriting each other's.
    private static Finding Links(string folder)
    {
        var probe = Path.Combine(folder, $".plasticity-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            var linked = Ask("ln", [probe, probe + "-link"]) is not null && File.Exists(probe + "-link");
            return new(
                "hard_links",
                linked,
                false,
                linked ? "yes" : "no",
                "publishing runs from many processes at once",
                "name a folder on a file system with hard links; without them a run may be published twice, with the same content"
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new("hard_links", false, false, error.Message, "publishing runs from many processes at once", "see write permission");
        }
        finally
        {
            foreach (var file in new[] { probe, probe + "-link" }.Where(File.Exists))
            {
                File.Delete(file);
            }
        }
    }

    private static Finding Fonts()
    {
        var shipped = typeof(IFigure).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".ttf", StringComparison.Ordinal));
        return new(
            "fonts",
            shipped > 0,
            true,
            $"{shipped} shipped with the program",
            "text in figures; the machine's own fonts are not used",
            "build again: the fonts belong to the report library"
        );
    }

    private static Finding Cores() =>
        new(
            "cores",
            Environment.ProcessorCount >= 2,
            false,
            $"{Environment.ProcessorCount}",
            "running replicates side by side",
            "nothing: one core does the same work in more time"
        );

    private static Finding Memory()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gigabyte;
        return new(
            "memory",
            memory >= 2,
            false,
            $"{memory:0.0} GB",
            "networks of thousands of neurons; 1000 x 1000 weights take 8 MB",
            "keep networks below 2000 neurons, or record fewer weights"
        );
    }

    private static Finding Vectors()
    {
        var found =
            Avx2.IsSupported ? $"AVX2{(Fma.IsSupported ? ", FMA" : "")}{(Vector512.IsHardwareAccelerated ? ", AVX-512" : "")}"
            : Vector256.IsHardwareAccelerated ? "256 bit"
            : Vector128.IsHardwareAccelerated ? "128 bit"
            : "none";
        return new(
            "vector_instructions",
            Vector256.IsHardwareAccelerated,
            false,
            found,
            "four to sixteen synapses at a time; the results depend on it in rounding only",
            "nothing: a processor with AVX2 is several times faster"
        );
    }

    private static Finding Lapack()
    {
        var found = LinearAlgebraBackend.Description;
        return new(
            "lapack",
            !found.StartsWith("managed", StringComparison.Ordinal),
            false,
            found,
            "eigenvalues and singular values of large networks, ten times faster than managed code",
            "install OpenBLAS (Debian: libopenblas0-pthread; macOS: brew install openblas)"
        );
    }

    private static Finding Sdk() =>
        Program(
            "dotnet",
            "building from source and rules typed as text in your own projects",
            "install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0",
            ["--version"]
        )
            is { } found
            ? found with
            {
                Name = "dotnet_sdk",
                Ok = found.Ok && int.TryParse(found.Found.Split('.')[0], out var major) && major >= 10,
            }
            : throw new UnreachableException();

    // The first Python that has NumPy; else the first Python, and what it lacks.
    private static Finding Python()
    {
        const string Script = """
            import sys
            version = 'Python ' + sys.version.split()[0]
            try:
                import numpy
                print(version + ', NumPy ' + numpy.__version__)
            except ImportError:
                print(version + ' without NumPy')
            """;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? ["python.exe"] : ["python3", "python"];
        var answers = names
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Where(File.Exists)
            .Select(path => (Path: path, Says: Ask(path, ["-c", Script])))
            .Where(answer => answer.Says is not null)
            .Select(answer => $"{answer.Says} ({answer.Path})");
        var (first, complete) = ((string?)null, (string?)null);
        foreach (var answer in answers)
        {
            first ??= answer;
            if (answer.Contains(", NumPy ", StringComparison.Ordinal))
            {
                complete = answer;
                break;
            }
        }

        return new(
            "python3",
            complete is not null,
            false,
            complete ?? first ?? "not found",
            "reading results in Python; comparison with NumPy in benchmarks",
            first is null
                ? "install Python 3 and NumPy (Debian: python3-numpy)"
                : "install NumPy for it (Debian: python3-numpy; else pip install numpy)"
        );
    }

    private static Finding Program(string name, string use, string remedy, string[] arguments) =>
        Program([name], name, use, remedy, arguments);

    private static Finding Program(string[] names, string name, string use, string remedy, string[] arguments)
    {
        foreach (var candidate in names)
        {
            if (Ask(candidate, arguments) is { } answer)
            {
                return new(name, true, false, answer, use, remedy);
            }
        }

        return new(name, false, false, "not found", use, remedy);
    }

    // The first line that the program prints; null when it cannot be started, fails or stays silent for ten seconds.
    private static string? Ask(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            );
            if (process is null)
            {
                return null;
            }

            var output = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult().Split('\n')[0].Trim() : null;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
