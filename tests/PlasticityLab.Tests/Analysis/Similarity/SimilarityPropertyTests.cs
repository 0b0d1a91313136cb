using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Similarity;

public class SimilarityPropertyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RandomStream Stream(int index = 0) => new RandomStreams(29).Open(StreamPurpose.Analysis, index);

    private static Matrix Gaussian(int rows, int columns, int index)
    {
        var stream = Stream(1000 + index);
        return Matrix.From(rows, columns, (_, _) => stream.NextGaussian());
    }

    [Fact]
    public void Rotated_scaled_and_shifted_activity_is_the_same_to_alignment()
    {
        var x = Gaussian(30, 5, 1);
        var turned = x.Times(Qr.Decompose(Gaussian(5, 5, 2)).Q);
        var copy = Matrix.From(30, 5, (i, j) => (3 * turned[i, j]) + j);
        Assert.Equal(1, Cka.Linear(x, copy), 1e-12);
        Assert.Equal(1, Cka.Debiased(x, copy), 1e-12);
        Assert.Equal(0, Procrustes.Of(x, copy).Angular, 1e-6);
        Assert.All(CanonicalCorrelations.Of(x, copy), r => Assert.Equal(1, r, 1e-12));
    }

    [Fact]
    public void Debiased_alignment_of_independent_activity_is_0_on_average_and_the_biased_one_is_not()
    {
        double biased = 0,
            debiased = 0;
        for (var k = 0; k < 60; k++)
        {
            Matrix x = Gaussian(20, 10, 100 + (2 * k)),
                y = Gaussian(20, 10, 101 + (2 * k));
            biased += Cka.Linear(x, y) / 60;
            debiased += Cka.Debiased(x, y) / 60;
        }

        Assert.InRange(debiased, -0.03, 0.03);
        Assert.True(biased > 0.25);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Dsa_finds_planted_copies_of_other_sizes_in_both_components(int r)
    {
        var a = Gaussian(r, r, 10 + r);
        foreach (var reflection in new[] { false, true })
        {
            var q = OrthogonalSearch.RandomOrthogonal(r, Stream(40), reflection);
            Assert.Equal(reflection ? -1 : 1, new Lu(q).DeterminantSign);
            var result = DynamicalSimilarity.Of(a, q.Times(a).Times(q.Transpose()), Stream(41), cancellation: Cancel);
            Assert.InRange(result.Euclidean, 0, 1e-6);
            var c = result.Alignment;
            Assert.Equal(0, Matrix.Combine(1, c.Times(c.Transpose()), -1, Matrix.Identity(r)).FrobeniusNorm(), 1e-12);
        }
    }

    [Fact]
    public void Dsa_is_symmetric_in_its_arguments()
    {
        Matrix a = Gaussian(4, 4, 50),
            b = Gaussian(4, 4, 51);
        Assert.Equal(
            DynamicalSimilarity.Of(a, b, Stream(1), cancellation: Cancel).Euclidean,
            DynamicalSimilarity.Of(b, a, Stream(2), cancellation: Cancel).Euclidean,
            1e-8
        );
    }

    [Fact]
    public void A_permuted_copy_of_a_larger_network_is_recognised()
    {
        var a = Gaussian(25, 25, 60);
        var p = Stream(3).Permutation(25);
        var result = GraphMatching.Of(a, Weights.Reorder(a, p), Stream(4), cancellation: Cancel);
        Assert.Equal(0, result.Distance, 1e-9);
        Assert.Equal(Enumerable.Range(0, 25), result.Permutation.Select(k => p[k]));
        Assert.Equal(0, SpectralDistance.Of(a, Weights.Reorder(a, p)).W2, 1e-9);
    }

    [Fact]
    public void The_bound_of_a_matching_holds_and_proves_planted_copies()
    {
        for (var k = 0; k < 10; k++)
        {
            Matrix a = Gaussian(6, 6, 70 + k),
                b = Gaussian(6, 6, 90 + k);
            var result = GraphMatching.Of(a, b, Stream(k), cancellation: Cancel);
            Assert.InRange(result.LowerBound, 0, result.Distance);
            Assert.InRange(result.Distance, 0, result.Identity);
        }
    }

    [Fact]
    public void Padding_a_network_with_silent_units_costs_nothing()
    {
        var a = Gaussian(5, 5, 95);
        var larger = Matrix.From(7, 7, (i, j) => i < 5 && j < 5 ? a[i, j] : 0);
        Assert.Equal(0, GraphMatching.Of(larger, a, Stream(), cancellation: Cancel).Distance, 1e-12);
    }

    [Fact]
    public void Assemblies_give_back_the_blocks_they_were_built_from()
    {
        var assemblies = Enumerable.Range(0, 4).Select(k => Enumerable.Range(5 * k, 5).ToArray()).ToArray();
        var w = Matrix.From(
            20,
            20,
            (i, j) =>
                i / 5 == (j / 5) + 1 ? 0.2
                : i / 5 == j / 5 ? 0.1
                : 0
        );
        var blocks = AssemblyBlocks.Of(w, assemblies);
        Assert.Equal(1.0, blocks.Blocks[1, 0], 1e-12);
        Assert.Equal(0.5, blocks.Blocks[2, 2], 1e-12);
        Assert.Equal(1 / 1.5, blocks.Flow, 1e-12);
        Assert.Equal(-1, AlignedDistance.Of(blocks.Blocks, blocks.Blocks.Transpose()).AntisymmetricCosine, 1e-12);
    }

    [Fact]
    public void Attractor_graphs_are_compared_up_to_their_names()
    {
        AttractorGraph Ring(int n, int shift, string label) =>
            new(
                [.. Enumerable.Range(0, n).Select(k => k == shift ? "cycle" : "point")],
                [.. Enumerable.Range(0, n).Select(k => new AttractorArrow(k, (k + 1) % n, label))]
            );
        var map = Ring(6, 0, "cue").IsomorphismTo(Ring(6, 4, "cue"), Cancel);
        Assert.NotNull(map);
        Assert.Equal(4, map[0]);
        Assert.Null(Ring(6, 0, "cue").IsomorphismTo(Ring(6, 0, "noise"), Cancel));
        // Two triangles and a hexagon look alike unit by unit, but are not the same graph.
        var triangles = new AttractorGraph(
            [.. Enumerable.Repeat("point", 6)],
            [.. Enumerable.Range(0, 6).Select(k => new AttractorArrow(k, k % 3 == 2 ? k - 2 : k + 1, "cue"))]
        );
        var hexagon = new AttractorGraph(
            [.. Enumerable.Repeat("point", 6)],
            [.. Enumerable.Range(0, 6).Select(k => new AttractorArrow(k, (k + 1) % 6, "cue"))]
        );
        Assert.Null(triangles.IsomorphismTo(hexagon, Cancel));
        Assert.Equal(0, Ring(5, 1, "cue").DistanceTo(Ring(5, 3, "cue")));
        Assert.Equal(1, new AttractorGraph(["point"], []).DistanceTo(new AttractorGraph(["cycle"], [])));
    }

    [Fact]
    public void Courses_are_compared_by_edits()
    {
        Assert.Equal(0, FeatureDistances.OfCourses([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1 / 3.0, FeatureDistances.OfCourses([1, 2, 3], [1, 3]), 1e-12);
        Assert.Equal(1, FeatureDistances.OfCourses([1, 2], []));
    }
}
