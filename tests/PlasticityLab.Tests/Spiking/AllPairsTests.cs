using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Every spike rule against a sum over pairs of spikes that knows neither traces nor events.</summary>
public class AllPairsTests
{
    private const double Dt = 0.0005, Tau = 0.020, TauMinus = 0.030;

    private static readonly (string Name, int[] Pre, int[] Post)[] Cases =
    [
        ("random", Random(1, 60), Random(2, 60)),
        ("burst", [10, 12, 14, 16, 200, 202, 204], [15, 17, 19, 21, 190, 192, 194]),
        ("coincidence", [10, 50, 90, 130], [10, 50, 90, 130]),
        ("two post spikes between pre spikes", [10, 100, 200], [20, 30, 120, 150, 199]),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(x => x.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Additive_rules_equal_the_sum_over_all_pairs(string name)
    {
        Check(name, new PairStdp { APlus = 0.01, AMinus = 0.012, TauPlus = Tau, TauMinus = TauMinus }, (pre, post) => Sum(pre, post, 0.01, -0.012));
        Check(name, new SpikeHebbian { Eta = 0.01, Tau = Tau, ADep = 0.05 }, (pre, post) => Sum(pre, post, 0.01, 0.01, Tau) - (0.05 * 0.01 * post.Length));
        Check(name, new SpikeAntiHebbian { Eta = 0.01, Tau = Tau, ADep = 0.05 }, (pre, post) => (0.05 * 0.01 * post.Length) - Sum(pre, post, 0.01, 0.01, Tau));
        Check(name, new SpikeCausal { Eta = 0.01, TauPlus = Tau }, (pre, post) => Sum(pre, post, 0.01, 0));
        Check(name, new SpikeStdp { Eta = 0.01, A = 0.5, TauPlus = Tau, TauMinus = TauMinus, ADep = 0.1 }, (pre, post) => Sum(pre, post, 0.01, -0.005) - (0.001 * post.Length));
        Check(name, new SpikeAntiStdp { Eta = 0.01, A = 0.5, TauPlus = Tau, TauMinus = TauMinus }, (pre, post) => Sum(pre, post, -0.005, 0.01));
        Check(name, new InhibitoryStdp { Eta = 0.01, Tau = Tau, TargetRate = 5 }, (pre, post) => Sum(pre, post, 0.01, 0.01, Tau) - (0.01 * 2 * 5 * Tau * pre.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Triplet_rules_equal_the_sum_over_all_triplets(string name)
    {
        Check(name, new TripletStdp { A2Plus = 0.002, A3Plus = 0.006, A2Minus = 0.007, A3Minus = 0.002, TauPlus = Tau, TauMinus = TauMinus, TauX = 0.1, TauY = 0.12 }, (pre, post)
            => post.Sum(t => All(pre, t, Tau) * (0.002 + (0.006 * All(post, t, 0.12)))) - pre.Sum(t => All(post, t, TauMinus) * (0.007 + (0.002 * All(pre, t, 0.1)))));
        Check(name, new NearestTripletStdp { A2Plus = 0.002, A3Plus = 0.006, A2Minus = 0.007, A3Minus = 0.002, TauPlus = Tau, TauMinus = TauMinus, TauX = 0.1, TauY = 0.12 }, (pre, post)
            => post.Sum(t => Last(pre, t, Tau) * (0.002 + (0.006 * Last(post, t, 0.12)))) - pre.Sum(t => Last(post, t, TauMinus) * (0.007 + (0.002 * Last(pre, t, 0.1)))));
        Check(name, new SpikeTriplet { Eta = 0.01, A = 0.5, TauPlus = Tau, TauMinus = TauMinus, TauSlow = 0.1 }, (pre, post)
            => post.Sum(t => 0.01 * All(pre, t, Tau) * (0.2 + (2 * All(post, t, 0.1)))) - pre.Sum(t => 0.005 * All(post, t, TauMinus)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nearest_spike_schemes_pair_exactly_the_spikes_they_should(string name)
    {
        Check(name, new NearestSymmetricStdp { APlus = 0.01, AMinus = 0.012, TauPlus = Tau, TauMinus = TauMinus }, (pre, post)
            => post.Sum(t => 0.01 * Last(pre, t, Tau)) - pre.Sum(t => 0.012 * Last(post, t, TauMinus)));
        Check(name, new NearestPresynapticStdp { APlus = 0.01, AMinus = 0.012, TauPlus = Tau, TauMinus = TauMinus }, (pre, post)
            => post.Sum(t => Before(pre, t) > Before(post, t) ? 0.01 * Last(pre, t, Tau) : 0) - pre.Sum(t => 0.012 * Last(post, t, TauMinus)));
        Check(name, new NearestReducedStdp { APlus = 0.01, AMinus = 0.012, TauPlus = Tau, TauMinus = TauMinus }, (pre, post)
            => post.Sum(t => Before(pre, t) > Before(post, t) ? 0.01 * Last(pre, t, Tau) : 0) - pre.Sum(t => Before(post, t) > Before(pre, t) ? 0.012 * Last(post, t, TauMinus) : 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weight_dependent_rules_follow_the_spikes_one_by_one(string name)
    {
        Check(name, new MultiplicativeStdp { Potentiation = 0.02, Depression = 0.03, TauPlus = Tau, TauMinus = TauMinus }, _ => 0.02, w => 0.03 * w);
        Check(name, new GuetigStdp { Lambda = 0.02, Alpha = 1.05, Mu = 0.4, TauPlus = Tau, TauMinus = TauMinus }, w => 0.02 * Math.Pow(1 - w, 0.4), w => 0.021 * Math.Pow(w, 0.4));
        Check(name, new PowerLawStdp { Lambda = 0.02, Alpha = 0.9, Mu = 0.4, TauPlus = Tau, TauMinus = TauMinus }, w => 0.02 * Math.Pow(w, 0.4), w => 0.018 * w);
    }

    private static void Check(string name, ILearningRule rule, Func<double[], double[], double> expected)
    {
        var (_, pre, post) = Cases.Single(x => x.Name == name);
        Assert.Equal(0.5 + expected([.. pre.Select(x => x * Dt)], [.. post.Select(x => x * Dt)]), Engine(rule, pre, post), 1e-10);
    }

    private static void Check(string name, ILearningRule rule, Func<double, double> gain, Func<double, double> loss)
    {
        var (_, pre, post) = Cases.Single(x => x.Name == name);
        var w = 0.5;
        foreach (var step in pre.Union(post).Order())
        {
            w -= pre.Contains(step) ? loss(w) * All([.. post.Select(x => x * Dt)], step * Dt, TauMinus) : 0;
            w += post.Contains(step) ? gain(w) * All([.. pre.Select(x => x * Dt)], step * Dt, Tau) : 0;
        }

        Assert.Equal(w, Engine(rule, pre, post), 1e-10);
    }

    /// <summary>One synapse in the engine: spikes that arrive at the steps of <paramref name="pre"/>, a receiver forced to fire at those of <paramref name="post"/>.</summary>
    private static double Engine(ILearningRule rule, int[] pre, int[] post)
    {
        var network = new SpikingNetwork(Dt, 1) { MixedSigns = true };
        var senders = network.AddTrains("pre", 1, pre.Select(step => (step - 1L, 0)));
        var force = network.AddTrains("force", 1, post.Select(step => (step - 1L, 0)));
        var receiver = network.Add("post", 1, new DeltaLif { TauMembrane = 1e-4, RefractoryPeriod = 0, Threshold = 1e3, Reset = 0 });
        var synapse = network.Connect(senders, receiver, Wiring.Pairs([(0, 0)]), 0.5, Dt, plasticity: new(rule, -1000, 1000));
        network.Connect(force, receiver, Wiring.Pairs([(0, 0)]), 1e6, Dt);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.Run(0.4);
        Assert.Equal(post.Length, simulation.SpikeCount(receiver));
        return simulation.WeightList(synapse).Single();
    }

    private static double Sum(double[] pre, double[] post, double causal, double acausal, double tauMinus = TauMinus)
        => pre.Sum(a => post.Sum(b => b > a ? causal * Math.Exp(-(b - a) / Tau) : b < a ? acausal * Math.Exp(-(a - b) / tauMinus) : 0));

    private static double All(double[] spikes, double t, double tau) => spikes.Where(s => s < t - 1e-9).Sum(s => Math.Exp(-(t - s) / tau));

    private static double Before(double[] spikes, double t) => spikes.Where(s => s < t - 1e-9).DefaultIfEmpty(double.NegativeInfinity).Max();

    private static double Last(double[] spikes, double t, double tau) => Math.Exp((Before(spikes, t) - t) / tau);

    private static int[] Random(int index, int count)
    {
        var random = SpikeTrainFixtures.Random(index);
        return [.. Enumerable.Range(0, count).Select(_ => 1 + random.NextInt(700)).Distinct().Order()];
    }
}
