using System.Net;
using Deque.AxeCore.Playwright;
using PlasticityLab.Cli.Docs;

namespace PlasticityLab.Tests.Browser;

/// <summary>The documentation as a site: built by docfx, served from this machine, read without a finding.</summary>
public sealed class DocumentationSiteTests(Browser browser) : IDisposable
{
    private static readonly Lazy<string> Built = new(() =>
    {
        var site = Site.Find();
        if (site.IsOld())
        {
            Assert.Equal("", site.Build());
        }

        return site.Folder;
    });

    private readonly HttpListener _server = new() { Prefixes = { "http://127.0.0.1:18191/" } };

    public void Dispose() => _server.Close();

    [Fact]
    public async Task Pages_have_no_finding_reflow_and_ask_no_other_machine()
    {
        var folder = Built.Value;
        _server.Start();
        var serving = Task.Run(() => Serve(folder), TestContext.Current.CancellationToken);
        foreach (
            var path in new[] { "index", "tutorial", "reference/rules", "reference/glossary", "theory/reproductions", "how-to/programs" }
        )
        {
            foreach (var (width, dark) in new[] { (1280, false), (1280, true), (320, false) })
            {
                var (page, trouble) = await browser.Open(
                    $"http://127.0.0.1:18191/docs/{path}.html",
                    width,
                    dark: dark,
                    within: "http://127.0.0.1:18191/"
                );
                await page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
                var found = await page.RunAxe();
                Assert.Empty(
                    found.Violations.Select(v =>
                        $"{path} at {width}: {v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"
                    )
                );
                Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
                Assert.Empty(trouble);
                await page.Context.CloseAsync();
            }
        }

        _server.Stop();
        await serving;
    }

    private async Task Serve(string folder)
    {
        while (_server.IsListening)
        {
            try
            {
                var context = await _server.GetContextAsync();
                var path = Path.Combine(folder, context.Request.Url!.AbsolutePath.TrimStart('/'));
                context.Response.StatusCode = File.Exists(path) ? 200 : 404;
                context.Response.ContentType = Path.GetExtension(path) switch
                {
                    ".html" => "text/html; charset=utf-8",
                    ".css" => "text/css",
                    ".js" => "text/javascript",
                    ".svg" => "image/svg+xml",
                    ".json" => "application/json",
                    _ => "application/octet-stream",
                };
                await context.Response.OutputStream.WriteAsync(File.Exists(path) ? await File.ReadAllBytesAsync(path) : []);
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return; // the test is over
            }
        }
    }
}
