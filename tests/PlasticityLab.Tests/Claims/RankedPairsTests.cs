using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Tests.Claims;

/// <summary>Who is ahead of whom, in words: a pair within the margin is never ranked, whatever its p.</summary>
public sealed class RankedPairsTests
{
    [Theory]
    [InlineData(
        0.5,
        0.4,
        0.6,
        0.001,
        false,
        "Hebb is ahead of STDP (mean difference of S +0.50 [0.40, 0.60], p = 0.001, 20 pairs of networks)."
    )]
    [InlineData(
        -0.5,
        -0.6,
        -0.4,
        0.001,
        false,
        "STDP is ahead of Hebb (mean difference of S +0.50 [0.40, 0.60], p = 0.001, 20 pairs of networks)."
    )]
    [InlineData(
        0.02,
        0.01,
        0.03,
        0.001,
        true,
        "Hebb and STDP are alike within 0.05 (mean difference of S +0.02 [0.01, 0.03], p = 0.001, 20 pairs of networks)."
    )]
    [InlineData(
        0.2,
        -0.1,
        0.5,
        0.2,
        false,
        "Hebb and STDP are not told apart (mean difference of S +0.20 [−0.10, 0.50], p = 0.20, 20 pairs of networks); about 60 seeds would decide."
    )]
    [InlineData(
        double.NaN,
        double.NaN,
        double.NaN,
        double.NaN,
        false,
        "Hebb and STDP cannot be compared: 20 pairs of networks have S for both."
    )]
    public void A_pair_is_ranked_only_where_it_can_be(double mean, double low, double high, double p, bool equivalent, string sentence) =>
        Assert.Equal(sentence, RankedPairs.Told(Row(mean, low, high, p, equivalent), "S", 0.05, ""));

    [Fact]
    public void Where_it_is_said_stands_first() =>
        Assert.StartsWith(
            "With adaptation, Hebb is ahead",
            RankedPairs.Told(Row(1, 1, 1, 0.001, false), "S", 0.05, "with adaptation, "),
            StringComparison.Ordinal
        );

    private static ComparisonRow Row(double mean, double low, double high, double p, bool equivalent) =>
        new(
            "rate",
            StudyComparison.BetweenRules,
            "hebb",
            "stdp",
            "A",
            "S",
            20,
            mean,
            low,
            high,
            mean,
            1,
            1,
            p,
            p,
            equivalent,
            p < 0.05 ? 5 : 60,
            ""
        );
}
