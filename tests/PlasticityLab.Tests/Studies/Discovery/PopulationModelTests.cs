using System.Collections.Immutable;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Studies.Discovery;

/// <summary>Eight rates in lanes against the network of five units an item that they stand for.</summary>
public class PopulationModelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Eight_rates_are_the_network_with_five_units_an_item(double adaptation)
    {
        RunSpec[] runs =
        [
            .. Enumerable.Range(0, 6).Select(k => RulePredictor.Experiment(RuleSample.Draw(5, k), adaptation)),
            Working(adaptation),
        ];
        var outcomes = RulePredictor.Outcomes(runs, TestContext.Current.CancellationToken);
        Assert.All(
            runs.Zip(outcomes),
            pair =>
            {
                var network = Run.Execute(RulePredictor.Population(pair.First) with { Precision = "double" });
                Assert.Equal(network.AtBest("S"), pair.Second.Score, 1e-9);
                Assert.Equal(network.AtBest("flow"), pair.Second.Flow, 1e-9);
                Assert.Equal(network.Readouts.Average(point => point["S"]), pair.Second.Mean, 1e-9);
            }
        );
        // One of them plays the sequence, so that more than zeros agree.
        Assert.True(outcomes[^1].Score > 0.7);
    }

    [Fact]
    public void A_rule_has_the_same_bits_whichever_rules_lie_beside_it()
    {
        RunSpec[] runs = [.. Enumerable.Range(0, 5).Select(k => RulePredictor.Experiment(RuleSample.Draw(7, k), 1))];
        var together = RulePredictor.Outcomes(runs, TestContext.Current.CancellationToken);
        Assert.Equal(together, runs.Select(run => RulePredictor.Outcomes([run])[0]));
    }

    [Fact]
    public void A_rule_that_is_no_bilinear_one_goes_through_its_network()
    {
        var run = RulePredictor.Experiment(new() { Rule = "causal_trace_hebb" }, 0);
        var outcome = RulePredictor.Outcomes([run])[0];
        var network = Run.Execute(RulePredictor.Population(run));
        Assert.Equal(network.AtBest("S"), outcome.Score);
        Assert.Equal(network.Best!.Point, outcome.Point);
    }

    [Fact]
    public void Steps_that_swing_ever_further_score_nothing()
    {
        // dt η κ₃ r²/n_A = 0.001 · 5e4 / 5 = 10 at full activity.
        var run = Working(0);
        var unstable = run with
        {
            Learning = run.Learning with { Parameters = run.Learning.Parameters.Add("decay_rate_squared", 1).SetItem("eta", 50_000) },
        };
        Assert.Equal(RunStatus.Unstable, Run.Execute(RulePredictor.Population(unstable)).Status);
        Assert.Equal(0, RulePredictor.Outcomes([unstable])[0].Score);
    }

    // Causal trace Hebb as a point of the space, with the values that the comparison of rules found.
    private static RunSpec Working(double adaptation) =>
        RulePredictor.Experiment(
            new()
            {
                Rule = "bilinear",
                Parameters = ImmutableSortedDictionary<string, double>
                    .Empty.Add("eta", 9.4)
                    .Add("rate_fast", 1)
                    .Add("tau_pre_fast", 0.0094),
                WeightMax = 1.45,
            },
            adaptation
        );
}
