using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies.Discovery;

/// <summary>The search of the space of rules as a part of a study.</summary>
[Collection(nameof(Alone))]
public sealed class RuleSearchTests : IDisposable
{
    // So low a bar that some rules of a small network pass it and go through every part.
    private const string Tiny = """
        name: tiny-space
        network: { units: 60 }
        conditions: { A: { adaptation: 0 }, B: { adaptation: 1 } }
        task: { items: 4, assembly_size: 8, epochs: 4, free_run: 200 ms }
        rules: [tah]
        readout: { inhibition: [2], gain: [1, 1.4] }
        seeds: { first: 100, count: 8 }
        measures: [S, D, flow]
        precision: single
        search:
          success_above: 0.1
          filter_below: 0.1
          rejected: 6
          random: { sparse: 24, dense: 4 }
          exhaustive: { terms: 1, eta: [10] }
          evolution: { starts: 1, counterexamples: 1, evaluations: 8, population: 4 }
          archive: { evaluations: 8, batch: 4 }
          finalists: 3
          sparsify: 1
          transfer: 1
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_search_gives_the_same_bytes_on_any_threads_and_computes_nothing_twice()
    {
        var study = StudyFile.Parse(Tiny);
        var one = StudyFolder.Open(study, Path.Combine(_folder, "one"), Tiny);
        Assert.True(one.Run(threads: 1, cancellation: TestContext.Current.CancellationToken) > 50);
        var tables = Tables(one);
        Assert.Equal(0, one.Run(threads: 2, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(tables, Tables(one));
        var two = StudyFolder.Open(study, Path.Combine(_folder, "two"), Tiny);
        two.Run(threads: 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(tables, Tables(two));
        Holds(StudyResults.Load(one.Path), study.Search!);
    }

    private static void Holds(StudyResults results, SearchSection search)
    {
        var cloud = results.Rows<SearchedRuleRow>();
        // Every rule is there, in both conditions, worked or not.
        Assert.Equal(2 * 28, cloud.Count(row => row.Search == "random"));
        Assert.Equal(2 * 32, cloud.Count(row => row.Search == "exhaustive"));
        Assert.Equal(2 * 8, cloud.Count(row => row.Search == "evolution"));
        // What was not simulated has no score; what the filter lets pass is simulated.
        Assert.All(cloud, row => Assert.Equal(row.Networks == 0, double.IsNaN(row.S)));
        Assert.All(cloud.Where(row => row.PredictedScore >= search.FilterBelow), row => Assert.Equal(2, row.Networks));
        foreach (var filter in results.Rows<SearchFilterRow>())
        {
            var here = cloud.Where(row => row.Condition == filter.Condition && (row.Search is "random" or "exhaustive")).ToArray();
            Assert.Equal(60, filter.Rules);
            Assert.Equal(here.Count(row => row.PredictedScore >= 0.1), filter.Kept);
            Assert.Equal(Math.Min(6, 60 - filter.Kept), filter.RejectedSimulated);
            Assert.Equal(here.Count(row => row.PredictedScore >= 0.1 && row.S > 0.1), filter.KeptSuccesses);
        }

        var finalists = results.Rows<SearchFinalistRow>();
        Assert.NotEmpty(finalists);
        Assert.All(finalists, row => Assert.Equal(8, row.Networks));
        Assert.All(finalists, row => Assert.InRange(row.S, row.Low, row.High));
        Assert.All(
            finalists,
            row =>
                Assert.Contains(
                    cloud,
                    tried =>
                        (tried.Search, tried.Number, tried.Condition) == (row.Search, row.Number, row.Condition) && tried.S == row.Screened
                )
        );
        Assert.NotEmpty(results.Rows<SearchTransferRow>());
        Assert.All(results.Rows<SearchTermRow>().Where(row => row.Dropped), row => Assert.True(row.SparsifiedScore > 0.1));
        Assert.Equal(4, results.Rows<SearchEvolutionRow>().Count);
    }

    [Fact]
    public void A_printed_rule_is_the_rule_that_was_tried()
    {
        LearningChoice[] drawn =
        [
            .. Enumerable.Range(0, 5).Select(k => RuleDraws.Sparse(3, k)),
            .. Enumerable.Range(0, 3).Select(k => RuleDraws.Dense(3, k)),
            RuleDraws.At(RuleDraws.Start(new RandomStreams(1).Open(StreamPurpose.Tuning, 1)), 0.3),
        ];
        Assert.All(
            drawn,
            learning =>
            {
                var rule = (BilinearRule)RuleChoice.Create(learning);
                var read = BilinearForm.Of(TextRule.Compile(BilinearForm.Text(rule), new Dictionary<string, double>()), out _)!.Value;
                // The text says η once: coefficients are its multiples, to rounding.
                Assert.All(
                    rule.Folded().Theta.Values.Zip(read.Theta.Values),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.First)))
                );
                Assert.Equal(rule.Folded().Traces, read.Traces);
            }
        );
    }

    [Fact]
    public void All_rules_of_one_and_two_products_are_listed_once()
    {
        var one = RuleDraws.Exhaustive(new() { Terms = 1 }).ToArray();
        var two = RuleDraws.Exhaustive(new() { Terms = 2 }).ToArray();
        Assert.Equal(16 * 2 * 3, one.Length);
        Assert.Equal((16 * 2 * 3) + (120 * 4 * 5 * 3), two.Length);
        Assert.Equal(two.Length, two.Select(learning => BilinearForm.Text((BilinearRule)RuleChoice.Create(learning))).Distinct().Count());
        Assert.All(one, learning => Assert.Single(RuleDraws.Terms(learning)));
    }

    [Fact]
    public void Evolution_finds_the_top_of_an_ill_conditioned_bowl()
    {
        // Hansen's test: half axes from 1 to 100, six dimensions.
        double Height(double[] x) => -x.Select((value, k) => Math.Pow(100, 2.0 * k / (x.Length - 1)) * (value - 1) * (value - 1)).Sum();
        var cma = new CmaEs(new double[6], 0.5, 10, new RandomStreams(1).Open(StreamPurpose.Tuning, 1));
        for (var generation = 0; generation < 300; generation++)
        {
            cma.Tell([.. cma.Ask().Select(Height)]);
        }

        Assert.All(cma.Mean, value => Assert.Equal(1, value, 1e-3));
    }

    [Theory]
    [InlineData("hebbian", "coincident+")]
    [InlineData("anti_hebbian", "coincident-")]
    [InlineData("causal_trace_hebb", "causal+")]
    [InlineData("rate_stdp", "causal+ acausal-")]
    [InlineData("oja", "coincident+ decay")]
    public void Named_rules_are_in_the_family_of_their_window(string rule, string family) =>
        Assert.Equal(family, WindowFamily.Of(NormalForm.Of(BilinearForm.Of(RuleCatalog.Create(rule), out _)!.Value)));

    [Theory]
    [InlineData("first_seed: 104", "must not overlap")]
    [InlineData("exhaustive: { terms: 3 }", "search.exhaustive.terms must be 1 or 2, but is 3.")]
    [InlineData("evolution: { population: 2 }", "evolution.population")]
    [InlineData("finalists: 2, sparsify: 3", "search.sparsify")]
    public void What_cannot_be_searched_is_told(string section, string sentence)
    {
        var text = $"name: x\nrules: [hebb]\nseeds: {{ first: 100, count: 8 }}\nsearch: {{ {section} }}";
        Assert.Contains(sentence, Assert.Throws<UserError>(() => StudyFile.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_of_another_task_is_refused() =>
        Assert.Contains(
            "search needs a rate network and a chain",
            Assert
                .Throws<UserError>(() => StudyFile.Parse("name: x\nnetwork: { kind: spiking }\nrules: [spike_stdp]\nsearch: { }"))
                .Message,
            StringComparison.Ordinal
        );

    private static SortedDictionary<string, string> Tables(StudyFolder study) =>
        new(
            Directory
                .GetFiles(Path.Combine(study.Path, "tables"))
                .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)))
        );
}
