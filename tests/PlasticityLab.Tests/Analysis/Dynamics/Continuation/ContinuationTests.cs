using System.Text.Json;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Continuation;

public class ContinuationTests
{
    [Theory]
    [InlineData("wilson_cowan", "wc_neuromatch_default", "I_ext_E", "bifurcations_along_I_ext_E")]
    [InlineData("wilson_cowan", "wc_neuromatch_cycle", "I_ext_E", "bifurcations_along_I_ext_E")]
    [InlineData("tanh2", "tanh2_symmetric_biased", "g", "bifurcations_along_g")]
    public void Saddle_nodes_and_Hopf_points_agree_with_the_reference(string folder, string name, string parameter, string section)
    {
        var (system, json) = DynamicsReference.Read(folder, name);
        var expected = json.GetProperty(section);
        var diagram = Run(system, parameter, expected.GetProperty("range")[0].GetDouble(), expected.GetProperty("range")[1].GetDouble());
        Agree(expected.GetProperty("points"), diagram.Points, kind => kind);
    }

    [Fact]
    public void Pitchforks_are_told_from_saddle_nodes_also_on_secondary_branches()
    {
        var (system, json) = DynamicsReference.Read("tanh2", "tanh2_symmetric");
        var diagram = Run(system, "g", 0.05, 5);
        var expected = json.GetProperty("bifurcations_of_nonzero_equilibria_along_g").GetProperty("points");
        Agree(expected, [.. diagram.Points.Where(p => Linear.Norm(p.State) > 1e-6)], kind => kind == "branch-point" ? "pitchfork" : kind);
        Assert.Equal(
            [1 / 2.3, 1 / 1.3],
            diagram.Points.Where(p => Linear.Norm(p.State) < 1e-6).Select(p => Math.Round(p.Value, 12)),
            (a, b) => Math.Abs(a - b) < 1e-10
        );
        Assert.All(diagram.Points, p => Assert.Equal(SpecialKind.Pitchfork, p.Kind));
        Assert.Equal(9, diagram.Branches.Count);
    }

    [Fact]
    public void Three_units_show_all_their_bifurcations()
    {
        var (system, json) = DynamicsReference.Read("bifurcation_nd", "tanh_bif_n3");
        var diagram = Run(system, "g", 0.05, 5, 6);
        var nonzero = diagram.Points.Where(p => p.State[0] < -1e-6).ToArray();
        Agree(json.GetProperty("special_points_on_nonzero_branches_up_to_sign"), nonzero, kind => kind);
        Assert.Equal(2 * nonzero.Length, diagram.Points.Count(p => Linear.Norm(p.State) > 1e-6));
        var origin = diagram.Points.Where(p => Linear.Norm(p.State) < 1e-6).ToArray();
        foreach (var (row, got) in json.GetProperty("origin_instabilities").EnumerateArray().Zip(origin))
        {
            Assert.Equal(row.GetProperty("kind").GetString(), got.KindName);
            Assert.Equal(row.GetProperty("g").GetDouble(), got.Value, 1e-10);
        }

        Assert.Equal(-0.8399417234558093, origin[1].FirstLyapunovCoefficient, 1e-8);
    }

    [Fact]
    public void Branches_born_far_from_the_trivial_one_are_found()
    {
        var diagram = Run(DynamicsReference.Tanh(2, 1.6, -1.2, 1.2, 1.6), "g", 0.05, 6);
        Assert.Equal(4, diagram.Points.Count(p => p.Kind == SpecialKind.SaddleNode && Math.Abs(p.Value - 5.713819730427991) < 1e-9));
        var hopf = Assert.Single(diagram.Points, p => p.Kind == SpecialKind.Hopf);
        Assert.Equal(0.625, hopf.Value, 1e-12);
        Assert.Equal("supercritical", hopf.Criticality);
    }

