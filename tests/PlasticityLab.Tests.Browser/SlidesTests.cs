using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PlasticityLab.Reports;

namespace PlasticityLab.Tests.Browser;

/// <summary>Slides as a room sees them: large enough, within their page, with notes for the speaker, printed as they are.</summary>
public class SlidesTests(Browser browser)
{
    // 24 points are 32 pixels. The number of the page is no text to be read from afar.
    [Fact]
    public async Task Text_has_24_points_labels_16_pixels_and_nothing_runs_out_of_a_slide()
    {
        var (page, trouble) = await Open();
        for (var k = 0; k < await Count(page); k++)
        {
            await page.EvaluateAsync($"Reveal.slide({k})");
            var small = await page.EvaluateAsync<string[]>(
                """
                (() => {
                  const slide = Reveal.getCurrentSlide(), inside = slide.getBoundingClientRect();
                  const said = node => [...node.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                  const scale = node => { const svg = node.closest('svg'), box = svg.viewBox.baseVal, on = svg.getBoundingClientRect(); return Math.min(on.width / box.width, on.height / box.height); };
                  return [...slide.querySelectorAll('*')].filter(n => !n.closest('aside, title, desc') && said(n)).flatMap(n => {
                    const drawn = n.closest('svg'), px = parseFloat(getComputedStyle(n).fontSize) * (drawn ? scale(n) : 1), box = n.getBoundingClientRect();
                    const least = drawn ? 15.9 : n.tagName === 'SUB' ? 23.9 : 31.9;
                    return [
                      ...(px < least ? [`${px.toFixed(1)} px: ${n.textContent}`] : []),
                      ...(box.right > inside.right + 1 || box.bottom > inside.bottom + 1 ? [`runs out: ${n.textContent}`] : []),
                    ];
                  });
                })()
                """
            );
            Assert.True(small.Length == 0, $"slide {k + 1}: {string.Join(" | ", small.Distinct())}");
        }

        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Every_rule_is_introduced_with_its_equation_before_its_score()
    {
        var (page, _) = await Open();
        var slides = await page.EvaluateAsync<string[]>("Reveal.getSlides().map(s => s.textContent)");
        var introduced = Array.FindIndex(slides, text => text.Contains("dw/dt", StringComparison.Ordinal));
        Assert.InRange(introduced, 1, 2);
        Assert.Contains("Hebb", slides[introduced], StringComparison.Ordinal);
        Assert.Contains("trace Hebb", slides[introduced], StringComparison.Ordinal);
        Assert.Contains("no adaptation; adaptation", slides[introduced + 1], StringComparison.Ordinal);
        Assert.All(slides[..introduced], text => Assert.DoesNotContain("play the sequence;", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_deck_prints_to_exactly_its_slides()
    {
        var (page, _) = await Open();
        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true });
        var pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.Equal(await Count(page), pages);
    }

    // On some keyboards ? needs Shift, on some another key than /: what counts is the character.
    [Theory]
    [InlineData("?")]
    [InlineData("Shift+?")]
    public async Task The_question_mark_lists_the_keys_and_Escape_goes_back(string key)
    {
        var (page, trouble) = await Open();
        await page.Keyboard.PressAsync(key);
        Assert.True(await page.Locator("#keys").IsVisibleAsync());
        Assert.Contains("notes in a window", await page.Locator("#keys").InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>("Reveal.isPaused()"));
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(0, await page.EvaluateAsync<int>("Reveal.getIndices().h"));
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#keys").IsVisibleAsync());
        Assert.False(await page.EvaluateAsync<bool>("Reveal.isOverview()"));
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(1, await page.EvaluateAsync<int>("Reveal.getIndices().h"));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_keys_have_no_finding_and_are_large_enough()
    {
        var (page, _) = await Open();
        await page.Keyboard.PressAsync("?");
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
        Assert.InRange(
            await page.EvaluateAsync<double>(
                "Math.min(...[...document.querySelectorAll('#keys *')].map(n => parseFloat(getComputedStyle(n).fontSize)))"
            ),
            24,
            64
        );
    }

    [Fact]
    public async Task Notes_open_in_a_window_that_follows_the_deck()
    {
        var (page, _) = await Open();
        var notes = await page.Context.RunAndWaitForPageAsync(() => page.Keyboard.PressAsync("n"));
        await page.Keyboard.PressAsync("ArrowRight");
        var expected = await page.EvaluateAsync<string>(
            "Reveal.getCurrentSlide().querySelector('aside.notes').textContent.trim().slice(0, 60)"
        );
        await notes.GetByText(expected).First.WaitForAsync(new() { Timeout = 10_000 });
        Assert.True(
            await page.EvaluateAsync<bool>("Reveal.getCurrentSlide().getBoundingClientRect().width > 1200"),
            "the slide keeps its width"
        );
    }

    private async Task<(IPage Page, List<string> Trouble)> Open()
    {
        var path = await SlidesWriter.WriteAsync(browser.Folder, TestContext.Current.CancellationToken);
        var (page, trouble) = await browser.Open(new Uri(path).AbsoluteUri, 1280, 720);
        await page.WaitForFunctionAsync("globalThis.Reveal && Reveal.isReady()");
        return (page, trouble);
    }

    private static Task<int> Count(IPage page) => page.EvaluateAsync<int>("Reveal.getTotalSlides()");
}
