using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Tests.LearningRules;
using PlasticityLab.Tests.Spiking;

namespace PlasticityLab.Tests.Simulation;

/// <summary>A rule on given activity gives the weights of the networks in which that activity occurred, bit for bit and step by
/// step.</summary>
public class GivenActivityTests
{
    public static TheoryData<string> RateRules =>
        [.. RuleCatalog.Cards.Where(card => card.Clock == RuleClock.EveryStep && card.Id != "no_learning").Select(card => card.Id)];

    public static TheoryData<string> SpikeRules => [.. SpikeTrainFixtures.EventRules];

    [Fact]
    public void Every_portable_rule_is_held_against_a_kernel() =>
        Assert.Empty(
            RuleCatalog
                .Cards.Where(card => !PlasticMatrix.PortableProblems(RuleCatalog.Create(card.Id)).Any())
                .Where(card => card.Family != RuleFamily.Control && card.Clock != RuleClock.AtSpikesAndAbove)
                .Select(card => card.Id)
                .Except(RateRules.Select(row => row.Data).Concat(SpikeRules.Select(row => row.Data)))
        );

    [Theory]
    [MemberData(nameof(RateRules))]
    public void Rates_give_the_weights_of_the_network_that_had_them(string id)
    {
        var portable = !PlasticMatrix.PortableProblems(RuleCatalog.Create(id)).Any();
        Gen.Select(Gen.ULong, Gen.Int[5, 19], Gen.Bool, Gen.Bool, Gen.Double[0, 1])
            .Sample(
                (seed, units, sparse, single, decay) =>
                    Holds(id, seed, units, sparse, single ? Precision.Single : Precision.Double, decay, portable),
                iter: 8
            );
    }

    private static void Holds(string id, ulong seed, int units, bool sparse, Precision precision, double decay, bool portable)
    {
        var network = new RateNetwork
        {
            Units = units,
            AssemblySize = 4,
            NoiseSd = 0.2,
            Density = sparse ? 0.6 : 1,
            Arithmetic = portable ? Arithmetic.Portable : Arithmetic.Fast,
        };
        var learning = new LearningSpec { Rule = RulePoints.Named(id), Decay = decay };
        var random = new RandomStreams(seed);
        var initial = InitialWeights.Draw(network, random);
        var items = Assemblies.Draw(units, 2, 4, true, random);
        var simulation = new RateSimulation(network, learning, items, initial, random, precision);
        simulation.Begin(new("two", [Segment.Of(0, 0.015, 1.5), Segment.Of(1, 0.015, 1.5), Segment.Silence(0.010)]));
        List<double> rates = [],
            change = [];
        var seen = new List<Matrix>();
        var start = simulation.Weights();
        while (!simulation.IsOver)
        {
            rates.AddRange(simulation.Rates);
            simulation.Step();
            change.AddRange(simulation.Change);
            seen.Add(simulation.Weights());
        }

        Matrix r = new(seen.Count, units, [.. rates]),
            c = new(seen.Count, units, [.. change]);
        var bound = learning.WeightMax / network.AssemblySize;
        var given = Rules.Apply(
            learning.Rule,
            r,
            r,
            initial,
            network.TimeStep,
            c,
            c,
            new()
            {
                Precision = precision,
                Arithmetic = network.Arithmetic,
                WeightMin = -bound,
                WeightMax = bound,
                Decay = decay,
                Scale = 1.0 / network.AssemblySize,
                NoSelfConnections = true,
                Mask = sparse ? [.. initial.Values.Select(w => w != 0)] : null,
            }
        );
        var t = 0;
        foreach (var weights in given)
        {
            Assert.True(seen[t].Values.AsSpan().SequenceEqual(weights.Values), $"{id}: step {t}");
            t++;
        }

        Assert.Equal(seen.Count, t);
        Assert.NotEqual(start.Values, seen[^1].Values);
    }

