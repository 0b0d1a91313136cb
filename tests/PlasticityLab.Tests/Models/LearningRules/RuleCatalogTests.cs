using PlasticityLab.Models;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Models.LearningRules;

public class RuleCatalogTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.Cards.Select(card => card.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_defaults_of_a_rule_are_valid_and_documented(string id)
    {
        Assert.Empty(RuleCatalog.Create(id).Problems());
        Assert.All(Settings.Numbers(RuleCatalog.TypeOf(id)), parameter => Assert.Contains("[", parameter.Meaning));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Giving_a_rule_its_own_values_changes_nothing(string id) =>
        Assert.Equal(RuleCatalog.Create(id), RuleCatalog.Create(id, Settings.Values(RuleCatalog.Create(id))));

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_unknown_parameter_is_refused_by_name(string id) =>
        Assert.Contains(
            "has no parameter \"nonsense\"",
            Assert.Throws<UserError>(() => RuleCatalog.Create(id, [new("nonsense", 1)])).Message
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void One_synapse_and_four_side_by_side_give_the_same_bits(string id) =>
        Assert.True(RuleCatalog.Create(id).Accept(new SameBits()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_that_acts_at_spikes_rests_without_them(string id) =>
        Assert.True(RuleCatalog.Card(id).Clock == RuleClock.EveryStep || RuleCatalog.Create(id).Accept(new RestsWithoutSpikes()));

    private sealed class SameBits : IRuleVisitor<bool>
    {
        public bool Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var random = new RandomStreams(3).Open(StreamPurpose.Analysis);
            for (var trial = 0; trial < 100; trial++)
            {
                var v = new double[12];
                random.FillGaussian(v);
                for (var k = 0; k < v.Length; k++)
                {
                    v[k] = Math.Abs(v[k]);
                }

                var one = rule.DwDt(Pre<Lane1>(v), Post<Lane1>(v), new Lane1(v[11])).Value;
                var four = rule.DwDt(Pre<Lane4>(v), Post<Lane4>(v), Lane4.Splat(v[11])).Value;
                for (var k = 0; k < 4; k++)
                {
                    if (BitConverter.DoubleToInt64Bits(one) != BitConverter.DoubleToInt64Bits(four[k]) && !(one == 0 && four[k] == 0))
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    private sealed class RestsWithoutSpikes : IRuleVisitor<bool>
    {
        public bool Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            double[] v = [0.3, 0, 0.2, 0.7, 0.9, 0.4, 0, 0.1, 0.8, 0.6, 0.5, 0.35]; // places 1 and 6 are the spikes
            v[10] = Math.Min(v[10], rule.ActiveAbove); // the potential: not above where the rule says that it acts
            return rule.DwDt(Pre<Lane1>(v), Post<Lane1>(v), new Lane1(v[11])).Value == 0;
        }
    }

    private static Pre<T> Pre<T>(double[] v)
        where T : struct, ILane<T> =>
        new()
        {
            Rate = T.Splat(v[0]),
            Spikes = T.Splat(v[1]),
            Change = T.Splat(v[2]),
            Fast = T.Splat(v[3]),
            Slow = T.Splat(v[4]),
        };

    private static Post<T> Post<T>(double[] v)
        where T : struct, ILane<T> =>
        new()
        {
            Rate = T.Splat(v[5]),
            Spikes = T.Splat(v[6]),
            Change = T.Splat(v[7]),
            Fast = T.Splat(v[8]),
            Slow = T.Splat(v[9]),
            Voltage = T.Splat(v[10]),
        };
}
