using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Tests.LearningRules;

/// <summary>What every rule of the catalogue must hold.</summary>
public class ConformanceTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.Cards.Select(card => card.Id)];

    private static readonly PlasticMatrixOptions Realistic = new()
    {
        WeightMin = -0.5,
        WeightMax = 0.5,
        Decay = 0.1,
        Scale = 0.05,
        NoSelfConnections = true,
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void One_synapse_and_four_side_by_side_give_the_same_bits(string id) => SameBits(RuleCatalog.Create(id));

    internal static void SameBits(ILearningRule rule)
    {
        var (start, activity) = (RuleBench.Start(11, 1), RuleBench.Smooth(11, 2));
        var one = RuleBench.Run<double>(rule, start, activity, 0.002, 0, 0.1, PassKind.Oracle, Realistic);
        var four = RuleBench.Run<double>(rule, start, activity, 0.002, 0, 0.1, PassKind.Formula, Realistic);
        Assert.Equal(one.ToMatrix().Values, four.ToMatrix().Values);
        var oneSingle = RuleBench.Run<float>(rule, start, activity, 0.002, 0, 0.1, PassKind.Oracle, Realistic);
        var eight = RuleBench.Run<float>(rule, start, activity, 0.002, 0, 0.1, PassKind.Formula, Realistic);
        Assert.Equal(oneSingle.ToMatrix().Values, eight.ToMatrix().Values);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_fast_kernel_agrees_with_the_oracle_to_rounding(string id) => FastIsRight(RuleCatalog.Create(id));

    internal static void FastIsRight(ILearningRule rule)
    {
        foreach (
            var options in new[]
            {
                Realistic,
                new(),
                new() { WeightMin = 0, WeightMax = 0.1 },
                Realistic with
                {
                    SenderSigns = [.. Enumerable.Range(0, 11).Select(j => (j % 3) - 1)],
                    Mask = [.. Enumerable.Range(0, 121).Select(k => k % 4 != 1)],
                },
            }
        )
        {
            var (start, activity) = (RuleBench.Start(11, 1), RuleBench.Smooth(11, 2));
            var oracle = RuleBench.Run<double>(rule, start, activity, 0.002, 0, 0.2, PassKind.Oracle, options).ToMatrix();
            var fast = RuleBench.Run<double>(rule, start, activity, 0.002, 0, 0.2, PassKind.Fastest, options).ToMatrix();
            var size = 1 + oracle.Values.Max(Math.Abs);
            Assert.All(oracle.Values.Zip(fast.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * size));
            var single = RuleBench.Run<float>(rule, start, activity, 0.002, 0, 0.2, PassKind.Fastest, options).ToMatrix();
            Assert.All(oracle.Values.Zip(single.Values), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * size));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_finer_time_step_converges(string id) => Converges(RuleCatalog.Create(id));

    internal static void Converges(ILearningRule rule)
    {
        var activity = RuleBench.Smooth(5, 4);
        var start = Matrix.From(5, 5, (i, j) => 0.1 + (0.02 * i) + (0.01 * j)); // positive: some rules take powers of w
        Matrix At(double dt) =>
            RuleBench.Run<double>(rule, start, activity, dt, 0, 0.4, PassKind.Fastest, new() { Scale = 0.05 }).ToMatrix();
        var (coarse, middle, fine) = (At(0.004), At(0.002), At(0.001));
        var (first, second) = (RuleBench.Distance(coarse, middle), RuleBench.Distance(middle, fine));
        Assert.True(second <= (0.6 * first) + 1e-12, $"halving the step moved the weights by {first:G3}, halving it again by {second:G3}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_that_acts_at_spikes_is_still_between_them(string id)
    {
        if (RuleCatalog.Card(id).Clock == RuleClock.AtSpikes)
        {
            Assert.Equal(0, RuleCatalog.Create(id).Accept(new Silent()));
        }
    }

    private sealed class Silent : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var pre = new Pre<Lane1>
            {
                Rate = new(3),
                Change = new(0.4),
                Fast = new(1.5),
                Slow = new(0.7),
            };
            var post = new Post<Lane1>
            {
                Rate = new(2),
                Change = new(-0.3),
                Fast = new(0.6),
                Slow = new(2.5),
                Voltage = new(0.01),
            };
            return rule.DwDt(in pre, in post, new Lane1(0.3)).Value;
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_same_run_has_the_same_bits_with_one_thread_and_with_three(string id)
    {
        var (start, activity) = (RuleBench.Start(50, 1), RuleBench.Smooth(50, 2));
        var one = RuleBench.Run<double>(RuleCatalog.Create(id), start, activity, 0.002, 0, 0.06, PassKind.Fastest, Realistic);
        var three = RuleBench.Run<double>(
            RuleCatalog.Create(id),
            start,
            activity,
            0.002,
            0,
            0.06,
            PassKind.Fastest,
            Realistic with
            {
                Threads = 3,
            }
        );
        Assert.Equal(one.ToMatrix().Values, three.ToMatrix().Values);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_card_is_complete_and_the_defaults_are_sound(string id)
    {
        var card = RuleCatalog.Card(id);
        Assert.All(
            new[] { card.Id, card.Short, card.Name, card.Equation, card.Source, card.Intuition },
            text => Assert.False(string.IsNullOrWhiteSpace(text))
        );
        Assert.StartsWith(card.Id, Names.Snake(RuleCatalog.TypeOf(id).Name), StringComparison.Ordinal);
        Assert.StartsWith("dw/dt", card.Equation, StringComparison.Ordinal);
        Assert.Empty(RuleCatalog.Create(id).Problems());
        Assert.All(Settings.Numbers(RuleCatalog.TypeOf(id)), parameter => Assert.Contains('[', parameter.Meaning));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Parameters_go_round_by_name(string id)
    {
        var rule = RuleCatalog.Create(id);
        var changed = Settings.Values(rule).ToDictionary(pair => pair.Key, pair => (pair.Value * 1.25) + 0.01);
        var other = RuleCatalog.Create(id, changed);
        Assert.Equal(changed, Settings.Values(other));
        Assert.Equal(rule, RuleCatalog.Create(id, Settings.Values(rule)));
    }

    /// <summary>What a rule builds from an activity and from the same activity played backwards, and whether it treats sender and receiver
    /// alike: see docs/theory/learning-rules.md.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void The_claim_about_time_reversal_holds_on_smooth_activity(string id)
    {
        var activity = RuleBench.Smooth(8, 9, 0.125);
        var rule = RuleCatalog.Create(id);
        // From weights of 0, so that decay plays no part; a rule that is still there (its change is a power of w) starts at 0.2.
        Matrix Learned(Func<double, double[]> r, double w)
        {
            var start = Matrix.From(8, 8, (i, j) => i == j ? 0 : w);
            return Matrix.Combine(
                1,
                RuleBench
                    .Run<double>(rule, start, r, 0.00025, 2, 2.5, PassKind.Fastest, new() { Scale = 1e-6, NoSelfConnections = true })
                    .ToMatrix(),
                -1,
                start
            );
        }

        var at = Learned(activity, 0).FrobeniusNorm() > 0 ? 0 : 0.2;
        var (forward, backward) = (Learned(activity, at), Learned(t => activity(-t), at));
        var size = Math.Max(forward.FrobeniusNorm(), 1e-300);
        var (reversal, exchange) = (RuleBench.Distance(forward, backward) / size, RuleBench.Distance(forward, forward.Transpose()) / size);
        switch (RuleCatalog.Card(id).Reversal)
        {
            case TimeReversal.Invariant:
                Assert.InRange(Math.Max(reversal, exchange), 0, 0.005);
                break;
            case TimeReversal.Broken:
                Assert.True(
                    Math.Max(reversal, exchange) > 0.02, // the mean activity, which has no direction, makes most of the weight
                    $"reversal {reversal:G3}, exchange {exchange:G3}"
                );
                break;
            default:
                Assert.InRange(Math.Max(reversal, exchange), 0, 0.5);
                break;
        }
    }
}