    [Fact]
    public void The_Hopf_coefficient_of_the_normal_form_is_exact_for_either_sign()
    {
        // z' = (p + i ω) z + c |z|² z has l1 = 2 c / ω... in Kuznetsov's normalisation ⟨q,q⟩ = 1 one has |z|² = 2 |ζ|², hence l1 = 2 · c /
        // ω.
        foreach (var c in new[] { -1.0, 0.5 })
        {
            var diagram = EquilibriumContinuation.Run(
                p => new NormalForm(p, 2, c),
                -1,
                1,
                _ =>
                    [
                        [0, 0],
                    ]
            );
            var hopf = Assert.Single(diagram.Points);
            Assert.Equal(0, hopf.Value, 1e-12);
            Assert.Equal(2, hopf.Omega, 1e-12);
            Assert.Equal(2 * c / 2, hopf.FirstLyapunovCoefficient, 1e-8);
            Assert.Equal(c < 0 ? "supercritical" : "subcritical", hopf.Criticality);
        }
    }

    [Fact]
    public void Folds_transcritical_points_and_pitchforks_of_normal_forms_get_their_names()
    {
        Assert.Equal(SpecialKind.SaddleNode, Assert.Single(Scalar((x, p) => p - (x * x), (x, _) => -2 * x)).Kind);
        Assert.Equal(SpecialKind.Transcritical, Assert.Single(Scalar((x, p) => (p * x) - (x * x), (x, p) => p - (2 * x))).Kind);
        Assert.Equal(SpecialKind.Pitchfork, Assert.Single(Scalar((x, p) => (p * x) - (x * x * x), (x, p) => p - (3 * x * x))).Kind);
        // An imperfect pitchfork is a fold and nothing else.
        var imperfect = Assert.Single(Scalar((x, p) => (p * x) - (x * x * x) + 0.01, (x, p) => p - (3 * x * x)));
        Assert.Equal(SpecialKind.SaddleNode, imperfect.Kind);
        Assert.Equal(3 * Math.Pow(0.005, 2.0 / 3), imperfect.Value, 1e-10);
    }

