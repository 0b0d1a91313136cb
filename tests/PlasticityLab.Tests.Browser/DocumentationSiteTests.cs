using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using PlasticityLab.Cli.Docs;

namespace PlasticityLab.Tests.Browser;

/// <summary>The documentation as a site: for every reader, on every width, from this machine alone.</summary>
public class DocumentationSiteTests(Browser browser, DocumentationSiteTests.BuiltSite site)
    : IClassFixture<DocumentationSiteTests.BuiltSite>
{
    [Fact]
    public async Task The_search_finds_a_rule_and_the_theme_is_chosen_by_keyboard()
    {
        var (page, trouble) = await Open("docs/index.html", 1280, dark: false);
        await page.Locator("#search-query").FillAsync("STDP");
        await page.Locator("#search-results .sr-item").First.WaitForAsync(new() { Timeout = 20_000 });
        await page.Locator("#search-query").FillAsync("");
        await page.Locator("a.dropdown-toggle[role=button]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.bsTheme"));
        Assert.Empty(trouble);
    }

    private async Task<(IPage Page, List<string> Trouble)> Open(string path, int width, bool dark)
    {
        var (page, trouble) = await browser.Open(site.Address + path, width, dark: dark, within: site.Address);
        await page.WaitForFunctionAsync("window.docfx?.ready");
        await page.WaitForTimeoutAsync(300); // what is drawn last is mended last
        return (page, trouble);
    }

    /// <summary>The documentation's site, built once and served on this machine.</summary>
    public sealed class BuiltSite : IAsyncLifetime
    {
        private static readonly Dictionary<string, string> _types = new()
        {
            [".html"] = "text/html",
            [".js"] = "text/javascript",
            [".css"] = "text/css",
            [".svg"] = "image/svg+xml",
            [".json"] = "application/json",
            [".woff2"] = "font/woff2",
        };

        private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-site-").FullName;
        private readonly HttpListener _listener = new();
        private string _root = "";

        /// <summary>The site's address.</summary>
        public string Address { get; private set; } = "";

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            var site = Site.Find(_folder);
            var missing = site.Restore();
            Assert.SkipUnless(missing.Length == 0, $"docfx cannot be had: {missing}");
            Assert.Equal("", await Task.Run(site.Build));
            _root = site.Folder;
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(Serve);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            _listener.Close();
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var path = Path.Combine(_root, Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/'));
                using var response = context.Response;
                if (!File.Exists(path))
                {
                    response.StatusCode = 404;
                    continue;
                }

                response.ContentType = _types.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream");
                response.Close(await File.ReadAllBytesAsync(path), willBlock: false);
            }
        }
    }
}
