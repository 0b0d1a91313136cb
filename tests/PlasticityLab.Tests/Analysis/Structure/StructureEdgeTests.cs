using CsCheck;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Structure;

/// <summary>Structure at equal, tiny and huge weights, in blocks and in parts (case 23): shares lie in [0, 1] and sum to 1, or are absent
/// with a reason; levels do not hang on the size of a link.</summary>
public class StructureEdgeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RandomStream Stream(int index = 0) => new RandomStreams(17).Open(StreamPurpose.Analysis, index);

    private static readonly Gen<double> Unit = Gen.Double[-15, 15].Select(x => Math.Pow(10, x));

    // Signed whole numbers with many zeros, so that equal weights, ties, empty and disconnected graphs all come up.
    private static readonly Gen<Matrix> Graph = Gen.Int[1, 8]
        .SelectMany(n => Gen.Int[-5, 3].Array[n * n].Select(x => new Matrix(n, n, [.. x.Select(v => v < -2 ? 0.0 : v)])));

    private static Matrix Links(int n, params (int From, int To, double Weight)[] links)
    {
        var w = new Matrix(n, n);
        foreach (var (from, to, weight) in links)
        {
            w[to, from] = weight;
        }

        return w;
    }

    // Blocks of equal weights within, linked one way in a ring or a chain.
    private static Matrix Blocks(int blocks, int size, double within, double between, bool ring, bool oneLink) =>
        Matrix.From(
            blocks * size,
            blocks * size,
            (i, j) =>
                i == j ? 0
                : i / size == j / size ? within
                : (i / size == (j / size) + 1 || (ring && i / size == 0 && j / size == blocks - 1))
                && (!oneLink || (i % size == 0 && j % size == 0))
                    ? between
                : 0
        );

    private static void Sums(HodgeDecomposition hodge)
    {
        double[] shares = [hodge.GradientShare, hodge.CurlShare, hodge.HarmonicShare];
        if (shares.Any(double.IsNaN))
        {
            Assert.All(shares, share => Assert.Equal(double.NaN, share));
            Assert.Equal(3, hodge.Absent.Count);
            return;
        }

        Assert.All(shares, share => Assert.InRange(share, 0, 1 + 1e-12));
        Assert.Equal(1, shares.Sum(), 1e-9);
        Assert.Empty(hodge.Absent);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-15)]
    [InlineData(1e-17)]
    [InlineData(1e-200)]
    [InlineData(double.Epsilon)]
    [InlineData(1e15)]
    [InlineData(1e300)]
    public void A_chain_has_its_levels_whatever_the_size_of_a_link(double middle)
    {
        foreach (var w in new[] { Links(4, (0, 1, 1), (1, 2, middle), (2, 3, 1)), Links(4, (0, 1, middle), (1, 2, -1), (2, 3, middle)) })
        {
            var found = TrophicLevels.Of(w);
            Assert.Equal([0.0, 1, 2, 3], found.Levels, (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal(0, found.Incoherence, 1e-9);
            Assert.Equal(1, found.Components);
        }
    }

    [Theory]
    [InlineData(1e-15)]
    [InlineData(1e-100)]
    [InlineData(double.Epsilon)]
    public void Trees_and_rings_with_weak_links_have_their_levels(double weak)
    {
        // A tree: 0 to 1 and 2, 1 to 3 and 4, 2 to 5, some links weak.
        var tree = TrophicLevels.Of(Links(6, (0, 1, weak), (0, 2, 1), (1, 3, 1), (1, 4, weak), (2, 5, weak)));
        Assert.Equal([0.0, 1, 1, 2, 2, 2], tree.Levels, (a, b) => Math.Abs(a - b) < 1e-9);
        // A ring of equal links, all weak: levels are equal and the flow wholly incoherent.
        var ring = TrophicLevels.Of(Links(5, (0, 1, weak), (1, 2, weak), (2, 3, weak), (3, 4, weak), (4, 0, weak)));
        Assert.All(ring.Levels, level => Assert.Equal(0, level, 1e-9));
        Assert.Equal(1, ring.Incoherence, 1e-9);
        // Two strong 3-cycles hang together by a weak link: each cycle is flat, the second one level up.
        var cycles = TrophicLevels.Of(Links(6, (0, 1, 1), (1, 2, 1), (2, 0, 1), (3, 4, 1), (4, 5, 1), (5, 3, 1), (2, 3, weak)));
        Assert.Equal([0.0, 0, 0, 1, 1, 1], cycles.Levels, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Parts_without_a_link_are_told()
    {
        var found = TrophicLevels.Of(Links(5, (0, 1, 1), (2, 3, 1e-30)));
        Assert.Equal([0.0, 1, 0, 1, 0], found.Levels, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(3, found.Components);
        Assert.Equal(3, HodgeDecomposition.Of(Links(5, (0, 1, 1), (2, 3, 1e-30)), Cancel).Components);
        var empty = TrophicLevels.Of(new Matrix(3, 3));
        Assert.Equal(double.NaN, empty.Incoherence);
        Assert.Equal("incoherence: all weights are 0", Assert.Single(empty.Absent));
    }

    [Theory]
    [InlineData(4, 5, 2 / 7.0, 0, 5 / 7.0)] // twenty units
    [InlineData(4, 3, 2 / 5.0, 0, 3 / 5.0)] // the same with three: exact rational arithmetic gives the shares
    public void Cliques_in_a_one_way_ring_have_their_shares(int cliques, int size, double gradient, double curl, double harmonic)
    {
        var file = size == 5 ? "h5_cliques_4x5.csv" : "h0_cliques.csv";
        var w = PlasticityLab.Numerics.Files.MatrixFile.Read(TestData.Path("cases", "23-graph-measures", file));
        Assert.Equal(cliques * size, w.Rows);
        var found = HodgeDecomposition.Of(w, Cancel);
        Assert.Equal(gradient, found.GradientShare, 1e-9);
        Assert.Equal(curl, found.CurlShare, 1e-9);
        Assert.Equal(harmonic, found.HarmonicShare, 1e-9);
    }

    [Fact]
    public void Block_networks_of_every_wiring_have_shares_that_sum_to_1()
    {
        foreach (var blocks in new[] { 1, 2, 3, 5 })
        {
            foreach (var size in new[] { 1, 2, 3, 4, 6 })
            {
                foreach (var (ring, one) in new[] { (false, false), (false, true), (true, false), (true, true) })
                {
                    Sums(HodgeDecomposition.Of(Blocks(blocks, size, 0.1, 0.3, ring, one), Cancel));
                }
            }
        }

        // A chain of blocks with one link between each two: every link is a bridge, so all flow runs down the potential.
        var chain = HodgeDecomposition.Of(Blocks(4, 3, 0.1, 0.3, false, true), Cancel);
        Assert.Equal((1.0, 0.0, 0.0), (Math.Round(chain.GradientShare, 12), chain.CurlShare, chain.HarmonicShare));
        // Equal weights within blocks to rounding only: 0.1 + 0.2 one way, 0.3 the other, is no flow.
        var rounded = HodgeDecomposition.Of(
            Matrix.From(
                4,
                4,
                (i, j) =>
                    i < j ? 0.1 + 0.2
                    : i > j ? 0.3
                    : 0
            ),
            Cancel
        );
        Assert.Contains("symmetric but for rounding", rounded.Absent[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_part_around_triangles_is_that_of_a_direct_decomposition() =>
        Graph.Sample(
            w =>
            {
                var found = HodgeDecomposition.Of(w, Cancel);
                Sums(found);
                var direct = DirectCurl(w, Matrix.Combine(1, found.Flow, -1, found.Gradient));
                Assert.True(Matrix.Combine(1, found.Curl, -1, direct).FrobeniusNorm() <= 1e-9 * (1 + found.Flow.FrobeniusNorm()));
            },
            iter: 60
        );

    // Projection on the row space of the triangles by singular vectors, edge by edge.
    private static Matrix DirectCurl(Matrix w, Matrix rest)
    {
        var n = w.Rows;
        bool Linked(int i, int j) => w[i, j] != 0 || w[j, i] != 0;
        var edges = (
            from i in Enumerable.Range(0, n)
            from j in Enumerable.Range(i + 1, n - i - 1)
            where Linked(i, j)
            select (i, j)
        ).ToList();
        var triangles = (
            from e in edges
            from k in Enumerable.Range(e.j + 1, n - e.j - 1)
            where Linked(e.i, k) && Linked(e.j, k)
            select (e.i, e.j, k)
        ).ToList();
        var result = new Matrix(n, n);
        if (triangles.Count == 0)
        {
            return result;
        }

        var c = new Matrix(triangles.Count, edges.Count);
        for (var t = 0; t < triangles.Count; t++)
        {
            var (i, j, k) = triangles[t];
            c[t, edges.IndexOf((i, j))] = c[t, edges.IndexOf((j, k))] = 1;
            c[t, edges.IndexOf((i, k))] = -1;
        }

        var svd = PlasticityLab.Numerics.LinearAlgebra.Svd.Decompose(c);
        var f = edges.Select(e => rest[e.i, e.j]).ToArray();
        for (var k = 0; k < svd.Values.Length && svd.Values[k] > 1e-9 * svd.Values[0]; k++)
        {
            var along = Enumerable.Range(0, edges.Count).Sum(e => svd.Vt[k, e] * f[e]);
            for (var e = 0; e < edges.Count; e++)
            {
                var (i, j) = edges[e];
                result[i, j] += along * svd.Vt[k, e];
                result[j, i] -= along * svd.Vt[k, e];
            }
        }

        return result;
    }

    [Fact]
    public void No_measure_hangs_on_the_unit_of_the_weights() =>
        Gen.Select(Graph, Unit)
            .Sample(
                (w, unit) =>
                {
                    Same(w, Matrix.From(w.Rows, w.Rows, (i, j) => w[i, j] * unit), unit);
                },
                iter: 60
            );

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Nor_do_weights_near_the_ends_of_the_numbers_change_one(double unit)
    {
        var w = Links(5, (0, 1, 1), (1, 2, 2), (2, 0, 3), (3, 4, -1), (1, 3, 1));
        Same(w, Matrix.From(5, 5, (i, j) => w[i, j] * unit), unit);
    }

    private static void Same(Matrix w, Matrix scaled, double unit)
    {
        Equal(Asymmetry.Of(w).Index, Asymmetry.Of(scaled).Index);
        Equal(Asymmetry.Of(w).Pearson, Asymmetry.Of(scaled).Pearson);
        Equal(Asymmetry.Of(w).NormRatio, Asymmetry.Of(scaled).NormRatio);
        Equal(NonNormality.Of(w).NumericalAbscissa, NonNormality.Of(scaled).NumericalAbscissa / unit);
        Assert.Equal(TrophicLevels.Of(w).Levels, TrophicLevels.Of(scaled).Levels, (x, y) => Math.Abs(x - y) < 1e-9);
        Equal(TrophicLevels.Of(w).Incoherence, TrophicLevels.Of(scaled).Incoherence);
        var (f, g) = (HodgeDecomposition.Of(w, Cancel), HodgeDecomposition.Of(scaled, Cancel));
        Equal(f.GradientShare, g.GradientShare);
        Equal(f.CurlShare, g.CurlShare);
        Equal(f.HarmonicShare, g.HarmonicShare);
        Equal(LagProfile.Linear(w).ForwardBias, LagProfile.Linear(scaled).ForwardBias);
        Equal(LagProfile.Cyclic(w).RSquared, LagProfile.Cyclic(scaled).RSquared);
        Equal(Dimensionality.OfSingularValues(w).ParticipationRatio, Dimensionality.OfSingularValues(scaled).ParticipationRatio);
        Assert.Equal(
            Dimensionality.OfSingularValues(w).ComponentsFor90Percent,
            Dimensionality.OfSingularValues(scaled).ComponentsFor90Percent
        );
        Equal(Reciprocity.Of(w).Weighted, Reciprocity.Of(scaled).Weighted);
        Equal(Reciprocity.Of(w).Rho, Reciprocity.Of(scaled).Rho);
        Equal(MotifRatios.Of(w).ReciprocalRatio, MotifRatios.Of(scaled).ReciprocalRatio);
        Assert.Equal(TriadCensus.Of(w).Counts, TriadCensus.Of(scaled).Counts);
        foreach (var kind in Enum.GetValues<ModularityKind>())
        {
            Equal(Modularity.Maximum(w, kind, Stream()).Q, Modularity.Maximum(scaled, kind, Stream()).Q);
        }

        Equal(Seriation.ByFlow(w, Stream()).Feedforwardness, Seriation.ByFlow(scaled, Stream()).Feedforwardness);
        Assert.Equal(ChainDetection.Of(w).Select(x => x.Units), ChainDetection.Of(scaled).Select(x => x.Units));
        Equal(WeightDistribution.Of(w).Bimodality, WeightDistribution.Of(scaled).Bimodality);
        Equal(WeightDistribution.Of(w).Gini, WeightDistribution.Of(scaled).Gini);
        Equal(WeightDistribution.Of(w).TopTenPercentShare, WeightDistribution.Of(scaled).TopTenPercentShare);
        Equal(Spectrum.Of(w).Reciprocity, Spectrum.Of(scaled).Reciprocity);
    }

    [Fact]
    public void No_measure_hangs_on_the_names_of_the_units() =>
        Graph.Sample(
            w =>
            {
                var moved = Weights.Reorder(w, Stream().Permutation(w.Rows));
                Equal(Asymmetry.Of(w).Index, Asymmetry.Of(moved).Index);
                Equal(TrophicLevels.Of(w).Incoherence, TrophicLevels.Of(moved).Incoherence);
                Equal(HodgeDecomposition.Of(w, Cancel).CurlShare, HodgeDecomposition.Of(moved, Cancel).CurlShare);
                Equal(Reciprocity.Of(w).Rho, Reciprocity.Of(moved).Rho);
                Assert.Equal(TriadCensus.Of(w).Counts, TriadCensus.Of(moved).Counts);
                Equal(
                    Modularity.Maximum(w, ModularityKind.Signed, Stream()).Q,
                    Modularity.Maximum(moved, ModularityKind.Signed, Stream()).Q
                );
                Equal(WeightDistribution.Of(w).Gini, WeightDistribution.Of(moved).Gini);
                Equal(Dimensionality.OfSingularValues(w).ParticipationRatio, Dimensionality.OfSingularValues(moved).ParticipationRatio);
            },
            iter: 60
        );

    // Eigenvalues of a defective matrix are known to the n-th root of rounding only, so this holds for weights at large.
    // Whole millionths: the generator's own zeros and ends make defective matrices, whose eigenvalues a rounding moves by its root.
    [Fact]
    public void Departure_from_normality_knows_no_unit_and_no_names() =>
        Gen.Select(Gen.Int[-1_000_000, 1_000_000].Select(k => 1e-6 * k).Array[36], Unit)
            .Sample((values, unit) => SameInAnyUnit(new Matrix(6, 6, values), unit, 1e-8, 1e-7), iter: 60);

    // Elsner 1985: eigenvalues of A and A + E differ by at most (‖A‖ + ‖A + E‖)^(1 − 1/n) ‖E‖^(1/n), however defective A is.
    [Fact]
    public void Of_defective_matrices_too_within_what_rounding_does_to_their_eigenvalues() =>
        Gen.Select(Gen.Double[-1, 1].Array[36], Unit)
            .Sample(
                (values, unit) =>
                {
                    var w = new Matrix(6, 6, values);
                    var bound = Math.Pow(2 * w.FrobeniusNorm(), 5.0 / 6) * Math.Pow(1e-14 * w.FrobeniusNorm(), 1.0 / 6);
                    SameInAnyUnit(w, unit, bound, bound);
                },
                iter: 60
            );

    private static void SameInAnyUnit(Matrix w, double unit, double departure, double eigenvalue)
    {
        var scaled = Weights.Reorder(Matrix.From(6, 6, (i, j) => w[i, j] * unit), Stream().Permutation(6));
        var (a, b) = (NonNormality.Of(w), NonNormality.Of(scaled));
        Equal(a.HenriciNormalised, b.HenriciNormalised, departure);
        Equal(a.SpectralAbscissa, b.SpectralAbscissa / unit, eigenvalue);
        Equal(Spectrum.Of(w).SpectralRadius, Spectrum.Of(scaled).SpectralRadius / unit, eigenvalue);
    }

    [Fact]
    public void A_value_is_absent_with_a_reason_or_present() =>
        Graph.Sample(
            w =>
            {
                Told(Asymmetry.Of(w), x => x.Absent, x => [x.Index, x.SymmetryCorrelation, x.Pearson, x.NormRatio]);
                Told(Reciprocity.Of(w), x => x.Absent, x => [x.Share, x.Density, x.Rho, x.Weighted, x.ReciprocalRatio]);
                Told(MotifRatios.Of(w), x => x.Absent, x => [x.ConnectionProbability, x.NoLinkRatio, x.OneWayRatio, x.ReciprocalRatio]);
                Told(LagProfile.Linear(w), x => x.Absent, x => [x.ForwardBias, x.RSquared]);
                Told(Dimensionality.OfSingularValues(w), x => x.Absent, x => [x.ParticipationRatio, x.EntropyDimension]);
                Told(TrophicLevels.Of(w), x => x.Absent, x => [x.Incoherence]);
                Told(Modularity.Maximum(w, ModularityKind.LeichtNewman, Stream()), x => x.Absent, x => [x.Q]);
                Told(Seriation.ByFlow(w, Stream()), x => x.Absent, x => [x.Feedforwardness, x.PValue, x.ShareOfStarts]);
                Told(Spectrum.Of(w), x => x.Absent, x => [x.Reciprocity, x.ImaginaryShare]);
                Told(NonNormality.Of(w), x => x.Absent, x => [x.HenriciNormalised]);
                Told(
                    WeightDistribution.Of(w),
                    x => x.Absent,
                    x =>
                        [
                            x.Mean,
                            x.StandardDeviation,
                            x.Skewness,
                            x.Kurtosis,
                            x.Bimodality,
                            x.Gini,
                            x.TopTenPercentShare,
                            x.LogMean,
                            x.LogStandardDeviation,
                        ]
                );
            },
            iter: 100
        );

    private static void Told<T>(T measure, Func<T, IReadOnlyList<string>> absent, Func<T, double[]> values) =>
        Assert.Equal(values(measure).Count(double.IsNaN), absent(measure).Count);

    [Fact]
    public void Equal_weights_have_no_shape_no_chain_and_one_value()
    {
        var w = Matrix.From(10, 10, (i, j) => i == j ? 0 : 0.1);
        var shape = WeightDistribution.Of(w);
        Assert.Equal((double.NaN, 0.0), (shape.Bimodality, shape.StandardDeviation));
        Assert.Equal(0, shape.Gini, 1e-12);
        Assert.Empty(ChainDetection.Of(w));
        Assert.Equal(double.NaN, Seriation.ByFlow(w, Stream()).Feedforwardness);
        Assert.Equal(double.NaN, Asymmetry.Of(w).Pearson);
        // Nine of ten equal values hold 90 %.
        Assert.Equal(9, Dimensionality.Of([.. Enumerable.Repeat(0.1, 10)]).ComponentsFor90Percent);
        // Units that never vary have no dimension.
        Assert.Equal(double.NaN, Dimensionality.OfSamples(Matrix.From(7, 3, (_, _) => 0.1)).ParticipationRatio);
        // A chain that stands out by rounding alone is none.
        var almost = Matrix.From(
            5,
            5,
            (i, j) =>
                i == j ? 0
                : i == j + 1 ? 0.1 + 0.2
                : 0.3
        );
        Assert.Empty(ChainDetection.Of(almost));
    }

    private static void Equal(double expected, double found, double tolerance = 1e-9) =>
        Assert.True(
            (double.IsNaN(expected) && double.IsNaN(found)) || expected == found || Math.Abs(expected - found) <= tolerance,
            $"{expected:R} and {found:R}"
        );
}
