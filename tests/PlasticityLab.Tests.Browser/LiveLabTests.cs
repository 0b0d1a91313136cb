using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Cli.Live;
using PlasticityLab.Live;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Browser;

/// <summary>The live lab in Chromium: its numbers are the engine's, and it is used as a student uses it.</summary>
public sealed partial class LiveLabTests(Browser browser) : IAsyncLifetime
{
    private LabHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LabHost.StartAsync(18_180);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Kernels_train_to_the_engine_s_weights_for_every_rule_and_size()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var rules = RuleCatalog
            .Cards.Select(card => card.Id)
            .Where(id => !PlasticMatrix.PortableProblems(RuleCatalog.Create(id)).Any())
            .ToArray();
        Assert.True(rules.Length > 20);
        foreach (var rule in rules)
        {
            foreach (var size in new[] { 3, 8, 12, 19 })
            {
                foreach (var adaptation in new[] { 0.0, 1 })
                {
                    var experiment = new Experiment
                    {
                        Rule = rule,
                        AssemblySize = size,
                        Adaptation = adaptation,
                        Presentations = 2,
                    };
                    var found = await page.EvaluateAsync<string>(
                        "async text => { const k = await lab.Kernel.open(JSON.parse(text)); k.reset(100); k.step(1e9); return lab.hash(k); }",
                        StoredKernel.Json(experiment)
                    );
                    Assert.True(Hash(Train(experiment).Weights) == found, $"{rule}, {8 * size} neurons, adaptation {adaptation}");
                }
            }
        }

        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData("rule.causal_trace_hebb", 0, 100)]
    [InlineData("rule.hebbian", 0, 101)]
    [InlineData("rule.hebbian", 1, 102)]
    [InlineData("dial.300", 0, 103)]
    [InlineData("shuffled.rate_stdp", 0, 12_345_678_901)]
    [InlineData("twelve.causal_trace_hebb", 0, 7)]
    public async Task A_whole_training_gives_the_engine_s_hash_order_and_direction(string kernel, double adaptation, long seed)
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var found = await page.EvaluateAsync<JsonElement>(
            "async ([name, adaptation, seed]) => { const k = await lab.Kernel.open(await lab.loadStored(`kernels/${name}`)); k.reset(seed); k.setNumber('adaptation', adaptation); k.step(1e9); const t = lab.test(k), b = lab.blocks(k); return { hash: await lab.hash(k), s: t.s, d: t.d, letters: t.visits.map(v => v.item), next: b.lags[1], back: b.lags[-1] }; }",
            new object[] { kernel, adaptation, seed }
        );
        var experiment = Site.Stored[kernel] with { Adaptation = adaptation, Seed = (ulong)seed };
        var (weights, s, d, letters, next, back) = Measure(experiment);
        Assert.Equal(Hash(weights), found.GetProperty("hash").GetString());
        Assert.Equal(s, found.GetProperty("s").GetDouble(), 1e-12);
        Assert.Equal(d, found.GetProperty("d").GetDouble(), 1e-12);
        Assert.Equal(letters, found.GetProperty("letters").Deserialize<int[]>()!);
        Assert.Equal(next, found.GetProperty("next").GetDouble(), 1e-12);
        Assert.Equal(back, found.GetProperty("back").GetDouble(), 1e-12);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Single_keys_run_step_and_go_to_panels()
    {
        var (page, trouble) = await Open("#v=1&preset=stuck", still: true);
        for (var k = 0; k < 15; k++)
        {
            await page.Keyboard.PressAsync(".");
        }

        Assert.Equal("Presentation 15 of 15", await page.Locator("#where").InnerTextAsync());
        Assert.Contains("stays at A", await Finding(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("4"); // the panel's first control, the system
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Contains("Cursor at (0.50, 0.52)", await page.Locator("#plane-told").InnerTextAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains(
            "the activity ends at the stable point",
            await page.Locator("#plane-told").InnerTextAsync(),
            StringComparison.Ordinal
        );
        await page.Keyboard.PressAsync("a");
        Assert.Equal(6, await page.Locator("#tables table").CountAsync());
        await page.Keyboard.PressAsync("Shift+?");
        Assert.True(await page.GetByRole(AriaRole.Dialog).IsVisibleAsync());
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("l");
        Assert.False(await page.Locator("#learning").IsCheckedAsync());
        await page.Keyboard.PressAsync("1"); // last: in a list, keys choose from it
        Assert.Equal("rule", await page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task A_link_opens_the_same_network_and_time_can_be_scrubbed()
    {
        var (page, trouble) = await Open("#v=1&preset=stdp&seed=123&adaptation=0.5", still: true);
        await page.EvaluateAsync("lab.finish()");
        var hash = await page.EvaluateAsync<string>("lab.hash(lab.kernel)");
        var address = new Uri(page.Url).Fragment;
        Assert.Contains("seed=123", address, StringComparison.Ordinal);
        var (again, _) = await Open(address, still: true);
        await again.EvaluateAsync("lab.finish()");
        Assert.Equal(hash, await again.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        Assert.Equal(Hash(Train(Site.Stored["rule.rate_stdp"] with { Seed = 123, Adaptation = 0.5 }).Weights), hash);
        var time = again.GetByLabel("Presentations heard");
        await time.FillAsync("3");
        Assert.Equal("Presentation 3 of 15", await again.Locator("#where").InnerTextAsync());
        await time.FillAsync("15");
        Assert.Equal(hash, await again.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData("#v=1&preset=nothing", "There is no experiment")]
    [InlineData("#v=1&seed=-3", "seed must be a whole number")]
    [InlineData("#v=1&seed=NaN&adaptation=1e99", "adaptation must be a number from 0 to 2")]
    [InlineData("#v=1&rule=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "There is no rule")]
    [InlineData("#v=1&angle=7", "angle must be one of")]
    [InlineData("#v=1&colour=red", "means nothing here")]
    [InlineData("#v=1&then=nothing:3", "There is no rule \"nothing\" to go on with")]
    [InlineData("#v=1&then=oja:99", "then must give 1 to 15 presentations")]
    [InlineData("#v=1&preset=twelve&then=oja:2", "cannot go on with 96")]
    [InlineData("#v=1&cut=1,x", "cut must be numbers of neurons")]
    [InlineData("#v=1&lesion=2", "lesion must be a number from 0 to 0.75")]
    public async Task A_link_that_is_wrong_is_told_and_the_lab_goes_on(string hash, string told)
    {
        var (page, trouble) = await Open(hash, still: true);
        Assert.Contains(told, await page.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<double>("lab.finish().s") >= 0);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task An_own_rule_is_written_by_the_host_and_one_that_is_not_local_is_refused_at_the_field()
    {
        var (page, _) = await Open("#v=1&preset=replay", still: true);
        await page.GetByText("Your own rule", new() { Exact = true }).First.ClickAsync();
        await page.GetByLabel("dw/dt =").FillAsync("10*neighbour.rate");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this rule" }).ClickAsync();
        await page.Locator("#own-problem", new() { HasTextString = "Allowed are" }).WaitForAsync();
        await page.GetByLabel("dw/dt =").FillAsync("10*post.rate*pre.fast(12 ms)");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this rule" }).ClickAsync();
        await Until(page, "lab.state.kernel.startsWith('own.')");
        await page.EvaluateAsync("lab.finish()");
        // The same rule as the catalogue's trace Hebb, so the same network.
        Assert.Equal(Hash(Train(new()).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));
    }

    [Fact]
    public async Task A_link_with_a_typed_rule_opens_it_and_one_that_is_not_local_is_told()
    {
        var (page, _) = await Open("#v=1&equation=10*post.rate*pre.fast(12%20ms)", still: true);
        await page.EvaluateAsync("lab.finish()");
        Assert.Equal(Hash(Train(new()).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        Assert.Contains("equation=", new Uri(page.Url).Fragment, StringComparison.Ordinal);
        var (other, _) = await Open("#v=1&equation=10*neighbour.rate", still: true);
        Assert.Contains("of the link is not used", await other.Locator("#problem").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("rule.causal_trace_hebb", await other.EvaluateAsync<string>("lab.state.kernel"));
    }

    [Theory]
    [InlineData("moves-on")]
    [InlineData("fatigue")]
    [InlineData("compass")]
    [InlineData("points")]
    [InlineData("runaway")]
    [InlineData("circuits")]
    public async Task Every_question_of_a_lesson_is_answered_by_its_run(string lesson)
    {
        var (page, trouble) = await Open($"#v=1&preset=replay&lesson={lesson}", still: true);
        var box = page.Locator("#lesson");
        for (var question = 1; question <= 3; question++)
        {
            await box.Locator("input").First.CheckAsync();
            await box.GetByRole(AriaRole.Button, new() { Name = "Run it" }).ClickAsync();
            var next = box.Locator("button", new() { HasTextRegex = new("Next question|Finish") });
            await next.WaitForAsync();
            Assert.DoesNotContain("none of the answers", await box.InnerTextAsync(), StringComparison.Ordinal);
            await next.ClickAsync();
        }

        Assert.Contains("of 3 predictions held", await box.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData("rule.causal_trace_hebb")]
    [InlineData("rule.covariance")]
    [InlineData("rule.oja")]
    [InlineData("rule.differential_hebb")]
    public async Task The_terms_of_a_rule_add_up_to_the_change_of_a_weight(string kernel)
    {
        // Two presentations in, an inner weight has met no bound yet and no cap.
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var rest = await page.EvaluateAsync<double[]>(
            "async name => { await lab.choose(name, { run: false }); const k = lab.kernel; k.step(1); k.setWhole('cap_left', 1e6); const t = lab.explain(k, k.snapshot(), { speed: 1 }, k.order[8], k.order[0]); return [t.rest, t.change]; }",
            kernel
        );
        Assert.True(Math.Abs(rest[1]) > 1e-6);
        Assert.Equal(0, rest[0], 1e-12);
        Assert.Empty(trouble);
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task The_page_has_no_finding_of_axe(int width, bool dark)
    {
        var (page, _) = await Open("#v=1&preset=stuck", width, dark, still: true);
        await page.EvaluateAsync("lab.finish(); lab.choose('rule.causal_trace_hebb').then(() => lab.finish())");
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(v => $"{v.Id}: {v.Help} ({string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))})"));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(390)]
    [InlineData(320)]
    public async Task A_narrow_page_does_not_scroll_sideways(int width)
    {
        var (page, trouble) = await Open("#v=1&preset=there-and-back", width, still: true);
        await page.EvaluateAsync("lab.finish()");
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task One_file_works_without_a_server()
    {
        var file = Path.Combine(browser.Folder, "lab.html");
        await File.WriteAllTextAsync(file, Site.SingleFile(), TestContext.Current.CancellationToken);
        var (page, trouble) = await browser.Open(new Uri(file).AbsoluteUri, still: true);
        await Until(page, "globalThis.lab !== undefined");
        await page.EvaluateAsync("lab.finish()");
        Assert.Equal(Hash(Train(new()).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Run 20 seeds" }).ClickAsync();
        await page.Locator("#luck-told", new() { HasTextString = "of 20 networks" }).WaitForAsync();
        Assert.Empty(trouble.Where(text => !text.StartsWith("asks for blob:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_published_folder_works_under_any_path_of_a_plain_server()
    {
        var folder = Path.Combine(browser.Folder, "published");
        Site.Export(Path.Combine(folder, "course", "lab"), TestContext.Current.CancellationToken);
        await using var server = new PlainServer(folder);
        var (page, trouble) = await Open("", address: server.Address + "course/lab/", still: true);
        await page.EvaluateAsync("lab.finish()");
        Assert.Equal(Hash(Train(new()).Weights), await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));
        Assert.Empty(trouble);

        // The page keeps itself: with the server gone it opens all the same.
        await Until(page, "navigator.serviceWorker.controller !== null");
        await server.DisposeAsync();
        await page.ReloadAsync();
        await Until(page, "globalThis.lab !== undefined");
        Assert.Equal(1, Math.Round(await page.EvaluateAsync<double>("lab.finish().d")));
    }

    [Fact]
    public async Task Eighty_changes_of_the_rule_leave_no_memory_behind()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await page.EvaluateAsync("globalThis.gone = 0; globalThis.registry = new FinalizationRegistry(() => { gone++; }); 0");
        var first = await Held(80);

        // The engine of the browser holds on to some of the last, now more, now fewer; a leak would hold all of the second eighty, too.
        Assert.InRange(await Held(160) - first, -80, 40);
        Assert.Empty(trouble);

        async Task<int> Held(int made)
        {
            await page.EvaluateAsync(
                "(async () => { for (let k = 0; k < 80; k++) { await lab.choose(k % 2 ? 'rule.hebbian' : 'rule.rate_stdp', { run: false }); registry.register(lab.kernel.f64.buffer, k); await new Promise(r => setTimeout(r, 5)); } })()"
            );
            for (var k = 0; k < 40 && made - await page.EvaluateAsync<int>("gone") > 8; k++)
            {
                await cdp.SendAsync("HeapProfiler.collectGarbage");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            return made - await page.EvaluateAsync<int>("gone");
        }
    }

    // Asked again and again from here: the page's policy lets nothing evaluate text in it, the driver's own waiting included.
    private static async Task Until(IPage page, string condition)
    {
        for (var k = 0; k < 300; k++)
        {
            if (await page.EvaluateAsync<bool>(condition))
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{condition} did not come true within 30 s.");
    }

    private static Task<string> Finding(IPage page) => page.Locator("#finding").InnerTextAsync();

    private async Task<(IPage Page, List<string> Trouble)> Open(
        string hash,
        int width = 1440,
        bool dark = false,
        bool still = false,
        string? address = null
    )
    {
        address ??= _host.Address;
        var (page, trouble) = await browser.Open(address + hash, width, dark: dark, still: still, within: address);
        await Until(page, "globalThis.lab !== undefined");
        return (page, trouble);
    }

    private static INetwork Train(Experiment experiment)
    {
        var (kind, task, random) = (experiment.Network(), experiment.Task(), new RandomStreams(experiment.Seed));
        var network = kind.Make(new(experiment.Learning(), task.Draw(kind.Units, random), kind.AssemblySize, random));
        foreach (var trial in task.Training(random))
        {
            _ = network.Learn(trial).ToEnd();
        }

        return network;
    }

    private static (Matrix Weights, double S, double D, int[] Letters, double Next, double Back) Measure(Experiment experiment)
    {
        var (network, task, random) = (experiment.Network(), experiment.Task(), new RandomStreams(experiment.Seed));
        var (weights, assemblies, dt) = (Train(experiment).Weights, task.Draw(network.Units, random), network.TimeStep);
        var probes = task.Probes();
        var courses = RateRecall.Run(network, assemblies, weights, [.. probes.Select(probe => RateProbe.Of(probe, 2, 1))], random);
        var visits = courses.Select(course => Visits.Of(course.Overlaps, dt)).ToArray();
        var cue = (int)Math.Round(task.Cue / dt);
        var directions = Enumerable
            .Range(1, task.Items - 2)
            .Select(k =>
                visits[task.CueRepeats + k - 1]
                    .Where(visit => visit.Item != k && visit.End > cue)
                    .Select(visit => visit.Item)
                    .FirstOrDefault(-9)
                    is var next
                && next == k + 1
                    ? 1.0
                : next == k - 1 ? -1
                : 0
            );
        var blocks = BlockStructure.Of(weights, assemblies, task.AssemblySize);
        return (
            weights,
            visits.Take(task.CueRepeats).Average(list => SequenceScore.Of(list, task.FullOrder, dt).S),
            directions.Average(),
            [.. visits[0].Select(visit => visit.Item)],
            blocks.L(1),
            blocks.L(-1)
        );
    }

    private static string Hash(Matrix weights) => WeightPrint.Of(weights);
}
