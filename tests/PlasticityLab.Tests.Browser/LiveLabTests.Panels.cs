using System.Text.Json;
using Microsoft.Playwright;
using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Cli.Live;
using PlasticityLab.Live;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Browser;

/// <summary>Attractors, lesions, the engine behind the page, undo, many tabs, teachers' slides.</summary>
public sealed partial class LiveLabTests
{
    [Theory]
    [InlineData("stuck", false)]
    [InlineData("replay", false)]
    [InlineData("there-and-back", true)]
    public async Task Attractors_are_those_that_the_program_finds(string preset, bool cycle)
    {
        var (page, trouble) = await Open($"#v=1&preset={preset}", still: true);
        await page.EvaluateAsync("lab.finish()");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find attractors" }).ClickAsync();
        await page.Locator("#ends-told", new() { HasTextString = "attractor" }).WaitForAsync();
        var names = await page.Locator("#ends tbody tr > :first-child").AllInnerTextsAsync();
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(), names);
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => { const f = await lab.attractors(lab.reduced(lab.kernel, lab.blocks(lab.kernel).b, lab.state.adaptation), lab.state.seed); return { open: f.open, list: f.list.map(a => ({ kind: a.kind, x: Array.from(a.x ?? []), count: a.count, low: a.interval[0], high: a.interval[1], rate: a.rate ?? -1 })) }; }"
        );
        var list = found.GetProperty("list").EnumerateArray().ToArray();
        Assert.Equal(cycle, list.Any(item => item.GetProperty("kind").GetString() == "cycle"));
        var (run, result) = RunStudy(await page.EvaluateAsync<string>("lab.study().text"));
        var (field, catalogue, report) = Attractors((RateNetwork)run.Network, result, run.Readouts[0]);
        var map = catalogue.Sample(400);
        var shares = map.Shares;
        Assert.Equal(0, map.NotSettled);
        var told = $"{found}\n{string.Join("; ", catalogue.Attractors.Select((a, k) => $"{a.Kind} {a.Period:F1} {shares[k]}"))}; {map}";
        foreach (var item in list.Where(item => item.GetProperty("kind").GetString() == "equilibrium"))
        {
            var x = item.GetProperty("x").Deserialize<double[]>()!;
            var known = catalogue.Attractors.Select((other, k) => (other, k)).MinBy(pair => Far(pair.other.X, x));
            Assert.True(Far(known.other.X, x) < 1e-8, $"{Far(known.other.X, x)}");
            Assert.Equal(known.other.Equilibrium!.Eigenvalues.Max(value => value.Real), item.GetProperty("rate").GetDouble(), 1e-2);
            Assert.True(
                item.GetProperty("low").GetDouble() < shares[known.k].High95
                    && shares[known.k].Low95 < item.GetProperty("high").GetDouble(),
                told
            );
        }

        Assert.Equal(0, found.GetProperty("open").GetInt32());
        Assert.Equal(cycle, catalogue.Attractors.Any(attractor => attractor.Orbit is not null));
        Assert.True(report.Equilibria.Count > 0 && field.Dimension > 0);
        Assert.Empty(trouble);

        static double Far(IReadOnlyList<double> a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();
    }

    [Fact]
    public async Task When_the_host_has_ended_the_page_says_so_and_goes_on()
    {
        var host = await LabHost.StartAsync(18_200);
        var (page, _) = await Open("#v=1&preset=replay", still: true, address: host.Address);
        await host.DisposeAsync();
        await page.GetByText("Your own rule", new() { Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this rule" }).ClickAsync();
        await page.Locator("#own-problem", new() { HasTextString = "has ended" }).WaitForAsync();
        Assert.True(await page.EvaluateAsync<double>("lab.finish().s") > 0.7);
    }

    [Fact]
    public async Task Neurons_are_lost_by_mouse_and_by_keys_and_come_back()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await page.EvaluateAsync("lab.finish()");
        var whole = await page.EvaluateAsync<double>("lab.shown.s");
        var matrix = page.Locator("#weights");
        await matrix.ClickAsync(
            new()
            {
                Position = new() { X = 60, Y = 30 },
                Modifiers = [KeyboardModifier.Shift],
            }
        );
        Assert.Equal(1, await page.EvaluateAsync<int>("lab.kernel.lost.length"));
        Assert.Contains("is lost in the test", await page.Locator("#weight-told").InnerTextAsync(), StringComparison.Ordinal);
        await matrix.FocusAsync();
        foreach (var key in new[] { "ArrowDown", "x", "Shift+ArrowDown", "x" })
        {
            await page.Keyboard.PressAsync(key);
        }

        Assert.Equal(3, await page.EvaluateAsync<int>("lab.kernel.lost.length"));
        Assert.Contains("With 3 of 64 neurons lost", await Finding(page), StringComparison.Ordinal);
        Assert.Contains("cut=", new Uri(page.Url).Fragment, StringComparison.Ordinal);
        await page.Keyboard.PressAsync("x");
        Assert.Equal(2, await page.EvaluateAsync<int>("lab.kernel.lost.length"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset" }).ClickAsync();
        await page.EvaluateAsync("lab.state.cut = []; void lab.begin()");
        Assert.Equal(whole, await page.EvaluateAsync<double>("lab.finish().s"), 1e-12);
        Assert.Empty(trouble);
    }

    // One minute; five where the very long tests are asked for.
    [Fact]
    public async Task Twenty_tabs_side_by_side_have_their_own_networks_and_do_not_grow()
    {
        var length = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("PLASTICITY_LONG") == "1" ? 5 : 1);
        var tabs = new List<(IPage Page, List<string> Trouble, string Hash)>();
        for (var k = 0; k < 20; k++)
        {
            var rule = k % 2 == 0 ? "hebbian" : "rate_stdp";
            var (page, trouble) = await Open($"#v=1&preset=replay&rule={rule}&seed={200 + k}", 640, still: true);
            tabs.Add((page, trouble, Hash(Train(new() { Rule = rule, Seed = (ulong)(200 + k) }).Weights)));
        }

        var before = await Task.WhenAll(tabs.Select(tab => Round(tab.Page, tab.Hash)));
        var (clock, rounds) = (System.Diagnostics.Stopwatch.StartNew(), 0);
        while (clock.Elapsed < length)
        {
            foreach (var tab in tabs)
            {
                await tab.Page.EvaluateAsync("(async () => { await lab.begin(); lab.finish(); })()");
            }

            rounds++;
        }

        var after = await Task.WhenAll(tabs.Select(tab => Round(tab.Page, tab.Hash)));
        Assert.True(rounds > 0);
        Assert.All(tabs, tab => Assert.Empty(tab.Trouble));
        // States of fifteen presentations are kept: what a tab holds does not depend on how often it ran.
        Assert.True(after.Sum() < (1.3 * before.Sum()) + (20 * 2e6), $"{before.Sum() / 1e6:F0} MB became {after.Sum() / 1e6:F0} MB");

        static async Task<double> Round(IPage page, string hash)
        {
            await page.EvaluateAsync("(async () => { await lab.begin(); lab.finish(); })()");
            Assert.Equal(hash, await page.EvaluateAsync<string>("lab.hash(lab.kernel)"));
            var cdp = await page.Context.NewCDPSessionAsync(page);
            await cdp.SendAsync("HeapProfiler.collectGarbage");
            var used = await cdp.SendAsync("Runtime.getHeapUsage");
            await cdp.DetachAsync();
            return used!.Value.GetProperty("usedSize").GetDouble();
        }
    }

    [Fact]
    public async Task The_engine_of_the_machine_trains_a_larger_network_and_scores_many()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await Until(page, "document.getElementById('engine-rule').value === 'causal_trace_hebb'");
        await page.GetByLabel("Neurons", new() { Exact = true }).FillAsync("320");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train on this machine" }).ClickAsync();
        await page.Locator("#engine-told", new() { HasTextString = "320 neurons, presentation 15 of 15: plays ABCDEFGH" }).WaitForAsync();
        await Until(page, "!document.getElementById('engine-go').disabled");
        await page.GetByLabel("Neurons", new() { Exact = true }).FillAsync("64");
        await page.GetByLabel("Networks", new() { Exact = true }).FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train on this machine" }).ClickAsync();
        await page.Locator("#engine-told", new() { HasTextString = "3 of 3 networks: 3 play the sequence" }).WaitForAsync();
        Assert.Empty(trouble);
        await page.GetByLabel("Neurons", new() { Exact = true }).FillAsync("100000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Train on this machine" }).ClickAsync();
        await page.Locator("#engine-told", new() { HasTextString = "must be a multiple of 8 from 48 to 4000" }).WaitForAsync();
    }

    [Fact]
    public async Task A_change_during_training_marks_link_and_study_as_from_reset()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        await page.Keyboard.PressAsync(".");
        Assert.Contains("The link gives the same numbers", await page.Locator("#facts").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Noise", new() { Exact = true }).FillAsync("0.1");
        await Until(page, "document.getElementById('facts').textContent.includes('the link begins from reset')");
        Assert.Contains("begins from reset", await page.EvaluateAsync<string>("lab.study().text"), StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Changes_are_undone_and_done_again_by_keys()
    {
        var (page, trouble) = await Open("#v=1&preset=stuck", still: true);
        await page.Locator("#rule").SelectOptionAsync("rule.rate_stdp");
        await Until(page, "lab.state.kernel === 'rule.rate_stdp'");
        await page.GetByLabel("Fatigue (adaptation)", new() { Exact = true }).FillAsync("1");
        Assert.Contains("adaptation=1", new Uri(page.Url).Fragment, StringComparison.Ordinal);
        foreach (
            var (key, condition) in new[]
            {
                ("Control+z", "lab.state.adaptation === 0 && lab.state.kernel === 'rule.rate_stdp'"),
                ("Control+z", "lab.state.kernel === 'rule.hebbian'"),
                ("Control+z", "lab.state.kernel === 'rule.hebbian'"), // nothing is left to undo, and the page stays
                ("Control+y", "lab.state.adaptation === 0 && lab.state.kernel === 'rule.rate_stdp'"),
                ("Control+y", "lab.state.adaptation === 1"),
            }
        )
        {
            await page.Keyboard.PressAsync(key);
            await Until(page, condition);
        }

        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Weights_show_their_eigenvalues_and_how_they_differ_from_the_run_before()
    {
        var (page, trouble) = await Open("#v=1&preset=stuck", still: true);
        await page.EvaluateAsync("lab.finish()");
        await page.EvaluateAsync("lab.choose('rule.rate_stdp', { run: false }).then(() => lab.finish())");
        await page.Keyboard.PressAsync("d");
        await page.Locator("#weights-title", new() { HasTextString = "Difference to Hebb" }).WaitForAsync();
        var found = await page.EvaluateAsync<double[][]>(
            "(() => { const w = lab.kernel.weights(); return lab.eigenvalues(Array.from({ length: 64 }, (_, i) => w.slice(i * 64, (i + 1) * 64))); })()"
        );
        var left = Eigen.Values(Train(Site.Stored["rule.rate_stdp"]).Weights).ToList();
        foreach (var value in found.Select(pair => new System.Numerics.Complex(pair[0], pair[1])))
        {
            var nearest = left.MinBy(other => (other - value).Magnitude);
            Assert.True((nearest - value).Magnitude < 1e-8, $"{value} is {(nearest - value).Magnitude} away");
            left.Remove(nearest);
        }

        Assert.Empty(left);
        Assert.Empty(trouble);
    }

    [Fact]
    public async Task Teachers_have_notes_and_two_slides_in_every_lesson_by_keys()
    {
        var (page, trouble) = await Open("#v=1&preset=replay&lesson=moves-on", still: true);
        foreach (
            var lesson in await page.Locator("#lesson-pick option")
                .EvaluateAllAsync<string[]>("all => all.map(o => o.value).filter(v => v)")
        )
        {
            await page.GetByLabel("Lesson").SelectOptionAsync(lesson);
            await page.Locator("#lesson summary").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            Assert.True(await page.Locator("#lesson details li").CountAsync() >= 4);
            await page.GetByRole(AriaRole.Button, new() { Name = "Show the two slides" }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var slide = page.GetByRole(AriaRole.Dialog);
            Assert.Contains("1 of 2", await slide.InnerTextAsync(), StringComparison.Ordinal);
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.Contains("2 of 2", await slide.InnerTextAsync(), StringComparison.Ordinal);
            await page.Keyboard.PressAsync("Escape");
            Assert.False(await slide.IsVisibleAsync());
        }

        Assert.Empty(trouble);
    }

    private static (AssemblyField Field, AttractorCatalogue Catalogue, EquilibriumReport Report) Attractors(
        RateNetwork network,
        RunResult result,
        OperatingPoint point
    )
    {
        var items = (int)Math.Round(Math.Sqrt(result.Structure.Blocks.Length));
        var field = new AssemblyField(
            new(items, items, [.. result.Structure.Blocks]),
            new(point.Gain, point.Inhibition, Adaptation: network.Adaptation, TimeRatio: network.AdaptationPace)
        );
        var report = EquilibriumFinder.Find(field, field.Box, new EquilibriumOptions { MinimumStarts = 150, MaximumStarts = 600 });
        return (field, new(field, field.Box, report, new AttractorOptions { Threads = 2, Patience = 600 }), report);
    }
}
