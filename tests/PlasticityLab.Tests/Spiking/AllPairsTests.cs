using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Every spike rule against a sum over pairs of spikes that knows neither traces nor events.</summary>
public class AllPairsTests
{
    private const double Dt = 0.0005,
        Tau = 0.020,
        TauMinus = 0.030;

    private static readonly (string Name, int[] Pre, int[] Post)[] Cases =
    [
        ("random", Random(1, 60), Random(2, 60)),
        ("burst", [10, 12, 14, 16, 200, 202, 204], [15, 17, 19, 21, 190, 192, 194]),
        ("coincidence", [10, 50, 90, 130], [10, 50, 90, 130]),
        ("two post spikes between pre spikes", [10, 100, 200], [20, 30, 120, 150, 199]),
    ];

    /// <summary>What each rule does to a weight of 0.5, by rule: written down once more, as a sum over spikes.</summary>
    private static readonly Dictionary<string, Reference> References = new()
    {
        ["pair_stdp"] = new(
            new PairStdp
            {
                APlus = 0.01,
                AMinus = 0.012,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            (pre, post) => Sum(pre, post, 0.01, -0.012)
        ),
        ["spike_hebbian"] = new(
            new SpikeHebbian
            {
                Eta = 0.01,
                Tau = Tau,
                ADep = 0.05,
            },
            (pre, post) => Sum(pre, post, 0.01, 0.01, Tau) - (0.05 * 0.01 * post.Length)
        ),
        ["spike_anti_hebbian"] = new(
            new SpikeAntiHebbian
            {
                Eta = 0.01,
                Tau = Tau,
                ADep = 0.05,
            },
            (pre, post) => (0.05 * 0.01 * post.Length) - Sum(pre, post, 0.01, 0.01, Tau)
        ),
        ["spike_causal"] = new(new SpikeCausal { Eta = 0.01, TauPlus = Tau }, (pre, post) => Sum(pre, post, 0.01, 0)),
        ["spike_stdp"] = new(
            new SpikeStdp
            {
                Eta = 0.01,
                A = 0.5,
                TauPlus = Tau,
                TauMinus = TauMinus,
                ADep = 0.1,
            },
            (pre, post) => Sum(pre, post, 0.01, -0.005) - (0.001 * post.Length)
        ),
        ["spike_anti_stdp"] = new(
            new SpikeAntiStdp
            {
                Eta = 0.01,
                A = 0.5,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            (pre, post) => Sum(pre, post, -0.005, 0.01)
        ),
        ["inhibitory_stdp"] = new(
            new InhibitoryStdp
            {
                Eta = 0.01,
                Tau = Tau,
                TargetRate = 5,
            },
            (pre, post) => Sum(pre, post, 0.01, 0.01, Tau) - (0.01 * 2 * 5 * Tau * pre.Length)
        ),
        ["triplet_stdp"] = Triplet(
            new TripletStdp
            {
                A2Plus = 0.002,
                A3Plus = 0.006,
                A2Minus = 0.007,
                A3Minus = 0.002,
                TauPlus = Tau,
                TauMinus = TauMinus,
                TauX = 0.1,
                TauY = 0.12,
            }
        ),
        ["nearest_triplet_stdp"] = Triplet(
            new NearestTripletStdp
            {
                A2Plus = 0.002,
                A3Plus = 0.006,
                A2Minus = 0.007,
                A3Minus = 0.002,
                TauPlus = Tau,
                TauMinus = TauMinus,
                TauX = 0.1,
                TauY = 0.12,
            }
        ),
        ["spike_triplet"] = new(
            new SpikeTriplet
            {
                Eta = 0.01,
                A = 0.5,
                ADep = 0.1,
                TauPlus = Tau,
                TauMinus = TauMinus,
                TauSlow = 0.1,
            },
            (pre, post) =>
                post.Sum(t => 0.01 * (All(pre, t, Tau) - 0.1) * (0.2 + (2 * All(post, t, 0.1))))
                - pre.Sum(t => 0.005 * All(post, t, TauMinus))
        ),
        ["nearest_symmetric_stdp"] = new(
            new NearestSymmetricStdp
            {
                APlus = 0.01,
                AMinus = 0.012,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            (pre, post) => post.Sum(t => 0.01 * Last(pre, t, Tau)) - pre.Sum(t => 0.012 * Last(post, t, TauMinus))
        ),
        ["nearest_presynaptic_stdp"] = new(
            new NearestPresynapticStdp
            {
                APlus = 0.01,
                AMinus = 0.012,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            (pre, post) =>
                post.Sum(t => Before(pre, t) > Before(post, t) ? 0.01 * Last(pre, t, Tau) : 0)
                - pre.Sum(t => 0.012 * Last(post, t, TauMinus))
        ),
        ["nearest_reduced_stdp"] = new(
            new NearestReducedStdp
            {
                APlus = 0.01,
                AMinus = 0.012,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            (pre, post) =>
                post.Sum(t => Before(pre, t) > Before(post, t) ? 0.01 * Last(pre, t, Tau) : 0)
                - pre.Sum(t => Before(post, t) > Before(pre, t) ? 0.012 * Last(post, t, TauMinus) : 0)
        ),
        ["multiplicative_stdp"] = new(
            new MultiplicativeStdp
            {
                Potentiation = 0.02,
                Depression = 0.03,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            OneByOne(_ => 0.02, w => 0.03 * w)
        ),
        ["guetig_stdp"] = new(
            new GuetigStdp
            {
                Lambda = 0.02,
                Alpha = 1.05,
                Mu = 0.4,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            OneByOne(w => 0.02 * Math.Pow(1 - w, 0.4), w => 0.021 * Math.Pow(w, 0.4))
        ),
        ["power_law_stdp"] = new(
            new PowerLawStdp
            {
                Lambda = 0.02,
                Alpha = 0.9,
                Mu = 0.4,
                TauPlus = Tau,
                TauMinus = TauMinus,
            },
            OneByOne(w => 0.02 * Math.Pow(w, 0.4), w => 0.018 * w)
        ),
    };

    private sealed record Reference(ILearningRule Rule, Func<double[], double[], double> Change);

    /// <summary>Every rule of the catalogue that acts at spikes: a new one without a reference fails here.</summary>
    public static TheoryData<string, string> RulesAndCases
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var card in RuleCatalog.Cards.Where(card => card.Clock == RuleClock.AtSpikes && card.Family != RuleFamily.Control))
            {
                Array.ForEach(Cases, x => rows.Add(card.Id, x.Name));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(RulesAndCases))]
    public void A_spike_rule_equals_the_sum_over_all_its_spikes(string rule, string name)
    {
        Assert.True(
            References.TryGetValue(rule, out var reference),
            $"Write the sum over spikes that {rule} stands for into {nameof(References)}."
        );
        Assert.Equal(rule, RuleCatalog.Card(reference.Rule).Id);
        Check(name, reference);
    }

    public static TheoryData<string> Sets => [.. TripletSet.All.Select(set => set.Id)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Every_published_triplet_set_equals_the_sum_over_all_triplets(string id)
    {
        Assert.Equal(8, TripletSet.All.Count);
        foreach (var name in Cases.Select(x => x.Name))
        {
            Check(
                name,
                TripletSet.Find(id).Rule switch
                {
                    TripletStdp all => Triplet(all),
                    NearestTripletStdp nearest => Triplet(nearest),
                    var other => throw new NotSupportedException($"{other}"),
                }
            );
        }
    }

    private static Reference Triplet(TripletStdp r) =>
        new(
            r,
            (pre, post) =>
                post.Sum(t => All(pre, t, r.TauPlus) * (r.A2Plus + (r.A3Plus * All(post, t, r.TauY))))
                - pre.Sum(t => All(post, t, r.TauMinus) * (r.A2Minus + (r.A3Minus * All(pre, t, r.TauX))))
        );

    private static Reference Triplet(NearestTripletStdp r) =>
        new(
            r,
            (pre, post) =>
                post.Sum(t => Last(pre, t, r.TauPlus) * (r.A2Plus + (r.A3Plus * Last(post, t, r.TauY))))
                - pre.Sum(t => Last(post, t, r.TauMinus) * (r.A2Minus + (r.A3Minus * Last(pre, t, r.TauX))))
        );

    /// <summary>Rules whose change depends on the weight must take the spikes one by one; a coincidence weakens first.</summary>
    private static Func<double[], double[], double> OneByOne(Func<double, double> gain, Func<double, double> loss) =>
        (pre, post) =>
        {
            var w = 0.5;
            foreach (var t in pre.Union(post).Order())
            {
                w -= pre.Contains(t) ? loss(w) * All(post, t, TauMinus) : 0;
                w += post.Contains(t) ? gain(w) * All(pre, t, Tau) : 0;
            }

            return w - 0.5;
        };

    private static void Check(string name, Reference reference)
    {
        var (_, pre, post) = Cases.Single(x => x.Name == name);
        Assert.Equal(
            0.5 + reference.Change([.. pre.Select(x => x * Dt)], [.. post.Select(x => x * Dt)]),
            Engine(reference.Rule, pre, post),
            1e-10
        );
    }

    /// <summary>One synapse in the engine: spikes that arrive at the steps of <paramref name="pre"/>, a receiver forced to fire at those of
    /// <paramref name="post"/>.</summary>
    private static double Engine(ILearningRule rule, int[] pre, int[] post)
    {
        var network = new SpikingNetworkBuilder(Dt, 1) { MixedSigns = true };
        var senders = network.AddTrains("pre", 1, pre.Select(step => (step - 1L, 0)));
        var force = network.AddTrains("force", 1, post.Select(step => (step - 1L, 0)));
        var receiver = network.Add(
            "post",
            1,
            new DeltaLif
            {
                TauMembrane = 1e-4,
                RefractoryPeriod = 0,
                Threshold = 1e3,
                Reset = 0,
            }
        );
        var synapse = network.Connect(
            senders,
            receiver,
            Wiring.Pairs([(0, 0)]),
            0.5,
            Dt,
            plasticity: new(rule, Math.Max(-1000, rule.WeightRange.Least), 1000)
        );
        network.Connect(force, receiver, Wiring.Pairs([(0, 0)]), 1e6, Dt);
        var simulation = network.Build(precision: SpikingPrecision.Double);
        simulation.Run(0.4);
        Assert.Equal(post.Length, simulation.SpikeCount(receiver));
        return simulation.WeightList(synapse).Single();
    }

    private static double Sum(double[] pre, double[] post, double causal, double acausal, double tauMinus = TauMinus) =>
        pre.Sum(a =>
            post.Sum(b =>
                b > a ? causal * Math.Exp(-(b - a) / Tau)
                : b < a ? acausal * Math.Exp(-(a - b) / tauMinus)
                : 0
            )
        );

    private static double All(double[] spikes, double t, double tau) => spikes.Where(s => s < t - 1e-9).Sum(s => Math.Exp(-(t - s) / tau));

    private static double Before(double[] spikes, double t) =>
        spikes.Where(s => s < t - 1e-9).DefaultIfEmpty(double.NegativeInfinity).Max();

    private static double Last(double[] spikes, double t, double tau) => Math.Exp((Before(spikes, t) - t) / tau);

    private static int[] Random(int index, int count)
    {
        var random = SpikeTrainFixtures.Random(index);
        return [.. Enumerable.Range(0, count).Select(_ => 1 + random.NextInt(700)).Distinct().Order()];
    }
}
