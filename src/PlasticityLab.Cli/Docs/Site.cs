using System.Diagnostics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reproductions;

namespace PlasticityLab.Cli.Docs;

/// <summary>The documentation of a checkout: its generated pages and pictures, and the site that docfx makes of it.</summary>
internal sealed class Site
{
    private readonly string _artifacts;

    private Site(string root, string? artifacts) => (Root, _artifacts) = (root, artifacts ?? Path.Combine(root, "artifacts", "docs"));

    /// <summary>The checkout.</summary>
    public string Root { get; }

    /// <summary>The folder of pictures.</summary>
    public string Images => Path.Combine(Root, "docs", "images");

    /// <summary>The finished site.</summary>
    public string Folder => Path.Combine(_artifacts, "site");

    /// <summary>The checkout that this program was built in.</summary>
    /// <param name="artifacts">Where the site and what it is made from go; by default into the checkout.</param>
    /// <exception cref="UserError">The program lies in no checkout.</exception>
    public static Site Find(string? artifacts = null)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PlasticityLab.slnx")))
            {
                return new(folder.FullName, artifacts);
            }
        }

        throw new UserError("The documentation belongs to a checkout of PlasticityLab, and this program lies in none: run it there.");
    }

    /// <summary>Whether there is no site yet, or a page, picture or library is newer than it.</summary>
    public bool IsOld()
    {
        var index = Path.Combine(Folder, "index.html");
        var libraries = Path.Combine(Root, "artifacts", "plasticity");
        return !File.Exists(index)
            || new[] { Path.Combine(Root, "docs"), Path.Combine(Root, "systems"), Path.Combine(Root, "studies") }
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Concat(Directory.Exists(libraries) ? Directory.EnumerateFiles(libraries, "PlasticityLab.*.dll") : [])
                .Any(file => File.GetLastWriteTimeUtc(file) > File.GetLastWriteTimeUtc(index));
    }

    /// <summary>Writes the generated pages and pictures; returns the paths of those that changed.</summary>
    public IReadOnlyList<string> Write()
    {
        var changed = new List<string>();
        var gallery = Path.Combine(Root, "docs", "reference", "rules.md");
        foreach (
            var (path, text) in DocPictures
                .All(Images)
                .Select(p => (Path.Combine(Images, p.Path), p.Svg))
                .Append((gallery, RuleGallery.Markdown()))
                .Append((Path.Combine(Root, "docs", "reference", "equal-rules.md"), EqualRules.Markdown()))
                .Append((Path.Combine(Root, "docs", "theory", "reproductions.md"), ReproductionPage.Markdown()))
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || UserFile.Text(path).ReplaceLineEndings("\n") != text)
            {
                File.WriteAllText(path, text);
                changed.Add(path);
            }
        }

        return changed;
    }

    /// <summary>Builds the site anew.</summary>
    /// <returns>What docfx said when it failed or warned; empty when all is well.</returns>
    public string Build()
    {
        if (Restore() is { Length: > 0 } problem)
        {
            return problem;
        }

        var library = Path.Combine(_artifacts, "library");
        var source = Path.Combine(_artifacts, "source");
        foreach (var folder in new[] { Folder, source, library })
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        // What the package stands on lies beside this program; where it does not fit (another configuration), all is built.
        Directory.CreateDirectory(library);
        AddOwnLibraries(library);
        var (built, log) = Package(library, "-p:BuildProjectReferences=false") is (0, _) done ? done : Package(library);
        if (built != 0)
        {
            return log;
        }

        // All sources below one folder, so that links between docs, systems and studies hold on the site as in the checkout.
        foreach (var folder in new[] { "docs", "systems", "studies" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(source, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        File.Move(Path.Combine(source, "docs", "docfx.json"), Path.Combine(source, "docfx.json"));
        var (code, said) = Dotnet(["docfx", Path.Combine(source, "docfx.json")]);
        if (code != 0)
        {
            return said;
        }

        File.WriteAllText(
            Path.Combine(Folder, "index.html"),
            "<!doctype html><html lang=\"en\"><title>PlasticityLab</title><meta http-equiv=\"refresh\" content=\"0; url=docs/index.html\"><a href=\"docs/index.html\">PlasticityLab</a>"
        );
        return "";
    }

    /// <summary>Serves the site on this machine and opens it; ends with Ctrl-C.</summary>
    public int Serve(int port, bool open)
    {
        string[] arguments = ["docfx", "serve", Folder, "--port", $"{port}", .. open ? new[] { "--open-browser" } : []];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Root })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Brings docfx, once; the first time needs a network.</summary>
    /// <returns>What went wrong; empty when docfx is there.</returns>
    public string Restore() => Dotnet(["tool", "restore"]) is (not 0, var said) ? said : "";

    private (int Code, string Said) Package(string library, params string[] more) =>
        Dotnet([
            "build",
            Path.Combine(Root, "src", "PlasticityLab"),
            "-c",
            "Release",
            "-o",
            library,
            "-v",
            "q",
            "--nologo",
            "-p:RunAnalyzers=false",
            .. more,
        ]);

    // The libraries that this program itself consists of: the reference shows them beside the package's own.
    private static void AddOwnLibraries(string library)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var (name, target) = (Path.GetFileName(file), Path.Combine(library, Path.GetFileName(file)));
            var wanted =
                Path.GetExtension(name) == ".dll"
                || (name.StartsWith("PlasticityLab.", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));
            if (wanted && !name.Contains("Tests", StringComparison.Ordinal) && !File.Exists(target))
            {
                File.Copy(file, target);
            }
        }
    }

    private (int Code, string Said) Dotnet(string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + error.GetAwaiter().GetResult());
    }
}
