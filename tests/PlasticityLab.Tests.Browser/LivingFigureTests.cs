using System.Text.Json;
using Microsoft.Playwright;
using PlasticityLab.Figures.Player;
using PlasticityLab.Figures.Study;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Tests.Browser;

/// <summary>The living figure of a report, driven as a reader drives it.</summary>
public class LivingFigureTests(Browser browser)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task A_click_launches_the_program_s_own_trajectory()
    {
        var (page, trouble) = await browser.Open(browser.Report);
        var plane = page.Locator("#living canvas[tabindex]");
        var box = (await plane.BoundingBoxAsync())!;
        await plane.ClickAsync(
            new()
            {
                Position = new() { X = box.Width * 0.6f, Y = box.Height * 0.35f },
            }
        );
        foreach (var condition in new[] { "A", "B" })
        {
            await page.Locator("#living").GetByLabel("Condition").SelectOptionAsync(condition);
            await page.EvaluateAsync("document.getElementById('living').player.launch(0.62, 0.41)");
            var launched = await page.EvaluateAsync<JsonElement>(
                "(() => { const p = document.getElementById('living').player; return { rule: p.state.rule, points: p.state.launched.at(-1).points }; })()"
            );
            var rule = launched.GetProperty("rule").GetString()!;
            var two = ReducedNetwork.Of(StudyResults.Load(browser.Folder), rule, condition)!.Two();
            var expected = two.Course(0.62, 0.41);
            var points = launched.GetProperty("points").Deserialize<double[][]>(Web)!;
            Assert.Equal(expected.Length, points.Length);
            Assert.All(
                expected.Zip(points),
                pair =>
                {
                    Assert.Equal(pair.First.X, pair.Second[0], 1e-6);
                    Assert.Equal(pair.First.Y, pair.Second[1], 1e-6);
                }
            );
        }

        Assert.Contains("the activity", await page.Locator("#living .told").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_scrubber_moves_every_panel_and_says_where_it_is()
    {
        var (page, trouble) = await browser.Open(browser.Report);
        var time = page.Locator("#living").GetByLabel("Time since the cue");
        var before = await Pictures(page);
        await time.FocusAsync();
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }

        var after = await Pictures(page);
        Assert.NotEqual(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.NotEqual(before[2], after[2]);
        Assert.Matches(@"^\d+ ms: item \d is active$", await page.Locator("#living .clock").InnerTextAsync());
        Assert.Matches(@"milliseconds, item \d is active", (await time.GetAttributeAsync("aria-valuetext"))!);
        await page.Keyboard.PressAsync("End");
        Assert.Equal(await time.GetAttributeAsync("max"), await time.InputValueAsync());
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Keys_alone_move_the_cursor_launch_and_take_back()
    {
        var (page, trouble) = await browser.Open(browser.Report);
        var launched = "document.getElementById('living').player.state.launched.length";
        await page.Locator("#living canvas[tabindex]").FocusAsync();
        var at = await page.EvaluateAsync<int>(launched);
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        Assert.Equal("Cursor at (0.60, 0.52).", await page.Locator("#living .told").InnerTextAsync());
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(at + 1, await page.EvaluateAsync<int>(launched));
        await page.Keyboard.PressAsync("Backspace");
        Assert.Equal(at, await page.EvaluateAsync<int>(launched));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Another_rule_shows_another_network_and_is_told_in_words()
    {
        var (page, trouble) = await browser.Open(browser.Report);
        await page.Locator("#living").GetByLabel("Learning rule").SelectOptionAsync(new SelectOptionValue { Label = "trace Hebb" });
        Assert.Contains("items 1, 2, 3, 4, 5, 6, 7, 8", await page.Locator("#living .told").InnerTextAsync(), StringComparison.Ordinal);
        var trace = await Pictures(page);
        await page.Locator("#living").GetByLabel("Learning rule").SelectOptionAsync(new SelectOptionValue { Label = "Hebb" });
        Assert.DoesNotContain(
            "items 1, 2, 3, 4, 5, 6, 7, 8",
            await page.Locator("#living .told").InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.All(trace.Zip(await Pictures(page)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task It_plays_and_with_reduced_motion_goes_to_the_end_at_once()
    {
        var (page, _) = await browser.Open(browser.Report);
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
        await page.WaitForFunctionAsync("document.getElementById('living').player.state.t > 3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        var (calm, _) = await browser.Open(browser.Report, still: true);
        await calm.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
        var time = calm.Locator("#living").GetByLabel("Time since the cue");
        Assert.Equal(await time.GetAttributeAsync("max"), await time.InputValueAsync());
    }

    [Fact]
    public async Task Without_script_the_picture_stands_there()
    {
        var (page, _) = await browser.Open(browser.Report, script: false);
        Assert.True(await page.Locator("#living svg").IsVisibleAsync());
        Assert.Equal(0, await page.Locator("#living canvas").CountAsync());
    }

    [Theory]
    [InlineData(390)]
    [InlineData(320)]
    public async Task A_narrow_page_does_not_scroll_sideways(int width)
    {
        var (page, trouble) = await browser.Open(browser.Report, width, 800);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var box = (await page.Locator("#living canvas[tabindex]").BoundingBoxAsync())!;
        Assert.InRange(box.Width, 0.6 * width, width);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Colours_follow_the_page()
    {
        var (light, _) = await browser.Open(browser.Report);
        var (dark, _) = await browser.Open(browser.Report, dark: true);
        Assert.All((await Pictures(light)).Zip(await Pictures(dark)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void The_script_is_at_most_25_kB() => Assert.True(PlayerData.Read("player.js").Length < 25_000);

    private static async Task<string[]> Pictures(IPage page) =>
        await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#living canvas')].map(c => c.toDataURL())");
}
