using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Continuation;

/// <summary>Branches of threshold-linear networks where a unit reaches its threshold: they pass on, turn back with a name, or run through a
/// whole segment; none ends there as a failure.</summary>
public class BorderTests
{
    private static BifurcationDiagram Run(double[] weights, double[] input, string parameter, double low, double high)
    {
        var n = input.Length;
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(n, n, weights), input);
        var diagram = EquilibriumContinuation.Run(
            p => network.With(parameter, p),
            low,
            high,
            p => [.. EquilibriumFinder.Find(network.With(parameter, p)).Equilibria.Select(e => e.X)],
            new ContinuationOptions { Box = 20 * Math.Max(1, network.Box.High.Max()) },
            TestContext.Current.CancellationToken
        );
        Assert.All(diagram.Branches, branch => Assert.True(Known(branch.First) && Known(branch.Last), $"{branch.First} {branch.Last}"));
        return diagram;
        static bool Known(BranchEnd end) => end is not (BranchEnd.StepTooSmall or BranchEnd.Budget);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    [InlineData(1e12)]
    public void A_unit_that_switches_on_bends_the_branch_and_changes_nothing_else(double size)
    {
        // x1 = I1, x2 = [10 x1 − 5]₊: a corner at I1 = 0.5.
        var diagram = Run([0, 0, 10, 0], [size, -5 * size], "I1", 0.1 * size, size);
        Assert.Empty(diagram.Points);
        var branch = Assert.Single(diagram.Branches);
        foreach (var node in branch.Nodes)
        {
            Assert.Equal(Math.Max(0, (10 * node.Parameter) - (5 * size)) / size, node.State[1] / size, 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    [InlineData(1e12)]
    public void Two_equilibria_that_meet_at_a_threshold_are_a_nonsmooth_fold(double size)
    {
        // x = [2 x − 0.5 + I]₊ of one unit: 0 and 0.5 − I for I < 0.5, nothing above.
        var diagram = Run([2], [-0.5 * size], "I_all", -size, size);
        var point = Assert.Single(diagram.Points);
        Assert.Equal("nonsmooth-fold", point.KindName);
        Assert.Equal(0.5, point.Value / size, 1e-6);
        Assert.Single(diagram.Branches);
    }

    [Fact]
    public void Units_that_switch_together_are_one_event_and_no_branch_is_listed_twice()
    {
        // Two units that excite each other: (0, 0) and (x, x), x = −I, meet at I = 0.
        var diagram = Run([0, 2, 2, 0], [-0.5, -0.5], "I_all", -1, 1);
        var point = Assert.Single(diagram.Points);
        Assert.Equal(("nonsmooth-fold", "a unit at its threshold"), (point.KindName, point.Remark));
        Assert.Equal(0.5, point.Value, 1e-6);
        Assert.Single(diagram.Branches);
    }

    [Fact]
    public void An_equilibrium_whose_stability_jumps_at_a_threshold_is_a_border_collision()
    {
        // Unit 2 excites unit 1 by 3 when on: (I, 0) is stable; beyond, with both on, the Jacobian [−1 −3; 3 1.2] is unstable.
        var diagram = Run([0, -3, 3, 2.2], [1, -1], "I1", -0.5, 1.5);
        var point = Assert.Single(diagram.Points, p => p.Kind == SpecialKind.BorderCollision);
        Assert.Equal(1.0 / 3, point.Value, 1e-6);
        Assert.Equal(2, Math.Abs(point.UnstableChange));
    }

    [Fact]
    public void Winners_pass_through_the_segment_at_which_they_are_equal()
    {
        var diagram = Run([0.5, -1, -1, 0.5], [1, 1], "g", 0.1, 3);
        var point = Assert.Single(diagram.Points);
        Assert.True(point.IsContinuous);
        Assert.Equal(2.0 / 3, point.Value, 1e-9);
    }

    [Fact]
    public void Random_networks_have_branches_that_end_at_the_ends_of_the_range_only()
    {
        var random = new PlasticityLab.Numerics.Random.RandomStreams(11).Open(PlasticityLab.Numerics.Random.StreamPurpose.Analysis);
        for (var draw = 0; draw < 30; draw++)
        {
            var n = 2 + (draw % 2);
            var diagram = Run(
                [.. Enumerable.Range(0, n * n).Select(_ => 0.9 * random.NextGaussian())],
                [.. Enumerable.Range(0, n).Select(_ => random.NextGaussian())],
                "I1",
                -2,
                2
            );
            // Index theory: nonsmooth folds are the only way in which equilibria of a bounded network come and go.
            Assert.All(diagram.Branches, branch => Assert.True(branch.Nodes.Count > 1));
        }
    }
}
