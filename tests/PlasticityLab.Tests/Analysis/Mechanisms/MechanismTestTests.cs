using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Numerics.Random;

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

    // One question hangs on Hebb's symmetric part alone, as it was read in eight networks: by itself "yes", among many nothing.
    [Fact]
    public void An_answer_that_barely_leaves_zero_is_none_when_many_are_asked()
    {
        double[] barely = [0.5, 0.49, 0.5, -0.3, 0.48, 0.5, 0.1, 0.45];
        Assert.Equal(Yes, MechanismTest.Above(barely, 1));
        Assert.Equal(Open, MechanismTest.Above(barely, 100));
        Assert.Equal(Yes, MechanismTest.Above([0.5, 0.49, 0.5, 0.48, 0.47, 0.5, 0.46, 0.45], 1000));
    }

    // Families of 50 questions to which neither answer is right: at most 5 % of the families may hold one.
    [Fact]
    public void All_answers_together_are_wrong_in_one_of_twenty_families()
    {
        const int families = 4000,
            questions = 50;
        var random = new RandomStreams(9).Open(StreamPurpose.Analysis, "families");
        var wrong = 0;
        var values = new double[8];
        for (var family = 0; family < families; family++)
        {
            var any = false;
            for (var question = 0; question < questions; question++)
            {
                for (var k = 0; k < values.Length; k++)
                {
                    values[k] = random.NextGaussian();
                }

                any |= MechanismTest.Above(values, questions) != Open;
            }

            wrong += any ? 1 : 0;
        }

        // 1 − (1 − 0.05/50)^50 = 0.0488; three standard errors of a share of 4000 are 0.0102.
        Assert.InRange(wrong / (double)families, 0.0386, 0.0590);
    }

    private static Decision Decide(double[] operated, double[] intact) => MechanismTest.Above(MechanismTest.Margins(operated, intact), 1);
}
