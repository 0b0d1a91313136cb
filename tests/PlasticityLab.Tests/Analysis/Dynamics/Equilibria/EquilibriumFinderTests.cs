using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Equilibria;

public class EquilibriumFinderTests
{
    public static TheoryData<string, string> Planar =>
        new()
        {
            { "wilson_cowan", "wc_neuromatch_default" },
            { "wilson_cowan", "wc_neuromatch_cycle" },
            { "wilson_cowan", "wc_neuromatch_driven" },
            { "tanh2", "tanh2_symmetric" },
            { "tanh2", "tanh2_symmetric_biased" },
            { "tanh2", "tanh2_rotational" },
            { "tanh2", "tanh2_feedforward" },
            { "ctln", "ctln_3cycle" },
            { "ctln", "ctln_4_fusion" },
            { "ctln", "ctln_5cycle_graph" },
        };

    [Theory]
    [MemberData(nameof(Planar))]
    public void Every_reference_equilibrium_is_found_proved_and_described(string folder, string id)
    {
        var path = TestData.Path("reference", "dynamics", folder, id + ".json");
        var report = EquilibriumFinder.Find(SystemFile.Read(path).System, cancellation: TestContext.Current.CancellationToken);
        using var reference = JsonDocument.Parse(File.ReadAllText(path));
        var points = reference.RootElement.GetProperty("fixed_points").EnumerateArray().ToArray();
        Assert.Equal(points.Length, report.Equilibria.Count);
        Assert.True(report.Completeness.IsProved, report.Completeness.Statement);
        Assert.StartsWith("Exactly", report.Completeness.Statement);
        Assert.Equal(1, report.IndexSum);
        foreach (var point in points)
        {
            var x = Numbers(point.GetProperty("x"));
            var found = report.Equilibria.MinBy(item => item.X.Zip(x, (a, b) => Math.Abs(a - b)).Max())!;
            Assert.All(found.X.Zip(x), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
            Assert.Equal(point.GetProperty("n_unstable").GetInt32(), found.UnstableDimension);
            if (point.TryGetProperty("type", out var type))
            {
                Assert.Equal(type.GetString(), found.Type);
            }

            Assert.All(
                point.GetProperty("eigenvalues_re_im").EnumerateArray().Select(Numbers),
                pair =>
                    Assert.Contains(found.Eigenvalues, value => Math.Abs(value.Real - pair[0]) + Math.Abs(value.Imaginary - pair[1]) < 1e-7)
            );
        }
    }

    [Theory]
    [InlineData("tanh_n10")]
    [InlineData("tanh_n50_rank2")]
    public void Larger_networks_give_all_known_equilibria_for_ten_seeds_of_the_search(string id)
    {
        var path = TestData.Path("reference", "dynamics", "fixed_points_nd", id + ".json");
        var system = SystemFile.Read(path).System;
        var known = File.ReadLines(path.Replace(".json", "_fixed_points.csv", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split(',')[(id == "tanh_n10" ? 2 : 4)..].Select(double.Parse).ToArray())
            .ToArray();
        for (var seed = 1ul; seed <= 10; seed++)
        {
            var clock = Stopwatch.StartNew();
            var report = EquilibriumFinder.Find(system, new() { Seed = seed }, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"seed {seed}: {clock.Elapsed.TotalSeconds:F2} s, {report.Completeness.Statement}"
            );
            Assert.Equal(known.Length, report.Equilibria.Count);
            Assert.Equal(1, report.IndexSum);
            Assert.All(known, x => Assert.Contains(report.Equilibria, item => item.X.Zip(x, (a, b) => Math.Abs(a - b)).Max() < 1e-9));
        }
    }

    [Fact]
    public void Random_planar_networks_keep_the_index_sum_and_proof_agrees_with_search()
    {
        var random = new RandomStreams(44).Open(StreamPurpose.Analysis);
        for (var trial = 0; trial < 60; trial++)
        {
            var transfer = trial % 2 == 0 ? Transfer.Tanh : Transfer.Logistic;
            var w = Matrix.From(2, 2, (_, _) => (transfer == Transfer.Tanh ? 2 : 8) * random.NextGaussian());
            var network = new RateNetwork(transfer, w, trial % 3 == 0 ? [0, 0] : [random.NextGaussian(), random.NextGaussian()], 1);
            var report = EquilibriumFinder.Find(network, cancellation: TestContext.Current.CancellationToken);
            Assert.True(report.Completeness.IsProved, $"trial {trial}: {report.Completeness.Statement}");
            Assert.Equal(1, report.IndexSum);
            Assert.All(report.Equilibria, item => Assert.InRange(item.ErrorBound, 0, 1e-12));
            var search = new NewtonSearch(
                network,
                network.Box,
                new() { MinimumStarts = 300, MaximumStarts = 600 },
                TestContext.Current.CancellationToken
            );
            search.Run(false, true);
            Assert.Equal(report.Equilibria.Count, search.Zeros.Count);
            if (transfer == Transfer.Tanh && trial % 3 == 0)
            {
                Assert.All(
                    report.Equilibria,
                    item => Assert.Contains(report.Equilibria, other => other.X.Zip(item.X, (a, b) => Math.Abs(a + b)).Max() < 1e-9)
                );
            }
        }
    }

    [Fact]
    public void Three_uncoupled_bistable_units_have_27_equilibria()
    {
        var network = new RateNetwork(Transfer.Tanh, Matrix.Identity(3), [0, 0, 0], 2);
        var report = EquilibriumFinder.Find(network, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(27, report.Equilibria.Count);
        Assert.Equal(
            [8, 12, 6, 1],
            report.Equilibria.GroupBy(item => item.UnstableDimension).OrderBy(group => group.Key).Select(group => group.Count())
        );
        Assert.StartsWith("At least 27 equilibria", report.Completeness.Statement);
    }

    [Fact]
    public void The_ghost_of_a_saddle_node_is_a_slow_point_and_no_equilibrium()
    {
        // Just beyond the fold of r = tanh(2 r + I), at I slightly above its fold value.
        var r = -Math.Sqrt(0.5);
        var fold = Math.Atanh(r) - (2 * r);
        var network = new RateNetwork(Transfer.Tanh, Matrix.From(3, 3, (i, j) => i == j ? (i == 0 ? 2 : 0.1) : 0), [fold + 0.002, 0, 0]);
        var report = EquilibriumFinder.Find(network, cancellation: TestContext.Current.CancellationToken);
        Assert.Single(report.Equilibria);
        var slow = Assert.Single(report.SlowPoints);
        Assert.Equal(r, slow.X[0], 0.02);
        Assert.InRange(slow.Speed, 1e-4, 3e-3);
    }

    [Fact]
    public void Non_normality_of_the_feedforward_pair_is_the_reference_one()
    {
        var measures = NonNormality.Of(new Matrix(2, 2, [-0.5, 0, 4, -0.6]));
        Assert.Equal(4.0, measures.HenriciDepartureFrobenius, 1e-12);
        Assert.Equal(1.4506249023742555, measures.NumericalAbscissa, 1e-12);
        Assert.Equal(2.7312216722833442, measures.MaxTransientGain2Norm!.Value, 1e-10);
        Assert.Equal(1.7531477758532648, measures.TimeOfMaxGain!.Value, 1e-5);
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    [Theory]
    [InlineData(1, 0.5, 0.5, 1, 1, "Exactly 0")] // x1 = x1 + 0.5 x2 + 1 has no solution: the singular support is empty, not undecided
    [InlineData(0.5, 0.2, 0.2, 0.5, 0, "Exactly 1")] // without input the origin sits at the threshold of both units, and is still the only equilibrium
    [InlineData(1, 0, 0, 0, 0, "Exactly 1 continuous set")] // x1 = x1: a line
    public void Singular_supports_of_threshold_linear_networks_are_told_apart(
        double a,
        double b,
        double c,
        double d,
        double input,
        string beginning
    )
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [a, b, c, d]), [input, input]);
        Assert.StartsWith(
            beginning,
            EquilibriumFinder.Find(network, cancellation: TestContext.Current.CancellationToken).Completeness.Statement
        );
    }
}
