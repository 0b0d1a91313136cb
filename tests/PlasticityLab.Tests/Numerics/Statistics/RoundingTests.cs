using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

/// <summary>Constants, ties and zeros that rounding hides: a row in tenths has the answer of the same row times ten (cases 24, 27).</summary>
public class RoundingTests
{
    private static RandomStream Stream(int index = 0) => new RandomStreams(5).Open(StreamPurpose.Analysis, index);

    private static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];

    private static Matrix OnALine(params double[] x) => Matrix.From(x.Length, x.Length, (i, j) => Math.Abs(x[i] - x[j]));

    [Fact]
    public void A_difference_that_is_the_same_in_every_pair_has_no_effect_size_in_tenths_either()
    {
        var row = PairedComparison.Of([0.8, 0.9, 0.7, 0.6, 1.0, 0.4, 0.5, 0.3], [0.7, 0.8, 0.6, 0.5, 0.9, 0.3, 0.4, 0.2], Stream());
        Assert.Equal(double.NaN, row.EffectSize);
        Assert.Equal(int.MaxValue, row.SeedsNeeded);
        Assert.Contains(row.Cautions, text => text.Contains("same in every pair", StringComparison.Ordinal));
        Assert.Equal(2.0 / 256, row.Test.PValue);
    }

    [Fact]
    public void Constants_have_no_spread()
    {
        Assert.Equal(double.NaN, EffectSize.HedgesG(Repeat(0.3, 10), Repeat(0.1, 10)));
        Assert.Equal(double.NaN, EffectSize.PairedAverage(Repeat(0.3, 10), Repeat(0.1, 10)));
        Assert.Equal(double.NaN, Sample.Pearson(Repeat(0.1, 10), Repeat(0.7, 10)));
        Assert.Equal(double.NaN, Sample.Pearson(Repeat(0.1, 3), [0, 1, 4]));
        Assert.Equal(0, Sample.StandardDeviation(Repeat(0.1, 10)));
        Assert.Equal(0, Sample.StandardDeviation(Repeat(0.1, 100_000)));
    }

    [Theory]
    [InlineData(0.1, 4)]
    [InlineData(0.7, 7)]
    public void A_constant_measure_has_no_components(double value, int first)
    {
        var found = VarianceComponents.Of(Repeat(value, 10), [.. Enumerable.Range(0, 10).Select(i => i < first ? 0 : 1)]);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (found.F, found.IntraclassCorrelation, found.EtaSquared));
        Assert.Equal(double.NaN, found.OmegaSquared);
    }

    [Fact]
    public void Groups_without_spread_that_differ_are_told_apart_wholly()
    {
        var found = VarianceComponents.Of([.. Repeat(0.1, 10), .. Repeat(0.7, 10)], [.. Enumerable.Range(0, 20).Select(i => i / 10)]);
        Assert.Equal((double.PositiveInfinity, 1.0, 1.0), (found.F, found.IntraclassCorrelation, found.EtaSquared));
    }

    [Fact]
    public void Pairs_that_differ_in_the_last_place_are_tied()
    {
        var row = PairedComparison.Of(Repeat(0.1 + 0.2, 8), Repeat(0.3, 8), Stream());
        Assert.Equal((1.0, 0.0), (row.Test.PValue, row.CliffsDelta));
        Assert.Contains(row.Cautions, text => text.Contains("same value in every network", StringComparison.Ordinal));
        double[] varied = [0.1 + 0.2, 0.3, 0.7 + 0.1, 0.8, 1.1 + 2.2, 3.3, 0.1, 0.2];
        row = PairedComparison.Of(varied, [0.3, 0.1 + 0.2, 0.8, 0.7 + 0.1, 3.3, 1.1 + 2.2, 0.1, 0.2], Stream());
        Assert.Equal((1.0, double.NaN), (row.Test.PValue, row.EffectSize));
        Assert.Contains(row.Cautions, text => text.Contains("All pairs are tied", StringComparison.Ordinal));
    }

    [Fact]
    public void A_difference_at_the_margin_is_not_inside_it()
    {
        double[] atMargin = [0.6 - 0.5, 0.7 - 0.6, 0.9 - 0.8, 1 - 0.9, 0.3 - 0.2, 0.5 - 0.4];
        var paired = Tost.Paired(atMargin, 0.1, Stream());
        Assert.Equal((1.0, false), (paired.PValue, paired.IsEquivalent));
        // The differences of larger values carry the rounding of those.
        paired = Tost.Paired([10.6, 20.7, 30.9, 41, 50.3, 60.5], [10.5, 20.6, 30.8, 40.9, 50.2, 60.4], 0.1, Stream());
        Assert.Equal((1.0, false), (paired.PValue, paired.IsEquivalent));
        var two = Tost.TwoSample(Repeat(0.8, 6), Repeat(0.7, 6), 0.1, Stream());
        Assert.Equal((1.0, false), (two.PValue, two.IsEquivalent));
    }

    [Fact]
    public void Pairs_without_a_value_are_left_out_of_an_equivalence_test() =>
        Assert.Equal(
            Tost.Paired([0.1, 0.2, 0.15, 0.12, 0.18, 0.11], [0.11, 0.19, 0.15, 0.13, 0.17, 0.12], 0.2, Stream()),
            Tost.Paired([0.1, 0.2, double.NaN, 0.15, 0.12, 0.18, 0.11], [0.11, 0.19, 1, 0.15, 0.13, 0.17, 0.12], 0.2, Stream())
        );

    [Fact]
    public void A_bootstrap_interval_of_tenths_is_that_of_whole_numbers()
    {
        // Four times 1 and six times 2: from the binomial distribution z0 = −0.019 and a = −0.0215, so [1.3, 1.9].
        for (var k = 0; k < 5; k++)
        {
            var tenths = Bootstrap.Bca([.. Repeat(0.1, 4), .. Repeat(0.2, 6)], Stream(k));
            Assert.Equal(0.13, tenths.Low, 1e-9);
            Assert.Equal(0.19, tenths.High, 1e-9);
        }
    }

    [Fact]
    public void Corrected_p_values_are_those_of_the_method()
    {
        AssertNear([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]));
        AssertNear([1, 1, 1, double.NaN, 0.08], HolmCorrection.Adjust([0.9, 0.4, 0.4, double.NaN, 0.02]));
    }

    [Fact]
    public void Permutations_of_tenths_tie_as_those_of_whole_numbers()
    {
        Assert.Equal(10 / 70.0, PermutationTest.TwoSample([0.1, 0.2, 0.3, 0.4], [0.3, 0.4, 0.5, 0.6], Stream()).PValue, 1e-12);
        var equal = Permanova.Test(Matrix.From(8, 8, (i, j) => i == j ? 0 : 0.1), [0, 0, 0, 0, 1, 1, 1, 1], Stream());
        Assert.Equal(1, equal.PseudoF, 1e-9);
        Assert.Equal(1, equal.PValue, 1e-12);
        var centred = Permanova.Test(OnALine(-0.1, 0.1, -0.2, 0.2, -0.3, 0.3, -0.7, 0.7), [0, 0, 0, 0, 1, 1, 1, 1], Stream());
        Assert.Equal(0, centred.PseudoF, 1e-12);
        Assert.Equal(1, centred.PValue, 1e-12);
    }

    [Fact]
    public void Intervals_of_little_are_little()
    {
        foreach (var interval in new[] { Bootstrap.Bca(Repeat(0.1, 10), Stream()), Bootstrap.Percentile(Repeat(0.1, 10), Stream()) })
        {
            Assert.Equal(0.1, interval.Low, 1e-12);
            Assert.Equal(0.1, interval.High, 1e-12);
        }

        Assert.Equal((3.0, 3.0), (Bootstrap.Bca([3, 3], Stream()).Low, Bootstrap.Percentile([3, 3], Stream()).High));
        Assert.Equal(double.NaN, Bootstrap.Bca([3], Stream()).High);
        Assert.Throws<ArgumentException>(() => Bootstrap.Bca([], Stream()));
    }

    [Fact]
    public void A_difference_of_a_billionth_stays_one()
    {
        double[] a = [1 + 1e-9, 2 + 1e-9, 3 + 1.1e-9, 4 + 0.9e-9, 5 + 1e-9, 6 + 1.2e-9],
            b = [1, 2, 3, 4, 5, 6];
        var row = PairedComparison.Of(a, b, Stream());
        Assert.Equal(2 / 64.0, row.Test.PValue);
        Assert.True(row.EffectSize > 1);
        Assert.Equal(1, CliffsDelta.Of([1 + 1e-9, 1 + 2e-9], [1, 1]));
        Assert.Equal(1, Sample.Spearman([1, 1 + 1e-9, 1 + 2e-9], [1, 2, 3]), 1e-12);
        Assert.Equal(1, Sample.Pearson([1e6, 1e6 + 1e-3, 1e6 + 2e-3], [1, 2, 3]), 1e-6);
    }

    [Fact]
    public void A_large_value_does_not_tie_the_small_ones_in_an_order()
    {
        Assert.Equal([1.0, 2, 3, 4], Sample.Ranks([1, 2, 3, 1e20]));
        Assert.Equal(1, CliffsDelta.Of([2, 1e20], [1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    [InlineData(1e-12)]
    [InlineData(1e-15)]
    [InlineData(1e-20)]
    [InlineData(1e-200)]
    [InlineData(1e150)]
    public void Tests_on_distances_give_the_same_answer_at_every_scale(double scale)
    {
        var distances = OnALine([.. new[] { 0.3, -0.7, 1.1, 0.2, 10.4, 9.1, 10.9, 11.7 }.Select(y => y * scale)]);
        int[] groups = [0, 0, 0, 0, 1, 1, 1, 1];
        // Distances to the group means 0.225 and 10.525: 0.075, 0.925, 0.875, 0.025 and 0.125, 1.425, 0.375, 1.175.
        var spread = Dispersion.Test(distances, groups, Stream());
        Assert.Equal(0.18 / (1.89 / 6), spread.F, 1e-6);
        Assert.Equal(Dispersion.Test(OnALine(0.3, -0.7, 1.1, 0.2, 10.4, 9.1, 10.9, 11.7), groups, Stream()).PValue, spread.PValue, 1e-12);
        Assert.Equal(2 / 70.0, Permanova.Test(distances, groups, Stream()).PValue, 1e-12);
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1)]
    [InlineData(1e120)]
    public void Groups_without_spread_have_their_answer_at_every_scale(double scale)
    {
        int[] groups = [0, 0, 0, 1, 1, 1];
        var none = OnALine([.. new[] { 0.1, 0.1, 0.1, 0.7, 0.7, 0.7 }.Select(y => y * scale)]);
        Assert.Equal(double.NaN, Dispersion.Test(none, groups, Stream()).F);
        Assert.Equal(double.PositiveInfinity, Permanova.Test(none, groups, Stream()).PseudoF);
        // All units of a group equally far from its centroid: 0.1 and 0.3 on either side.
        int[] fours = [0, 0, 0, 0, 1, 1, 1, 1];
        var even = OnALine([.. new[] { -0.1, 0.1, -0.1, 0.1, 0.7, 1.3, 0.7, 1.3 }.Select(y => y * scale)]);
        Assert.Equal(double.PositiveInfinity, Dispersion.Test(even, fours, Stream()).F);
    }

    private static void AssertNear(double[] expected, double[] found) =>
        Assert.Equal(expected, found, (x, y) => (double.IsNaN(x) && double.IsNaN(y)) || Math.Abs(x - y) < 1e-12);
}
