using System.Text.Json;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

[Collection(nameof(Alone))]
public sealed class StudyRunTests : IDisposable
{
    // Small enough for a second, complete enough to pass through every table.
    private const string Tiny = """
        name: tiny
        network: { units: 60 }
        conditions: { A: { adaptation: 0 }, B: { adaptation: 1 } }
        task: { items: 4, assembly_size: 8, epochs: 3, free_run: 200 ms }
        rules: [tah, stdp]
        tuning: { configurations: 4 }
        readout: { inhibition: [2], gain: [1, 1.4] }
        seeds: { first: 100, count: 2 }
        controls: [no_learning, oracle, shuffled, sign_flipped]
        compass: { angles: 4, eta: [8], seeds: 1 }
        function_map: { steps: 2, seeds: 1 }
        sweeps: [{ axis: noise, values: [0, 2], seeds: 1 }]
        precision: single
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_second_time_nothing_is_computed_and_after_a_kill_or_with_more_threads_the_tables_are_the_same_bytes()
    {
        var study = StudyFile.Parse(Tiny);
        var first = StudyFolder.Open(study, Path.Combine(_folder, "one"), Tiny);
        var computed = first.Run(threads: 1, cancellation: TestContext.Current.CancellationToken);
        Assert.True(computed > 50);
        var tables = Tables(first);
        Assert.Superset(
            new HashSet<string>
            {
                "outcomes.csv",
                "tuning.csv",
                "comparisons.csv",
                "attractors.csv",
                "training_branches.csv",
                "verdict.csv",
                "tradeoffs.csv",
            },
            tables.Keys.ToHashSet()
        );
        // A table that has nothing to say is absent: the study asks for no maps, and no two rules learn.
        Assert.DoesNotContain("maps.csv", tables.Keys);
        Assert.DoesNotContain("solutions.csv", tables.Keys);

        Assert.Equal(0, first.Run(threads: 2, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(tables, Tables(first));

        // A kill leaves some runs missing and one half written; damage leaves one that is not what it says.
        var runs = Directory.GetFiles(first.Store().Root, "*", SearchOption.AllDirectories).Where(IsOutcome).Order().ToArray();
        foreach (var lost in runs.Where((_, i) => i % 3 == 0))
        {
            File.Delete(lost);
        }

        File.WriteAllText(runs[1], File.ReadAllText(runs[1])[..20]);
        var damaged = File.ReadAllBytes(runs[2]);
        damaged[^5] ^= 1;
        File.WriteAllBytes(runs[2], damaged);
        var leftover = Path.Combine(first.Store().Root, "unfinished", "abc.part");
        File.WriteAllText(leftover, "half");
        Assert.InRange(first.Run(threads: 2, cancellation: TestContext.Current.CancellationToken), 2, computed - 1);
        Assert.Equal(tables, Tables(first));
        Assert.True(File.Exists(leftover));
        Assert.Equal(0, first.Run(threads: 2, cancellation: TestContext.Current.CancellationToken));

        var second = StudyFolder.Open(study, Path.Combine(_folder, "two"));
        second.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(tables, Tables(second));
    }

    [Fact]
    public void A_plan_counts_the_very_runs_and_the_total_does_not_move()
    {
        var study = StudyFile.Parse(Tiny);
        var folder = StudyFolder.Open(study, _folder);
        var plan = folder.Count(TestContext.Current.CancellationToken);
        Assert.Equal(0, plan.Stored);
        var seen = new List<RunProgress>();
        folder.Run(2, seen.Add, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([plan.Expected], seen.Select(p => p.Total).Distinct());
        Assert.Equal(plan.Expected, seen[^1].Done);
        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
        var after = folder.Count(TestContext.Current.CancellationToken);
        Assert.True(after.IsComplete);
        Assert.Equal((after.Runs, 0, 0), (after.Stored, after.Further, after.MissingSteps));
        Assert.InRange(after.Runs, plan.Runs, plan.Expected);
        Assert.Empty(after.Missing);
    }

    [Fact]
    public void Studies_of_one_folder_share_their_runs()
    {
        var few = StudyFolder.Open(StudyFile.Parse(Tiny), _folder);
        few.Run(2, cancellation: TestContext.Current.CancellationToken);
        var before = few.Count(TestContext.Current.CancellationToken);
        var more = StudyFolder.Open(StudyFile.Parse(Tiny, changes: ["seeds.count=4"]), _folder);
        Assert.NotEqual(few.Path, more.Path);
        var plan = more.Count(TestContext.Current.CancellationToken);
        Assert.True(plan.Stored > 0.7 * before.Runs, $"{plan.Stored} of {before.Runs} runs are shared");
        more.Run(2, cancellation: TestContext.Current.CancellationToken);
        // Two seeds more of every entry, and what follows from them: nothing that was asked before is asked again.
        var files = more.Store().Status().Files;
        var after = more.Count(TestContext.Current.CancellationToken);
        Assert.True(2 * plan.Stored > after.Runs, $"{after.Runs - plan.Stored} of {after.Runs} runs were computed");
        Assert.Equal(0, more.Run(2, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(files, more.Store().Status().Files);
    }

    [Fact]
    public async Task More_seeds_by_set_compute_the_new_networks_only()
    {
        File.WriteAllText(
            Path.Combine(_folder, "small.yaml"),
            """
            name: small
            network: { kind: rate, units: 24 }
            task: { kind: chain, items: 3, assembly_size: 6, epochs: 2, free_run: 60 ms }
            rules: [hebb, stdp]
            controls: [no_learning]
            """
        );
        var store = new FolderStore(Path.Combine(_folder, "results", StudyFolder.StoreName));
        var (few, computedFew) = await Jobs(10);
        Assert.Equal(few.Count, computedFew);
        var (more, computedMore) = await Jobs(20);
        // What both need is not computed again; networks among the rest are of the new seeds, as many of each as of an old one.
        HashSet<(string Id, string Part)> fresh = [.. more.Except(few)];
        Assert.Equal(fresh.Count, computedMore);
        Assert.Subset(more, few.Where(IsNetwork).ToHashSet());
        var seeds = fresh.Where(IsNetwork).Select(SeedOf).GroupBy(seed => seed).ToDictionary(same => same.Key, same => same.Count());
        Assert.Equal(Enumerable.Range(110, 10).Select(seed => (ulong)seed), seeds.Keys.Order());
        var scored = few.Where(IsNetwork).Count(job => SeedOf(job) == 105);
        Assert.All(seeds.Values, count => Assert.Equal(scored, count));

        static bool IsNetwork((string Id, string Part) job) => job.Part == RunPart.Name;

        ulong SeedOf((string Id, string Part) job) => RunPart.Read(store.Find(job.Id, job.Part)!.Bytes.Span).Spec!.Seed;

        async Task<(HashSet<(string Id, string Part)> Jobs, int Computed)> Jobs(int count)
        {
            var outcome = await Plasticity.Run(
                _folder,
                ["study", "run", "small.yaml", "--set", $"seeds.count={count}", "--out", "results", "--no-report", "--json"],
                TimeSpan.FromMinutes(2)
            );
            Assert.True(outcome.Exit == 0, outcome.ToString());
            var said = JsonDocument.Parse(outcome.Out).RootElement;
            var folder = Path.Combine(_folder, said.GetProperty("folder").GetString()!);
            var lines = File.ReadLines(Path.Combine(folder, "jobs.csv")).Skip(1);

            // Which run is which network: every network of the table of outcomes, by its condition, rule and seed.
            var named = File.ReadLines(Path.Combine(folder, "runs.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
            Assert.Equal(
                File.ReadLines(Path.Combine(folder, "tables", "outcomes.csv"))
                    .Skip(1)
                    .Select(line => string.Join(',', line.Split(',')[1..4])),
                named.Select(cells => string.Join(',', cells[..3]))
            );
            Assert.All(named, cells => Assert.Equal(cells[2], $"{SeedOf((cells[3], RunPart.Name))}"));
            return (
                [.. lines.Select(line => line.Split(',')).Select(cells => (cells[0], cells[1]))],
                said.GetProperty("computed").GetInt32()
            );
        }
    }

    [Fact]
    public void Every_rule_starts_from_the_same_network()
    {
        var study = StudyFile.Parse("name: x\nrules: [hebb, oja]\n");
        var runs = study.Rules.Select(rule => Trained.Untrained(new StudyEntry(rule.Name, "A", rule.For("A")).Run(study, 7))).ToArray();
        Assert.Equal(runs[0].Network.InitialWeights.Values, runs[1].Network.InitialWeights.Values);
        Assert.Equal(runs[0].Network.Items[3].ToArray(), runs[1].Network.Items[3].ToArray());
    }

    [Fact]
    public void A_run_is_named_by_everything_that_decides_it()
    {
        var study = StudyFile.Parse("name: x\nrules: [hebb]\n");
        var run = new StudyEntry("hebb", "A", study.Rules[0].For("A")).Run(study, 7);
        Assert.Equal(run.Id(), (run with { Seed = 7 }).Id());
        Assert.Equal(
            5,
            new[]
            {
                run,
                run with
                {
                    Seed = 8,
                },
                run with
                {
                    Precision = "single",
                },
                run with
                {
                    Task = (Chain)run.Task with { Epochs = 3 },
                },
                run with
                {
                    Learning = run.Learning with { Sign = -1 },
                },
            }
                .Select(r => r.Id())
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void Unstable_parameters_end_as_a_result_that_says_when()
    {
        var study = StudyFile.Parse(
            // Infinity minus infinity: what is no number passes every bound and is seen.
            "name: x\nnetwork: { units: 60, neuron: tanh, neuron_parameters: { beta: 1 } }\ntask: { items: 4, assembly_size: 8, epochs: 1 }\n"
                + "rules: [{ name: endless, equation: \"dw = a*a*pre.rate - a*a*post.rate\", a: 1e300 }]\n"
        );
        var result = Run.Execute(
            new StudyEntry("endless", "A", study.Rules[0].For("A")).Run(study, 1),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(RunStatus.Diverged, result.Status);
        Assert.Contains("s of training", result.Detail, StringComparison.Ordinal);
    }

    private static bool IsOutcome(string path) => path.EndsWith(".pack", StringComparison.Ordinal) || path.Contains("/parts/");

    private static Dictionary<string, string> Tables(StudyFolder folder) =>
        Directory
            .GetFiles(Path.Combine(folder.Path, "tables"))
            .ToDictionary(
                path => Path.GetFileName(path),
                path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
            );
}
