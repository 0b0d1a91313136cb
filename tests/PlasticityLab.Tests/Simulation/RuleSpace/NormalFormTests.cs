using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Tests.LearningRules;

namespace PlasticityLab.Tests.Simulation.RuleSpace;

/// <summary>A rule and its normal form learn the same from rest to rest, and the effective window is what pairings measure.</summary>
public class NormalFormTests
{
    private static readonly double[] Lags = [-0.080, -0.040, -0.020, -0.010, -0.003, 0.003, 0.010, 0.020, 0.040, 0.080];

    public static TheoryData<string> Bilinear =>
        [.. RuleCatalog.Cards.Where(card => BilinearForm.Of(RuleCatalog.Create(card.Id), out _) is not null).Select(card => card.Id)];

    // Each product with one signal of a trace or change, in a network whose units rest at 0 and whose activity does not depend on what is
    // learned; time constants of all four traces differ.
    public static TheoryData<string> Products =>
        [
            .. Settings
                .Numbers(typeof(BilinearRule))
                .Select(setting => setting.Name)
                .Where(name => name.Contains('_', StringComparison.Ordinal) && !name.StartsWith("tau", StringComparison.Ordinal)),
        ];

    /// <summary>The weights of a full network under one product and under its normal form differ by what the time step leaves: by half as
    /// much when the step is halved. What does not change with the step is below 2e-4 of the weights.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void Each_identity_holds_in_a_full_network(string product)
    {
        var point = (BilinearRule)
            RuleCatalog.Create(
                "bilinear",
                new Dictionary<string, double>
                {
                    ["eta"] = 1,
                    [product] = 1,
                    ["tau_pre_fast"] = 0.012,
                    ["tau_pre_slow"] = 0.060,
                    ["tau_post_fast"] = 0.025,
                    ["tau_post_slow"] = 0.090,
                }
            );
        var form = NormalForm.Of(point).Rule;
        var (coarse, fine, size) = (Difference(0.001), Difference(0.0005), Learned(point, 0.0005).FrobeniusNorm());
        Assert.InRange(coarse.FrobeniusNorm(), 0, 0.12 * Math.Max(size, 0.02));
        // Extrapolated to steps of 0.
        var left = Matrix.Combine(2, fine, -1, coarse).FrobeniusNorm();
        Assert.InRange(left, 0, 0.004 * Math.Max(size, 0.02));

        Matrix Difference(double dt) => Matrix.Combine(1, Learned(point, dt), -1, Learned(form, dt));
    }

    [Fact]
    public void Any_rule_is_its_normal_form_in_a_full_network() =>
        RulePoints.Sparse.Sample(
            point =>
            {
                // Decay makes weights depend on when they grew, growth without activity has no rest.
                var rule = point with
                {
                    Eta = 1,
                    DecayOne = 0,
                    DecayRate = 0,
                    DecayRateSquared = 0,
                };
                var form = NormalForm.Of(rule);
                var (coarse, fine) = (Difference(0.001), Difference(0.0005));
                var left = Matrix.Combine(2, fine, -1, coarse).FrobeniusNorm();
                var scale = rule.Theta.FrobeniusNorm() * 0.15;
                Assert.InRange(left, 0, 0.01 * scale);

                Matrix Difference(double dt) => Matrix.Combine(1, Learned(rule, dt), -1, Learned(form.Rule, dt));
            },
            iter: 12
        );

    [Fact]
    public void A_normal_form_is_its_own() =>
        RulePoints.Any.Sample(
            point =>
            {
                var form = NormalForm.Of(point);
                if (form.IsNothing)
                {
                    return;
                }

                Assert.Equal(1, NormalForm.Of(form.Rule).FactorOf(form)!.Value, 1e-9);
                Assert.Equal(3, NormalForm.Of(point with { Eta = 3 * point.Eta }).FactorOf(form)!.Value, 1e-9);
            },
            iter: 200
        );

