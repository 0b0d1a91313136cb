using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Cycles;

public class StiffCycleTests
{
    [Theory]
    [InlineData(1, 600, 3000, 2003.335185, 0.498213, -0.005158)]
    [InlineData(1, 2000, 10000, 6563.70909, 0.498247, -0.00516)]
    [InlineData(1e-3, 0.6, 3, 2.003335185, 0.498213, -0.005158)] // the same network with time in other units
    public void Slow_inhibition_gives_the_reference_period_and_range(
        double fast,
        double slow,
        double window,
        double period,
        double max,
        double min
    )
    {
        var cycle = CycleSearch
            .Settle(Network(fast, slow), [0.3, 0.2], window, 6, cancellation: TestContext.Current.CancellationToken)
            .Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(period, cycle.Period, 1e-8 * period);
        Assert.True(cycle.MethodsAgree);
        Assert.Equal(cycle.PeriodCollocation, cycle.PeriodShooting, 1e-10 * period);
        Assert.Equal(max, cycle.Extrema[0].Max, 1e-6);
        Assert.Equal(min, cycle.Extrema[0].Min, 1e-6);
        Assert.All(cycle.Samples.Values, x => Assert.InRange(x, -0.006, 0.51));
        Assert.InRange(cycle.MeshError, 0, 1e-11);
        // The multiplier is below the smallest number; its logarithm is not.
        Assert.Equal(0, cycle.NontrivialMultipliers[0].Magnitude, 1e-300);
        Assert.InRange(cycle.IntegralOfTrace, -1e4, -1e3);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(300)]
    public void Two_methods_agree_on_slow_fast_cycles(double slow)
    {
        var cycle = CycleSearch
            .Settle(Network(1, slow), [0.1, 0.05], 6 * slow, 6, cancellation: TestContext.Current.CancellationToken)
            .Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(cycle.PeriodCollocation, cycle.PeriodShooting, 1e-10 * cycle.Period);
        Assert.InRange(cycle.Period / slow, 2.5, 5);
    }

    [Fact]
    public void A_period_of_one_method_alone_says_so()
    {
        var cycle = new LimitCycle
        {
            PeriodCollocation = double.NaN,
            PeriodShooting = 2,
            PointOnCycle = [0],
            Samples = new Matrix(1, 1),
            Extrema = [new(1, 0, 0, 0)],
            Mean = [0],
            NontrivialMultipliers = [],
            IntegralOfTrace = 0,
            Residual = 0,
        };
        Assert.Equal(2, cycle.Period);
        Assert.False(cycle.MethodsAgree);
        Assert.False((cycle with { PeriodCollocation = 2.001 }).MethodsAgree);
        Assert.True((cycle with { PeriodCollocation = 2 + 1e-9 }).MethodsAgree);
    }

    [Fact]
    public void A_known_cycle_is_met_again_and_not_listed_twice()
    {
        var network = new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [1, -1, 1, 1]), [0, 0], 1.5);
        var first = CycleSearch.Settle(network, [0.3, 0.2], cancellation: TestContext.Current.CancellationToken).Cycle;
        var again = CycleSearch.Settle(network, [-0.9, 0.4], cancellation: TestContext.Current.CancellationToken).Cycle;
        Assert.NotNull(first);
        Assert.True(first.IsSameOrbit(again!));
        var known = CycleSearch.Settle(network, [-0.9, 0.4], 0, 6, [first], TestContext.Current.CancellationToken).Cycle;
        Assert.Same(first, known);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-13)]
    [InlineData(1e30)]
    public void Cycles_of_threshold_linear_networks_scale_with_their_input(double factor)
    {
        var weights = new Matrix(3, 3, [0, -1.5, -0.75, -0.75, 0, -1.5, -1.5, -0.75, 0]);
        var network = new RateNetwork(Transfer.ThresholdLinear, weights, [factor, factor, factor]);
        var cycle = CycleSearch.Settle(network, [0.3 * factor, 0.1 * factor, 0.05 * factor]).Cycle;
        Assert.NotNull(cycle);
        Assert.Equal(11.243855559622345, cycle.Period, 1e-10);
        Assert.Equal(0.6706548512487306, cycle.Extrema[0].Max / factor, 1e-11);
    }

    private static WilsonCowan Network(double fast, double slow) => new([fast, 1.3, 4, slow, 2, 3.7, 16, 12, 15, 3, 1.25, 0, 1, 1]);
}
