using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

public class StatisticsTests
{
    private static RandomStream Stream(int index = 0) => new RandomStreams(5).Open(StreamPurpose.Analysis, index);

    [Fact]
    public void The_sign_flip_test_counts_all_patterns()
    {
        // Five differences, all positive: only the observed pattern and its mirror image reach the sum.
        var test = PermutationTest.PairedSignFlip([1, 2, 3, 4, 5], Stream());
        Assert.Equal((3.0, 2 / 32.0, 32L, 2L, true), (test.Statistic, test.PValue, test.Assignments, test.AtLeastAsExtreme, test.IsExact));
        Assert.Equal(1 / 32.0, PermutationTest.PairedSignFlip([1, 2, 3, 4, 5], Stream(), Alternative.Greater).PValue);
        Assert.Equal(1.0, PermutationTest.PairedSignFlip([1, 2, 3, 4, 5], Stream(), Alternative.Less).PValue);
    }

    [Fact]
    public void Ties_by_rounding_do_not_decide_a_sign_flip_test()
        // 0.1 + 0.2 − 0.3 is not 0 in binary: by hand |sum| of the 8 patterns is 0 (2 times), 0.2, 0.4, 0.6 (2 each) for {0.1, 0.2, −0.3}.
        =>
        Assert.Equal(1.0, PermutationTest.PairedSignFlip([0.1, 0.2, -0.3], Stream()).PValue);