    [Fact]
    public void Products_without_a_normal_form_of_their_own_reduce_to_those_that_have_one()
    {
        var none = NormalForm.Of(
            new()
            {
                ChangeOne = 1,
                OneChange = 1,
                RateChange = 1,
                ChangeRate = 1,
            }
        );
        Assert.True(none.IsNothing);
        Assert.Null(none.FactorOf(none));
        Assert.Equal(-1, NormalForm.Of(new() { RateChange = 1 }).FactorOf(NormalForm.Of(new() { ChangeRate = 1 })));
        // The covariance rule: coincidence less half of a symmetric window of its averages.
        var covariance = NormalForm.Of(BilinearForm.Of(new Covariance(), out _)!.Value);
        Assert.Equal(
            "dw = 10*post.rate*pre.rate - 5*post.rate*pre.fast(500 ms) - 5*post.fast(500 ms)*pre.rate",
            BilinearForm.Text(covariance.Rule)
        );
        Assert.Equal(0, covariance.Area);
        Assert.True(covariance.IsEven);
    }

    /// <summary>The program's own pairing protocol (two pulses of 5 ms, steps of 0.25 ms) measures the effective window folded with the
    /// pulses, to within what its step leaves: 0.25 ms of the shortest time constant, twice.</summary>
    [Theory]
    [MemberData(nameof(Bilinear))]
    public void The_pairing_protocol_measures_the_effective_window(string id)
    {
        const double width = 0.005,
            weight = 0.5;
        var rule = RuleCatalog.Create(id);
        var form = NormalForm.Of(BilinearForm.Of(rule, out _)!.Value);
        var decay = weight * width * (form.Rule.DecayRate + form.Rule.DecayRateSquared);
        var predicted = Lags.Select(lag => Pulses(form, lag, width) + (width * (form.Rule.RateOne + form.Rule.OneRate)) - decay).ToArray();
        var measured = Lags.Select(lag => RuleWindow.Change(rule, lag)).ToArray();
        var shortest = rule.Traces.All.Where(trace => trace.Kind != TraceKind.None).Select(trace => trace.Tau).DefaultIfEmpty(1).Min();
        var size = Math.Max(predicted.Max(Math.Abs), width * width * 1e-3);
        Assert.All(predicted.Zip(measured), pair => Assert.Equal(pair.First, pair.Second, 2 * 0.00025 / shortest * size));
    }

    // ∫ K(u) Λ(u − lag) du with the triangle Λ of two pulses: the second difference of the second integral of K.
    private static double Pulses(NormalForm form, double lag, double width)
    {
        return Second(lag + width) - (2 * Second(lag)) + Second(lag - width);

        double Second(double u) =>
            (form.Rule.RateRate * Math.Max(0, u))
            - (
                form.Rule.ChangeRate
                * form.TauChange
                * (
                    u > 0 ? 1
                    : u == 0 ? 0.5
                    : 0
                )
            )
            + form.Causal.Sum(tail => tail.Area * (u <= 0 ? 0 : u - (tail.Tau * (1 - Math.Exp(-u / tail.Tau)))))
            + form.Acausal.Sum(tail => tail.Area * (u < 0 ? tail.Tau * Math.Exp(u / tail.Tau) : u + tail.Tau));
    }

    // The weights after two items and a long rest. Units rest at 0 exactly and the activity is that of the items alone.
    private static Matrix Learned(ILearningRule rule, double timeStep)
    {
        var network = new RateNetwork
        {
            Units = 24,
            AssemblySize = 6,
            NoiseSd = 0,
            TimeStep = timeStep,
            Neuron = new ThresholdLinear { Beta = 1, Theta = 0.1 },
        };
        var learning = new LearningSpec
        {
            Rule = rule,
            TrainingGain = 0,
            WeightMax = 1e6,
        };
        var random = new RandomStreams(5);
        var items = Assemblies.Draw(network.Units, 3, network.AssemblySize, true, random);
        var initial = new Matrix(network.Units, network.Units);
        var simulation = new RateSimulation(network, learning, items, initial, random, PlasticityLab.Simulation.Kernels.Precision.Double);
        simulation.Begin(
            new("three", [Segment.Of(0, 0.040, 1.1), Segment.Of(1, 0.030, 1.1), Segment.Of(2, 0.040, 1.1), Segment.Silence(0.9)])
        );
        while (!simulation.IsOver)
        {
            simulation.Step();
        }

        return simulation.Weights();
    }
}
