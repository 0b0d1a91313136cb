using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Continuation;

public class DegenerateBifurcationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Uncoupled_units_bifurcate_together_in_one_point_of_codimension_two(int n)
    {
        var diagram = Run(new RateNetwork(Transfer.Tanh, Matrix.Identity(n), new double[n]), "g", 0.2, 2);
        var point = Assert.Single(diagram.Points);
        Assert.Equal("degenerate", point.KindName);
        Assert.Equal(2, point.Codimension);
        Assert.InRange(point.ZeroEigenvalues, 2, n);
        Assert.Equal(1, point.Value, 1e-6);
    }

    [Fact]
    public void Folds_of_identical_units_and_the_double_zero_between_them_are_told_once_each()
    {
        // Two uncoupled bistable units, r = 1/(1 + exp(−(6 r + I))): at both fold values of I one unit folds while the other is at its
        // lower, upper or the folding state: two simple folds with each of the other's states, one double zero.
        var network = new RateNetwork(Transfer.Logistic, new Matrix(2, 2, [6, 0, 0, 6]), [0, 0]);
        var diagram = Run(network, "I_all", -4, -2);
        var r = 0.5 * (1 - Math.Sqrt(1 - (4.0 / 6)));
        var folds = new[] { Fold(r), Fold(1 - r) }.Order().ToArray();
        Assert.All(diagram.Points, point => Assert.Contains(folds, fold => Math.Abs(fold - point.Value) < 1e-4));
        foreach (var fold in folds)
        {
            var here = diagram.Points.Where(point => Math.Abs(point.Value - fold) < 1e-4).ToArray();
            Assert.Single(here, point => point.ZeroEigenvalues == 2);
            Assert.All(here.Where(point => point.ZeroEigenvalues != 2), point => Assert.Equal(SpecialKind.SaddleNode, point.Kind));
            Assert.InRange(here.Length, 2, 3);
        }

        static double Fold(double r) => Math.Log(r / (1 - r)) - (6 * r);
    }

    [Theory]
    [InlineData("epsilon", 0.05, 0.6, 0.5)]
    [InlineData("delta", 0.1, 0.6, 0.25)]
    public void A_cyclic_graph_has_a_linear_centre_where_epsilon_is_delta(string parameter, double low, double high, double at)
    {
        var network = RateNetwork.Ctln(new CtlnGraph(3, [(0, 1), (1, 2), (2, 0)], 0.25, 0.5), 1);
        var diagram = Run(network, parameter, low, high);
        var point = Assert.Single(diagram.Points);
        Assert.Equal(SpecialKind.Hopf, point.Kind);
        Assert.Equal("degenerate", point.Criticality);
        Assert.Equal(2, point.Codimension);
        Assert.Equal(at, point.Value, 1e-9);
        var family = CycleContinuation.FromHopf(
            p => network.With(parameter, p),
            low,
            high,
            point,
            diagram.Points,
            40,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(family?.Events ?? []);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-13)]
    [InlineData(1e20)]
    public void A_line_of_equilibria_is_one_event_whatever_the_size_of_the_input(double size)
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [0.5, -1, -1, 0.5]), [size, size]);
        var point = Assert.Single(Run(network, "g", 0.1, 1.5).Points);
        Assert.True(point.IsContinuous);
        Assert.Equal(2.0 / 3, point.Value, 1e-9);
    }

    // Units at their critical gain that feed each other: one Jordan block at g = 1, along which f rises as the power 3ⁿ.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_chain_of_critical_units_has_one_degenerate_point_and_no_line(int n)
    {
        var w = Matrix.From(n, n, (i, j) => j == i || j == i + 1 ? 1 : 0);
        var diagram = Run(new RateNetwork(Transfer.Tanh, w, new double[n]), "g", 0.2, 3);
        var point = Assert.Single(diagram.Points);
        Assert.Equal((SpecialKind.Degenerate, n, false), (point.Kind, point.ZeroEigenvalues, point.IsContinuous));
        Assert.Equal(1, point.Value, 1e-9);
        Assert.All(point.State, x => Assert.Equal(0, x, 1e-6));
    }

    // The 2N equilibria of a ring of N (4N for odd N) part from their ring as the amplitude to the power N − 2: next to the critical gain
    // one direction is neutral to rounding.
    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    [InlineData(8, 1)]
    [InlineData(8, 1e-9)]
    public void Branches_of_a_ring_are_followed_through_its_critical_gain(int n, double tau)
    {
        var diagram = Run(new RateNetwork(Transfer.Tanh, Ring(n), new double[n], 1, tau), "g", 0.5, 2.5);
        Assert.Equal((n % 2 == 0 ? n : 2 * n) + 1, diagram.Branches.Count);
        Assert.All(diagram.Branches, branch => Assert.Equal((BranchEnd.RangeEnd, BranchEnd.RangeEnd), (branch.First, branch.Last)));
        var point = Assert.Single(diagram.Points);
        Assert.Equal((SpecialKind.Degenerate, 2), (point.Kind, point.ZeroEigenvalues));
        Assert.Equal(1, point.Value, 1e-9);
        // Half of the others are saddles, on both sides of the origin.
        var unstable = diagram.Branches.Select(branch => (branch.Nodes[1].UnstableCount, branch.Nodes[^2].UnstableCount)).ToArray();
        Assert.Equal((n % 2 == 0 ? n : 2 * n) / 2, unstable.Count(pair => pair == (1, 1)));
        Assert.Equal((n % 2 == 0 ? n : 2 * n) / 2, unstable.Count(pair => pair == (0, 0)));
    }

    [Fact]
    public void A_continuous_attractor_is_one_branch_followed_by_a_member()
    {
        var line = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [0.5, 0.5, 0.5, 0.5]), [0.5, -0.5]);
        var branch = Assert.Single(Run(line, "tau", 0.5, 4).Branches);
        Assert.Equal("half-line", branch.Set);
        Assert.Equal((0.5, 4.0), (branch.Nodes.Min(n => n.Parameter), branch.Nodes.Max(n => n.Parameter)));
    }

    // x1 + x2 + x3 = 3/2 rests at g = 2/3: a triangle, at whose corners the branches of the three winners end.
    [Fact]
    public void Branches_that_end_on_a_plane_of_equilibria_say_so()
    {
        var w = Matrix.From(3, 3, (i, j) => i == j ? 0.5 : -1);
        var diagram = Run(new RateNetwork(Transfer.ThresholdLinear, w, [1, 1, 1]), "g", 0.3, 1.5);
        Assert.True(Assert.Single(diagram.Points).IsContinuous);
        Assert.DoesNotContain(diagram.Branches, branch => BranchEnd.StepTooSmall == branch.First || BranchEnd.StepTooSmall == branch.Last);
        Assert.Contains(diagram.Branches, branch => BranchEnd.Set == branch.First || BranchEnd.Set == branch.Last);
    }

    // Without input the origin rests on the kink at every gain; at g = 1 a half-line, or a quadrant, of equilibria leaves it.
    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0)]
    public void Integrators_without_input_bifurcate_at_the_gain_at_which_they_hold(double own, double other)
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [own, other, other, own]), [0, 0]);
        var point = Assert.Single(Run(network, "g", 0.3, 2.2).Points);
        Assert.True(point.IsContinuous);
        Assert.Equal(1, point.Value, 1e-9);
    }

    private static Matrix Ring(int n) => Matrix.From(n, n, (i, j) => 2.0 / n * Math.Cos(2 * Math.PI * (i - j) / n));

    [Fact]
    public void Simple_bifurcations_keep_their_names_and_codimension_one()
    {
        var hopf = Assert.Single(Run(new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [1, -1, 1, 1]), [0, 0]), "g", 0.1, 3).Points);
        Assert.Equal(("supercritical", 1), (hopf.Criticality, hopf.Codimension));
        Assert.InRange(hopf.FirstLyapunovError, 0, 1e-6);
        var pitchfork = Assert.Single(Run(new RateNetwork(Transfer.Tanh, Matrix.Identity(1), [0]), "g", 0.2, 3).Points);
        Assert.Equal((SpecialKind.Pitchfork, 1), (pitchfork.Kind, pitchfork.Codimension));
        var fold = Assert.Single(Run(new RateNetwork(Transfer.Tanh, Matrix.Identity(1), [1e-6]), "g", 0.2, 3).Points);
        Assert.Equal((SpecialKind.SaddleNode, 1), (fold.Kind, fold.Codimension));
    }

    private static BifurcationDiagram Run(IDynamicalSystem system, string parameter, double low, double high) =>
        EquilibriumContinuation.Run(
            p => system.With(parameter, p),
            low,
            high,
            p => [.. EquilibriumFinder.Find(system.With(parameter, p)).Equilibria.Select(e => e.X)],
            new ContinuationOptions
            {
                Box = 20 * Math.Max(1, system.Box.High.Max()),
                Sets = p => EquilibriumFinder.Find(system.With(parameter, p)).ContinuousSets.Select(set => (set.Nearest([2, 1]), set)),
            },
            TestContext.Current.CancellationToken
        );
}
