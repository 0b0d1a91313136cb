using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Studies.Discovery;

/// <summary>Predictors against what is known: the closed form against the population model, the population model against the calibration
/// points of the experiment.</summary>
public class RulePredictorTests
{
    [Theory]
    [InlineData("causal_trace_hebb")]
    [InlineData("rate_stdp")]
    [InlineData("fast_hebb_slow_anti_hebb")]
    [InlineData("hebb_plus_differential")]
    public void Weak_learning_gives_the_weights_of_the_closed_form(string rule)
    {
        // So slowly that no weight meets its bound, and without the recurrence that would change the activity.
        var learning = new LearningChoice
        {
            Rule = rule,
            Parameters = ImmutableSortedDictionary<string, double>.Empty.Add("eta", 0.1),
            TrainingGain = 0,
        };
        var run = RulePredictor.Experiment(learning, 0);
        var told = RulePredictor.Profile(run)!;
        // The profile of the run begins with the lag of -7 items.
        var profile = Run.Execute(RulePredictor.Population(run)).Structure.LagProfile;
        var middle = profile.Length / 2;
        var size = told.Max(Math.Abs);
        Assert.All(told.Select((value, d) => (value, profile[middle - 2 + d])), pair => Assert.Equal(pair.value, pair.Item2, 0.06 * size));
    }

    [Fact]
    public void The_population_model_knows_the_calibration_points()
    {
        Assert.Equal(0, Predicted("no_learning", 0), 0.03);
        Assert.InRange(Predicted("causal_trace_hebb", 0), 0.85, 1);
    }

    [Fact]
    public void Bounds_and_decay_keep_the_closed_form_finite()
    {
        var fast = new LearningChoice
        {
            Rule = "hebbian",
            Parameters = ImmutableSortedDictionary<string, double>.Empty.Add("eta", 100),
            WeightMax = 1.2,
        };
        var profile = RulePredictor.Profile(RulePredictor.Experiment(fast, 0))!;
        Assert.Equal(1.2, profile[2]);
        Assert.Equal(0, RulePredictor.Flow(profile), 1e-12);
        Assert.True(RulePredictor.Profile(RulePredictor.Experiment(fast with { WeightMax = 1e9, Decay = 1 }, 0))![2] < 1e9);
        Assert.Null(RulePredictor.Profile(RulePredictor.Experiment(fast with { Rule = "bcm" }, 0)));
    }

    [Fact]
    public void What_the_model_does_not_have_is_refused()
    {
        var run = RulePredictor.Experiment(new() { Rule = "hebbian", Cap = 1.3 }, 0);
        Assert.Contains("cap", Assert.Throws<UserError>(() => RulePredictor.Population(run)).Message, StringComparison.Ordinal);
        Assert.Throws<UserError>(() => RulePredictor.Population(run with { Network = new SpikingNetwork() }));
        Assert.Equal(40, ((RateNetwork)RulePredictor.Population(run with { Learning = new() { Rule = "hebbian" } }).Network).Units);
    }

    [Fact]
    public void A_sampled_rule_depends_on_its_number_alone()
    {
        Assert.Equal(RuleSample.Draw(3, 5).Parameters, RuleSample.Draw(3, 5).Parameters);
        Assert.NotEqual(RuleSample.Draw(3, 5).Parameters, RuleSample.Draw(3, 6).Parameters);
        for (var k = 0; k < 100; k++)
        {
            var rule = RuleChoice.Create(RuleSample.Draw(1, k));
            Assert.Empty(rule.Problems());
            Assert.InRange(((BilinearRule)rule).Theta.Values.Count(c => c != 0), 2, 5);
        }
    }

    [Fact]
    public void The_area_under_the_ROC_is_the_share_of_pairs_in_order()
    {
        // Scores of the predictor 1, 2, 2, 3; successes the second and the last: pairs (2,1) and (3,1), (3,2) in order, (2,2) a tie.
        CalibrationRow[] rows = [Row(1, 0), Row(2, 1), Row(2, 0), Row(3, 1)];
        Assert.Equal(3.5 / 4, Calibration.Auc(rows, row => row.PopulationScore));
        Assert.Equal(0.5 / 4, Calibration.Auc(rows, row => -row.PopulationScore));
        Assert.Equal(double.NaN, Calibration.Auc([rows[0], rows[2]], row => row.PopulationScore));
    }

    [Fact]
    public void A_calibration_is_the_same_for_any_number_of_threads()
    {
        var (one, two) = (Calibration.Run(2, 4, 1), Calibration.Run(2, 4, 2));
        Assert.Equal(one.Rows, two.Rows);
        Assert.Equal([0, 1, 0, 1], one.Rows.Select(row => row.Adaptation));
    }

    // Wilson 1927, J. Am. Stat. Assoc. 22:209: of 0 in n the upper end is z²/(n + z²).
    [Fact]
    public void What_a_filter_loses_has_an_interval_in_each_condition_and_in_both()
    {
        FilterSkill[] filters = [new(0, 0.3, 100, 12, 8, 0), new(1, 0.3, 100, 20, 12, 0)];
        var z2 = 1.959964 * 1.959964;
        Assert.Equal(z2 / (8 + z2), filters[0].Loss.High, 6);
        Assert.Equal(z2 / (20 + z2), FilterSkill.Together(filters).High, 6);
        Assert.Equal(double.NaN, new FilterSkill(0, 0.3, 10, 0, 0, 0).Loss.Estimate);
    }

    private static double Predicted(string rule, double adaptation) =>
        Run.Execute(RulePredictor.Population(RulePredictor.Experiment(new() { Rule = rule }, adaptation))).AtBest("S");

    private static CalibrationRow Row(double predicted, double score) => new(0, 0, "", 0, 0, 0, predicted, 0, score, "Ok");
}
