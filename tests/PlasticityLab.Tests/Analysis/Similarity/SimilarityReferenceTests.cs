using System.Text.Json;
using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Similarity;

public class SimilarityReferenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RandomStream Stream(int index = 0) => new RandomStreams(23).Open(StreamPurpose.Analysis, index);

    private static JsonElement Examples => ReferenceJson.Open("similarity", "similarity_examples.json");

    [Fact]
    public void Representational_measures_agree_with_the_worked_example()
    {
        var example = Examples.GetProperty("representation");
        Matrix x = example.GetProperty("X").Matrix(),
            y = example.GetProperty("Y").Matrix();
        Assert.Equal(example.Number("linear_cka"), Cka.Linear(x, y), 1e-9);
        Assert.Equal(example.Number("linear_cka_debiased"), Cka.Debiased(x, y), 1e-9);
        var procrustes = Procrustes.Of(x, y);
        Assert.Equal(example.Number("procrustes.nuclear_norm_of_XtY"), procrustes.NuclearNorm, 1e-9);
        Assert.Equal(example.Number("procrustes.euclidean_distance"), procrustes.Euclidean, 1e-9);
        Assert.Equal(example.Number("procrustes.angular_distance"), procrustes.Angular, 1e-9);
        Assert.Equal(example.Number("procrustes.unit_norm_distance"), procrustes.UnitNorm, 1e-9);
        Assert.Equal(example.Number("procrustes.disparity_scipy_definition"), procrustes.Disparity, 1e-9);
        Assert.Equal(
            example.GetProperty("canonical_correlations").Vector(),
            CanonicalCorrelations.Of(x, y),
            (a, b) => Math.Abs(a - b) < 1e-9
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dsa_reaches_the_reference_optimum_in_ten_of_ten_runs(bool unitNorm)
    {
        var example = Examples.GetProperty("dsa_operator_distance");
        Matrix a = example.GetProperty("A").Matrix(),
            b = example.GetProperty("B").Matrix();
        if (unitNorm)
        {
            (a, b) = (Matrix.Combine(1 / a.FrobeniusNorm(), a, 0, a), Matrix.Combine(1 / b.FrobeniusNorm(), b, 0, b));
        }

        var expected = example.GetProperty(unitNorm ? "result_after_unit_norm" : "result");
        for (var run = 0; run < 10; run++)
        {
            var result = DynamicalSimilarity.Of(a, b, Stream(run), cancellation: Cancel);
            Assert.Equal(expected.Number("euclidean"), result.Euclidean, 1e-6);
            Assert.Equal(expected.Number("angular"), result.Angular, 1e-6);
            Assert.Equal(expected.Number("best_in_det_plus"), result.BestInRotations, 1e-6);
            Assert.Equal(expected.Number("best_in_det_minus"), result.BestInReflections, 1e-6);
            Assert.Equal(expected.Number("number_of_distinct_local_minima"), result.LocalMinima);
            Assert.InRange(result.ShareOfStarts, 0.2, 0.7);
        }
    }

    [Fact]
    public void Dsa_finds_a_planted_reflection_and_the_closed_form_of_symmetric_pairs()
    {
        var example = Examples.GetProperty("dsa_operator_distance");
        Matrix a = example.GetProperty("A").Matrix(),
            planted = example.GetProperty("planted_reflection").GetProperty("B_equals_Q_A_Qt").Matrix();
        for (var run = 0; run < 10; run++)
        {
            var result = DynamicalSimilarity.Of(a, planted, Stream(run), cancellation: Cancel);
            Assert.InRange(result.Euclidean, 0, 1e-5);
            Assert.InRange(result.Angular, 0, 1e-5);
        }

        var pair = example.GetProperty("symmetric_pair");
        var symmetric = DynamicalSimilarity.Of(
            pair.GetProperty("A").Matrix(),
            pair.GetProperty("B").Matrix(),
            Stream(),
            cancellation: Cancel
        );
        Assert.Equal(pair.Number("closed_form_sorted_eigenvalues"), symmetric.Euclidean, 1e-9);
        Assert.Equal(pair.Number("result.angular"), symmetric.Angular, 1e-9);
    }

    [Fact]
    public void The_delay_operator_agrees_with_the_worked_example()
    {
        var example = Examples.GetProperty("dmd_pipeline");
        var rows = File.ReadAllLines(TestData.Path("reference", "similarity", "dmd_series.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(double.Parse).ToArray())
            .ToArray();
        var series = Matrix.From(rows.Length, 2, (t, k) => rows[t][k]);
        var fit = DelayDmd.Fit([series], 3, 1, 4, 0);
        Assert.Equal(example.GetProperty("hankel_shape").Ints(), new[] { fit.Rows, fit.Columns });
        Assert.Equal(example.GetProperty("singular_values").Vector(), fit.SingularValues, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(
            example.GetProperty("singular_values_of_A").Vector(),
            Svd.SingularValues(fit.Operator),
            (a, b) => Math.Abs(a - b) < 1e-9
        );
        Assert.Equal(example.Number("frobenius_norm_of_A"), fit.Operator.FrobeniusNorm(), 1e-9);
        Near(example.GetProperty("eigenvalues_re_im"), fit.Operator);
        Near(example.GetProperty("eigenvalues_with_ridge_0p01_re_im"), DelayDmd.Fit([series], 3, 1, 4, 0.01).Operator);

        static void Near(JsonElement expected, Matrix a) =>
            Assert.Equal(
                expected.EnumerateArray().SelectMany(x => x.Vector()),
                Eigen.Values(a).SelectMany(v => new[] { v.Real, v.Imaginary }),
                (x, y) => Math.Abs(x - y) < 1e-9
            );
    }

    [Fact]
    public void Spectral_distances_agree_with_the_worked_example()
    {
        var example = Examples.GetProperty("spectral");
        var result = SpectralDistance.Of(example.GetProperty("A").Matrix(), example.GetProperty("B").Matrix());
        Assert.Equal(example.Number("eig_W1"), result.W1, 1e-9);
        Assert.Equal(example.Number("eig_W2"), result.W2, 1e-9);
        Assert.Equal(example.Number("singular_value_L2"), result.SingularValues, 1e-9);
        Assert.Equal(example.Number("symmetric_part_eig_L2"), result.SymmetricPart, 1e-9);
        Assert.Equal(example.Number("spectral_radius_difference"), result.SpectralRadius, 1e-9);
    }

    [Theory]
    [InlineData("A_vs_B", "B_noisy_permuted_copy")]
    [InlineData("A_vs_C", "C_unrelated")]
    public void Graph_matching_is_exact_where_it_can_be(string name, string other)
    {
        var examples = Examples.GetProperty("graph_matching");
        var example = examples.GetProperty(name);
        Matrix a = examples.GetProperty("A").Matrix(),
            b = examples.GetProperty(other).Matrix();
        var exact = GraphMatching.Of(a, b, Stream(), cancellation: Cancel);
        Assert.True(exact.IsExact);
        Assert.Equal(example.Number("exact_min_frobenius"), exact.Distance, 1e-9);
        Assert.Equal(example.Number("identity_frobenius"), exact.Identity, 1e-9);
        Assert.Equal(example.Number("normalised"), exact.Normalised, 1e-9);
        Assert.Equal(example.GetProperty("exact_permutation_p_with_B_pp_1based").Ints(), exact.Permutation.Select(p => p + 1));
        Assert.InRange(exact.LowerBound, 0, exact.Distance);
        var searched = GraphMatching.Of(a, b, Stream(1), exactUpTo: 0, cancellation: Cancel);
        Assert.False(searched.IsExact);
        Assert.Equal(exact.Distance, searched.Distance, 1e-9); // exchanges of pairs find what Frank-Wolfe alone misses
    }
}
