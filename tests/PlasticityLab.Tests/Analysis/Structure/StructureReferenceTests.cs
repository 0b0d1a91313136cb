using System.Text.Json;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Structure;

public class StructureReferenceTests
{
    private static RandomStream Stream(int index = 0) => new RandomStreams(3).Open(StreamPurpose.Analysis, index);

    private static JsonElement Examples => ReferenceJson.Open("structure", "structure_examples.json");

    private static Matrix W => Examples.GetProperty("W").Matrix();

    private static void Near(double[] expected, double[] actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], tolerance);
        }
    }

    [Fact]
    public void Asymmetry_and_non_normality_agree_with_the_worked_example()
    {
        var basic = Examples.GetProperty("basic");
        var asymmetry = Asymmetry.Of(W);
        Assert.Equal(basic.Number("asymmetry_index"), asymmetry.Index, 1e-9);
        Assert.Equal(basic.Number("symmetry_correlation_trWW_over_trWWt"), asymmetry.SymmetryCorrelation, 1e-9);
        Assert.Equal(basic.Number("pearson_wij_wji_offdiagonal"), asymmetry.Pearson, 1e-9);
        var normality = NonNormality.Of(W);
        Assert.Equal(basic.Number("henrici_departure"), normality.Henrici, 1e-9);
        Assert.Equal(basic.Number("henrici_normalised"), normality.HenriciNormalised, 1e-9);
        Assert.Equal(basic.Number("commutator_norm"), normality.CommutatorNorm, 1e-9);
        Assert.Equal(basic.Number("numerical_abscissa"), normality.NumericalAbscissa, 1e-9);
        Assert.Equal(basic.Number("spectral_abscissa"), normality.SpectralAbscissa, 1e-9);
        Assert.Equal(basic.Number("condition_number_of_eigenvectors"), normality.EigenvectorCondition, 1e-9);
        Near(basic.GetProperty("singular_values").Vector(), Svd.SingularValues(W));
        Assert.Equal(
            basic.Number("participation_ratio_of_singular_values_squared"),
            Dimensionality.OfSingularValues(W).ParticipationRatio,
            1e-9
        );
    }

    [Theory]
    [InlineData("lag_profile_linear")]
    [InlineData("lag_profile_cyclic")]
    public void Lag_profiles_agree_with_the_worked_example(string name)
    {
        var example = Examples.GetProperty(name);
        var profile = name.EndsWith("linear", StringComparison.Ordinal) ? LagProfile.Linear(W) : LagProfile.Cyclic(W);
        foreach (var lag in example.GetProperty("profile").EnumerateObject())
        {
            var k = Array.IndexOf(profile.Lags, int.Parse(lag.Name));
            Assert.Equal(lag.Value.Number("mean"), profile.Mean[k], 1e-9);
            Assert.Equal(lag.Value.Number("count"), profile.Count[k]);
            Assert.Equal(lag.Value.Number("sd_population"), profile.StandardDeviation[k], 1e-9);
        }

        Assert.Equal(example.Number("forward_bias"), profile.ForwardBias, 1e-9);
        Assert.Equal(example.Number("R2_of_lag_profile"), profile.RSquared, 1e-9);
    }

    [Fact]
    public void Reciprocity_agrees_with_the_worked_example()
    {
        var example = Examples.GetProperty("reciprocity");
        var reciprocity = Reciprocity.Of(W);
        Assert.Equal(example.Number("links"), reciprocity.Links);
        Assert.Equal(example.Number("reciprocated_links"), reciprocity.Reciprocated);
        Assert.Equal(example.Number("r"), reciprocity.Share, 1e-9);
        Assert.Equal(example.Number("density"), reciprocity.Density, 1e-9);
        Assert.Equal(example.Number("rho_garlaschelli_loffredo"), reciprocity.Rho, 1e-9);
        Assert.Equal(example.Number("weighted_reciprocity_squartini_positive_weights"), reciprocity.Weighted, 1e-9);
    }

    [Fact]
    public void Participation_ratio_agrees_with_the_worked_example()
    {
        var example = Examples.GetProperty("participation_ratio");
        var dimensions = Dimensionality.OfSamples(example.GetProperty("X_samples_by_units").Matrix());
        Near(example.GetProperty("eigenvalues_of_covariance").Vector(), dimensions.Values);
        Assert.Equal(example.Number("participation_ratio"), dimensions.ParticipationRatio, 1e-9);
        Assert.Equal(example.Number("components_for_90_percent"), dimensions.ComponentsFor90Percent);
        Assert.Equal(example.Number("spectral_entropy_dimension"), dimensions.EntropyDimension, 1e-9);
    }

    [Fact]
    public void The_triad_census_and_its_enumerated_null_agree_with_the_worked_example()
    {
        var example = Examples.GetProperty("triads");
        var links = Links(example);
        var census = TriadCensus.Of(links);
        foreach (var entry in example.GetProperty("census").EnumerateObject())
        {
            Assert.Equal(entry.Value.GetInt64(), census[entry.Name]);
        }

        var exact = TriadNull.Test(links, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.True(exact.IsExact);
        Assert.Equal(example.Number("null_size"), exact.Graphs);
        foreach (var name in new[] { "030T", "030C" })
        {
            Assert.Equal(example.Number($"null_mean_{name}"), exact.Mean[TriadCensus.Index(name)], 1e-9);
            Assert.Equal(example.Number($"null_sd_{name}"), exact.StandardDeviation[TriadCensus.Index(name)], 1e-9);
            Assert.Equal(example.Number($"z_{name}"), exact.ZOf(name), 1e-9);
        }

        Assert.Equal(example.Number("exact_upper_p_030T"), exact.UpperP[TriadCensus.Index("030T")], 1e-9);
    }

    [Fact]
    public void The_edge_swap_chain_converges_to_the_enumerated_null()
    {
        var links = Links(Examples.GetProperty("triads"));
        var exact = TriadNull.Test(links, Stream(), cancellation: TestContext.Current.CancellationToken);
        var sampled = TriadNull.Test(
            links,
            Stream(1),
            samples: 30_000,
            enumerateUpTo: 0,
            cancellation: TestContext.Current.CancellationToken
        );
        for (var k = 0; k < 16; k++)
        {
            Assert.Equal(double.IsNaN(exact.Z[k]), double.IsNaN(sampled.Z[k]));
            Assert.True(
                double.IsNaN(exact.Z[k]) || Math.Abs(exact.Z[k] - sampled.Z[k]) < 0.05,
                $"{TriadCensus.Names[k]}: {exact.Z[k]} {sampled.Z[k]}"
            );
        }
    }

    [Fact]
    public void Trophic_levels_agree_with_the_worked_example()
    {
        var example = Examples.GetProperty("trophic");
        var levels = TrophicLevels.Of(W);
        Near(example.GetProperty("levels_min_zero").Vector(), levels.Levels);
        Assert.Equal(example.Number("incoherence_F0"), levels.Incoherence, 1e-9);
        Assert.Equal(example.Number("coherence"), levels.Coherence, 1e-9);
    }

    [Fact]
    public void The_Hodge_decomposition_agrees_with_the_worked_example()
    {
        var example = Examples.GetProperty("hodge");
        var hodge = HodgeDecomposition.Of(W, TestContext.Current.CancellationToken);
        Near(example.GetProperty("potential_mean_zero").Vector(), hodge.Potential);
        var edges = example.GetProperty("edges").EnumerateArray().Select(edge => edge.Ints()).ToArray();
        foreach (
            var (name, part) in new[]
            {
                ("flow", hodge.Flow),
                ("gradient", hodge.Gradient),
                ("curl", hodge.Curl),
                ("harmonic", hodge.Harmonic),
            }
        )
        {
            Near(example.GetProperty(name).Vector(), [.. edges.Select(edge => part[edge[0] - 1, edge[1] - 1])]);
        }

        Assert.Equal(example.Number("energy_fractions.gradient"), hodge.GradientShare, 1e-9);
        Assert.Equal(example.Number("energy_fractions.curl"), hodge.CurlShare, 1e-9);
        Assert.Equal(0, hodge.HarmonicShare, 1e-9);
    }

    [Theory]
    [InlineData("leicht_newman_positive_part", ModularityKind.LeichtNewman)]
    [InlineData("gomez_signed", ModularityKind.Signed)]
    [InlineData("rubinov_sporns_Qstar", ModularityKind.RubinovSporns)]
    public void Modularity_agrees_with_the_worked_example(string name, ModularityKind kind)
    {
        var example = Examples.GetProperty("modularity_directed_weighted").GetProperty(name);
        var exact = Modularity.Maximum(W, kind, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.True(exact.IsExhaustive);
        Assert.Equal(example.Number("Q"), exact.Q, 1e-9);
        Assert.Equal(example.GetProperty("labels").Ints().Select(x => x - 1), exact.Labels);
        Assert.Equal(exact.Q, Modularity.Of(W, exact.Labels, kind), 1e-12);
        var searched = Modularity.Maximum(W, kind, Stream(), exhaustiveUpTo: 0, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(exact.Q, searched.Q, 1e-12);
    }

    private static bool[,] Links(JsonElement example)
    {
        var a = example.GetProperty("A_row_to_column").Matrix();
        var links = new bool[a.Rows, a.Rows];
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = 0; j < a.Rows; j++)
            {
                links[i, j] = a[i, j] != 0;
            }
        }

        return links;
    }
}
