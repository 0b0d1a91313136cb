using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Tests.Models.LearningRules;

/// <summary>What a rule is, read off its formula.</summary>
public sealed class RuleWindowTests
{
    public static TheoryData<string> Rules =>
        [
            .. RuleCatalog
                .Cards.Where(card => card.Family != RuleFamily.Control && card.Clock != RuleClock.AtSpikesAndAbove)
                .Select(card => card.Id),
        ];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_window_of_every_rule_agrees_with_its_card(string id)
    {
        var rule = RuleCatalog.Create(id);
        Assert.Equal(RuleCatalog.Card(id).Family, RuleWindow.Kind(rule).Family);
        if (RuleCatalog.Card(id).Family == RuleFamily.Temporal)
        {
            Assert.Equal(id is "anti_stdp" or "spike_anti_stdp", RuleWindow.Forward(rule) < 0);
        }
    }

    [Theory]
    [InlineData("dw = 3*post.rate*pre.rate - w", RuleFamily.Correlational)]
    [InlineData("dw = post.rate*pre.fast(20 ms) + post.fast(20 ms)*pre.rate", RuleFamily.Correlational)]
    [InlineData("dw = (post.rate - post.slow(500 ms))*(pre.rate - pre.slow(500 ms))", RuleFamily.Correlational)]
    [InlineData("dw = post.rate*pre.fast(20 ms) - post.fast(20 ms)*pre.rate", RuleFamily.Temporal)]
    [InlineData("dw = post.rate*pre.fast(20 ms) + post.fast(5 ms)*pre.rate", RuleFamily.Temporal)]
    [InlineData("dw = tanh(post.rate)*min(pre.fast(20 ms), 0.3)", RuleFamily.Temporal)]
    [InlineData("dw = post.change*pre.rate", RuleFamily.Temporal)]
    public void A_typed_rule_has_the_family_of_its_window_compiled_or_not(string equation, RuleFamily family)
    {
        var none = new Dictionary<string, double>();
        Assert.Equal(family, TextRule.Card(equation, none).Family);
        Assert.Equal(TextRule.Card(equation, none), RuleCatalog.Card(TextRule.Compile(equation, none)));
    }

    // A pulse of 5 ms and a trace that averages with τ: the change of w by post r times the trace is the integral of the trace over the
    // receiver's pulse, (1 − e^{−5/τ})² τ e^{−(lag − 5)/τ} for a pulse that begins after the sender's has ended.
    // Two slow averages of a pulse of width W: (W/τ)² ∫ e^(−2t/τ) dt = W²/(2τ), whatever the lag, which is short beside τ. In steps of 0.25 ms
    // the slowest trace that is allowed would take 10¹⁰ of them.
    [Theory]
    [InlineData(1.9)]
    [InlineData(12)]
    [InlineData(300)]
    [InlineData(1e5)]
    public void The_window_of_slow_traces_is_found_in_a_moment(double tau)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var rule = TextRule.Interpret("pre.fast(tau)*post.fast(tau)", new Dictionary<string, double> { ["tau"] = tau });
        var expected = 0.005 * 0.005 / (2 * tau);
        Assert.Equal(expected, RuleWindow.Change(rule, 0.001), 5e-3 * expected);
        Assert.Equal(RuleFamily.Correlational, RuleWindow.Kind(rule).Family);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void The_window_of_one_trace_is_the_integral_in_closed_form()
    {
        const double tau = 0.020,
            width = 0.005,
            lag = 0.015;
        var rule = new CausalTraceHebb { Eta = 1, TauPlus = tau };
        var share = 1 - Math.Exp(-width / tau);
        Assert.Equal(share * share * tau * Math.Exp(-(lag - width) / tau), RuleWindow.Change(rule, lag), 0.02 * share * share * tau);
    }
}
