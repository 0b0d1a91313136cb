using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PlasticityLab.Cli.Docs;

namespace PlasticityLab.Tests.Browser;

/// <summary>The documentation as a site: for every reader, on every width, from this machine alone.</summary>
public class DocumentationSiteTests(Browser browser, DocumentationSiteTests.BuiltSite site)
    : IClassFixture<DocumentationSiteTests.BuiltSite>
{
    [Theory]
    [InlineData("docs/index.html")]
    [InlineData("docs/tutorial.html")]
    [InlineData("docs/reference/study-file.html")]
    [InlineData("docs/theory/similarity-and-inference.html")]
    [InlineData("docs/api/PlasticityLab.Lab.html")]
    [InlineData("docs/reference/rules.html")]
    [InlineData("studies/README.html")]
    public async Task A_page_has_no_finding_no_sideways_scroll_and_asks_nobody_else(string path)
    {
        foreach (var (width, dark) in new[] { (1280, false), (1280, true), (320, false) })
        {
            var (page, trouble) = await Open(path, width, dark);
            var found = await page.RunAxe();
            Assert.Empty(
                found.Violations.Select(v =>
                    $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => $"{n.Html}: {string.Join(", ", n.Any.Select(x => x.Message))}"))})"
                )
            );
            Assert.InRange(await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 1, width);
            Assert.Empty(trouble);
        }
    }

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
        private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-site-").FullName;
        private PlainServer? _server;

        /// <summary>The site's address.</summary>
        public string Address => _server!.Address;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            var site = Site.Find(_folder);
            var missing = site.Restore();
            Assert.SkipUnless(missing.Length == 0, $"docfx cannot be had: {missing}");
            Assert.Equal("", await Task.Run(site.Build));
            _server = new PlainServer(site.Folder);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await (_server?.DisposeAsync() ?? default);
            Directory.Delete(_folder, recursive: true);
        }
    }
}
