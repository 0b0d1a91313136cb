using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Studies.Theories;

namespace PlasticityLab.Tests.Studies.Theories;

public class TheoriesTests
{
    private static ILearningRule Rule(string id) => RuleCatalog.Create(id);

    [Fact]
    public void Stdp_has_the_window_of_its_formula()
    {
        var rule = new RateStdp
        {
            Eta = 10,
            AMinus = 0.5,
            TauPlus = 0.02,
            TauMinus = 0.03,
        };
        // Spikes of 1 ms: the trace is (1 − e^(−1/τ)) right after the spike and decays until the other one; the update is η dt times it.
        double Gain(double lead) => 10 * 0.001 * (1 - Math.Exp(-0.001 / 0.02)) * Math.Exp(-(lead - 0.001) / 0.02);
        double Loss(double lead) => -0.5 * 10 * 0.001 * (1 - Math.Exp(-0.001 / 0.03)) * Math.Exp(-(lead - 0.001) / 0.03);
        Assert.Equal(Gain(0.010), PulsePairing.Change(rule, 0.010), 1e-12);
        Assert.Equal(Loss(0.010), PulsePairing.Change(rule, -0.010), 1e-12);
        Assert.Equal(60 * Gain(0.010), PulsePairing.Change(rule, 0.010, 60, 0.5), 1e-9);
    }

    [Fact]
    public void Rules_are_told_apart_by_the_classic_window()
    {
        var stdp = TimingData.Of(new RateStdp());
        Assert.True(stdp.SignsRight && stdp.WindowMatch > 0.85 && stdp.GainWidth > 0.01 && stdp.LossWidth > 0.01);
        Assert.Equal(-stdp.WindowMatch, TimingData.Of(new RateStdp(), sign: -1).WindowMatch, 1e-12);
        var causal = TimingData.Of(Rule("causal_trace_hebb"));
        Assert.True(!causal.SignsRight && causal.LossWidth == 0 && causal.WindowMatch is > 0.5 and < 1);
        // A product of activities does not answer to spikes that do not coincide, but to bumps of activity it does.
        var hebb = TimingData.Of(Rule("hebbian"));
        Assert.True(double.IsNaN(hebb.WindowMatch) && !hebb.SignsRight && hebb.BumpMatch > 0);
        Assert.Equal(TimingData.NoChangeError, hebb.FrequencyError);
    }

    [Fact]
    public void No_rule_fits_the_frequency_data_worse_than_no_change_at_all()
    {
        foreach (var id in new[] { "hebbian", "anti_hebbian", "oja", "bcm", "rate_stdp", "rate_triplet", "differential_hebb" })
        {
            var timing = TimingData.Of(Rule(id));
            Assert.InRange(timing.FrequencyError, 0, TimingData.NoChangeError);
            Assert.InRange(timing.FrequencySigns, 0, 9);
        }
    }

    [Fact]
    public void Needs_are_read_from_the_formula()
    {
        var hebb = RuleNeeds.Of(Rule("hebbian"));
        Assert.Equal(["r pre", "r post"], hebb.Reads);
        Assert.True(hebb is { PreTraces: 0, PostTraces: 0, LongestTrace: 0, SelfLimiting: false });
        var oja = RuleNeeds.Of(Rule("oja"));
        Assert.Contains("w", oja.Reads);
        Assert.True(oja.SelfLimiting);
        var stdp = RuleNeeds.Of(new RateStdp { TauMinus = 0.04 });
        Assert.Equal(["r pre", "fast trace pre", "r post", "fast trace post"], stdp.Reads);
        Assert.True(stdp is { PreTraces: 1, PostTraces: 1, LongestTrace: 0.04, SelfLimiting: false });
        Assert.Contains("slow trace post", RuleNeeds.Of(Rule("bcm")).Reads);
        Assert.Contains("dr/dt post", RuleNeeds.Of(Rule("differential_hebb")).Reads);
    }
}
