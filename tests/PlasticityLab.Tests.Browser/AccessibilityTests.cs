using Deque.AxeCore.Playwright;
using PlasticityLab.Reports;

namespace PlasticityLab.Tests.Browser;

/// <summary>Pages without a finding of axe-core.</summary>
public class AccessibilityTests(Browser browser)
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task The_report_has_no_finding(int width, bool dark)
    {
        var (page, _) = await browser.Open(browser.Report, width, dark: dark);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
    }

    [Fact]
    public async Task The_report_has_no_finding_in_forced_colours()
    {
        var (page, trouble) = await browser.Open(browser.Report);
        await page.EmulateMediaAsync(new() { ForcedColors = Microsoft.Playwright.ForcedColors.Active });
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_slides_have_no_finding()
    {
        var path = await SlidesWriter.WriteAsync(browser.Folder, CancellationToken.None);
        var (page, _) = await browser.Open(new Uri(path).AbsoluteUri);
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
    }
}
