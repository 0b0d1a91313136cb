using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Tests.LearningRules;

namespace PlasticityLab.Tests.Simulation.RuleSpace;

/// <summary>Named rules are points of the space of bilinear rules, and points are text.</summary>
public class BilinearFormTests
{
    private static readonly Dictionary<string, double> None = [];

    // Written down from the equations, not read off the code; what is not named is 0. η = 10 is multiplied in.
    public static TheoryData<string, string> TermByTerm =>
        new()
        {
            { "hebbian", "rate_rate: 10" },
            { "anti_hebbian", "rate_rate: -10" },
            { "symmetric_window", "rate_fast: 10, fast_rate: 10, tau_pre_fast: 20 ms, tau_post_fast: 20 ms" },
            { "covariance", "rate_rate: 10, rate_slow: -10, slow_rate: -10, slow_slow: 10, tau_pre_slow: 500 ms, tau_post_slow: 500 ms" },
            {
                "anti_covariance",
                "rate_rate: -10, rate_slow: 10, slow_rate: 10, slow_slow: -10, tau_pre_slow: 500 ms, tau_post_slow: 500 ms"
            },
            { "oja", "rate_rate: 10, decay_rate_squared: 10" },
            { "fast_hebb_slow_anti_hebb", "rate_rate: 10, fast_fast: -7, tau_pre_fast: 30 ms, tau_post_fast: 30 ms" },
            { "differential_hebb", "change_rate: 10" },
            { "hebb_plus_differential", "rate_rate: 10, change_rate: 10" },
            { "causal_trace_hebb", "rate_fast: 10, tau_pre_fast: 20 ms" },
            { "rate_stdp", "rate_fast: 10, fast_rate: -10, tau_pre_fast: 20 ms, tau_post_fast: 20 ms" },
            { "anti_stdp", "rate_fast: -10, fast_rate: 10, tau_pre_fast: 20 ms, tau_post_fast: 20 ms" },
        };

    [Theory]
    [MemberData(nameof(TermByTerm))]
    public void Named_rules_are_the_points_that_their_equations_say(string id, string terms) =>
        Assert.Equal($"{{ rule: bilinear, eta: 1, {terms} }}", BilinearForm.Entry(Point(RuleCatalog.Create(id))));

    [Fact]
    public void The_compass_turns_from_the_even_to_the_odd_part()
    {
        foreach (var angle in new[] { 0.0, 45, 90, 135, 180, 225, 270, 315 })
        {
            var point = Point(new Compass { Angle = angle });
            var (even, odd) = (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180));
            Assert.Equal(10 * (even + odd), point.RateFast, 1e-12);
            Assert.Equal(10 * (even - odd), point.FastRate, 1e-12);
        }
    }

    [Fact]
    public void A_static_threshold_is_outside()
    {
        var rule = TextRule.Interpret("dw = post.rate*(post.rate - 0.5)*pre.rate", None);
        Assert.Null(BilinearForm.Of(rule, out var why));
        Assert.Equal("post.rate * post.rate * pre.rate is a product of 3 signals with 2 of one neuron, and a term has one of each", why);
    }

    /// <summary>Every rule of the catalogue is a point, and then the point gives its weights at every step of a random activity within
    /// 1e-12 of the largest weight; or it is told why it is none.</summary>
    [Fact]
    public void Every_named_rule_is_a_point_with_the_same_weights_or_says_why_not()
    {
        var outside = new List<string>();
        foreach (var card in RuleCatalog.Cards)
        {
            var rule = RuleCatalog.Create(card.Id);
            if (BilinearForm.Of(rule, out var why) is not { } point)
            {
                Assert.False(string.IsNullOrWhiteSpace(why));
                outside.Add(card.Id);
                continue;
            }

            SameWeights(rule, point);
        }

        Assert.Equal(
            [
                "bcm",
                "guetig_stdp",
                "multiplicative_stdp",
                "nearest_presynaptic_stdp",
                "nearest_reduced_stdp",
                "nearest_symmetric_stdp",
                "nearest_triplet_stdp",
                "power_law_stdp",
                "rate_triplet",
                "spike_triplet",
                "triplet_stdp",
                "voltage_stdp",
            ],
            outside
        );
    }

    [Fact]
    public void Any_point_is_text_and_back()
    {
        RulePoints.Any.Sample(
            point =>
            {
                var text = BilinearForm.Text(point);
                var back = Point(TextRule.Interpret(text, None));
                Assert.Equal(point.Folded(), back); // the same bits
                Assert.Equal(BilinearForm.Text(back), BilinearForm.Text(Point(TextRule.Interpret(BilinearForm.Text(back), None))));
                SameWeights(point, TextRule.Interpret(text, None));
            },
            iter: 300
        );
    }

    [Fact]
    public void A_text_reads_as_one_would_write_it()
    {
        var point = new BilinearRule
        {
            Eta = 10,
            RateFast = 1,
            SlowSlow = -0.4,
            DecayRateSquared = 0.5,
            OneRate = -1,
        };
        Assert.Equal(
            "dw = 10*(-pre.rate + post.rate*pre.fast(20 ms) - 0.4*post.slow(100 ms)*pre.slow(100 ms) - 0.5*post.rate^2*w)",
            BilinearForm.Text(point)
        );
        Assert.Equal("dw = 0", BilinearForm.Text(new()));
        Assert.Equal("dw = 0", BilinearForm.Text(new BilinearRule { Eta = 0, RateRate = 1 }));
    }

    private static BilinearRule Point(ILearningRule rule)
    {
        var point = BilinearForm.Of(rule, out var why);
        Assert.Null(why);
        return point!.Value;
    }

    private static void SameWeights(ILearningRule rule, ILearningRule other)
    {
        const int steps = 400,
            units = 7;
        const double dt = 0.001;
        var activity = RuleBench.Smooth(units, 5, 0.2);
        var rates = Matrix.From(steps, units, (t, i) => activity(t * dt)[i]);
        var change = Matrix.From(steps, units, (t, i) => 10 * (activity((t + 1) * dt)[i] - rates[t, i]));
        var start = RuleBench.Start(units, 3);
        var (one, two) = (Learn(rule), Learn(other));
        foreach (var (a, b) in one.Zip(two))
        {
            var size = Math.Max(1, a.Values.Max(Math.Abs));
            Assert.All(a.Values.Zip(b.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * size));
        }

        List<Matrix> Learn(ILearningRule of)
        {
            var w = PlasticMatrix.Create(of, start, new() { Scale = 0.05 });
            var traces = (
                Pre: new PlasticityLab.Simulation.Rate.SignalTraces(of.Traces, units, dt),
                Post: new PlasticityLab.Simulation.Rate.SignalTraces(of.Traces, units, dt)
            );
            var seen = new List<Matrix>();
            for (var t = 0; t < steps; t++)
            {
                w.Update(dt, traces.Pre.Pre(rates.Row(t), change.Row(t)), traces.Post.Post(rates.Row(t), change.Row(t)));
                traces.Pre.Step(rates.Row(t));
                traces.Post.Step(rates.Row(t));
                seen.Add(w.ToMatrix());
            }

            return seen;
        }
    }
}
