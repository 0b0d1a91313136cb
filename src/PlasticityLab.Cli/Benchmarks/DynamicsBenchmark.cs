using System.Diagnostics;
using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>The phase plane at the speed of a hand on a slider: nullclines of a 200 x 200 plane in less than 50 ms, everything about a
/// Wilson-Cowan network in less than 1 s, all equilibria of ten units in less than 2 s.</summary>
internal sealed class DynamicsBenchmark : IBenchmark
{
    public string Name => "dynamics";

    public string About => "nullclines, planar analysis and equilibria, against the limits that interactive use sets";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        // The oscillator of the Wilson and Cowan tutorial of Neuromatch Academy 2021, and its bistable relative.
        var bistable = new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 9, 4, 13, 11, 0, 0, 0, 0]);
        var oscillator = new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 6.4, 4.8, 6, 1.2, 0.8, 0, 0, 0]);
        var ten = Ten();
        return
        [
            Measure(
                "nullclines 200 x 200",
                2,
                0.05,
                options,
                tell,
                () =>
                    Nullclines.Trace(bistable, 0, PlaneWindow.Of(bistable.Box), 200, cancellation).Count
                    + Nullclines.Trace(bistable, 1, PlaneWindow.Of(bistable.Box), 200, cancellation).Count,
                cancellation
            ),
            Measure("planar analysis, bistable", 2, 1, options, tell, () => Planar(bistable, cancellation), cancellation),
            Measure("planar analysis, oscillator", 2, 1, options, tell, () => Planar(oscillator, cancellation), cancellation),
            Measure(
                "equilibria, 10 units",
                10,
                2,
                options,
                tell,
                () => EquilibriumFinder.Find(ten, null, cancellation).Equilibria.Count,
                cancellation
            ),
        ];
    }

    /// <summary>Equilibria with proof, nullclines, separatrices, the cycle, and the basins of 400 starts; the number of curves and points
    /// found.</summary>
    private static double Planar(WilsonCowan system, CancellationToken cancellation)
    {
        var window = PlaneWindow.Of(system.Box);
        var report = EquilibriumFinder.Find(system, null, cancellation);
        var curves =
            Enumerable.Range(0, 2).Sum(component => Nullclines.Trace(system, component, window, 200, cancellation).Count)
            + Separatrices.Trace(system, report.Equilibria, window, 0, cancellation).Count;
        var cycles = CycleSearch.Settle(system, [0.3, 0.2], 100, 6, cancellation: cancellation).Cycle is null ? 0 : 1;
        var catalogue = new AttractorCatalogue(system, system.Box, report);
        catalogue.Sample(400, cancellation);
        return report.Equilibria.Count + curves + cycles + catalogue.Attractors.Count;
    }

    private static RateNetwork Ten()
    {
        var random = new RandomStreams(1).Open(StreamPurpose.Analysis, 1);
        return new(Transfer.Tanh, Matrix.From(10, 10, (_, _) => random.NextGaussian() / Math.Sqrt(10)), new double[10], 3);
    }

    private static BenchRow Measure(
        string workload,
        int size,
        double limit,
        BenchOptions options,
        Action<string> tell,
        Func<double> work,
        CancellationToken cancellation
    )
    {
        double check = 0;
        for (var k = 0; k < 3; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            check = work(); // compiled, then compiled again with what was learned
        }

        Thread.Sleep(100);
        var (wall, cpu) = (new List<double>(), new List<double>());
        for (var round = 0; round < Math.Max(5, options.Rounds); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (start, spent) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime.TotalSeconds);
            work();
            wall.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            cpu.Add(Environment.CpuUsage.TotalTime.TotalSeconds - spent);
        }

        // The shortest round: what other programs do on the machine only adds.
        var best = wall.Min();
        tell(
            $"{workload, -30} {1000 * best, 8:F1} ms shortest round, {1000 * Stopwatches.Median(cpu), 8:F1} ms CPU; limit {1000 * limit:F0} ms: {(best < limit ? "kept" : "MISSED")}"
        );
        return new(
            workload,
            size,
            "plasticity",
            Stopwatches.Median(cpu),
            limit / best,
            check,
            $"limit {limit} s {(best < limit ? "kept" : "missed")}"
        );
    }
}
