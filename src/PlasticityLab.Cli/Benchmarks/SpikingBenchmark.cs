using System.Text.Json;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The four spiking networks against hand-written C: median CPU time of a biological second, interleaved; Brian2 where it can be
/// imported.</summary>
internal sealed class SpikingBenchmark : IBenchmark
{
    public string Name => "spiking";

    public bool IsHeld => true;

    public string About => "spiking networks S1 (COBA), S2s, S2d and, with --large, S3, against hand-written C and Brian2";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var rows = new List<BenchRow>();
        var folder = Directory.CreateTempSubdirectory("plasticity-bench-").FullName;
        try
        {
            var (coba, noCoba) = Programs.Compile("limit_coba.c", "", Path.Combine(folder, "coba"));
            var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(x => Programs.Run(x, "-c \"import brian2\"").Ok);
            var (spike, noSpike) = Programs.Compile("limit_spike.c", "", Path.Combine(folder, "spike"));
            foreach (var id in options.Large ? SpikingWorkload.Ids : [.. SpikingWorkload.Ids.Where(x => x != "S3")])
            {
                cancellation.ThrowIfCancellationRequested();
                rows.AddRange(Compare(id, id == "S1" ? coba : spike, id == "S1" ? noCoba : noSpike, python, options, tell));
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchRow> Compare(
        string id,
        string? c,
        string why,
        string? python,
        BenchOptions options,
        Action<string> tell
    )
    {
        var seconds = id == "S3" ? 0.3 : Math.Max(0.5, options.Seconds * 10); // biological
        var workload = SpikingWorkload.Create(id);
        workload.Build().Run(id == "S3" ? 0.1 : seconds);
        Stopwatches.Settle();
        var (mine, theirs, ratios, first) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<(double Wall, double Cpu)>()
        );
        var (rates, theirRates) = (new List<double>(), new List<double>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            // From its start, like the others: while weights move, so does the rate, and with it the work. A network of its own each round,
            // for us and for C: rates, and so the work, differ from network to network.
            workload = SpikingWorkload.Create(id, (ulong)round);
            var simulation = workload.Build();
            GC.Collect();
            Stopwatches.Settle();
            var start = Environment.CpuUsage.TotalTime;
            simulation.Run(seconds);
            mine.Add((Environment.CpuUsage.TotalTime - start).TotalSeconds / seconds);
            rates.Add(simulation.SpikeCount(workload.Excitatory) / (double)workload.Excitatory.Count / seconds);
            var arguments = FormattableString.Invariant($"{(id == "S1" ? "" : id == "S2d" ? "S2d_lazy " : id + " ")}{seconds} {round}");
            if (c is not null && Programs.Run(c, arguments) is { Ok: true } run)
            {
                var root = JsonDocument.Parse(run.Output).RootElement;
                theirs.Add(root.GetProperty("sim_cpu_s").GetDouble() / seconds);
                theirRates.Add(root.GetProperty("rate_E").GetDouble());
                ratios.Add(theirs[^1] / mine[^1]);
            }

            first.Add(FirstStep(id));
        }

        var (rate, theirRate) = (rates.Average(), theirRates.DefaultIfEmpty(double.NaN).Average());
        var size = workload.Network.Populations.Sum(p => p.Count);
        var forecast = workload.Network.Forecast();
        var plastic = workload.Learning is { } learning
            ? $"; {workload.Network.Forecast(learning).Bytes / forecast.PlasticSynapses:0.00} bytes a plastic synapse"
            : "";
        var note =
            $"first step after {Stopwatches.Median(first.Select(x => x.Wall)):0.000} s ({Stopwatches.Median(first.Select(x => x.Cpu)):0.000} s CPU) in a fresh process; {forecast.ToString().TrimEnd('.')}{plastic}";
        tell($"{id, -4} {"plasticity", -26} {Stopwatches.Median(mine), 8:0.0000} CPU s per biological s   rate {rate:0.0} Hz   {note}");
        yield return new BenchRow(id, size, "plasticity", Stopwatches.Median(mine), 1, rate, "CPU s per biological s; " + note);
        var name = id == "S2d" ? "C, hand-written, deferred" : "C, hand-written";
        if (theirs.Count == 0)
        {
            tell($"{id, -4} {name, -26} skipped: {why}");
            yield return new(id, size, name, double.NaN, double.NaN, double.NaN, "skipped: " + why);
        }
        else
        {
            tell(
                $"{id, -4} {name, -26} {Stopwatches.Median(theirs), 8:0.0000} CPU s per biological s   rate {theirRate:0.0} Hz   we take {1 / Stopwatches.Median(ratios):0.00} times as long"
            );
            yield return new(id, size, name, Stopwatches.Median(theirs), Stopwatches.Median(ratios), theirRate, "CPU s per biological s")
            {
                BestTimesOurs = ratios.Max(),
            };
        }

        if (id is "S1" or "S2s")
        {
            yield return Brian(id, size, python, Stopwatches.Median(mine), tell);
        }
    }

    /// <summary>From the description of the network to the end of its first step, compilation included: measured in a process of its own
    /// [s].</summary>
    private static (double Wall, double Cpu) FirstStep(string id)
    {
        var program = Environment.GetCommandLineArgs()[0];
        var (file, before) = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? (Environment.ProcessPath ?? "dotnet", $"\"{program}\" ")
            : (program, "");
        return
            Programs.Run(file, $"{before}spikes {id} --seconds 0.001 --json") is { Ok: true } run
            && JsonDocument.Parse(run.Output).RootElement is var root
            ? (root.GetProperty("firstStepAfter").GetDouble(), root.GetProperty("firstStepCpu").GetDouble())
            : (double.NaN, double.NaN);
    }

    private static BenchRow Brian(string id, int size, string? python, double mine, Action<string> tell)
    {
        const string Name = "Brian2, compiled (C++)";
        var skip = "python3 cannot import brian2";
        if (python is not null && Programs.Folder() is { } folder)
        {
            var run = Programs.Run(python, $"\"{Path.Combine(folder, "python", "spiking_brian2.py")}\" {id} 2");
            if (run.Ok && run.Output.Split('\n').LastOrDefault(line => line.StartsWith('{')) is { } line)
            {
                var root = JsonDocument.Parse(line).RootElement;
                var (seconds, rate) = (root.GetProperty("cpu_per_bio_s").GetDouble(), root.GetProperty("rate_E").GetDouble());
                tell(
                    $"{id, -4} {Name, -26} {seconds, 8:0.0000} CPU s per biological s   rate {rate:0.0} Hz   x{seconds / mine:0.0} of our time   compiled in {root.GetProperty("build_s").GetDouble():0} s"
                );
                return new(
                    id,
                    size,
                    Name,
                    seconds,
                    seconds / mine,
                    rate,
                    FormattableString.Invariant(
                        $"CPU s per biological s, one run; compiled in {root.GetProperty("build_s").GetDouble():0} s"
                    )
                );
            }

            skip = run.Output.Contains("No module named", StringComparison.Ordinal) ? skip : run.Output.Trim().Split('\n')[^1];
        }

        tell($"{id, -4} {Name, -26} skipped: {skip}");
        return new(id, size, Name, double.NaN, double.NaN, double.NaN, "skipped: " + skip);
    }
}
