using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The four spiking networks against hand-written C: median CPU time of a biological second, interleaved.</summary>
internal sealed class SpikingBenchmark : IBenchmark
{
    public string Name => "spiking";

    public string About => "spiking networks S1 (COBA), S2s, S2d and, with --large, S3, against hand-written C";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        var rows = new List<BenchRow>();
        var folder = Directory.CreateTempSubdirectory("plasticity-bench-").FullName;
        try
        {
            var (coba, noCoba) = Programs.Compile("limit_coba.c", "", Path.Combine(folder, "coba"));
            var (spike, noSpike) = Programs.Compile("limit_spike.c", "", Path.Combine(folder, "spike"));
            foreach (var id in options.Large ? SpikingWorkload.Ids : [.. SpikingWorkload.Ids.Where(x => x != "S3")])
            {
                cancellation.ThrowIfCancellationRequested();
                rows.AddRange(Compare(id, id == "S1" ? coba : spike, id == "S1" ? noCoba : noSpike, options, tell));
            }

            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchRow> Compare(string id, string? c, string why, BenchOptions options, Action<string> tell)
    {
        var wait = Stopwatch.StartNew();
        var workload = SpikingWorkload.Create(id);
        var simulation = workload.Build();
        simulation.Run(workload.Network.TimeStep);
        var first = wait.Elapsed.TotalSeconds;
        var seconds = id == "S3" ? 0.2 : Math.Max(0.5, options.Seconds * 10); // biological
        simulation.Run(Math.Min(1, seconds));
        Thread.Sleep(200); // the optimising compiler works on a thread of its own, whose time is not the network's
        var (mine, theirs, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var (rate, theirRate) = (0.0, double.NaN);
        for (var round = 0; round < options.Rounds; round++)
        {
            simulation.ClearSpikes();
            using var process = Process.GetCurrentProcess();
            var start = process.TotalProcessorTime;
            simulation.Run(seconds);
            process.Refresh();
            mine.Add((process.TotalProcessorTime - start).TotalSeconds / seconds);
            rate = simulation.SpikeCount(workload.Excitatory) / (double)workload.Excitatory.Count / seconds;
            var arguments = id == "S1" ? $"{seconds}" : $"{(id == "S2d" ? "S2d_lazy" : id)} {seconds}";
            if (c is not null && Programs.Run(c, arguments) is { Ok: true } run)
            {
                var root = JsonDocument.Parse(run.Output).RootElement;
                theirs.Add(root.GetProperty("sim_cpu_s").GetDouble() / seconds);
                theirRate = root.GetProperty("rate_E").GetDouble();
                ratios.Add(theirs[^1] / mine[^1]);
            }
        }

        var size = workload.Network.Populations.Sum(p => p.Count);
        var forecast = workload.Network.Forecast();
        var ours = new BenchRow(id, size, "plasticity", Stopwatches.Median(mine), 1, rate, $"CPU s per biological s; first step after {first:0.00} s; {forecast}");
        tell($"{id,-4} plasticity      {ours.SecondsPerStep,8:0.0000} CPU s per biological s   rate {rate:0.0} Hz   first step after {first:0.00} s   {forecast}");
        yield return ours;
        var name = id == "S2d" ? "C, hand-written, deferred" : "C, hand-written";
        if (theirs.Count == 0)
        {
            tell($"{id,-4} {name}   skipped: {why}");
            yield return new(id, size, name, double.NaN, double.NaN, double.NaN, "skipped: " + why);
            yield break;
        }

        tell($"{id,-4} {name,-15} {Stopwatches.Median(theirs),8:0.0000} CPU s per biological s   rate {theirRate:0.0} Hz   x{Stopwatches.Median(ratios):0.00} of our time");
        yield return new(id, size, name, Stopwatches.Median(theirs), Stopwatches.Median(ratios), theirRate, "CPU s per biological s");
    }
}