    [Fact]
    public void Equal_pairs_give_p_1_and_no_pairs_give_none()
    {
        Assert.Equal(1.0, PermutationTest.PairedSignFlip([0, 0, 0, 0], Stream()).PValue);
        Assert.True(double.IsNaN(PermutationTest.PairedSignFlip([], Stream()).PValue));
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused_with_its_place() =>
        Assert.Contains(
            "value 2 of 3",
            Assert.Throws<ArgumentException>(() => PermutationTest.PairedSignFlip([1, double.NaN, 2], Stream())).Message
        );

    [Fact]
    public void Sampled_and_enumerated_sign_flips_agree()
    {
        double[] d = [0.9, -0.2, 1.3, 0.4, 0.1, -0.5, 0.8, 0.3, -0.1, 0.6, 0.7, -0.4, 0.2, 0.5, 1.1, -0.3];
        var exact = PermutationTest.PairedSignFlip(d, Stream());
        var sampled = PermutationTest.PairedSignFlip([.. d, 0], Stream()); // a zero changes no sum but makes 17 pairs
        Assert.True(exact.IsExact);
        Assert.False(sampled.IsExact);
        Assert.Equal(exact.PValue, sampled.PValue, 0.004);
    }

    [Fact]
    public void The_two_sample_test_is_exact_when_it_can_be()
    {
        var test = PermutationTest.TwoSample([4, 5, 6], [1, 2, 3], Stream());
        Assert.Equal((3.0, 2 / 20.0, 20L), (test.Statistic, test.PValue, test.Assignments));
        Assert.Equal(
            0.05,
            PermutationTest.TwoSample([1e9 + 4, 1e9 + 5, 1e9 + 6], [1e9 + 1, 1e9 + 2, 1e9 + 3], Stream(), Alternative.Greater).PValue,
            1e-12
        );
    }

    [Fact]
    public void Holm_multiplies_by_the_tests_left_and_never_falls() =>
        Assert.Equal(
            [0.03, 0.06, 0.06, double.NaN, 0.02],
            HolmCorrection.Adjust([0.01, 0.04, 0.03, double.NaN, 0.005]),
            (x, y) => (double.IsNaN(x) && double.IsNaN(y)) || Math.Abs(x - y) < 1e-12
        );

    [Fact]
    public void Effect_sizes_have_their_closed_forms()
    {
        Assert.Equal(-1.0, CliffsDelta.Of([1, 2], [3, 4, 5]));
        Assert.Equal((1 - 2) / 4.0, CliffsDelta.Of([1, 2], [1, 3]) + 0.25 - 0.25, 1e-12);
        // J(4) = Γ(2)/(√2 Γ(1.5)) = 0.797885; means 5 and 2, pooled sd 1.
        Assert.Equal(3 * 0.7978845608028654, EffectSize.HedgesG([4, 5, 6], [1, 2, 3]), 1e-12);
        Assert.Equal(2 / 1.0 * 0.5641895835477563, EffectSize.Paired([1, 2, 3]), 1e-12); // J(2) = 1/√π
        Assert.True(double.IsNaN(EffectSize.Paired([2, 2, 2])));
    }

    [Fact]
    public void Wilson_gives_the_textbook_interval()
    {
        var interval = WilsonInterval.Of(8, 10);
        Assert.Equal(0.4901625, interval.Low, 1e-6);
        Assert.Equal(0.9433178, interval.High, 1e-6);
        Assert.Equal((0.0, 1.0), (WilsonInterval.Of(0, 10).Low, WilsonInterval.Of(10, 10).High));
        Assert.Equal(1 - WilsonInterval.Of(8, 10).High, WilsonInterval.Of(2, 10).Low, 1e-12);
    }

    [Fact]
    public void A_percentile_interval_of_the_mean_tends_to_the_normal_one()
    {
        var stream = Stream();
        var sample = new double[400];
        stream.FillGaussian(sample);
        var interval = Bootstrap.Percentile(sample, Stream(1));
        var half = 1.959964 * Sample.StandardDeviation(sample) / 20;
        Assert.Equal(Sample.Mean(sample) - half, interval.Low, 0.006);
        Assert.Equal(Sample.Mean(sample) + half, interval.High, 0.006);
    }

    [Fact]
    public void Bca_moves_towards_the_long_tail()
    {
        var stream = Stream();
        var sample = Enumerable.Range(0, 40).Select(_ => stream.NextExponential()).ToArray();
        var plain = Bootstrap.Percentile(sample, Stream(1));
        var corrected = Bootstrap.Bca(sample, Stream(1));
        Assert.True(corrected.Low > plain.Low && corrected.High > plain.High);
    }

    // The standard error of the mean is known: 1/sqrt(n) for the exponential law, whose skewness of 2 moves both ends by (1 + 2 z^2) a,
    // a = 2/(6 sqrt(n)).
    [Theory]
    [InlineData(9_000)]
    [InlineData(30_000)]
    [InlineData(100_000)]
    public void Of_large_samples_the_interval_of_the_mean_is_that_of_theory(int n)
    {
        var stream = Stream();
        var sample = Enumerable.Range(0, n).Select(_ => stream.NextExponential()).ToArray();
        var found = Bootstrap.Bca(sample, Stream(1), resamples: 999);
        var (mean, error) = (Sample.Mean(sample), 1 / Math.Sqrt(n));
        Assert.Equal(mean, found.Estimate);
        Assert.Equal(mean - (1.96 * error), found.Low, 0.25 * error);
        Assert.Equal(mean + (1.96 * error), found.High, 0.25 * error);
    }

    [Fact]
    public void Intervals_of_constant_samples_have_no_width_and_of_one_value_no_ends()
    {
        Assert.Equal((2.0, 2.0), (Bootstrap.Bca([2, 2, 2], Stream()).Low, Bootstrap.Bca([2, 2, 2], Stream()).High));
        Assert.True(double.IsNaN(Bootstrap.Bca([2], Stream()).Low));
    }

    [Fact]
    public void The_same_stream_gives_the_same_interval() =>
        Assert.Equal(Bootstrap.Bca([1, 4, 2, 8], Stream(3)), Bootstrap.Bca([1, 4, 2, 8], Stream(3)));

    [Fact]
    public void Equivalence_needs_a_small_difference_and_a_small_spread()
    {
        double[] tight = [0.01, -0.02, 0.015, 0.0, -0.01, 0.02, -0.005, 0.01];
        Assert.True(Tost.Paired(tight, 0.1, Stream()).IsEquivalent);
        Assert.False(Tost.Paired(tight, 0.004, Stream()).IsEquivalent);
        Assert.False(Tost.Paired([.. tight.Select(x => x + 0.1)], 0.1, Stream()).IsEquivalent);
        Assert.False(Tost.Paired(tight.AsSpan(0, 4), 0.1, Stream()).IsEquivalent); // 1/16 is the smallest p of four pairs
    }

    [Theory]
    [InlineData(0.5, 34)] // the numbers of the power tables for a paired two-sided t test at 5 %, power 0.8
    [InlineData(0.8, 15)]
    [InlineData(0.2, 199)]
    [InlineData(5.0, 6)] // here the smallest p of a sign-flip test rules, 2/2⁶
    public void Power_of_pairs_agrees_with_the_tables(double effect, int pairs) => Assert.Equal(pairs, Power.PairsNeeded(effect));

    [Theory]
    [InlineData(0.5, 64)]
    [InlineData(0.8, 26)]
    [InlineData(0.2, 394)]
    public void Power_of_groups_agrees_with_the_tables(double effect, int each) => Assert.Equal(each, Power.GroupSizeNeeded(effect));

    [Fact]
    public void Without_an_effect_no_number_of_seeds_is_enough() => Assert.Equal(int.MaxValue, Power.PairsNeeded(0));

    [Fact]
    public void Permanova_on_the_distances_of_numbers_is_the_analysis_of_variance()
    {
        double[] values = [1.0, 2.5, 2.0, 4.0, 5.5, 3.5, 7.0, 8.0];
        int[] groups = [3, 3, 3, 7, 7, 7, 1, 1];
        var d = Matrix.From(8, 8, (i, j) => Math.Abs(values[i] - values[j]));
        var components = VarianceComponents.Of(values, groups);
        var result = Permanova.Test(d, groups, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(components.F, result.PseudoF, 1e-10);
        Assert.Equal(components.EtaSquared, result.R2, 1e-12);
        Assert.Equal(560, result.Test.Assignments); // 8!/(3! 3! 2!)
    }

    [Fact]
    public void Permanova_says_nothing_about_a_family_of_one() =>
        Assert.True(
            double.IsNaN(
                Permanova
                    .Test(
                        Matrix.From(4, 4, (i, j) => Math.Abs(i - j)),
                        [1, 1, 1, 1],
                        Stream(),
                        cancellation: TestContext.Current.CancellationToken
                    )
                    .PValue
            )
        );

    [Fact]
    public void Dispersion_sees_spread_and_not_place()
    {
        var stream = Stream();
        var x = new double[40];
        stream.FillGaussian(x);
        var groups = Enumerable.Range(0, 40).Select(i => i / 20).ToArray();
        var moved = x.Select((_, i) => x[i % 20] + (i < 20 ? 0 : 50)).ToArray(); // the same spread, another place
        var wide = x.Select((v, i) => i < 20 ? v : 6 * v).ToArray();
        Assert.True(Dispersion.Test(Line(moved), groups, Stream(1), cancellation: TestContext.Current.CancellationToken).PValue > 0.05);
        Assert.True(Dispersion.Test(Line(wide), groups, Stream(1), cancellation: TestContext.Current.CancellationToken).PValue < 0.01);
        Assert.True(Permanova.Test(Line(moved), groups, Stream(1), cancellation: TestContext.Current.CancellationToken).PValue < 0.01);

        static Matrix Line(double[] v) => Matrix.From(v.Length, v.Length, (i, j) => Math.Abs(v[i] - v[j]));
    }

    [Fact]
    public void The_test_of_spread_is_an_analysis_of_variance_of_pairs()
    {
        // Groups in which all pairs are equally far apart: whatever pairs are drawn, F of the pairs is infinite and p is 2 of 6!/(3! 3!) assignments.
        int[] groups = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
        var d = Matrix.From(
            12,
            12,
            (i, j) =>
                i == j ? 0
                : groups[i] != groups[j] ? 9
                : groups[i] == 0 ? 1
                : 2.5
        );
        var found = Dispersion.Test(d, groups, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(double.PositiveInfinity, found.Test.Statistic);
        Assert.Equal(2 / 20.0, found.PValue, 1e-15);
        Assert.Equal(20, found.Test.Assignments);
        // Two pairs and two groups leave nothing within.
        var line = Matrix.From(4, 4, (i, j) => Math.Abs(i - j));
        Assert.True(
            double.IsNaN(Dispersion.Test(line, [0, 0, 1, 1], Stream(), cancellation: TestContext.Current.CancellationToken).PValue)
        );
    }

    [Fact]
    public void Distance_to_a_centroid_needs_no_coordinates()
    {
        var stream = Stream();
        var x = Matrix.From(5, 3, (_, _) => stream.NextGaussian());
        var d = Matrix.From(5, 5, (i, j) => Math.Sqrt(Enumerable.Range(0, 3).Sum(k => Math.Pow(x[i, k] - x[j, k], 2))));
        var centre = Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 5).Average(i => x[i, k])).ToArray();
        var expected = Enumerable
            .Range(0, 5)
            .Select(i => Math.Sqrt(5 / 4.0 * Enumerable.Range(0, 3).Sum(k => Math.Pow(x[i, k] - centre[k], 2))))
            .ToArray();
        Assert.Equal(expected, CentroidDistances.Of(d, new int[5], [5]), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_partial_mantel_removes_a_common_cause()
    {
        var stream = Stream();
        const int n = 30;
        double[] cause = new double[n],
            a = new double[n],
            b = new double[n];
        stream.FillGaussian(cause);
        for (var i = 0; i < n; i++)
        {
            a[i] = cause[i] + (0.3 * stream.NextGaussian());
            b[i] = cause[i] + (0.3 * stream.NextGaussian());
        }

        Matrix Line(double[] v) => Matrix.From(n, n, (i, j) => Math.Abs(v[i] - v[j]));
        Assert.True(Mantel.Test(Line(a), Line(b), Stream(1), cancellation: TestContext.Current.CancellationToken).Statistic > 0.7);
        Assert.True(
            Math.Abs(
                Mantel.Partial(Line(a), Line(b), Line(cause), Stream(1), cancellation: TestContext.Current.CancellationToken).Statistic
            ) < 0.3
        );
    }

    [Fact]
    public void A_paired_comparison_counts_what_is_missing_and_says_what_is_wrong()
    {
        var result = PairedComparison.Of([1, 2, double.NaN, 4], [0.5, 2, 1, 3], Stream());
        Assert.Equal((3, 1), (result.Pairs, result.Missing));
        Assert.Contains(result.Cautions, x => x.Contains("left out", StringComparison.Ordinal));
        Assert.Contains(result.Cautions, x => x.StartsWith("Too few seeds", StringComparison.Ordinal));
        Assert.Contains(result.Cautions, x => x.Contains("tied", StringComparison.Ordinal));
        Assert.Equal(0, PairedComparison.Of([double.NaN], [1], Stream()).Pairs);
    }

    [Fact]
    public void A_clear_paired_difference_has_no_cautions()
    {
        var stream = Stream();
        var a = Enumerable.Range(0, 20).Select(_ => 1 + (0.2 * stream.NextGaussian())).ToArray();
        var b = Enumerable.Range(0, 20).Select(_ => 0.2 * stream.NextGaussian()).ToArray();
        var result = PairedComparison.Of(a, b, Stream(1));
        Assert.Empty(result.Cautions);
        Assert.True(result.Test.PValue <= 0.0002 && result.MeanDifference.Low > 0.7 && result.CliffsDelta > 0.9);
        Assert.InRange(result.SeedsNeeded, 6, 9);
    }

    [Fact]
    public void Ranks_share_ties_and_spearman_is_1_for_any_rising_map()
    {
        Assert.Equal([1, 2.5, 2.5, 4], Sample.Ranks([1, 3, 3, 9]));
        Assert.Equal(1.0, Sample.Spearman([1, 2, 5, 9], [2, 8, 9, 100]), 1e-12);
        Assert.True(double.IsNaN(Sample.Pearson([1, 1], [2, 3])));
    }
}
