using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Tests.Simulation.RuleSpace;

/// <summary>A bilinear rule at spikes: one pair of spikes changes a weight by the effective window.</summary>
public class SpikeFormTests
{
    private const double Full = 40,
        Dt = 0.0005;

    private static readonly Dictionary<string, double> None = [];

    /// <summary>Δw of a pair is K(u)/ν², to within what one step of 0.5 ms leaves of the shortest time constant, 12 ms.</summary>
    [Theory]
    [InlineData(0.004)]
    [InlineData(0.020)]
    [InlineData(0.060)]
    [InlineData(-0.004)]
    [InlineData(-0.020)]
    [InlineData(-0.060)]
    public void A_pair_of_spikes_changes_the_weight_by_the_window(double lag)
    {
        var rule = new BilinearRule
        {
            Eta = 7,
            RateFast = 1,
            RateSlow = -0.3,
            FastRate = -0.6,
            SlowRate = 0.2,
            FastSlow = 0.5,
            TauPreFast = 0.012,
            TauPreSlow = 0.060,
            TauPostFast = 0.025,
            TauPostSlow = 0.090,
        };
        var form = NormalForm.Of(rule);
        var expected = form.Window(lag) / (Full * Full);
        Assert.Equal(
            expected,
            Pair(form, lag),
            0.06 * Math.Abs(form.Causal.Concat(form.Acausal).Max(tail => Math.Abs(tail.Area) / tail.Tau)) / (Full * Full)
        );
    }

    /// <summary>What acts at once acts through rates that are folded spikes: r_i r_j on both sides alike, τ dr_i/dt r_j for after and
    /// against
    /// before, each with area ½.</summary>
    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(0, 1, 1, -1)]
    [InlineData(1, 1, 2, 0)]
    public void What_acts_at_once_acts_within_the_time_constant_of_the_network(double together, double change, double after, double before)
    {
        var form = NormalForm.Of(
            new()
            {
                Eta = 1,
                RateRate = together,
                ChangeRate = change,
            },
            0.010
        );
        var whole = 1 / (2 * 0.010 * Full * Full);
        Assert.Equal(after * whole * Math.Exp(-2), Pair(form, 0.020), 0.06 * whole);
        Assert.Equal(before * whole * Math.Exp(-2), Pair(form, -0.020), 0.06 * whole);
    }

    [Fact]
    public void Where_both_traces_of_a_side_are_taken_the_faster_one_stands_for_what_acts_at_once()
    {
        var form = NormalForm.Of(
            new()
            {
                Eta = 1,
                RateRate = 1,
                RateFast = 1,
                RateSlow = 1,
                TauPreFast = 0.020,
                TauPreSlow = 0.100,
            }
        );
        Assert.Equal(
            "dw = 0.046875*pre.fast(20 ms, spikes)*post.spikes + 0.00625*pre.slow(100 ms, spikes)*post.spikes"
                + " + 0.03125*post.fast(10 ms, spikes)*pre.spikes",
            SpikeForm.Of(form, Full, 60, out _)
        );
    }

    [Fact]
    public void Decays_with_activity_go_by_spikes_of_the_receiver_and_by_the_size_of_an_assembly()
    {
        var form = NormalForm.Of(
            new()
            {
                Eta = 1,
                RateFast = 1,
                DecayRate = 4,
                DecayRateSquared = 2,
                TauPreFast = 0.020,
            }
        );
        Assert.Equal(
            "dw = 0.03125*pre.fast(20 ms, spikes)*post.spikes - 0.01*post.spikes*w - 0.0125*post.fast(10 ms, spikes)*post.spikes*w",
            SpikeForm.Of(form, Full, 10, out _)
        );
    }

    [Fact]
    public void What_has_no_form_at_spikes_is_told_why()
    {
        Assert.Null(SpikeForm.Of(NormalForm.Of(new() { ChangeChange = 1 }), Full, 60, out var products));
        Assert.Contains("how fast two activities change", products, StringComparison.Ordinal);
        Assert.Null(SpikeForm.Of(NormalForm.Of(new() { OneOne = 1 }), Full, 60, out var alone));
        Assert.Contains("without activity", alone, StringComparison.Ordinal);
        Assert.Null(SpikeForm.Of(NormalForm.Of(new() { ChangeOne = 1 }), Full, 60, out var nothing));
        Assert.Equal("changes nothing", nothing);
    }

    private static double Pair(NormalForm form, double lag)
    {
        var rule = TextRule.Interpret(SpikeForm.Of(form, Full, 60, out _)!, None);
        var (pre, post) = (new double[1200], new double[1200]);
        // Where activity is given, a typed rule reads it as a rate: a spike is 1/dt for one step.
        pre[400] = 1 / Dt;
        post[400 + (int)Math.Round(lag / Dt)] = 1 / Dt;
        return Rules.Apply(rule, pre, post, 0.5, Dt)[^1] - 0.5;
    }
}
