using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Structure;

public class StructurePropertyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RandomStream Stream(int index = 0) => new RandomStreams(17).Open(StreamPurpose.Analysis, index);

    private static Matrix Gaussian(int n, int index = 0)
    {
        var stream = Stream(1000 + index);
        return Matrix.From(n, n, (i, j) => i == j ? 0 : stream.NextGaussian());
    }

    // unit k drives unit k + 1: W[k + 1, k] = 1.
    private static Matrix Chain(int n, bool ring = false) =>
        Matrix.From(n, n, (i, j) => i == j + 1 || (ring && i == 0 && j == n - 1) ? 1 : 0);

    [Fact]
    public void Renaming_the_units_changes_no_measure_of_the_graph()
    {
        var w = Gaussian(9);
        var p = Stream(1).Permutation(9);
        var moved = Weights.Reorder(w, p);
        Assert.Equal(Asymmetry.Of(w).Index, Asymmetry.Of(moved).Index, 1e-12);
        var (a, b) = (NonNormality.Of(w), NonNormality.Of(moved));
        Assert.Equal(a.HenriciNormalised, b.HenriciNormalised, 1e-10);
        Assert.Equal(a.EigenvectorCondition, b.EigenvectorCondition, 1e-6);
        Assert.Equal(TrophicLevels.Of(w).Incoherence, TrophicLevels.Of(moved).Incoherence, 1e-10);
        Assert.Equal(HodgeDecomposition.Of(w, Cancel).CurlShare, HodgeDecomposition.Of(moved, Cancel).CurlShare, 1e-10);
        Assert.Equal(Reciprocity.Of(w, 0.7).Rho, Reciprocity.Of(moved, 0.7).Rho, 1e-12);
        Assert.Equal(TriadCensus.Of(w, 0.7).Counts, TriadCensus.Of(moved, 0.7).Counts);
        Assert.Equal(
            Modularity.Maximum(w, ModularityKind.Signed, Stream(), cancellation: Cancel).Q,
            Modularity.Maximum(moved, ModularityKind.Signed, Stream(), cancellation: Cancel).Q,
            1e-12
        );
        Assert.Equal(
            Seriation.ByPath(w, Stream(), cancellation: Cancel).Order.Select(i => i),
            Seriation.ByPath(moved, Stream(), cancellation: Cancel).Order.Select(i => p[i])
        );
    }

    [Fact]
    public void Turning_all_connections_round_turns_the_directed_measures_round()
    {
        var w = Gaussian(7, 1);
        var t = w.Transpose();
        Assert.Equal(Asymmetry.Of(w).Index, Asymmetry.Of(t).Index, 1e-12);
        Assert.Equal(NonNormality.Of(w).Henrici, NonNormality.Of(t).Henrici, 1e-10);
        Assert.Equal(LagProfile.Linear(w).ForwardBias, -LagProfile.Linear(t).ForwardBias, 1e-12);
        Assert.Equal(LagProfile.Cyclic(w).ForwardBias, -LagProfile.Cyclic(t).ForwardBias, 1e-12);
        Assert.Equal(
            HodgeDecomposition.Of(w, Cancel).Potential,
            HodgeDecomposition.Of(t, Cancel).Potential.Select(x => -x),
            (a, b) => Math.Abs(a - b) < 1e-10
        );
        var (census, turned) = (TriadCensus.Of(w, 0.6), TriadCensus.Of(t, 0.6));
        Assert.Equal(census["021D"], turned["021U"]);
        Assert.Equal(census["111D"], turned["111U"]);
        Assert.Equal(census["120D"], turned["120U"]);
        Assert.Equal(census["030T"], turned["030T"]);
    }

    [Fact]
    public void Symmetric_and_antisymmetric_matrices_have_the_extreme_values()
    {
        var w = Gaussian(6, 2);
        var even = Matrix.Combine(1, w, 1, w.Transpose());
        var odd = Matrix.Combine(1, w, -1, w.Transpose());
        Assert.Equal((0.0, 0.0), (Asymmetry.Of(even).Index, Asymmetry.Of(even).NormRatio));
        Assert.Equal(1.0, Asymmetry.Of(odd).Index, 1e-15);
        Assert.Equal(double.PositiveInfinity, Asymmetry.Of(odd).NormRatio);
        foreach (var normal in new[] { even, odd })
        {
            Assert.Equal(0, NonNormality.Of(normal).HenriciNormalised, 1e-12);
            Assert.Equal(1, NonNormality.Of(normal).EigenvectorCondition, 1e-9);
        }

        Assert.True(double.IsNaN(Seriation.ByFlow(even, Stream(), cancellation: Cancel).Feedforwardness));
        Assert.Equal(1, Spectrum.Of(odd).ImaginaryShare, 1e-12);
    }

    [Fact]
    public void A_pure_chain_is_nilpotent_coherent_and_all_gradient()
    {
        var chain = Chain(8);
        var normality = NonNormality.Of(chain);
        Assert.Equal(1, normality.HenriciNormalised, 1e-12);
        Assert.Equal(Math.Cos(Math.PI / 9), normality.NumericalAbscissa, 1e-12);
        var trophic = TrophicLevels.Of(chain);
        Assert.Equal(0, trophic.Incoherence, 1e-20);
        Assert.Equal(Enumerable.Range(0, 8).Select(k => (double)k), trophic.Levels, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1, HodgeDecomposition.Of(chain, Cancel).GradientShare, 1e-12);
        Assert.Equal(1, LagProfile.Linear(chain).ForwardBias);
        Assert.Equal(1, LagProfile.Linear(chain).RSquared, 1e-12);
    }

    [Fact]
    public void A_ring_is_incoherent_and_circulates()
    {
        Assert.Equal(1, TrophicLevels.Of(Chain(5, true)).Incoherence, 1e-12);
        Assert.Equal(1, HodgeDecomposition.Of(Chain(4, true), Cancel).HarmonicShare, 1e-12); // a 4-ring has a hole
        Assert.Equal(1, HodgeDecomposition.Of(Chain(3, true), Cancel).CurlShare, 1e-12); // a triangle is filled
    }

    [Fact]
    public void The_parts_of_the_flow_are_orthogonal_and_sum_to_it_on_a_sparse_graph()
    {
        var stream = Stream(2);
        var w = Matrix.From(25, 25, (i, j) => i != j && stream.NextDouble() < 0.08 ? stream.NextGaussian() : 0);
        var hodge = HodgeDecomposition.Of(w, Cancel);
        Assert.Equal(1, hodge.GradientShare + hodge.CurlShare + hodge.HarmonicShare, 1e-10);
        Assert.InRange(hodge.HarmonicShare, 0.01, 1);
        Assert.Equal(0, hodge.Gradient.Values.Zip(hodge.Curl.Values, (a, b) => a * b).Sum(), 1e-9);
        Assert.Equal(0, hodge.Curl.Values.Zip(hodge.Harmonic.Values, (a, b) => a * b).Sum(), 1e-9);
    }

    [Fact]
    public void Separate_parts_of_a_network_have_levels_of_their_own()
    {
        var w = new Matrix(5, 5);
        (w[1, 0], w[3, 2], w[4, 3]) = (2, 5, 5);
        Assert.Equal([0, 1, 0, 1, 2], TrophicLevels.Of(w).Levels, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Every_triad_is_counted_once_and_each_class_has_its_known_number_of_patterns()
    {
        var counts = TriadCensus.ClassOf.GroupBy(x => x).OrderBy(g => g.Key).Select(g => g.Count());
        Assert.Equal([1, 6, 3, 3, 3, 6, 6, 6, 6, 2, 3, 3, 3, 6, 6, 1], counts); // Holland and Leinhardt's table
        Assert.Equal(120 * 119 * 118 / 6, TriadCensus.Of(Gaussian(120, 3), 0.9).Counts.Sum());
    }

    [Fact]
    public void The_chain_leaves_a_lone_three_cycle_both_ways_round()
    {
        // Swaps cannot turn a 3-cycle round; without its own move the null of this graph would be one graph instead of two.
        var links = new bool[3, 3];
        (links[0, 1], links[1, 2], links[2, 0]) = (true, true, true);
        var walk = new EdgeSwapChain(TriadCensus.Flat(links), 3, Stream());
        var forward = 0;
        for (var k = 0; k < 4000; k++)
        {
            walk.Walk(20);
            forward += walk.Graph[1];
        }

        Assert.InRange(forward, 1700, 2300);
        Assert.Equal(2, TriadNull.Test(links, Stream(), cancellation: Cancel).Graphs);
    }

    [Fact]
    public void Degrees_stay_what_they_are_along_the_chain()
    {
        var links = TriadCensus.Links(Gaussian(20, 4), 1);
        var flat = TriadCensus.Flat(links);
        var walk = new EdgeSwapChain(flat, 20, Stream());
        walk.Walk(5000);
        for (var a = 0; a < 20; a++)
        {
            Assert.Equal(Enumerable.Range(0, 20).Sum(b => flat[(a * 20) + b]), Enumerable.Range(0, 20).Sum(b => walk.Graph[(a * 20) + b]));
            Assert.Equal(Enumerable.Range(0, 20).Sum(b => flat[(b * 20) + a]), Enumerable.Range(0, 20).Sum(b => walk.Graph[(b * 20) + a]));
            Assert.Equal(0, walk.Graph[(a * 20) + a]);
        }

        Assert.NotEqual(flat, walk.Graph);
    }

    [Fact]
    public void Planted_communities_are_found()
    {
        var stream = Stream(3);
        var group = Enumerable.Range(0, 40).Select(i => i % 4).ToArray();
        var w = Matrix.From(
            40,
            40,
            (i, j) =>
                i == j ? 0
                : group[i] == group[j] ? 1 + (0.3 * stream.NextGaussian())
                : 0.3 * stream.NextGaussian()
        );
        foreach (var kind in Enum.GetValues<ModularityKind>())
        {
            var found = Modularity.Maximum(w, kind, Stream(), cancellation: Cancel);
            Assert.Equal(group, found.Labels);
        }
    }

    [Fact]
    public void A_search_is_never_better_than_all_partitions_and_finds_the_same()
    {
        for (var k = 0; k < 6; k++)
        {
            var w = Gaussian(9, 10 + k);
            var all = Modularity.Maximum(w, ModularityKind.Signed, Stream(), cancellation: Cancel);
            var searched = Modularity.Maximum(w, ModularityKind.Signed, Stream(), exhaustiveUpTo: 0, cancellation: Cancel);
            Assert.Equal(all.Q, searched.Q, 1e-12);
        }
    }

    [Fact]
    public void A_hidden_chain_is_found_without_labels()
    {
        var stream = Stream(4);
        var order = stream.Permutation(30);
        var w = new Matrix(30, 30);
        for (var k = 0; k < 900; k++)
        {
            w.Values[k] = 0.1 * stream.NextGaussian();
        }

        for (var k = 0; k + 1 < 30; k++)
        {
            w[order[k + 1], order[k]] += 1;
        }

        var found = Assert.Single(ChainDetection.Of(w));
        Assert.Equal(order, found.Units);
        Assert.False(found.IsCycle);
        Assert.Equal(order, Seriation.ByPath(w, Stream(5), cancellation: Cancel).Order);
    }

    [Fact]
    public void The_direction_of_flow_orders_units_and_is_told_from_chance()
    {
        // Ten units; each sends to all later ones, weaker with distance, and everything is noisy.
        var stream = Stream(5);
        var place = stream.Permutation(10);
        var w = Matrix.From(
            10,
            10,
            (i, j) => i == j ? 0 : (place[i] > place[j] ? 1.5 / (place[i] - place[j]) : 0) + (0.1 * stream.NextGaussian())
        );
        var found = Seriation.ByFlow(w, Stream(6), nullDraws: 99, cancellation: Cancel);
        Assert.Equal(1, Seriation.Agreement(found.Order, place));
        Assert.Equal(0.01, found.PValue);
        Assert.True(Seriation.ByFlow(Gaussian(10, 50), Stream(6), nullDraws: 99, cancellation: Cancel).PValue > 0.05);
    }

    [Fact]
    public void A_hidden_ring_is_found_and_noise_has_none()
    {
        var order = Stream(7).Permutation(12);
        var w = Weights.Reorder(Chain(12, true), order);
        var ring = Assert.Single(ChainDetection.Of(w));
        Assert.True(ring.IsCycle);
        Assert.Equal(12, ring.Units.Length);
        Assert.Equal(12, Enumerable.Range(0, 12).Sum(k => w[ring.Units[(k + 1) % 12], ring.Units[k]]));
        var cyclic = Seriation.ByPath(w, Stream(8), cyclic: true, cancellation: Cancel).Order;
        Assert.Equal(12, Enumerable.Range(0, 12).Sum(k => w[cyclic[(k + 1) % 12], cyclic[k]]));
        Assert.Empty(ChainDetection.Of(Gaussian(40, 20), threshold: 4));
    }

    [Fact]
    public void Searched_and_exact_paths_agree()
    {
        // 15 units are beyond the exact method; the hidden path of the first 13 alone is not.
        var w = Gaussian(11, 30);
        var exact = Seriation.ByPath(w, Stream(), cancellation: Cancel).Order;
        var padded = Matrix.From(14, 14, (i, j) => i < 11 && j < 11 ? w[i, j] : -100 * Math.Abs(i - j)); // three units nobody wants
        var found = Seriation.ByPath(padded, Stream(9), cancellation: Cancel).Order;
        double Length(Matrix m, int[] order) => order.Skip(1).Select((unit, k) => m[unit, order[k]]).Sum();
        Assert.Equal(Length(w, exact), Length(w, [.. found.Where(i => i < 11)]), 1e-9);
    }

    [Fact]
    public void The_spectrum_of_a_random_matrix_fills_its_disc_and_a_mean_stands_out()
    {
        var w = Gaussian(150, 40);
        var spectrum = Spectrum.Of(w);
        Assert.InRange(spectrum.Radius, 11.9, 12.6);
        Assert.Empty(spectrum.Outliers);
        Assert.InRange(spectrum.ImaginaryShare, 0.45, 0.55);
        var shifted = Spectrum.Of(Matrix.From(150, 150, (i, j) => w[i, j] + (i == j ? 0 : 0.25)));
        Assert.Equal(0, Assert.Single(shifted.Outliers));
        Assert.Equal(shifted.MeanOutlier, shifted.Values[0].Real, 1.5);
    }

    [Fact]
    public void Henrici_of_a_gaussian_matrix_is_near_one_over_root_two() =>
        Assert.Equal(Math.Sqrt(0.5), NonNormality.Of(Gaussian(200, 41)).HenriciNormalised, 0.01);

    [Fact]
    public void Shapes_of_weights_have_their_closed_forms()
    {
        Assert.Equal(1, WeightDistribution.Of([-1.0, 1, -1, 1]).Bimodality, 1e-12);
        var uniform = WeightDistribution.Of([.. Enumerable.Range(0, 2001).Select(k => k / 2000.0)]);
        Assert.Equal(5 / 9.0, uniform.Bimodality, 1e-3);
        Assert.Equal(1 / 3.0, uniform.Gini, 1e-3);
        Assert.Equal(0, WeightDistribution.Of([2.0, 2, 2]).Gini, 1e-12);
        Assert.Equal(0.75, WeightDistribution.Of([0.0, 0, 0, 5]).Gini, 1e-12);
    }

    [Fact]
    public void Bad_weights_are_refused_in_a_sentence()
    {
        Assert.Contains("square", Assert.Throws<UserError>(() => Asymmetry.Of(new Matrix(2, 3))).Message);
        var w = Gaussian(3);
        w[1, 2] = double.NaN;
        Assert.Contains("W[1, 2] is NaN", Assert.Throws<UserError>(() => TrophicLevels.Of(w)).Message);
    }
}