    [Theory]
    [MemberData(nameof(SpikeRules))]
    public void Spikes_give_the_weights_of_the_engine_that_fired_them(string id) =>
        Gen.ULong[1, 1000]
            .Sample(
                seed =>
                {
                    const int steps = 250,
                        delay = 4;
                    var rule = SpikeTrainFixtures.Strong(id);
                    var (network, pre, post, plastic) = SpikeTrainFixtures.Net(rule, Wiring.AllToAll, seed: seed);
                    var simulation = network.Build(precision: SpikingPrecision.Double);
                    var start = simulation.Weights(plastic);
                    var seen = new List<double[]>();
                    for (var t = 0; t < steps; t++)
                    {
                        simulation.Advance(1);
                        seen.Add(simulation.Weights(plastic).Values);
                    }

                    var given = Rules.Apply(
                        rule,
                        Train(SpikeTrainFixtures.Raster(simulation.Spikes(pre), pre.Count, steps, delay)),
                        Train(SpikeTrainFixtures.Raster(simulation.Spikes(post), post.Count, steps)),
                        start,
                        SpikeTrainFixtures.Dt,
                        options: new() { WeightMin = 0, WeightMax = 1 }
                    );
                    var at = 0;
                    foreach (var weights in given)
                    {
                        Assert.True(seen[at].AsSpan().SequenceEqual(weights.Values), $"{id}, seed {seed}: step {at}");
                        at++;
                    }

                    Assert.NotEqual(start.Values, seen[^1]);
                },
                iter: 2
            );

    [Fact]
    public void One_synapse_is_a_network_of_two()
    {
        double[] weights = Rules.Apply(new Hebbian { Eta = 2 }, [1, 0.5, 0], [1, 1, 1], 0.1, 0.01);
        Assert.Equal([0.12, 0.13, 0.13], weights, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void A_typed_rule_is_a_rule() =>
        Assert.Equal(
            Rules.Apply(Rules.Of("hebb", ("eta", 2)), [1, 0.5, 0.25], [1, 1, 0.3], 0.1, 0.01),
            Rules.Apply(Rules.Of("dw = eta*pre.rate*post.rate", ("eta", 2)), [1, 0.5, 0.25], [1, 1, 0.3], 0.1, 0.01)
        );

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "pre", "hebbian: pre and post must have the same number of steps, but have 4 and 3." },
            { "w", "hebbian: w must have the shape [post, pre], here 2 x 2, but has 2 x 3." },
            { "nan", "hebbian: post must be finite numbers, but the one at time 2, neuron 1 is NaN." },
            { "dt", "hebbian: dt must be a time above 0 s, but is -1." },
            {
                "change",
                "differential_hebb: differential_hebb reads how fast the activity changes: give post_change, tau dr/dt, of the shape of the activity."
            },
            {
                "spikes",
                "pair_stdp: pair_stdp acts at spikes: pre must be 1 in the step of a spike and 0 else, but is 0.5 at time 0, neuron 0."
            },
            {
                "voltage",
                "voltage_stdp: voltage_stdp reads the potential of the receiver, which is not given here; watch it in a network (plasticity spikes)."
            },
            { "trace", "rate_stdp: a trace's time constant must be at least dt (1 s), but is 20 ms." },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_go_together_is_refused_in_a_sentence(string what, string sentence)
    {
        Matrix Ones(int rows, int columns) => Matrix.From(rows, columns, (_, _) => what == "spikes" ? 0.5 : 1);
        var (pre, post, w) = (Ones(what == "pre" ? 4 : 3, 2), Ones(3, 2), Ones(2, what == "w" ? 3 : 2));
        if (what == "nan")
        {
            post[2, 1] = double.NaN;
        }

        var id = sentence.Split(':')[0];
        var error = Assert.Throws<UserError>(() =>
            Rules
                .Apply(
                    RuleCatalog.Create(id),
                    pre,
                    post,
                    w,
                    what == "dt" ? -1
                        : what == "trace" ? 1
                        : 0.001
                )
                .Count()
        );
        Assert.Equal(sentence[(id.Length + 2)..], error.Message.Split(Environment.NewLine)[0]);
    }

    private static Matrix Train(bool[,] raster) => Matrix.From(raster.GetLength(0), raster.GetLength(1), (t, n) => raster[t, n] ? 1 : 0);
}
