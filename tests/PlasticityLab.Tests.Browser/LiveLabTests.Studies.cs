using System.Text.Json;
using Microsoft.Playwright;
using PlasticityLab.Live;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Browser;

/// <summary>What the page saves is a study that gives the same, and its table and dial are the engine's.</summary>
public sealed partial class LiveLabTests
{
    // Every preset is one training, or phases and lesions: all can be written as studies.
    [Fact]
    public async Task The_study_file_of_each_preset_gives_the_weights_order_and_direction_of_the_page()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        foreach (
            var link in Preset
                .All.Select(preset => $"preset={preset.Id}")
                .Append("preset=stdp&seed=123&speed=-1&adaptation=0.5&noise=0.02&inhibition=3&gain=1.2&lesion=0.125")
                .Append("preset=dial&then=oja:2&speed=2")
        )
        {
            await page.EvaluateAsync("hash => { location.hash = hash; }", $"#v=1&{link}");
            await Until(page, $"lab.linked === '#v=1&{link}'");
            await page.EvaluateAsync("lab.finish()");
            var found = await page.EvaluateAsync<JsonElement>(
                "async () => ({ hash: await lab.hash(lab.kernel), s: lab.shown.s, d: lab.shown.d, study: lab.study() })"
            );
            Assert.Equal(0, found.GetProperty("study").GetProperty("cannot").GetArrayLength());
            var (_, result) = RunStudy(found.GetProperty("study").GetProperty("text").GetString()!);
            Assert.True(found.GetProperty("hash").GetString() == result.Print, link);
            Assert.True(Math.Abs(found.GetProperty("s").GetDouble() - result.Of("S")) < 1e-12, link);
            Assert.True(Math.Abs(found.GetProperty("d").GetDouble() - result.Of("D")) < 1e-12, link);
        }

        Assert.Empty(trouble);
    }

    [Fact]
    public async Task The_command_line_runs_a_saved_study_with_phases_and_a_lesion_to_the_same_print()
    {
        var (page, trouble) = await Open("#v=1&preset=forget&lesion=0.25&seed=104", still: true);
        await page.EvaluateAsync("lab.finish()");
        var saving = page.WaitForDownloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as study file" }).ClickAsync();
        var file = Path.Combine(browser.Folder, "lab-forget.yaml");
        await (await saving).SaveAsAsync(file);
        Assert.Contains("study run lab-forget.yaml", await page.Locator("#study-told").InnerTextAsync(), StringComparison.Ordinal);
        var folder = Path.Combine(browser.Folder, "of-the-lab");
        Assert.Equal(0, await Cli.CommandLine.RunAsync(["study", "run", file, "--out", folder, "--quiet", "--no-report"]));
        var runs = await File.ReadAllLinesAsync(
            Path.Combine(Directory.EnumerateDirectories(folder, "lab-forget-*").Single(), "runs.csv"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(await page.EvaluateAsync<string>("lab.hash(lab.kernel)"), runs[^1].Split(',')[^1]);
        await page.GetByRole(AriaRole.Switch, new() { Name = "Learning" }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as study file" }).ClickAsync();
        Assert.Contains("cannot be written as a study", await page.Locator("#study-told").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(trouble);
    }

    // The table and the dial of the lessons: what the science tests hold over twenty networks is what the page computes.
    [Fact]
    public async Task Table_and_dial_come_out_of_the_page_as_of_the_engine()
    {
        var (page, trouble) = await Open("#v=1&preset=replay", still: true);
        var table = new[] { "no_learning", "hebbian", "causal_trace_hebb", "rate_stdp", "anti_hebbian", "oja", "symmetric_window", "bcm" };
        foreach (var name in table.Select(rule => $"rule.{rule}").Concat(Site.Dial.Select(angle => $"dial.{angle:000}")))
        {
            foreach (var (adaptation, seed) in new[] { (0.0, 100), (1.0, 101) })
            {
                var (weights, s, d, _, _, _) = Measure(Site.Stored[name] with { Adaptation = adaptation, Seed = (ulong)seed });
                var found = await page.EvaluateAsync<JsonElement>(
                    "async ([name, adaptation, seed]) => { const k = await lab.trained({ kernel: await lab.loadStored(`kernels/${name}`), seed, numbers: { adaptation } }), t = lab.test(k); return { hash: await lab.hash(k), s: t.s, d: t.d }; }",
                    new object[] { name, adaptation, seed }
                );
                Assert.True(Hash(weights) == found.GetProperty("hash").GetString(), $"{name}, adaptation {adaptation}");
                Assert.True(Math.Abs(s - found.GetProperty("s").GetDouble()) < 1e-12, $"{name}, adaptation {adaptation}: S");
                Assert.True(Math.Abs(d - found.GetProperty("d").GetDouble()) < 1e-12, $"{name}, adaptation {adaptation}: D");
            }
        }

        Assert.Empty(trouble);
    }

    private static (RunSpec Run, RunResult Result) RunStudy(string text)
    {
        var study = StudyFile.Parse(text);
        var rule = study.Rules[0].For("lab");
        var run = study.In(
            "lab",
            study.Template with
            {
                Learning = rule.Learning,
                Seed = study.Seeds.All().Single(),
                Readouts = [rule.Point],
            }
        );
        return (run, Run.Execute(run, TestContext.Current.CancellationToken));
    }
}
