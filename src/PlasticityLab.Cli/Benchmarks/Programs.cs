using System.Diagnostics;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The programs that we are compared with: compiled or interpreted on this machine, or skipped with a sentence.</summary>
internal static class Programs
{
    /// <summary>The folder benchmarks/ of the source tree, or null.</summary>
    public static string? Folder()
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "PlasticityLab.slnx")))
                {
                    return Path.Combine(folder.FullName, "benchmarks");
                }
            }
        }

        return null;
    }

    /// <summary>Compiles a C file of benchmarks/c with gcc at its fastest; null and a reason where that cannot be done.</summary>
    public static (string? Program, string Why) Compile(string file, string define, string target)
    {
        if (Folder() is not { } folder || !File.Exists(Path.Combine(folder, "c", file)))
        {
            return (null, $"benchmarks/c/{file} was not found (run from a source tree)");
        }

        var (ok, output) = Run("gcc", $"-Ofast -march=native -fopenmp {define} \"{Path.Combine(folder, "c", file)}\" -o \"{target}\" -lm");
        return ok ? (target, "") : (null, output.Length == 0 ? "gcc is not installed" : "gcc failed: " + output.Split('\n')[0]);
    }

    /// <summary>A Python that can import NumPy, or null.</summary>
    public static string? Python() =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Run(python, "-c \"import numpy\"").Ok);

    /// <summary>Runs a program on one thread of BLAS and OpenMP; answers whether it ended well, and what it printed.</summary>
    public static (bool Ok, string Output) Run(string program, string arguments, int threads = 1)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS" })
        {
            start.Environment[name] = threads.ToString();
        }

        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode == 0, process.ExitCode == 0 ? output : output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (false, "");
        }
    }
}
