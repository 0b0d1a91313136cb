using System.Text.Json;
using PlasticityLab.Cli.Live;
using PlasticityLab.Live;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The live lab in a browser without a window, against the limits that a hand on a control sets.</summary>
internal sealed class LabBenchmark : IBenchmark
{
    // Each answers what it took; "best" of several where other programs on the machine only add.
    private const string Measures = """
        (async () => {
          const wait = ms => new Promise(r => setTimeout(r, ms)), best = async (times, work) => { let least = Infinity; for (let k = 0; k < times; k++) { const t = performance.now(); await work(k); least = Math.min(least, performance.now() - t); } return least / 1000; };
          const found = {}, paint = performance.getEntriesByName('first-contentful-paint')[0];
          found.paint = paint ? paint.startTime / 1000 : NaN;
          found.moving = globalThis.labMoving / 1000;
          const kernel = async (name, numbers) => { const k = await lab.Kernel.open(numbers ?? await lab.loadStored(`kernels/${name}`)); k.reset(1); return k; };
          const step = async k => await best(150, () => { k.setWhole('position', 0); k.step(100); }) / 100;
          found.step64 = await step(await kernel('rule.causal_trace_hebb'));
          found.stdp64 = await step(await kernel('rule.rate_stdp'));
          const other = async size => (await fetch('kernel', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ rule: 'causal_trace_hebb', assemblySize: size }) })).json();
          found.step152 = await step(await kernel('', await other(19)));
          found.step304 = await step(await kernel('', await other(38)));
          const frames = async ms => { let n = 0, on = true; const count = () => { n++; if (on) requestAnimationFrame(count); }; requestAnimationFrame(count); const t = performance.now(); await wait(ms); on = false; return n / (performance.now() - t) * 1000; };
          await lab.choose('rule.causal_trace_hebb', { run: true });
          found.frame = 1 / await frames(2000);
          lab.finish();
          found.click = await best(12, () => { const c = document.getElementById('plane'), b = c.getBoundingClientRect(); c.dispatchEvent(new MouseEvent('click', { clientX: b.left + b.width * 0.6, clientY: b.top + b.height * 0.4, bubbles: true })); });
          found.slider = await best(12, k => { const x = document.getElementById('n-inhibition'); x.value = 2 + k % 8 * 0.25; x.dispatchEvent(new Event('input')); });
          found.rule = await best(12, k => lab.choose(k % 2 ? 'rule.hebbian' : 'rule.rate_stdp', { run: true }));
          lab.finish(); await lab.choose('rule.causal_trace_hebb', { run: false }); lab.finish();
          const t = performance.now(); document.getElementById('luck').click();
          while (!document.getElementById('luck-told').textContent) await wait(20);
          found.luck = (performance.now() - t) / 1000;
          return found;
        })()
        """;

    public string Name => "lab";

    public string About => "the live lab in Chromium, against the limits that interactive use sets";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var sent = Math.Max(Site.SentFirst(composes: true), Site.SentFirst(composes: false));
        tell(
            $"{"page and first scripts, gzip", -36} {sent / 1e3, 8:F1} kB; limit {Site.FirstLimit / 1e3:F0} kB: {(sent < Site.FirstLimit ? "kept" : "MISSED")}"
        );
        if (Chromium.Program is null)
        {
            tell("The rest is measured in Chromium, which is not on this machine (Debian: apt-get install chromium).");
            return [];
        }

        var found = MeasureAsync(cancellation).GetAwaiter().GetResult();
        (string Key, string Name, int Units, double Limit)[] rows =
        [
            ("paint", "first paint", 64, 0.5),
            ("moving", "first moving frame", 64, 1),
            ("step64", "a step, trace Hebb", 64, 1e-5),
            ("stdp64", "a step, STDP", 64, 1e-5),
            ("step152", "a step, trace Hebb", 152, 4e-5),
            ("step304", "a step, trace Hebb", 304, 1.25e-4),
            ("frame", "a frame with all panels", 64, 1 / 30.0),
            ("click", "click to course", 64, 0.05),
            ("slider", "slider to nullclines, test included", 64, 0.1),
            ("rule", "other rule running", 64, 0.1),
            ("luck", "20 seeds x 2 rules", 64, 10),
        ];
        return
        [
            .. rows.Select(row =>
            {
                var seconds =
                    found.GetProperty(row.Key).ValueKind == JsonValueKind.Number ? found.GetProperty(row.Key).GetDouble() : double.NaN;
                var kept = seconds <= row.Limit;
                tell($"{$"{row.Name}, N = {row.Units}", -36} {Told(seconds), 12}; limit {Told(row.Limit)}: {(kept ? "kept" : "MISSED")}");
                return new BenchRow(
                    $"lab: {row.Name}",
                    row.Units,
                    "plasticity",
                    seconds,
                    row.Limit / seconds,
                    0,
                    $"limit {Told(row.Limit)} {(kept ? "kept" : "missed")}"
                );
            }),
        ];
    }

    private static string Told(double seconds) =>
        seconds < 1e-3 ? $"{1e6 * seconds:F1} µs"
        : seconds < 1 ? $"{1e3 * seconds:F1} ms"
        : $"{seconds:F2} s";

    private static async Task<JsonElement> MeasureAsync(CancellationToken cancellation)
    {
        await using var host = await LabHost.StartAsync(8280);
        using var browser = await Chromium.StartAsync(cancellation);
        // Twice, as a page that was seen before; the first visit fills the host's own store of written kernels.
        for (var visit = 0; visit < 2; visit++)
        {
            await browser.GoToAsync(host.Address, cancellation);
            while ((await browser.EvaluateAsync("globalThis.labMoving ?? 0", cancellation)).GetDouble() == 0)
            {
                await Task.Delay(20, cancellation);
            }
        }

        return await browser.EvaluateAsync(Measures, cancellation);
    }
}