    [Fact]
    public void A_closed_branch_is_followed_once_around()
    {
        // x² + p² = 1/4: an isola with two folds.
        var diagram = EquilibriumContinuation.Run(
            p => new OneDimensional(x => 0.25 - (x * x) - (p * p), x => -2 * x),
            -1,
            1,
            p =>
                Math.Abs(p) < 0.5
                    ?
                    [
                        [Math.Sqrt(0.25 - (p * p))],
                        [-Math.Sqrt(0.25 - (p * p))],
                    ]
                    : []
        );
        Assert.Equal(BranchEnd.Closed, Assert.Single(diagram.Branches).Last);
        Assert.Equal([-0.5, 0.5], diagram.Points.Select(p => p.Value), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Leaving_the_box_is_a_result()
    {
        var diagram = EquilibriumContinuation.Run(
            p => new OneDimensional(x => (x * (1 - p)) - 1, _ => 1 - p),
            0,
            2,
            p =>
                p == 0
                    ?
                    [
                        [1.0],
                    ]
                    : [],
            new ContinuationOptions { Box = 50 }
        );
        Assert.Equal(BranchEnd.LeftTheBox, Assert.Single(diagram.Branches).Last);
        var error = Assert.Throws<UserError>(() => EquilibriumContinuation.Run(_ => new Growth(), 2, 1, _ => []));
        Assert.Contains("2:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_networks_keep_the_index_sum_on_both_sides_of_every_event()
    {
        var random = new RandomStreams(5).Open(StreamPurpose.Analysis);
        for (var trial = 0; trial < 4; trial++)
        {
            var weights = Matrix.From(2, 2, (_, _) => 1.5 * random.NextGaussian());
            var system = new RateNetwork(Transfer.Tanh, weights, [0.2 * random.NextGaussian(), 0.2 * random.NextGaussian()]);
            var diagram = Run(system, "g", 0.1, 3);
            Assert.DoesNotContain(diagram.Points, p => p.Kind == SpecialKind.Degenerate);
            foreach (var g in new[] { 0.313, 1.127, 1.931, 2.719 })
            {
                var expected = DynamicsReference.Equilibria(system.With("g", g));
                var crossings = diagram.Branches.Sum(b =>
                    b.Nodes.Zip(b.Nodes.Skip(1)).Count(z => (z.First.Parameter - g) * (z.Second.Parameter - g) < 0)
                );
                Assert.Equal(expected.Count, crossings);
            }
        }
    }

    [Fact]
    public void The_Wilson_Cowan_cycle_lives_between_a_Hopf_point_and_a_saddle_node_on_it()
    {
        var (system, json) = DynamicsReference.Read("wilson_cowan", "wc_neuromatch_cycle");
        var diagram = Run(system, "I_ext_E", -3, 8);
        var family = CycleContinuation.FromHopf(
            p => system.With("I_ext_E", p),
            -3,
            8,
            diagram.Points.Single(p => p.Kind == SpecialKind.Hopf),
            diagram.Points
        );
        Assert.NotNull(family);
        Assert.Equal(CycleEndKind.Snic, family.Last.Kind);
        Assert.Equal(0.7134637489786119, family.Last.Value, 1e-9);
        foreach (var row in json.GetProperty("limit_cycle_family").EnumerateArray())
        {
            var cycle = family.At(p => system.With("I_ext_E", p), row.GetProperty("I_ext_E").GetDouble());
            Assert.NotNull(cycle);
            Assert.Equal(row.GetProperty("period").GetDouble(), cycle.Period, 1e-9);
            Assert.Equal(row.GetProperty("floquet").GetDouble(), cycle.NontrivialMultipliers[0].Real, 1e-10);
        }
    }

    [Fact]
    public void A_homoclinic_end_is_not_called_a_SNIC()
    {
        // x' = y, y' = p y + x − x² + x y (Strogatz 1994, example 8.4.1): a saddle loop at p ≈ −0.8645.
        var family = new FieldFamily(p => new SaddleLoop(p));
        var diagram = EquilibriumContinuation.Run(
            family,
            -1,
            -0.7,
            _ =>
                [
                    [0, 0],
                    [1, 0],
                ]
        );
        var hopf = EquilibriumContinuation
            .Run(
                family,
                -1.2,
                -0.7,
                _ =>
                    [
                        [0, 0],
                        [1, 0],
                    ]
            )
            .Points.Single(p => p.Kind == SpecialKind.Hopf);
        Assert.Equal(-1, hopf.Value, 1e-10);
        var cycles = CycleContinuation.FromHopf(family, -1.2, -0.7, hopf, diagram.Points);
        Assert.NotNull(cycles);
        Assert.Equal(CycleEndKind.Homoclinic, cycles.Last.Kind);
        Assert.Equal(-0.8645, cycles.Last.Value, 1e-3);
    }

    [Fact]
    public void The_two_laws_of_infinite_periods_are_told_apart()
    {
        var p = Enumerable.Range(0, 12).Select(k => 1 + Math.Pow(2, -k)).ToArray();
        var snic = PeriodScaling.Fit(p, [.. p.Select(x => 3 + (2 / Math.Sqrt(x - 0.9999)))]);
        var loop = PeriodScaling.Fit(p, [.. p.Select(x => 3 - (2 * Math.Log(x - 0.9999)))]);
        Assert.Equal("snic", snic.Verdict);
        Assert.Equal(0.9999, snic.SnicValue, 1e-6);
        Assert.Equal("homoclinic", loop.Verdict);
        Assert.Equal(0.5, loop.HomoclinicRate, 1e-4);
    }

    [Fact]
    public void A_repelling_cycle_is_followed_to_its_homoclinic_orbit()
    {
        // Subcritical Hopf point; no run along the cycle stays on it. Seen backward in time the cycle attracts and the saddle's stable
        // eigenvalue λ_s is the unstable one:
        // near its end the period must grow by 1/|λ_s| for each e-fold of the distance.
        var system = new RateNetwork(Transfer.Logistic, new Matrix(2, 2, [-0.556, 7.732, -4.943, 10.457]), [-3.619, -0.492]);
        var diagram = Run(system, "I1", -2, 0);
        var hopf = Assert.Single(diagram.Points, p => p.Kind == SpecialKind.Hopf);
        Assert.Equal("subcritical", hopf.Criticality);
        var family = CycleContinuation.FromHopf(p => system.With("I1", p), -2, 0, hopf, diagram.Points)!;
        Assert.Equal(CycleEndKind.Homoclinic, family.Last.Kind);
        Assert.All(family.Nodes, node => Assert.Equal(1, node.UnstableCount));
        var end = system.With("I1", family.Last.Value);
        var jacobian = new Matrix(2, 2);
        var saddle = Assert.Single(
            DynamicsReference.Equilibria(end),
            x =>
            {
                end.Jacobian(x, jacobian);
                return Linear.DeterminantSign(jacobian) < 0;
            }
        );
        end.Jacobian(saddle, jacobian);
        Assert.Equal(-Linear.Eigenvalues(jacobian)[1].Real, family.Last.Scaling!.HomoclinicRate, 0.02);

        var middle = family.At(p => system.With("I1", p), -1.0)!;
        Assert.False(middle.IsStable);
        Assert.True(middle.AbsDiffTwoMethods < 1e-9);
    }

    private static BifurcationDiagram Run(IDynamicalSystem system, string parameter, double low, double high, int grid = 11) =>
        EquilibriumContinuation.Run(
            p => system.With(parameter, p),
            low,
            high,
            p => DynamicsReference.Equilibria(system.With(parameter, p), grid)
        );

    private static void Agree(JsonElement expected, IReadOnlyList<SpecialPoint> got, Func<string, string> kind)
    {
        Assert.Equal(expected.GetArrayLength(), got.Count);
        foreach (var row in expected.EnumerateArray())
        {
            var state = row.GetProperty("x").Doubles();
            var point = got.MinBy(p => Math.Abs(p.Value - row.GetProperty("value").GetDouble()) + Linear.Distance(p.State, state))!;
            Assert.Equal(kind(row.GetProperty("kind").GetString()!), point.KindName);
            Assert.Equal(row.GetProperty("value").GetDouble(), point.Value, 1e-9);
            Assert.True(Linear.Distance(state, point.State) < 1e-8);
            if (row.TryGetProperty("first_lyapunov_coefficient", out var l1))
            {
                Assert.Equal(l1.GetDouble(), point.FirstLyapunovCoefficient, 1e-7);
                Assert.Equal(row.GetProperty("omega").GetDouble(), point.Omega, 1e-9);
            }
        }
    }

    private static IReadOnlyList<SpecialPoint> Scalar(Func<double, double, double> f, Func<double, double, double> slope) =>
        EquilibriumContinuation.Run(p => new OneDimensional(x => f(x, p), x => slope(x, p)), -1, 1, p => [.. Roots(x => f(x, p))]).Points;

    private static IEnumerable<double[]> Roots(Func<double, double> f)
    {
        for (var k = -2001; k < 2000; k++)
        {
            var (a, b) = ((k + 0.37) / 1000, (k + 1.37) / 1000);
            if (f(a) * f(b) < 0)
            {
                yield return [0.5 * (a + b)];
            }
        }
    }

    private sealed class OneDimensional(Func<double, double> f, Func<double, double> slope) : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d) => d[0] = f(x[0]);

        public void Jacobian(ReadOnlySpan<double> x, Matrix j) => j[0, 0] = slope(x[0]);
    }

    private sealed class Growth : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d) => d[0] = x[0];

        public void Jacobian(ReadOnlySpan<double> x, Matrix j) => j[0, 0] = 1;
    }

