using System.CommandLine;
using PlasticityLab.Cli.Docs;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Opens the documentation as a site; writes its generated pages and pictures.</summary>
internal sealed class DocsVerb : IVerb
{
    public Command Build()
    {
        var write = new Option<bool>("--write") { Description = "Only write the generated pages and pictures into docs/" };
        var build = new Option<bool>("--build") { Description = "Only build the site" };
        var tables = new Option<string[]>("--tables")
        {
            Description = "With --write: take the small tables behind the pictures from these folders of shipped studies first",
            HelpName = "FOLDER",
            AllowMultipleArgumentsPerToken = true,
        };
        var values = new Option<string?>("--values")
        {
            Description =
                "With --write: take the values behind the pictures of the reproductions from this file first (plasticity reproduce --all --json)",
            HelpName = "FILE",
        };
        var port = new Option<int>("--port") { Description = "Port on this machine", DefaultValueFactory = _ => 8089 };
        var command = new Command(
            "docs",
            "Open the documentation as a site with search, the API reference and the galleries.\n\nIt is built first when a page is newer. No network is needed once docfx is there.\n\nExamples:\n  plasticity docs\n  plasticity docs --build\n  plasticity docs --write --tables runs/first-look-0123abcd"
        )
        {
            write,
            build,
            tables,
            values,
            port,
        };
        command.SetAction(r =>
        {
            var site = Site.Find();
            if (r.GetValue(write))
            {
                return Write(site, r.GetValue(tables) ?? [], r.GetValue(values));
            }

            if (r.GetValue(build) || site.IsOld())
            {
                Console.Error.WriteLine("Building the documentation (about a minute) ...");
                if (site.Build() is { Length: > 0 } problems)
                {
                    Console.Error.WriteLine(problems);
                    Console.Error.WriteLine("The documentation could not be built; the messages stand above.");
                    return Terminal.SaysNo;
                }
            }

            Console.Out.WriteLine($"Site: {Path.Combine(site.Folder, "index.html")}");
            if (r.GetValue(build))
            {
                return Terminal.Done;
            }

            Console.Out.WriteLine($"Open http://localhost:{r.GetValue(port)} (Ctrl-C ends it).");
            return site.Serve(r.GetValue(port), open: !Console.IsOutputRedirected);
        });
        return command;
    }

    private static int Write(Site site, string[] studies, string? values)
    {
        foreach (var study in studies)
        {
            DocPictures.Keep(site.Images, StudyResults.Load(study));
        }

        if (values is not null)
        {
            File.WriteAllText(Path.Combine(site.Images, ReproductionPicture.Table), ReproductionPicture.TableOf(values));
        }

        var changed = site.Write();
        foreach (var path in changed)
        {
            Console.Out.WriteLine(Path.GetRelativePath(site.Root, path));
        }

        Console.Out.WriteLine(changed.Count == 0 ? "Nothing has changed." : $"{changed.Count} written.");
        return Terminal.Done;
    }
}
