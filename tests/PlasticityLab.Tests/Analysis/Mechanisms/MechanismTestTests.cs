using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Analysis.Mechanisms;

/// <summary>Decisions about mechanisms.</summary>
public sealed class MechanismTestTests
{
    private const Decision Yes = Decision.Yes,
        No = Decision.No,
        Open = Decision.Undecided;

    [Fact]
    public void What_keeps_more_than_half_still_works_and_what_keeps_less_does_not()
    {
        double[] intact = [0.9, 0.95, 1, 0.92, 0.97, 0.88];
        Assert.Equal(Yes, Decide([0.8, 0.9, 0.7, 0.9, 0.9, 0.6], intact));
        Assert.Equal(No, Decide([0, 0.1, 0, 0.2, 0.05, 0], intact));
        Assert.Equal(Open, Decide([0, 1, 0, 1, 0.5, 0.5], intact));
        // Exactly half, in every network: neither.
        Assert.Equal(Open, Decide([.. intact.Select(s => s / 2)], intact));
    }

    [Fact]
    public void Below_the_floor_nothing_is_decided() => Assert.Equal(Open, Decide([0, 0, 0, 0], [1, 1, 1, 1]));

    [Fact]
    public void Rules_share_a_mechanism_when_every_answer_is_given_and_the_same()
    {
        Assert.Equal(Yes, MechanismTest.Shared([Yes, No], [Yes, No]));
        Assert.Equal(No, MechanismTest.Shared([Yes, No], [No, Open]));
        Assert.Equal(Open, MechanismTest.Shared([Yes, Open], [Yes, No]));
        Assert.Equal(Open, MechanismTest.Shared([Yes, Open], [Yes, Open]));
    }

    [Fact]
    public void Mechanisms_are_counted_only_where_they_differ_for_certain()
    {
        Assert.Equal(0, MechanismTest.AtLeast([]));
        Assert.Equal(
            1,
            MechanismTest.AtLeast([
                [Yes, No],
                [Yes, No],
                [Yes, Open],
            ])
        );
        Assert.Equal(
            2,
            MechanismTest.AtLeast([
                [Yes, No],
                [No, Open],
                [Open, Open],
            ])
        );
        Assert.Equal(
            3,
            MechanismTest.AtLeast([
                [Yes, No],
                [No, No],
                [Yes, Yes],
                [Open, Yes],
            ])
        );
        // 32 different rows of answers: too many to search through, all different for certain.
        Assert.Equal(
            32,
            MechanismTest.AtLeast([
                .. Enumerable
                    .Range(0, 32)
                    .Select(n => (IReadOnlyList<Decision>)Enumerable.Range(0, 5).Select(k => (n >> k & 1) == 1 ? Yes : No).ToArray()),
            ])
        );
    }

    private static Decision Decide(double[] operated, double[] intact)
    {
        Interval margin = MechanismTest.Margin(operated, intact, new RandomStreams(1).Open(StreamPurpose.Analysis, "margin"));
        return MechanismTest.Above(margin, operated.Length);
    }
}
