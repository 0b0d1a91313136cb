using System.CommandLine;
using System.Diagnostics;
using PlasticityLab.Cli.Live;
using PlasticityLab.Live;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Opens the live lab in the browser, or writes it as a folder or as one file.</summary>
internal sealed class LabVerb : IVerb
{
    public Command Build()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on this machine; the next free one is taken when it is not free",
            DefaultValueFactory = _ => 8080,
        };
        var silent = new Option<bool>("--no-browser") { Description = "Only serve; open no browser" };
        var export = new Option<string?>("--export")
        {
            Description = "Write the lab into this folder instead; any web server can serve it",
            HelpName = "FOLDER",
        };
        var single = new Option<string?>("--single-file")
        {
            Description = "Write the lab as this one page instead; it opens without a server",
            HelpName = "FILE",
        };
        var command = new Command(
            "lab",
            "Watch a learning rule carve a memory, live in the browser: the network is trained in the page. Only this machine can reach it, and no request leaves it.\n\nExamples:\n  plasticity lab\n  plasticity lab --port 9000 --no-browser\n  plasticity lab --export public/lab\n  plasticity lab --single-file lab.html"
        )
        {
            port,
            silent,
            export,
            single,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                UserError.ThrowIfAny(
                    Require.All(
                        result.GetValue(port) is < 1 or > 65535 ? $"--port must lie in 1 .. 65535, but is {result.GetValue(port)}." : null
                    )
                );
                var written = false;
                if (result.GetValue(export) is { } folder)
                {
                    Site.Export(folder, cancellation);
                    Console.Out.WriteLine(
                        $"Wrote {Path.Combine(folder, "index.html")} with {Site.Stored.Count} kernels. Serve the folder with any web server; to look without one, use --single-file."
                    );
                    written = true;
                }

                if (result.GetValue(single) is { } file)
                {
                    var page = Site.SingleFile();
                    OutputFile.WriteText(file, page);
                    Console.Out.WriteLine($"Wrote {file} ({page.Length / 1024} kB). Open it in a browser.");
                    written = true;
                }

                return written ? Terminal.Done : await Serve(result.GetValue(port), !result.GetValue(silent), cancellation);
            }
        );
        return command;
    }

    private static async Task<int> Serve(int port, bool open, CancellationToken cancellation)
    {
        await using var host = await LabHost.StartAsync(port);
        if (host.Port != port)
        {
            Console.Out.WriteLine($"Port {port} is taken; {host.Port} is used.");
        }

        Console.Out.WriteLine($"The live lab is at {host.Address} (Ctrl-C ends it).");
        if (open && !Console.IsOutputRedirected)
        {
            Open(host.Address);
        }

        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Asked to end: that is how a host is left.
        }

        return Terminal.Done;
    }

    // A machine without a browser is no mistake: the address was told.
    private static void Open(string address)
    {
        try
        {
            using var browser = Process.Start(
                OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : OperatingSystem.IsMacOS() ? new ProcessStartInfo("open", address)
                : new ProcessStartInfo("xdg-open", address) { RedirectStandardError = true, RedirectStandardOutput = true }
            );
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Out.WriteLine("No browser was found; open the address by hand.");
        }
    }
}
