using Deque.AxeCore.Playwright;
using PlasticityLab.Cli;

namespace PlasticityLab.Tests.Browser;

/// <summary>The report of a study that went as wrong as one can: one seed, every network silent, two equal rules, names full of quotes and
/// markup. It is right, escaped, says so, and can be read at 320 pixels (400 % zoom), without script and in forced colours.</summary>
public class HostileReportTests(Browser browser, HostileReportTests.Written written) : IClassFixture<HostileReportTests.Written>
{
    [Fact]
    public async Task It_says_what_happened_and_no_name_becomes_markup()
    {
        var (page, trouble) = await browser.Open(written.Address);
        var title = await page.TitleAsync();
        Assert.Contains("<script>document.title", title, StringComparison.Ordinal);
        var answer = await page.Locator(".answer").InnerTextAsync();
        Assert.StartsWith("No rule plays the sequence: every network failed (3 fell silent).", answer, StringComparison.Ordinal);
        Assert.Contains("Ωmega 'rule' and <script> are one rule with the same values", answer, StringComparison.Ordinal);
        Assert.Contains("1 new network", answer, StringComparison.Ordinal);
        // The whole text: the glossary has words in italics that begin with "no".
        Assert.Equal(0, await page.Locator("main i:text-is('no'), main b:text-is('bold')").CountAsync());
        var rules = await page.Locator("#living select").First.Locator("option").AllInnerTextsAsync();
        Assert.Contains("<script>", rules);
        await page.Locator("#living")
            .GetByLabel("Learning rule")
            .SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "<script>" });
        var told = await page.Locator("#living .told").InnerTextAsync();
        Assert.StartsWith("<script>", told, StringComparison.Ordinal);
        Assert.DoesNotContain("stays there", told, StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData(320, false, true)]
    [InlineData(320, true, true)]
    [InlineData(320, false, false)]
    public async Task It_is_readable_on_a_narrow_page_in_the_dark_and_without_script(int width, bool dark, bool script)
    {
        var (page, trouble) = await browser.Open(written.Address, width, 256, script, dark);
        Assert.InRange(await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 1, width);
        if (script)
        {
            var found = await page.RunAxe();
            Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
        }

        // What sticks to the top leaves most of a small window to the text.
        Assert.InRange(await page.EvaluateAsync<double>("document.querySelector('nav').getBoundingClientRect().height"), 1, 80);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task It_has_no_finding_in_forced_colours()
    {
        var (page, trouble) = await browser.Open(written.Address);
        await page.EmulateMediaAsync(new() { ForcedColors = Microsoft.Playwright.ForcedColors.Active });
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
        Assert.Empty(trouble);
    }

    /// <summary>The report, written once.</summary>
    public sealed class Written : IAsyncLifetime
    {
        private const string Study = """
            name: hostile
            title: '<script>document.title = "gone"</script> & "friends"'
            question: 'Ist η größer? 学习 <b>bold</b>'
            conditions: { A: { title: '<i>no</i> adaptation' } }
            network: { kind: rate, units: 60 }
            task: { kind: chain, items: 4, assembly_size: 8, epochs: 1, free_run: 200 ms }
            rules:
              - { name: "Ωmega 'rule'", rule: anti_hebbian, eta: 20 }
              - { name: '<script>', rule: anti_hebbian, eta: 20 }
              - { name: '"quoted" & <b>', equation: "dw = 0*pre.rate" }
            seeds: { first: 100, count: 1 }
            """;

        private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-hostile-").FullName;

        /// <summary>Its address.</summary>
        public string Address { get; private set; } = "";

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            var file = Path.Combine(_folder, "hostile.yaml");
            await File.WriteAllTextAsync(file, Study);
            Assert.Equal(0, await CommandLine.RunAsync(["study", "run", file, "--out", _folder, "--quiet"]));
            Address = new Uri(Path.Combine(Directory.EnumerateDirectories(_folder, "hostile-*").Single(), "report.html")).AbsoluteUri;
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
