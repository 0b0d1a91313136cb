using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

/// <summary>Missing, infinite and invalid numbers: refused in one sentence, or NaN where the summary says so, never a number and never
/// another exception (case 28).</summary>
public class BadNumbersTests
{
    private const double NaN = double.NaN,
        Inf = double.PositiveInfinity;

    private static RandomStream Stream(int index = 0) => new RandomStreams(5).Open(StreamPurpose.Analysis, index);

    private static Matrix OnALine(params double[] x) => Matrix.From(x.Length, x.Length, (i, j) => Math.Abs(x[i] - x[j]));

    [Fact]
    public void A_matrix_of_which_nothing_is_left_has_no_partial_correlation()
    {
        Matrix first = OnALine(0.3, 1.1, 2.7, 4.2, 0.9, 3.3),
            second = OnALine(1.2, 0.4, 3.1, 2.2, 5.3, 0.1);
        var found = Mantel.Partial(first, second, second, Stream());
        Assert.Equal((NaN, NaN), (found.Statistic, found.PValue));
        var scaled = Matrix.From(6, 6, (i, j) => 0.3 * second[i, j]);
        Assert.Equal(NaN, Mantel.Partial(first, second, scaled, Stream()).PValue);
        Assert.Equal(NaN, Mantel.Partial(scaled, first, second, Stream()).PValue);
        Assert.InRange(Mantel.Partial(first, second, OnALine(0, 1, 2, 3, 4, 5), Stream()).PValue, 0.001, 1);
    }

    [Fact]
    public void Order_statistics_of_infinite_values_are_values()
    {
        Assert.Equal(2, Sample.Median([1, 2, Inf]));
        Assert.Equal(5, Sample.Median([Inf, 5, 4]));
        Assert.Equal(2, Sample.Quantile([1, 2, Inf, Inf, Inf], 0.25));
        Assert.Equal(Inf, Sample.Quantile([1, 2, Inf, Inf, Inf], 0.9));
        Assert.Equal(-Inf, Sample.Median([-Inf, -Inf, 1, Inf]) - 1);
        Assert.Equal(NaN, Sample.Median([-Inf, Inf]));
    }

