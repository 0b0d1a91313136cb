using System.Numerics;
using System.Text.Json;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The plastic step of dense rate networks against a hand-written C loop, NumPy and friends.</summary>
internal sealed class RateBenchmark : IBenchmark
{
    public string Name => "rates";

    public bool IsHeld => true;

    public string About => "plastic step of a dense rate network (Oja and trace rule), against hand-written C, NumPy, PyTorch and Numba";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var rows = new List<BenchRow>();
        var folder = Directory.CreateTempSubdirectory("plasticity-bench-").FullName;
        try
        {
            var python = Programs.Python();
            var script = Programs.Folder() is { } found ? $"\"{Path.Combine(found, "python", "rate.py")}\"" : "";
            foreach (var single in new[] { false, true })
            {
                var (c, why) = Programs.Compile(
                    "limit_rate.c",
                    single ? "-DREAL=float" : "-DREAL=double",
                    Path.Combine(folder, single ? "rate32" : "rate64")
                );
                foreach (var trace in new[] { false, true })
                {
                    foreach (var n in options.Large ? [100, 500, 1000, 4000] : new[] { 100, 500, 1000 })
                    {
                        var workload = $"{(trace ? "trace" : "oja")} {(single ? "single" : "double")}";
                        rows.AddRange(single ? One<float>(workload, trace, n) : One<double>(workload, trace, n));
                    }

                    IEnumerable<BenchRow> One<TScalar>(string workload, bool trace, int n)
                        where TScalar : unmanaged, IFloatingPointIeee754<TScalar> =>
                        Compare<TScalar>(workload, trace, n, c, why, python, script, options, tell, cancellation);
                }
            }

            rows.AddRange(Threads(options, tell, cancellation));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<BenchRow> Compare<TScalar>(
        string workload,
        bool trace,
        int n,
        string? c,
        string why,
        string? python,
        string script,
        BenchOptions options,
        Action<string> tell,
        CancellationToken cancellation
    )
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        var rule = trace ? "trace" : "oja";
        var check = new RateWorkload<TScalar>(trace, n);
        check.Steps(40);
        var typed = TextRule.Compile(
            trace ? "dw = eta*(post.rate*pre.fast(20 ms) - post.fast(20 ms)*pre.rate)" : "dw = eta*(post.rate*pre.rate - post.rate^2*w)",
            new Dictionary<string, double> { ["eta"] = 0.01 / n }
        );
        var (ours, text) = (new RateWorkload<TScalar>(trace, n), new RateWorkload<TScalar>(trace, n, rule: typed));
        var times = new Dictionary<string, List<double>> { ["plasticity"] = [], ["plasticity, rule as text"] = [] };
        var ratios = new Dictionary<string, List<double>>();
        var checks = new Dictionary<string, double> { ["plasticity"] = check.Check };
        var notes = new Dictionary<string, string>();
        if (c is null)
        {
            notes["C, hand-written"] = why;
        }
        else if (Programs.Run(c, $"{rule} {n} 1 0") is { Ok: true } printed)
        {
            checks["C, hand-written"] = double.Parse(printed.Output[(printed.Output.LastIndexOf('=') + 1)..]);
        }

        // Until the kernels have been compiled by the optimising tier.
        WarmUp(ours);
        WarmUp(text);
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var mine = Add("plasticity", Stopwatches.Cpu(ours.Steps, options.Seconds), double.NaN);
            if (c is not null && Programs.Run(c, FormattableString.Invariant($"{rule} {n} 1 {options.Seconds}")) is { Ok: true } run)
            {
                Add("C, hand-written", JsonDocument.Parse(run.Output).RootElement.GetProperty("cpu_med").GetDouble(), mine);
            }

            Add("plasticity, rule as text", Stopwatches.Cpu(text.Steps, options.Seconds), mine);
            if (python is null)
            {
                notes["NumPy"] = "no Python with NumPy was found";
                continue;
            }

            var answer = Programs.Run(
                python,
                FormattableString.Invariant(
                    $"{script} {rule} {n} {(typeof(TScalar) == typeof(float) ? "float32" : "float64")} {options.Seconds} {(round == 0 ? 1 : 0)}"
                )
            );
            if (!answer.Ok)
            {
                notes["NumPy"] = answer.Output.Trim().Split('\n')[^1];
                continue;
            }

            foreach (var line in answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var root = JsonDocument.Parse(line).RootElement;
                var name = root.GetProperty("impl").GetString()!;
                if (root.TryGetProperty("skipped", out var reason))
                {
                    notes[name] = reason.GetString()!;
                    continue;
                }

                Add(name, root.GetProperty("cpu_med").GetDouble(), mine);
                if (root.TryGetProperty("check", out var value))
                {
                    checks[name] = value.GetDouble();
                }
            }
        }

