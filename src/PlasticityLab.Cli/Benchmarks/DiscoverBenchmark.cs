using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>What a rule costs in a search of the space of rules: closed form, population model, and the network that they stand
/// for.</summary>
internal sealed class DiscoverBenchmark : IBenchmark
{
    // Rules are not alike: everything is measured on the same ones.
    private const int Rules = 16;

    // 10,000 closed forms in 20 s, 10,000 rules in both conditions through the population model in 2 min on two cores [s].
    private const double ClosedLimit = 0.002,
        PopulationLimit = 0.012;

    public string Name => "discover";

    public string About => "a rule of a search: closed form and population model, against their limits and the simulated network";

    public IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation)
    {
        RunSpec[] runs = [.. Enumerable.Range(0, Rules).Select(k => RulePredictor.Experiment(RuleSample.Draw(1, k), k % 2))];
        RunSpec[] alike = [.. Enumerable.Range(0, Rules).Select(k => RulePredictor.Experiment(RuleSample.Draw(1, k), 0))];
        var population = Measure(
            "population model, four rules a lane",
            PopulationLimit,
            () => RulePredictor.Outcomes(alike, cancellation).Sum(o => o.Score)
        );
        var closed = Measure(
            "closed form",
            ClosedLimit,
            () => runs.Sum(run => RulePredictor.Flow(RulePredictor.Profile(run)!) is var flow && double.IsFinite(flow) ? flow : 0)
        );
        var asNetwork = Measure("population model, as a run", double.NaN, () => alike.Sum(run => Execute(RulePredictor.Population(run))));
        var network = Measure("simulated network", double.NaN, () => runs.Take(4).Sum(Execute), 4);
        return [closed, population, asNetwork, network];

        double Execute(RunSpec run)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = PlasticityLab.Studies.Runs.Run.Execute(run, cancellation);
            return result.AtBest(result.Score);
        }

        BenchRow Measure(string workload, double limit, Func<double> work, int rules = Rules)
        {
            double check = 0;
            Stopwatches.Settle();
            var seconds =
                Stopwatches.Cpu(
                    count =>
                    {
                        for (var k = 0; k < count; k++)
                        {
                            cancellation.ThrowIfCancellationRequested();
                            check = work();
                        }
                    },
                    options.Seconds
                ) / rules;
            var kept = double.IsNaN(limit) ? "" : $"; limit {1000 * limit:0} ms: {(seconds <= limit ? "kept" : "MISSED")}";
            tell($"{workload, -36} {1000 * seconds, 9:0.000} ms a rule and condition{kept}");
            return new(workload, 300, "plasticity", seconds, limit / seconds, check, kept.TrimStart(';', ' '));
        }
    }
}