    [Fact]
    public void A_missing_value_is_not_the_smallest()
    {
        Assert.Equal(NaN, Sample.Median([NaN, 1, 2, 3]));
        Assert.Equal(NaN, Sample.Quantile([NaN, 1, 2, 3], 1));
        Assert.Equal(NaN, Sample.Spearman([NaN, 1, 2, 3, 4], [5, 1, 2, 3, 4]));
        Assert.Equal(NaN, Sample.Pearson([NaN, 1, 2], [1, 2, 3]));
        Assert.Equal(NaN, Sample.Pearson([Inf, 1, 2], [1, 2, 3]));
        Assert.Equal(NaN, Sample.Mean([]));
        Assert.Equal(NaN, Sample.StandardDeviation([1, NaN, 3]));
        Assert.Equal(NaN, CliffsDelta.Of([NaN, 2], [1]));
        Assert.Equal(1, CliffsDelta.Of([Inf], [1e300]));
        Assert.Equal(NaN, EffectSize.HedgesG([1, NaN, 2], [1, 2, 3]));
        Assert.Equal(NaN, EffectSize.Paired([1, Inf, 2]));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(95)]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(NaN)]
    public void A_confidence_or_level_outside_of_0_to_1_is_refused(double value)
    {
        Refused(() => WilsonInterval.Of(3, 10, value), "Confidence");
        Refused(() => Bootstrap.Bca([1, 2, 3], Stream(), confidence: value), "Confidence");
        Refused(() => Bootstrap.Percentile([1, 2, 3], Stream(), confidence: value), "Confidence");
        Refused(() => Bootstrap.UnpairedDifference([1, 2, 3], [1, 2], Stream(), confidence: value), "Confidence");
        Refused(() => Tost.Paired([1.0, 2, 3], 1, Stream(), value), "level");
        Refused(() => Tost.TwoSample([1.0, 2, 3], [1, 2], 1, Stream(), value), "level");
        Refused(() => Power.PairsNeeded(0.5, value), "Power");
        Refused(() => Power.OfPaired(10, 0.5, value), "level");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(NaN)]
    public void A_share_outside_of_0_to_1_is_refused(double value) => Refused(() => Sample.Quantile([1, 2, 3], value), "probability");

    [Fact]
    public void Wilsons_interval_has_its_values()
    {
        Near(0, 0.2775327998628892, WilsonInterval.Of(0, 10));
        Near(0.7224672001371109, 1, WilsonInterval.Of(10, 10));
        Near(0.1077912674063, 0.6032218525388546, WilsonInterval.Of(3, 10));
        Near(0, 1, WilsonInterval.Of(0, 0));
        Refused(() => WilsonInterval.Of(-1, 10), "Successes");
        Refused(() => WilsonInterval.Of(11, 10), "Successes");
    }

    [Fact]
    public void Quantiles_are_those_of_type_7()
    {
        double[] x = [3, 1, 4, 1, 5, 9, 2, 6];
        double[] at = [0, 0.1, 0.25, 0.5, 0.9, 1],
            expected = [1, 1, 1.75, 3.5, 6.9, 9];
        Assert.Equal(expected, at.Select(p => Sample.Quantile(x, p)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(2.5, Sample.Median([4, 1, 3, 2]));
    }

    [Fact]
    public void Pairs_with_a_missing_or_infinite_value_are_left_out_and_told()
    {
        var row = PairedComparison.Of([NaN, 2, 3, 4, Inf, 6, 7, 8], [1, 1, 1, NaN, 1, 1, 1, 1], Stream());
        Assert.Equal((5, 3), (row.Pairs, row.Missing));
        Assert.Equal(4.2, row.MeanDifference.Estimate, 1e-12);
        Assert.Equal(2 / 32.0, row.Test.PValue, 1e-12);
        Assert.Equal(2, row.Cautions.Count);
        Assert.Contains("nothing can be said", PairedComparison.Of([NaN], [1], Stream()).Cautions[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_flips_of_ones_and_zeros()
    {
        var ones = PermutationTest.PairedSignFlip([.. Enumerable.Repeat(1.0, 40)], Stream());
        Assert.Equal((0.0001, false), (ones.PValue, ones.IsExact));
        Assert.Equal(1, PermutationTest.PairedSignFlip(new double[6], Stream()).PValue);
    }

    [Theory]
    [InlineData(new[] { 0, 0, 0, 0 }, 1.0)]
    [InlineData(new[] { 0, 1, 2, 3 }, 1.0)]
    [InlineData(new[] { 0, 0, 1, 1 }, 0.0)]
    public void Permanova_without_a_question_has_no_answer(int[] groups, double distance)
    {
        var found = Permanova.Test(Matrix.From(4, 4, (i, j) => i == j ? 0 : distance), groups, Stream());
        Assert.Equal((NaN, NaN), (found.PseudoF, found.PValue));
    }

    [Fact]
    public void Labellings_agree_beyond_chance_as_published()
    {
        Assert.Equal(1, Clustering.AdjustedRand([0, 0, 1, 1], [1, 1, 0, 0]));
        Assert.Equal(0, Clustering.AdjustedRand([0, 0, 0, 0], [0, 1, 2, 3]));
        Assert.Equal(1, Clustering.AdjustedRand([0, 0, 0, 0], [1, 1, 1, 1]));
        Assert.Equal(4 / 7.0, Clustering.AdjustedRand([0, 0, 1, 2], [0, 0, 1, 1]), 1e-12);
    }

    [Theory]
    [InlineData(NaN)]
    [InlineData(Inf)]
    [InlineData(-1)]
    public void Every_method_on_distances_refuses_what_is_no_distance(double bad)
    {
        var d = Matrix.From(6, 6, (i, j) => i == j ? 0 : 1);
        d[4, 1] = d[1, 4] = bad;
        AllRefuse(d);
        var all = Matrix.From(6, 6, (i, j) => i == j ? 0 : bad);
        AllRefuse(all);
    }

    [Theory]
    [InlineData(1e-10)]
    [InlineData(1)]
    [InlineData(1e10)]
    public void A_matrix_that_is_not_symmetric_is_refused_at_every_scale(double scale)
    {
        var d = Matrix.From(
            6,
            6,
            (i, j) =>
                i == j ? 0
                : i > j && i / 3 != j / 3 ? 2 * scale
                : scale
        );
        AllRefuse(d);
        AllRefuse(d.Transpose());
        AllRefuse(Matrix.From(6, 6, (_, _) => scale));
        AllRefuse(new Matrix(6, 5));
    }

    private static void AllRefuse(Matrix d)
    {
        int[] groups = [0, 0, 0, 1, 1, 1];
        var good = OnALine(0, 1, 2, 3, 4, 5);
        Refused(() => Permanova.Test(d, groups, Stream()), "istance");
        Refused(() => Dispersion.Test(d, groups, Stream()), "istance");
        Refused(() => EnergyDistance.Test(d, groups, Stream()), "istance");
        Refused(() => EnergyDistance.Of(d, groups), "istance");
        Refused(() => BetweenWithin.Test(d, groups, Stream()), "istance");
        Refused(() => BetweenWithin.Of(d, groups), "istance");
        Refused(() => Mantel.Test(good, d, Stream()), "istance");
        Refused(() => Mantel.Partial(good, good, d, Stream()), "istance");
        Refused(() => SolutionFamilies.Find(d, Stream()), "istance");
        Refused(() => Clustering.KMedoids(d, 2), "istance");
        Refused(() => Clustering.AverageLinkage(d, 2), "istance");
        Refused(() => Clustering.Silhouette(d, groups), "istance");
    }

    [Theory]
    [InlineData(NaN)]
    [InlineData(Inf)]
    public void Every_test_of_values_refuses_what_is_no_number(double bad)
    {
        Refused(() => PermutationTest.PairedSignFlip([1, bad, 2], Stream()), "value 2 of 3");
        Refused(() => PermutationTest.Paired([1, bad, 2], [1, 2, 3], Stream()), "finite");
        Refused(() => PermutationTest.TwoSample([1, 2], [bad, 3], Stream()), "value 1 of 2");
        Refused(() => Bootstrap.Bca([1, bad, 2], Stream()), "finite");
        Refused(() => Bootstrap.Percentile([1, bad, 2], Stream()), "finite");
        Refused(() => Bootstrap.PairedDifference([1, bad, 2], [1, 2, 3], Stream()), "finite");
        Refused(() => Bootstrap.UnpairedDifference([1, bad, 2], [1, 2, 3], Stream()), "finite");
        Refused(() => Tost.Paired([1, bad, 2], 1, Stream()), "finite");
        Refused(() => Tost.Paired([1, 3, 2], bad, Stream()), "margin");
        Refused(() => VarianceComponents.Of([1, bad, 2], [0, 0, 1]), "finite");
    }

    [Fact]
    public void Numbers_of_clusters_draws_and_groups_out_of_range_are_refused()
    {
        var d = OnALine(0, 1, 2, 3, 4, 5);
        int[] groups = [0, 0, 0, 1, 1, 1];
        Refused(() => Clustering.AverageLinkage(d, 0), "clusters");
        Refused(() => Clustering.AverageLinkage(d, 7), "clusters");
        Refused(() => Clustering.KMedoids(d, 0), "clusters");
        Refused(() => Permanova.Test(d, groups, Stream(), 0), "draw");
        Refused(() => Permanova.Test(d, [0, 1], Stream()), "distance matrix");
        Refused(() => Dispersion.Test(d, groups, Stream(), -1), "draw");
        Refused(() => PermutationTest.PairedSignFlip([1, 2], Stream(), draws: 0), "draw");
        Refused(() => PermutationTest.TwoSample([1, 2], [3], Stream(), draws: 0), "draw");
        Refused(() => Mantel.Test(d, d, Stream(), draws: 0), "draw");
        Refused(() => Bootstrap.Bca([1, 2], Stream(), resamples: 0), "resamples");
        Refused(() => SolutionFamilies.Find(d, Stream(), most: 1), "most");
        Refused(() => EnergyDistance.Of(d, [0, 0, 1, 1, 2, 2]), "two groups");
        Refused(() => HolmCorrection.Adjust([0.1, 1.2]), "p value");
        Refused(() => Sample.Pearson([1, 2], [1]), "same number");
    }

    private static void Refused<T>(Func<T> call, string word)
    {
        var message = Assert.Throws<ArgumentException>(() => call()).Message;
        Assert.Contains(word, message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    private static void Near(double low, double high, Interval found)
    {
        Assert.Equal(low, found.Low, 1e-12);
        Assert.Equal(high, found.High, 1e-12);
    }
}