        var rows = times
            .Where(pair => pair.Value.Count > 0)
            .Select(pair => new BenchRow(
                workload,
                n,
                pair.Key,
                Stopwatches.Median(pair.Value),
                pair.Key == "plasticity" ? 1 : Stopwatches.Median(ratios[pair.Key]),
                checks.GetValueOrDefault(pair.Key, double.NaN),
                notes.GetValueOrDefault(pair.Key, "")
            )
            {
                BestTimesOurs = pair.Key == "plasticity" ? 1 : ratios[pair.Key].Max(),
            })
            .Concat(
                notes
                    .Where(pair => !times.ContainsKey(pair.Key))
                    .Select(pair => new BenchRow(workload, n, pair.Key, double.NaN, double.NaN, double.NaN, "skipped: " + pair.Value))
            )
            .ToList();
        foreach (var row in rows)
        {
            tell(Line(row));
        }

        return rows;

        double Add(string name, double seconds, double mine)
        {
            (times.TryGetValue(name, out var list) ? list : times[name] = []).Add(seconds);
            (ratios.TryGetValue(name, out var ratio) ? ratio : ratios[name] = []).Add(seconds / mine);
            return seconds;
        }
    }

    private static void WarmUp<TScalar>(RateWorkload<TScalar> workload)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        // Each time one tier further: as written, counted, optimised. A kernel that is measured while it is counted takes twice its time.
        for (var k = 0; k < 4; k++)
        {
            workload.Steps(40);
            Stopwatches.Settle();
        }
    }

    private static List<BenchRow> Threads(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        const int n = 1000;
        var rows = new List<BenchRow>();
        foreach (var trace in new[] { false, true })
        {
            var (one, two) = (new RateWorkload<double>(trace, n), new RateWorkload<double>(trace, n, 2));
            one.Steps(100);
            two.Steps(100);
            var same = one.Weights.ToMatrix().Values.AsSpan().SequenceEqual(two.Weights.ToMatrix().Values);
            var (first, second) = (new List<double>(), new List<double>());
            for (var round = 0; round < options.Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                first.Add(Stopwatches.Wall(one.Steps, options.Seconds));
                second.Add(Stopwatches.Wall(two.Steps, options.Seconds));
            }

            var (a, b) = (first.Min(), second.Min());
            rows.Add(new($"{(trace ? "trace" : "oja")} double, wall clock", n, "plasticity, 1 thread", a, a / b, double.NaN));
            rows.Add(
                new(
                    $"{(trace ? "trace" : "oja")} double, wall clock",
                    n,
                    "plasticity, 2 threads",
                    b,
                    1,
                    double.NaN,
                    same ? "same bits as 1 thread" : "BITS DIFFER from 1 thread"
                )
            );
            tell(Line(rows[^2]));
            tell(Line(rows[^1]));
        }

        return rows;
    }

    private static string Line(BenchRow row) =>
        double.IsNaN(row.SecondsPerStep)
            ? $"{row.Workload, -26} N={row.Size, -5} {row.Implementation, -26} {row.Note}"
            : $"{row.Workload, -26} N={row.Size, -5} {row.Implementation, -26} {row.SecondsPerStep * 1e6, 10:0.00} us/step  x{row.TimesOurs, -6:0.00}{(double.IsNaN(row.Check) ? "" : $"  check {row.Check:0.000000}")}  {row.Note}";
}
