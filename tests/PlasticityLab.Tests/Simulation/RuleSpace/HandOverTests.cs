using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Tests.LearningRules;

namespace PlasticityLab.Tests.Simulation.RuleSpace;

/// <summary>Drifts of ideal items: closed form against the formula of the rule, and against what is known.</summary>
public class HandOverTests
{
    private static readonly HandOver Ideal = new();

    public static TheoryData<string> Bilinear => NormalFormTests.Bilinear;

    /// <summary>The closed form and the integrated formula agree within 1e-4 of the largest drift (steps of 0.1 ms, second order but at the
    /// edges of the items).</summary>
    [Theory]
    [MemberData(nameof(Bilinear))]
    public void The_closed_form_is_the_integral_of_the_formula(string id) => Agree(RuleCatalog.Create(id), 1);

    [Fact]
    public void The_closed_form_is_the_integral_of_the_formula_for_any_rule() =>
        RulePoints.Sparse.Sample(point => Agree(point with { OneOne = 0 }, point.Theta.FrobeniusNorm() * point.Eta), iter: 30);

    private static void Agree(ILearningRule rule, double size)
    {
        var form = NormalForm.Of(BilinearForm.Of(rule, out _)!.Value, Ideal.Tau);
        var closed = Enumerable.Range(-3, 7).Select(d => Ideal.Drift(form, d)).ToArray();
        var numeric = Enumerable.Range(-3, 7).Select(d => Ideal.Drift(rule, d)).ToArray();
        var scale = Math.Max(closed.Max(Math.Abs), size * 0.01);
        Assert.All(closed.Zip(numeric), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * scale));
    }

    [Fact]
    public void A_trace_as_slow_as_the_network_is_no_exception()
    {
        double At(double tau) => Ideal.Drift(NormalForm.Of(new() { RateFast = 1, TauPreFast = tau }, Ideal.Tau), 1);
        Assert.Equal(0.5 * (At(0.00999) + At(0.01001)), At(0.010), 1e-7);
        Assert.Equal(At(0.010 * (1 + 1e-9)), At(0.010), 1e-9);
    }

    [Fact]
    public void The_area_of_the_window_is_the_drift_of_long_items()
    {
        // Items of 5 s: what is not steady is τ/T of it.
        var slow = new HandOver { Item = 5 };
        RulePoints.Sparse.Sample(
            point =>
            {
                var form = NormalForm.Of(
                    point with
                    {
                        OneOne = 0,
                        RateOne = 0,
                        OneRate = 0,
                        FastOne = 0,
                        SlowOne = 0,
                        OneFast = 0,
                        OneSlow = 0,
                    }
                );
                Assert.Equal(form.Area, slow.Drift(form, 0) / 5, 0.1 * form.Rule.Theta.FrobeniusNorm());
            },
            iter: 50
        );
    }

    // F and B of the hand-over, derived by hand: Hebb's rule gives both the same, differential Hebb opposite ones.
    [Theory]
    [InlineData("hebbian", 0)]
    [InlineData("covariance", 0)]
    [InlineData("symmetric_window", 0)]
    [InlineData("fast_hebb_slow_anti_hebb", 0)]
    [InlineData("oja", 0)]
    [InlineData("differential_hebb", 1)]
    [InlineData("rate_stdp", 1)]
    [InlineData("anti_stdp", -1)]
    public void The_index_of_time_reversal_of_named_rules(string id, double index) =>
        Assert.Equal(index, Ideal.TimeReversalIndex(RuleCatalog.Create(id))!.Value, 1e-9);

    [Fact]
    public void A_rule_without_memory_can_have_a_direction()
    {
        // BCM with a threshold that hardly moves: forward τ(1/3 − θ/2), backward τ(1/6 − θ/2) at the hand-over itself; θ → 0 gives
        // (1/3 − 1/6)/(1/3 + 1/6) = 1/3. What both get before and after the hand-over, where one of them is at rest, is next to nothing.
        var bcm = new Bcm { TauAverage = 1000 };
        Assert.Equal(
            1.0 / 3,
            new HandOver { Item = 0.2 }
                .TimeReversalIndex(bcm)!
                .Value,
            1e-3
        );
    }

    [Fact]
    public void What_changes_no_weight_has_no_index()
    {
        Assert.Null(Ideal.TimeReversalIndex(new NoLearning()));
        Assert.Null(Ideal.TimeReversalIndex(new BilinearRule { ChangeRate = 1, RateChange = 1 }));
    }

    [Fact]
    public void Exchanging_sender_and_receiver_turns_the_index() =>
        RulePoints.Sparse.Sample(
            point =>
            {
                var rule = point with { OneOne = 0 };
                var mirrored = BilinearRule.Of(rule.Theta.Transpose(), rule.Kappa, default) with
                {
                    Eta = rule.Eta,
                    TauPreFast = rule.TauPostFast,
                    TauPreSlow = rule.TauPostSlow,
                    TauPostFast = rule.TauPreFast,
                    TauPostSlow = rule.TauPreSlow,
                };
                if (Ideal.TimeReversalIndex(rule) is { } index)
                {
                    Assert.Equal(-index, Ideal.TimeReversalIndex(mirrored)!.Value, 1e-6);
                }
            },
            iter: 100
        );
}
