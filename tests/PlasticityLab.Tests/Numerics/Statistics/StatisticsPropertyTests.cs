using CsCheck;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

/// <summary>What every statistic keeps, whatever the numbers: answers without a unit do not change with the unit (1e-15 to 1e15), nor with
/// the order of what has no order. Values are whole numbers times the unit, so that ties abound and rounding hides them.</summary>
public class StatisticsPropertyTests
{
    private const int Times = 60;

    private static RandomStream Stream() => new RandomStreams(5).Open(StreamPurpose.Analysis, 3);

    private static readonly Gen<double> Unit = Gen.Double[-15, 15].Select(x => Math.Pow(10, x));

    private static Gen<double[]> Values(int n) => Gen.Int[-4, 4].Select(x => (double)x).Array[n];

    private static double[] Scaled(double[] x, double unit) => [.. x.Select(value => value * unit)];

    private static Matrix Line(double[] x) =>
        Matrix.From(x.Length, x.Length, (i, j) => Rounding.Difference(Math.Max(x[i], x[j]), Math.Min(x[i], x[j])));

    private static bool Same(double a, double b, double tolerance = 1e-9) =>
        (double.IsNaN(a) && double.IsNaN(b)) || a == b || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a));

    [Fact]
    public void Tests_of_means_know_no_unit() =>
        Gen.Select(Values(7), Values(7), Unit)
            .Sample(
                (a, b, unit) =>
                {
                    double[] x = Scaled(a, unit),
                        y = Scaled(b, unit);
                    var row = PairedComparison.Of(a, b, Stream());
                    var same = PairedComparison.Of(x, y, Stream());
                    return row.Test.PValue == same.Test.PValue
                        && row.SeedsNeeded == same.SeedsNeeded
                        && row.CliffsDelta == same.CliffsDelta
                        && Same(row.EffectSize, same.EffectSize)
                        && row.Cautions.SequenceEqual(same.Cautions)
                        && PermutationTest.TwoSample(a, b, Stream()).PValue == PermutationTest.TwoSample(x, y, Stream()).PValue
                        && Tost.Paired(a, b, 2, Stream()).PValue == Tost.Paired(x, y, 2 * unit, Stream()).PValue
                        && Tost.TwoSample(a, b, 2, Stream()).PValue == Tost.TwoSample(x, y, 2 * unit, Stream()).PValue;
                },
                iter: Times
            );

    [Fact]
    public void Intervals_scale_with_the_values() =>
        Gen.Select(Values(8), Unit)
            .Sample(
                (a, unit) =>
                {
                    var plain = Bootstrap.Bca(a, Stream(), resamples: 499);
                    var scaled = Bootstrap.Bca(Scaled(a, unit), Stream(), resamples: 499);
                    return Same(plain.Low, scaled.Low / unit) && Same(plain.High, scaled.High / unit);
                },
                iter: Times
            );

    [Fact]
    public void Correlations_and_components_know_no_unit() =>
        Gen.Select(Values(9), Values(9), Unit, Unit)
            .Sample(
                (a, b, first, second) =>
                {
                    double[] x = Scaled(a, first),
                        y = Scaled(b, second);
                    int[] groups = [0, 0, 0, 1, 1, 1, 2, 2, 2];
                    var plain = VarianceComponents.Of(a, groups);
                    var scaled = VarianceComponents.Of(x, groups);
                    return Same(Sample.Pearson(a, b), Sample.Pearson(x, y))
                        && Same(Sample.Spearman(a, b), Sample.Spearman(x, y))
                        && Sample.Ranks(a).SequenceEqual(Sample.Ranks(x))
                        && Same(EffectSize.HedgesG(a.AsSpan(0, 4), a.AsSpan(4)), EffectSize.HedgesG(x.AsSpan(0, 4), x.AsSpan(4)))
                        && Same(EffectSize.PairedAverage(a, b), EffectSize.PairedAverage(x, Scaled(b, first)))
                        && Same(plain.EtaSquared, scaled.EtaSquared)
                        && Same(plain.IntraclassCorrelation, scaled.IntraclassCorrelation)
                        && (Same(plain.F, scaled.F) || Math.Abs(plain.F - scaled.F) < 1e-9);
                },
                iter: 4 * Times
            );

    [Fact]
    public void Tests_on_distances_know_no_unit_and_no_order() =>
        Gen.Select(Values(8), Unit)
            .Sample(
                (a, unit) =>
                {
                    int[] groups = [0, 0, 0, 0, 1, 1, 1, 1];
                    Matrix plain = Line(a),
                        scaled = Line(Scaled(a, unit));
                    var order = Stream().Permutation(8);
                    var moved = Matrix.From(8, 8, (i, j) => scaled[order[i], order[j]]);
                    int[] movedGroups = [.. order.Select(i => groups[i])];
                    var f = Permanova.Test(plain, groups, Stream());
                    void Equal(string what, double x, double y, double tolerance = 1e-9) =>
                        Assert.True(Same(x, y, tolerance), $"{what}: {x:R} and {y:R}");
                    Equal("F", f.PseudoF, Permanova.Test(scaled, groups, Stream()).PseudoF);
                    Equal("p of F", f.PValue, Permanova.Test(scaled, groups, Stream()).PValue);
                    Equal("p of F, moved", f.PValue, Permanova.Test(moved, movedGroups, Stream()).PValue);
                    Equal(
                        "energy",
                        EnergyDistance.Test(plain, groups, Stream()).PValue,
                        EnergyDistance.Test(moved, movedGroups, Stream()).PValue
                    );
                    Equal(
                        "between and within",
                        BetweenWithin.Test(plain, groups, Stream()).PValue,
                        BetweenWithin.Test(moved, movedGroups, Stream()).PValue
                    );
                    Equal(
                        "F of spread",
                        Dispersion.Test(plain, groups, Stream(), 99).F,
                        Dispersion.Test(moved, movedGroups, Stream(), 99).F,
                        1e-6
                    );
                    Equal(
                        "p of spread",
                        Dispersion.Test(plain, groups, Stream(), 99).PValue,
                        Dispersion.Test(scaled, groups, Stream(), 99).PValue
                    );
                    Assert.Equal(Clustering.KMedoids(plain, 2), Clustering.KMedoids(scaled, 2));
                    Assert.Equal(Clustering.AverageLinkage(plain, 3), Clustering.AverageLinkage(scaled, 3));
                    Equal("silhouette", Clustering.Silhouette(plain, groups), Clustering.Silhouette(scaled, groups));
                },
                iter: Times
            );

    [Fact]
    public void Mantel_knows_no_unit() =>
        Gen.Select(Values(6), Values(6), Values(6), Unit)
            .Sample(
                (a, b, c, unit) =>
                {
                    Matrix first = Line(a),
                        second = Line(b),
                        third = Line(c);
                    var scaled = Line(Scaled(b, unit));
                    var plain = Mantel.Test(first, second, Stream());
                    var moved = Mantel.Test(first, scaled, Stream());
                    var partial = Mantel.Partial(first, second, third, Stream());
                    var movedPartial = Mantel.Partial(first, scaled, third, Stream());
                    return Same(plain.Statistic, moved.Statistic)
                        && Same(plain.PValue, moved.PValue)
                        && Same(partial.Statistic, movedPartial.Statistic, 1e-7)
                        && Same(partial.PValue, movedPartial.PValue);
                },
                iter: 30
            );

    [Fact]
    public void Families_know_no_unit() =>
        Gen.Select(Values(10), Unit)
            .Sample(
                (a, unit) =>
                {
                    var plain = SolutionFamilies.Find(Line(a), Stream(), draws: 9);
                    var scaled = SolutionFamilies.Find(Line(Scaled(a, unit)), Stream(), draws: 9);
                    return plain.Count == scaled.Count
                        && Same(plain.Silhouette, scaled.Silhouette)
                        && Same(plain.Stability, scaled.Stability);
                },
                iter: 10
            );
}