    private sealed class NormalForm(double p, double w, double c) : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d)
        {
            var s = p + (c * ((x[0] * x[0]) + (x[1] * x[1])));
            (d[0], d[1]) = ((s * x[0]) - (w * x[1]), (s * x[1]) + (w * x[0]));
        }

        public void Jacobian(ReadOnlySpan<double> x, Matrix j)
        {
            var s = p + (c * ((x[0] * x[0]) + (x[1] * x[1])));
            (j[0, 0], j[0, 1]) = (s + (2 * c * x[0] * x[0]), -w + (2 * c * x[0] * x[1]));
            (j[1, 0], j[1, 1]) = (w + (2 * c * x[0] * x[1]), s + (2 * c * x[1] * x[1]));
        }
    }

    private sealed class SaddleLoop(double p) : IVectorField
    {
        public int Dimension => 2;

        public void Evaluate(ReadOnlySpan<double> x, Span<double> d) =>
            (d[0], d[1]) = (x[1], (p * x[1]) + x[0] - (x[0] * x[0]) + (x[0] * x[1]));

        public void Jacobian(ReadOnlySpan<double> x, Matrix j) =>
            (j[0, 0], j[0, 1], j[1, 0], j[1, 1]) = (0, 1, 1 - (2 * x[0]) + x[1], p + x[0]);
    }
}
