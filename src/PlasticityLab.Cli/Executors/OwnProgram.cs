using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Executors;

/// <summary>The program that runs, whichever it is, as something that can be started again: a folder and the file in it, with or without
/// <c>dotnet</c> before it.</summary>
/// <param name="Folder">Folder of its files.</param>
/// <param name="Host">The <c>dotnet</c> that it is started with; null: its file is started itself.</param>
/// <param name="File">The file to start, by its name in the folder.</param>
internal sealed record OwnProgram(string Folder, string? Host, string File)
{
    // Shown names of folders; collisions are out of question for the builds of one study.
    private const int HashLetters = 16;

    /// <summary>The one that runs.</summary>
    public static OwnProgram Running { get; } = OfThis();

    /// <summary>Folder of the .NET that runs it; null: the program brings its own.</summary>
    public static string? DotnetRoot { get; } =
        RuntimeEnvironment.GetRuntimeDirectory() is var runtime && runtime.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)
            ? null
            : UserFile.FullPath(Path.Combine(runtime, "..", "..", ".."));

    /// <summary>The words of a command of it.</summary>
    public IEnumerable<string> Command(IEnumerable<string> words) =>
        [.. Host is null ? Array.Empty<string>() : [Host], Path.Combine(Folder, File), .. words];

    /// <summary>Keeps a copy below a folder, once for each content: what is started from there stays as it is when the program is built
    /// anew.</summary>
    /// <param name="place">Folder of copies; a copy is named by its hash.</param>
    public OwnProgram CopyTo(string place)
    {
        var files = Files(place).ToArray();
        var copy = Path.Combine(OutputFile.MakeFolder(place), Hash(files));
        if (!Directory.Exists(copy))
        {
            var unfinished = $"{copy}.{Guid.NewGuid():N}.part";
            foreach (var file in files)
            {
                var to = Path.Combine(unfinished, file);
                OutputFile.MakeFolderOf(to);
                System.IO.File.Copy(Path.Combine(Folder, file), to);
            }

            Publish(unfinished, copy);
        }

        return this with
        {
            Folder = copy,
        };
    }

    private static void Publish(string unfinished, string copy)
    {
        try
        {
            Directory.Move(unfinished, copy);
        }
        catch (IOException) when (Directory.Exists(copy))
        {
            // Another process was first; its copy has the same content.
            Directory.Delete(unfinished, recursive: true);
        }
    }

    // The program's files by their names in its folder: without native libraries of other systems, which are most of its size, and without
    // results that lie in it.
    private IEnumerable<string> Files(string place)
    {
        var results = UserFile.FullPath(place);
        bool HoldsResults(string folder) =>
            results.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || System.IO.File.Exists(Path.Combine(folder, "study.resolved.json"));
        var folders = new Stack<string>([Path.TrimEndingDirectorySeparator(Folder)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                yield return Path.GetRelativePath(Folder, file);
            }

            var natives = Path.GetFileName(folder) == "runtimes";
            foreach (var below in Directory.EnumerateDirectories(folder).Where(below => !HoldsResults(below)))
            {
                if (!natives || IsOfThisSystem(Path.GetFileName(below)))
                {
                    folders.Push(below);
                }
            }
        }
    }

    // linux-x64, linux-musl-x64, unix: tasks run on the system that they are submitted from.
    private static bool IsOfThisSystem(string runtime) =>
        !runtime.Contains('-', StringComparison.Ordinal)
        || (
            runtime.EndsWith($"-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", StringComparison.Ordinal)
            && runtime.StartsWith(
                OperatingSystem.IsWindows() ? "win"
                    : OperatingSystem.IsMacOS() ? "osx"
                    : "linux",
                StringComparison.Ordinal
            )
        );

    private string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file + "\0"));
            hash.AppendData(SHA256.HashData(UserFile.Bytes(Path.Combine(Folder, file))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLetters];
    }

    private static OwnProgram OfThis()
    {
        var folder = AppContext.BaseDirectory;
        var process = Environment.ProcessPath ?? throw new UserError("The system does not say which program runs.");
        if (process.StartsWith(folder, StringComparison.Ordinal))
        {
            return new(folder, null, Path.GetRelativePath(folder, process));
        }

        // A tool is started by a file that lies elsewhere and looks for dotnet itself.
        var named = Path.GetFileNameWithoutExtension(process) == "dotnet";
        var host = named || DotnetRoot is null ? process : Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new(folder, host, Path.GetRelativePath(folder, Assembly.GetEntryAssembly()!.Location));
    }
}
