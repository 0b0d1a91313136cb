namespace PlasticityLab.Tests.Browser;

/// <summary>What a person sees of a report without scrolling, and what folds, prints and reflows.</summary>
public class FirstScreenTests(Browser browser)
{
    [Fact]
    public async Task Question_answer_and_picture_are_seen_without_scrolling()
    {
        var (page, trouble) = await browser.Open(browser.Report, 1280, 800);
        foreach (var part in new[] { ".question", ".first .answer", ".hero svg" })
        {
            var bottom = await page.EvaluateAsync<double>($"document.querySelector('{part}').getBoundingClientRect().bottom");
            Assert.InRange(bottom, 1, 800);
        }

        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(1024)]
    public async Task No_page_scrolls_sideways_with_all_chapters_open(int width)
    {
        var (page, _) = await browser.Open(browser.Report, width);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.InRange(await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), 1, width);
    }

    [Fact]
    public async Task Labels_of_figures_can_be_read_on_a_phone()
    {
        var (page, _) = await browser.Open(browser.Report, 390);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var smallest = await page.EvaluateAsync<double>(
            """
            Math.min(...[...document.querySelectorAll('figure svg')].flatMap(svg => {
              const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
              return [...svg.querySelectorAll('text')].map(text => scale * parseFloat(getComputedStyle(text).fontSize));
            }))
            """
        );
        Assert.InRange(smallest, 7.5, 100);
    }

    [Fact]
    public async Task The_newcomer_reads_a_page_and_the_rest_is_one_click_away()
    {
        var (page, _) = await browser.Open(browser.Report);
        var words = await page.EvaluateAsync<int>("document.body.innerText.split(/\\s+/).length");
        Assert.InRange(words, 100, 2500);
        Assert.Equal(0, await page.Locator("details.chapter[open]").CountAsync());
        await page.Locator("nav summary").ClickAsync();
        await page.Locator("nav a", new() { HasTextString = "Methods" }).ClickAsync();
        Assert.Equal(1, await page.Locator("details.chapter[open]").CountAsync());
        Assert.True(await page.Locator("#methods").IsVisibleAsync());
        Assert.False(await page.Locator("nav details[open]").IsVisibleAsync());
    }

    [Fact]
    public async Task Captions_are_short()
    {
        var (page, _) = await browser.Open(browser.Report);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var longest = await page.EvaluateAsync<int>(
            "Math.max(...[...document.querySelectorAll('figcaption, caption')].map(c => c.innerText.split(/\\s+/).length))"
        );
        Assert.InRange(longest, 1, 95); // 80 of the caption, the others of number and title
    }

    [Fact]
    public async Task Captions_of_tables_are_not_cut_on_a_phone()
    {
        var (page, _) = await browser.Open(browser.Report, 390);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.InRange(
            await page.EvaluateAsync<double>(
                "Math.max(...[...document.querySelectorAll('caption')].map(c => c.getBoundingClientRect().width))"
            ),
            100,
            390
        );
    }

    [Fact]
    public async Task Conditions_stand_side_by_side_where_there_is_room()
    {
        var (page, _) = await browser.Open(browser.Report);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        const string tops =
            "[...document.querySelector('.beside-each-other').children].slice(0, 2).map(f => f.getBoundingClientRect().top)";
        var wide = await page.EvaluateAsync<double[]>(tops);
        Assert.Equal(wide[0], wide[1], 1.0);
        await page.SetViewportSizeAsync(390, 800);
        var narrow = await page.EvaluateAsync<double[]>(tops);
        Assert.True(narrow[1] > narrow[0] + 50);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public async Task Numbers_of_the_contents_stand_beside_the_first_line_of_their_link(int width)
    {
        var (page, _) = await browser.Open(browser.Report, width);
        await page.Locator("nav summary").ClickAsync();
        var off = await page.EvaluateAsync<double>(
            "Math.max(...[...document.querySelectorAll('nav li')].map(li => Math.abs(li.firstElementChild.getClientRects()[0].top - li.getBoundingClientRect().top)))"
        );
        Assert.InRange(off, 0, 4);
    }

    [Fact]
    public async Task The_chosen_theme_is_kept()
    {
        var (page, _) = await browser.Open(browser.Report);
        await page.Locator("#theme").ClickAsync();
        await page.ReloadAsync();
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Equal("Light page", await page.Locator("#theme").InnerTextAsync());
    }

    [Fact]
    public async Task Print_shows_every_chapter_and_no_page_is_empty()
    {
        var (page, _) = await browser.Open(browser.Report);
        var pdf = await page.PdfAsync(new() { Format = "A4" });
        var pages = System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.InRange(pages, 5, 40);
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal(0, await page.Locator("details.chapter:not([open])").CountAsync());
    }

    [Fact]
    public async Task On_paper_nothing_overlaps_and_a_heading_stays_with_its_chapter()
    {
        var (page, _) = await browser.Open(browser.Report, 680);
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        const string bottom = "document.querySelector('.beside > .scroll table').getBoundingClientRect().bottom";
        Assert.True(
            await page.EvaluateAsync<bool>($"{bottom} <= document.querySelector('.beside > .sure').getBoundingClientRect().top + 1")
        );
        Assert.Equal(
            ["avoid"],
            await page.EvaluateAsync<string[]>(
                "[...new Set([...document.querySelectorAll('details.chapter > section > p:first-child')].flatMap(p => [getComputedStyle(p).breakInside, getComputedStyle(p).breakAfter]))]"
            )
        );
        // What is wider than the paper is lost.
        Assert.InRange(
            await page.EvaluateAsync<double>(
                "Math.max(...[...document.querySelectorAll('table, figure svg')].map(t => t.getBoundingClientRect().right))"
            ),
            100,
            681
        );
        Assert.False(await page.Locator("#living").IsVisibleAsync());
        Assert.True(await page.Locator(".hero svg").IsVisibleAsync());
    }

    [Fact]
    public async Task Without_script_every_chapter_opens_with_a_click()
    {
        var (page, _) = await browser.Open(browser.Report, script: false);
        await page.Locator("details.chapter summary").First.ClickAsync();
        Assert.Equal(1, await page.Locator("details.chapter[open]").CountAsync());
    }
}
