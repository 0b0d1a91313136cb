using System.Text.Json;
using Microsoft.Playwright;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Live;
using PlasticityLab.Models.Tunes;

namespace PlasticityLab.Tests.Browser;

/// <summary>Task and network by hand, tunes that sound, two populations, studies run by the host.</summary>
public sealed partial class LiveLabTests
{
    [Fact]
    public async Task Another_size_is_another_network_with_the_engine_s_weights()
    {
        var (page, trouble) = await Open("#v=1&preset=stuck", still: true);
        await Fill(page, "f-items", "10", "lab.kernel.items === 10");
        await Fill(page, "f-size", "6", "lab.kernel.units === 60");
        await Fill(page, "f-presentations", "4", "lab.kernel.presentations === 4");
        await Fill(page, "f-item", "30", "lab.kernel.d.task.item === 30");
        await Fill(page, "f-adaptation_tau", "57", "lab.state.adaptation_tau === 57");
        await Fill(page, "f-adaptation", "0.7", "lab.state.adaptation === 0.7");
        await page.Locator("#order").SelectOptionAsync("ring");
        await Until(page, "lab.kernel.d.task.silence === 0");
        Assert.Contains("10 letters of 6 neurons: 60 neurons", await page.Locator("#form-told").InnerTextAsync(), StringComparison.Ordinal);
        await page.EvaluateAsync("lab.finish()");
        var experiment = new Experiment
        {
            Rule = "hebbian",
            Items = 10,
            AssemblySize = 6,
            Presentations = 4,
            ItemDuration = 0.03,
            AdaptationTau = 0.057,
            Adaptation = 0.7,
            Ring = true,
        };
        Assert.Equal(Hash(Train(experiment).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));

        // The link and the study file give the same.
        var (again, _) = await Open(new Uri(page.Url).Fragment, still: true);
        Assert.True(await again.Locator("#problem").IsHiddenAsync());
        await again.EvaluateAsync("lab.finish()");
        Assert.Equal(Hash(Train(experiment).Weights), await again.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        var (_, result) = RunStudy(await page.EvaluateAsync<string>("lab.study().text"));
        Assert.Equal(await page.EvaluateAsync<string>("lab.hash(lab.kernel)"), result.Print);
        Assert.Equal(await page.EvaluateAsync<double>("lab.shown.s"), result.Of("S"), 1e-12);

        // Undo takes one after another back, redo brings it again. (In a number field the key takes back what was typed there.)
        await page.Locator("#order").FocusAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Until(page, "lab.kernel.d.task.silence === 100");
        await page.Keyboard.PressAsync("Control+z");
        await Until(page, "lab.state.adaptation === 0");
        await page.Keyboard.PressAsync("Control+z");
        await Until(page, "lab.kernel.d.network.adaptationTau === 100 && lab.kernel.items === 10");
        await page.Keyboard.PressAsync("Control+y");
        await Until(page, "lab.kernel.d.network.adaptationTau > 56 && lab.kernel.d.network.adaptationTau < 58");
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Changes_that_come_while_a_kernel_is_written_are_kept()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await page.EvaluateAsync(
            "(() => { for (const [id, value] of [['f-items', 9], ['f-item', 35], ['f-noise', 0.02], ['order', 'ring']]) { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event('change')); } })()"
        );
        await Until(
            page,
            "lab.kernel.items === 9 && lab.kernel.d.task.item === 35 && lab.kernel.d.task.silence === 0 && lab.kernel.number('noise_sd') === 0.02"
        );
        Assert.Equal("#v=1&preset=replay&order=ring&noise=0.02&items=9&item=35", new Uri(page.Url).Fragment);
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData("f-items", "99", "Letters must be a whole number from 2 to 26, but is \"99\". 8 is used.")]
    [InlineData("f-items", "many", "Letters must be a whole number from 2 to 26, but is \"many\". 8 is used.")]
    [InlineData("f-size", "", "Neurons of each must be a whole number from 2 to 100, but nothing stands there. 8 is used.")]
    [InlineData("f-size", "60", "The page trains 8 to 300 neurons, but 8 of 60 make 480;")]
    [InlineData("f-item", "7.5", "Time of each must be a whole number from 5 to 200 ms, but is \"7.5\". 40 is used.")]
    [InlineData("f-noise", "1e9", "Noise must be a number from 0 to 0.3, but is \"1e9\". 0.05 is used.")]
    [InlineData("f-inhibition", "-1", "Inhibition must be a number from 0 to 6, but is \"-1\". 2 is used.")]
    public async Task A_value_that_cannot_be_is_told_at_its_field_and_the_lab_goes_on(string field, string typed, string told)
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var input = page.Locator($"#{field}");
        await input.FillAsync(typed);
        await input.PressAsync("Enter");
        var sentence = page.Locator($"#{field.Replace("f-", "p-", StringComparison.Ordinal)}");
        Assert.Contains(told, await sentence.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("true", await input.GetAttributeAsync("aria-invalid"));
        Assert.Equal("#v=1&preset=replay", new Uri(page.Url).Fragment);
        await page.EvaluateAsync("lab.finish()");
        Assert.Equal(Hash(Train(new()).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));

        // The right value takes the sentence away.
        await input.FillAsync(await input.GetAttributeAsync("data-good") ?? "");
        await input.PressAsync("Enter");
        Assert.True(await sentence.IsHiddenAsync());
        Assert.Null(await input.GetAttributeAsync("aria-invalid"));
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData("#v=1&items=99", "items must be a whole number from 2 to 26")]
    [InlineData("#v=1&items=26&size=50", "are left out: The page trains 8 to 300 neurons, but 26 of 50 make 1300")]
    [InlineData("#v=1&tune=nothing", "tune must be one of")]
    [InlineData("#v=1&order=backward", "order must be one of row, ring, shuffled")]
    [InlineData("#v=1&tune=frere-jacques&items=9", "items is left out")]
    [InlineData("#v=1&plane=lorenz", "plane must be one of")]
    public async Task A_link_to_a_network_that_cannot_be_is_told(string hash, string told)
    {
        var (page, trouble) = await Open(hash, still: true);
        Assert.Contains(told, await page.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<double>("lab.finish().s") > 0.7);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task A_control_that_a_link_locks_stays_locked()
    {
        var (page, trouble) = await Open("#v=1&preset=replay&lock=items,order,adaptation", still: true);
        await page.EvaluateAsync("lab.finish()");
        foreach (var id in new[] { "f-items", "order", "f-adaptation", "n-adaptation" })
        {
            Assert.True(await page.Locator($"#{id}").IsDisabledAsync(), id);
        }

        Assert.False(await page.Locator("#f-size").IsDisabledAsync());
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task A_number_by_keyboard_acts_at_once_and_marks_the_link()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await page.Keyboard.PressAsync(".");
        await page.Keyboard.PressAsync("0"); // the panel
        Assert.Equal("tune", await page.EvaluateAsync<string>("document.activeElement.id"));
        for (var k = 0; k < 20 && await page.EvaluateAsync<string>("document.activeElement.id") != "f-inhibition"; k++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("3.5");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal(3.5, await page.EvaluateAsync<double>("lab.kernel.number('recall_inhibition')"));
        Assert.Equal(1, await page.EvaluateAsync<int>("lab.heard")); // no restart
        await Until(page, "document.getElementById('facts').textContent.includes('the link begins from reset')");
        Assert.Contains("inhibition=3.5", new Uri(page.Url).Fragment, StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task A_tune_is_learned_played_note_by_note_and_exported()
    {
        var (page, trouble) = await Open("#v=1&preset=frere-jacques", still: true);
        var tune = TuneCollection.Get("frere-jacques");
        Assert.Null(await page.EvaluateAsync<double?>("lab.note")); // nothing plays by itself
        await page.EvaluateAsync("lab.finish()");
        Assert.Contains("all 32 notes in order", await Finding(page), StringComparison.Ordinal);
        Assert.Equal("FGAFFGAFABbCABbCCDCBbAFCDCBbAFFCFFCF", await page.Locator("#letters").InnerTextAsync());
        var experiment = Site.Stored["tune.frere-jacques.causal_trace_hebb"];
        var hash = await page.EvaluateAsync<string>("lab.hash(lab.kernel)");
        Assert.Equal(Hash(Train(experiment).Weights), hash);

        var sound = page.GetByRole(AriaRole.Button, new() { Name = "Sound: off" });
        Assert.Equal("false", await sound.GetAttributeAsync("aria-pressed"));
        await sound.ClickAsync();
        Assert.Equal("true", await page.Locator("#sound").GetAttributeAsync("aria-pressed"));
        Assert.Equal("Sound: on", await page.Locator("#sound").InnerTextAsync());
        await Until(page, "lab.struck.length >= 5"); // the fourth and fifth are the same pitch, struck twice
        var heard = await page.EvaluateAsync<double[]>("lab.struck");
        Assert.Equal(tune.Notes.Take(5).Select(note => note.Frequency), heard.Take(5), (a, b) => Math.Abs(a - b) < 0.01);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        Assert.Null(await page.EvaluateAsync<double?>("lab.note"));
        Assert.False(await page.EvaluateAsync<bool>("lab.playing"));

        var text = await page.EvaluateAsync<string>("lab.study().text");
        Assert.Contains("the notes of Frère Jacques: F G A F", text, StringComparison.Ordinal);
        Assert.Equal(hash, RunStudy(text).Result.Print);

        // Hebb cannot tell one note from the next; its kernel lies beside the page, too.
        await page.Locator("#rule").SelectOptionAsync("rule.hebbian");
        await Until(page, "lab.state.kernel === 'rule.hebbian' && lab.kernel.items === 32");
        await page.EvaluateAsync("lab.finish()");
        Assert.Contains("stays at F", await Finding(page), StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Without_sound_in_the_browser_the_button_says_so()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await page.EvaluateAsync("delete globalThis.AudioContext");
        await page.Locator("#sound").ClickAsync();
        Assert.Equal("Sound: not in this browser", await page.Locator("#sound").InnerTextAsync());
        Assert.Equal("false", await page.Locator("#sound").GetAttributeAsync("aria-pressed"));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Two_populations_have_the_field_of_the_program_and_fill_the_page()
    {
        var (page, trouble) = await Open("#v=1&preset=wilson-cowan", still: true);
        Assert.Contains("3 equilibria found", await Finding(page), StringComparison.Ordinal);
        Assert.False(await page.Locator("#panel-weights").IsVisibleAsync());
        foreach (var name in new[] { "bistable", "oscillating" })
        {
            var system = SystemFile.Read(Path.Combine(Root, "systems", $"wilson-cowan-{name}.json")).System;
            foreach (var (e, i) in new[] { (0.1, 0.05), (0.4, 0.3), (0.9, 0.7) })
            {
                var found = await page.EvaluateAsync<double[]>(
                    "([name, e, i]) => lab.populations(name).field(e, i)",
                    new object[] { name, e, i }
                );
                var known = new double[2];
                system.Evaluate([e, i], known);
                Assert.Equal(known[0], found[0], 1e-12);
                Assert.Equal(known[1], found[1], 1e-12);
            }
        }

        await page.GetByLabel("System").SelectOptionAsync("oscillating");
        Assert.Contains("never settles", await Finding(page), StringComparison.Ordinal);
        Assert.Contains("plane=oscillating", new Uri(page.Url).Fragment, StringComparison.Ordinal);
        await page.GetByLabel("System").SelectOptionAsync("");
        Assert.True(await page.Locator("#panel-weights").IsVisibleAsync());
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_host_runs_the_study_that_the_page_shows()
    {
        var (page, trouble) = await Open("#v=1&preset=forget&seed=104", still: true);
        await page.EvaluateAsync("lab.finish()");
        await Until(page, "!document.getElementById('study-host').hidden");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run as a study on this machine" }).ClickAsync();
        var told = page.Locator("#study-told", new() { HasTextString = "The program ran the study" });
        await told.WaitForAsync();
        Assert.Contains("those of this page", await told.InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Seeds", new() { Exact = true }).FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run as a study on this machine" }).ClickAsync();
        await page.Locator("#study-told", new() { HasTextString = "of 3 networks play" }).WaitForAsync();
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task A_published_page_has_tunes_but_shows_no_control_that_needs_the_program()
    {
        var folder = Path.Combine(browser.Folder, "static");
        Site.Export(folder, TestContext.Current.CancellationToken);
        await using var server = new PlainServer(folder);
        var (page, trouble) = await Open("#v=1&items=9", address: server.Address, still: true);
        Assert.Contains(
            "Task and network of the link are left out",
            await page.Locator("#problem").InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.False(await page.Locator("#study-host").IsVisibleAsync());
        Assert.True(await page.Locator("#f-items").IsDisabledAsync());
        Assert.True(await page.Locator("#form-host").IsVisibleAsync());
        await page.GetByLabel("Sequence").SelectOptionAsync("ode-to-joy");
        await Until(page, "lab.kernel.items === 30");
        Assert.True(await page.EvaluateAsync<double>("lab.finish().s") > 0.7);
        await page.Locator("#rule").SelectOptionAsync("rule.oja");
        await Until(page, "document.getElementById('problem').textContent.includes('has its kernels written beforehand')");
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task What_is_not_needed_for_the_first_picture_comes_when_it_is_asked_for()
    {
        var (page, _) = await Open("#v=1&preset=replay");
        await Until(page, "globalThis.labMoving !== undefined");
        const string Fetched = "performance.getEntriesByType('resource')";
        var before = await page.EvaluateAsync<string[]>(
            $"{Fetched}.filter(e => e.startTime < globalThis.labMoving).map(e => e.name.split('/').pop())"
        );
        Assert.Equal(
            Site.First.Append("rule.causal_trace_hebb.json").Order(StringComparer.Ordinal),
            before.Append("index.html").Order(StringComparer.Ordinal)
        );
        await Until(page, $"{Fetched}.some(e => e.name.endsWith('/engine.js'))");
        await page.GetByLabel("Lesson").SelectOptionAsync("moves-on");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run it" }).WaitForAsync();
        Assert.Contains("lessons.js", await page.EvaluateAsync<string[]>($"{Fetched}.map(e => e.name.split('/').pop())"));
    }

    [Theory]
    [InlineData(390, "replay")]
    [InlineData(320, "replay")]
    [InlineData(320, "frere-jacques")]
    [InlineData(320, "wilson-cowan")]
    public async Task Controls_of_a_narrow_page_are_in_sight_and_large_enough(int width, string preset)
    {
        var (page, trouble) = await Open($"#v=1&preset={preset}", width, still: true);
        await page.EvaluateAsync("lab.finish()");
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var wrong = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('button, select, input, summary, canvas[tabindex]')].filter(e => e.checkVisibility()).map(e => [e, (e.matches('[type=checkbox]') ? e.closest('label') : e).getBoundingClientRect()]).filter(([, r]) => r.width < 24 || r.height < 24 || r.left < 0 || r.right > innerWidth + 0.5).map(([e, r]) => `${e.id || e.textContent} ${r.left} ${r.right} ${r.width} x ${r.height}`)"
        );
        Assert.Empty(wrong);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(trouble);
    }

    private static async Task Fill(IPage page, string field, string value, string until)
    {
        var input = page.Locator($"#{field}");
        await input.FillAsync(value);
        await input.PressAsync("Enter");
        await Until(page, until);
    }

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "PlasticityLab.slnx")))
            {
                folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
            }

            return folder;
        }
    }
}
