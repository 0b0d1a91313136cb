using Microsoft.Playwright;

namespace PlasticityLab.Tests.Browser;

/// <summary>What a newcomer does, by mouse and again by keys alone: Tab, Enter, Space and arrows; nothing here sets the focus.</summary>
public sealed partial class LiveLabTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_half_minute(bool keys)
    {
        var (page, trouble) = await Open("");

        // Nothing is touched. Letters light up; after six presentations A alone is cued, and letters follow by themselves.
        await Until(page, "globalThis.labMoving !== undefined && lab.running");
        Assert.True(await Painted(page, "heard") > 200);
        await Until(page, "lab.playing && lab.heard === 6 && document.getElementById('letters').textContent.startsWith('ABC')");
        await Until(page, "lab.heard > 6");
        await Choose(page, page.GetByLabel("Speed"), "20", keys);
        var offer = Offer(page, "Same brain, other rule: Hebb");
        await offer.WaitForAsync();
        Assert.Contains("plays all 8 letters in order", await Finding(page), StringComparison.Ordinal);
        Assert.Equal(["Is it luck?", "Your own rule"], (await page.Locator("#offers button").AllInnerTextsAsync()).Skip(1));
        await Press(page, offer, keys);

        var tired = Offer(page, "Give the neurons fatigue");
        await tired.WaitForAsync();
        Assert.Contains("stays at A", await Finding(page), StringComparison.Ordinal);
        Assert.Contains("Before: trace Hebb", await page.Locator("#ghost-title").InnerTextAsync(), StringComparison.Ordinal);
        await Press(page, tired, keys);

        var turn = Offer(page, "Turn the dial to 300°");
        await turn.WaitForAsync();
        Assert.Contains("turns back", await Finding(page), StringComparison.Ordinal);
        await Press(page, turn, keys);

        var last = Offer(page, "Cue H");
        await last.WaitForAsync();
        Assert.Contains("runs backward", await Finding(page), StringComparison.Ordinal);
        await Press(page, last, keys);
        Assert.Contains("it goes back", await Finding(page), StringComparison.Ordinal);

        // A course in the plane, and another letter cued.
        var plane = page.Locator("#plane");
        if (keys)
        {
            await TabTo(page, page.GetByRole(AriaRole.Button, new() { Name = "Cue G", Exact = true }));
            await page.Keyboard.PressAsync("Space");
            Assert.Equal("Cue G", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
            await TabTo(page, plane);
            await page.Keyboard.PressAsync("ArrowUp");
            await page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Cue G", Exact = true }).ClickAsync();
            await plane.ClickAsync();
        }

        Assert.Contains("Cued with G", await Finding(page), StringComparison.Ordinal);
        Assert.Contains("the activity", await page.Locator("#plane-told").InnerTextAsync(), StringComparison.Ordinal);
        await Press(page, Offer(page, "Is it luck?"), keys, back: keys);
        await page.Locator("#luck-told", new() { HasTextString = "of 20 networks" }).WaitForAsync();
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lesson_is_followed_to_its_end_and_decided_by_the_runs(bool keys)
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var (box, list) = (page.Locator("#lesson"), page.GetByLabel("Lesson"));
        if (keys)
        {
            // Arrows go through the lessons and stay in the list; Enter goes to the lesson.
            await TabTo(page, list);
            foreach (var (key, title) in new[] { ("ArrowDown", "1. Which"), ("ArrowDown", "2. Fatigue"), ("ArrowUp", "1. Which") })
            {
                await page.Keyboard.PressAsync(key);
                await box.GetByRole(AriaRole.Heading, new() { Name = title }).WaitForAsync();
                Assert.Equal("lesson-pick", await Focused(page));
            }

            await page.Keyboard.PressAsync("Enter");
            Assert.Equal("lesson-title", await Focused(page));
        }
        else
        {
            await list.SelectOptionAsync("moves-on");
        }

        await Press(page, page.GetByRole(AriaRole.Button, new() { Name = "Run it" }), keys);
        Assert.Contains("Choose an answer first", await box.InnerTextAsync(), StringComparison.Ordinal);
        foreach (var (answer, held) in new[] { ("It stays at A", true), ("The one back", false), ("It is negative", true) })
        {
            if (keys)
            {
                await TabTo(page, "document.activeElement.type === 'radio'", back: await Focused(page) != "lesson-title");
                for (var k = 0; k < 4 && !await box.GetByLabel(answer).IsCheckedAsync(); k++)
                {
                    await page.Keyboard.PressAsync("ArrowDown");
                }

                Assert.True(await box.GetByLabel(answer).IsCheckedAsync());
                await page.Keyboard.PressAsync("Enter");
            }
            else
            {
                await box.GetByLabel(answer).ClickAsync();
                await box.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
            }

            var next = box.Locator("button", new() { HasTextRegex = new("Next question|Finish") });
            await next.WaitForAsync();
            Assert.StartsWith(
                held ? "Your prediction held" : "Your prediction did not hold; the run says: The one to the next letter",
                await box.Locator(".verdict").InnerTextAsync(),
                StringComparison.Ordinal
            );
            await Press(page, next, keys);
        }

        Assert.Contains("2 of 3 predictions held", await box.InnerTextAsync(), StringComparison.Ordinal);
        await Press(page, box.GetByText("For teachers"), keys);
        await Press(
            page,
            box.GetByRole(AriaRole.Button, new() { NameRegex = new("slides", System.Text.RegularExpressions.RegexOptions.IgnoreCase) }),
            keys
        );
        Assert.True(await page.Locator("dialog[open]").IsVisibleAsync());
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Tab_reaches_every_control_each_in_sight_and_leaves_the_page(int width)
    {
        var (page, trouble) = await Open("#v=1&preset=replay", width, still: true);
        await page.EvaluateAsync("lab.finish()");
        await Until(page, "!document.getElementById('study-host').hidden"); // what comes after the first picture is there
        const string Controls =
            "[...document.querySelectorAll('a, button, select, input, summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility() && !e.disabled)";
        var all = await page.EvaluateAsync<int>($"{Controls}.forEach((e, k) => {{ e.dataset.stop = k; }}), {Controls}.length");
        var reached = new HashSet<int>();
        for (var k = 0; k <= all + 5; k++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<int>("+(document.activeElement.dataset.stop ?? -1)");
            if (stop < 0 || !reached.Add(stop))
            {
                break;
            }

            // In sight: its own place in the window, with nothing over it, and a line around it.
            var wrong = await page.EvaluateAsync<string>(
                """
                (() => {
                  const e = document.activeElement, r = e.getBoundingClientRect(), x = Math.max(0, r.left) + Math.min(r.width, 12) / 2, y = Math.min(Math.max(r.top, 0) + Math.min(r.height, 12) / 2, innerHeight - 1), on = document.elementFromPoint(x, y), name = e.id || e.textContent;
                  if (r.bottom < 1 || r.top > innerHeight - 1 || r.right < 1 || r.left > innerWidth - 1) return `${name} is outside of the window: ${r.top} to ${r.bottom}`;
                  if (on !== e && !e.contains(on) && !on?.contains(e)) return `${name} is under ${on?.id || on?.className || on?.tagName}`;
                  return getComputedStyle(e).outlineStyle === 'none' ? `${name} has no line around it` : '';
                })()
                """
            );
            Assert.Equal("", wrong);
        }

        var missed = await page.EvaluateAsync<string[]>(
            "reached => [...document.querySelectorAll('[data-stop]')].filter(e => !reached.includes(+e.dataset.stop)).map(e => e.id || e.textContent)",
            reached.ToArray()
        );
        Assert.Empty(missed);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_skip_link_goes_to_the_experiment_and_leaves_it_alone()
    {
        var (page, trouble) = await Open("#v=1&preset=stuck&seed=5", still: true);
        await page.EvaluateAsync("lab.finish()");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the experiment", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("run", await Focused(page));
        Assert.False(await page.Locator("#problem").IsVisibleAsync());
        Assert.Equal(15, await page.EvaluateAsync<int>("lab.heard"));
        Assert.Contains("seed=5", page.Url, StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    private static ILocator Offer(IPage page, string name) => page.Locator("#offers button", new() { HasTextString = name });

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    // Points of a canvas that are not empty.
    private static Task<int> Painted(IPage page, string id) =>
        page.EvaluateAsync<int>(
            $"(() => {{ const c = document.getElementById('{id}'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let k = 3; k < d.length; k += 4) n += d[k] > 0; return n; }})()"
        );

    private static async Task Press(IPage page, ILocator control, bool keys, bool back = false)
    {
        await control.WaitForAsync();
        if (!keys)
        {
            await control.ClickAsync();
            return;
        }

        await TabTo(page, control, back);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task Choose(IPage page, ILocator list, string value, bool keys)
    {
        if (!keys)
        {
            await list.SelectOptionAsync(value);
            return;
        }

        await TabTo(page, list);
        for (var k = 0; k < 10 && await list.InputValueAsync() != value; k++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(value, await list.InputValueAsync());
    }

    // Asked anew each time: what is offered is replaced when a replay ends.
    private static Task TabTo(IPage page, ILocator control, bool back = false) =>
        TabTo(page, $"{control}", () => control.EvaluateAsync<bool>("e => e === document.activeElement"), back);

    private static Task TabTo(IPage page, string condition, bool back = false) =>
        TabTo(page, condition, () => page.EvaluateAsync<bool>(condition), back);

    private static async Task TabTo(IPage page, string goal, Func<Task<bool>> isThere, bool back)
    {
        for (var k = 0; k < 150; k++)
        {
            if (await isThere())
            {
                return;
            }

            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"Tab does not reach what is asked for: {goal}.");
    }
}
