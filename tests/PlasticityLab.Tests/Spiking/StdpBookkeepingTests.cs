using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>One presynaptic train, one neuron that is made to spike at given times, weight 0.5 before: the weight after a second is the sum
/// over all pairs or triplets (cases 21, 33).</summary>
public class StdpBookkeepingTests
{
    private static readonly PairStdp Pair = new()
    {
        APlus = 0.01,
        AMinus = 0.012,
        TauPlus = 0.020,
        TauMinus = 0.030,
    };

    private static double Weight(
        ILearningRule rule,
        double[] pre,
        double[] post,
        double delay,
        double dt = 0.1,
        bool dense = true,
        bool defer = true,
        SpikingPrecision precision = SpikingPrecision.Double,
        double seconds = 1
    )
    {
        // Times in ms. The kick arrives one step after it was sent, in the step in which the neuron shall spike.
        var network = new SpikingNetworkBuilder(dt / 1000, 1);
        (long, int) At(double ms, int before = 0) => ((long)Math.Round(ms / dt) - before, 0);
        var source = network.AddTrains("pre", 1, pre.Select(ms => At(ms)));
        var kick = network.AddTrains("kick", 1, post.Select(ms => At(ms, 1)));
        var neuron = network.Add(
            "post",
            1,
            new DeltaLif
            {
                Threshold = 50,
                Reset = 0,
                RefractoryPeriod = 0,
            }
        );
        var wiring = dense ? Wiring.AllToAll : Wiring.Pairs([(0, 0)]);
        var plastic = network.Connect(source, neuron, wiring, 0.5, delay / 1000, plasticity: new(rule, 0, 1, defer));
        network.Connect(kick, neuron, Wiring.Pairs([(0, 0)]), 1000, dt / 1000);
        var simulation = network.Build(precision: precision);
        simulation.Run(seconds);
        Assert.Equal(post.Length, simulation.SpikeCount(neuron));
        return Assert.Single(simulation.WeightList(plastic));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_weight_is_the_sum_over_all_pairs_at_any_step(double dt) =>
        Assert.Equal(0.4868198554872004, Weight(Pair, [10, 52, 54, 120, 300], [12, 50, 60, 118, 122, 310], 2, dt), 1e-12);

    [Theory]
    [InlineData(1, 0.5095122942450071)]
    [InlineData(2, 0.5)]
    [InlineData(5, 0.4891419509835685)]
    public void The_delay_decides_the_sign(double delay, double weight) => Assert.Equal(weight, Weight(Pair, [10], [12], delay), 1e-12);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_long_burst_does_not_fall_out_of_the_history(bool dense, bool defer)
    {
        double[] pre = [10, 220.5, 400],
            post = [.. Enumerable.Range(20, 200).Select(ms => (double)ms)];
        Assert.Equal(0.30243110142306945, Weight(Pair, pre, post, 1.5, 0.1, dense, defer), 1e-12);
        Assert.Equal(0.30243110142306945, Weight(Pair, pre, post, 1.5, 0.1, dense, defer, SpikingPrecision.Single), 1e-6);
    }

    [Fact]
    public void Triplets_and_the_inhibitory_rule_have_their_sums()
    {
        double[] pre = [.. Enumerable.Range(0, 20).Select(k => 20.0 + (40 * k))],
            post = [.. pre.Select(ms => ms + 10)];
        Assert.Equal(0.5901665652461121, Weight(new TripletStdp(), pre, post, 1), 1e-12);
        Assert.Equal(0.6525862545853829, Weight(new InhibitoryStdp { Eta = 0.01 }, pre, post, 1), 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(100)]
    public void Pairs_far_apart_see_nothing_of_each_other(double apart)
    {
        var found = Weight(Pair, [10, 10 + (1000 * apart)], [15, 15 + (1000 * apart)], 0.1, 0.1, seconds: apart + 0.1);
        // Arrivals 4.9 ms before the spikes; across, the second arrival follows the first spike by almost the whole interval.
        var across = (0.01 * Math.Exp(-(apart + 0.0049) / 0.020)) - (0.012 * Math.Exp(-(apart - 0.0049) / 0.030));
        Assert.Equal(0.5 + (0.02 * Math.Exp(-0.0049 / 0.020)) + across, found, 1e-12);
    }
}
