using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Equilibria;

public class DegenerateEquilibriaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Transfer.Tanh, 1)]
    [InlineData(Transfer.Tanh, 2)]
    [InlineData(Transfer.Tanh, 3)]
    [InlineData(Transfer.Tanh, 4)]
    [InlineData(Transfer.Logistic, 1)]
    [InlineData(Transfer.Logistic, 2)]
    [InlineData(Transfer.Logistic, 3)]
    public void Uncoupled_units_at_their_critical_gain_have_one_equilibrium_of_multiplicity_three_each(Transfer transfer, int n)
    {
        // r = tanh r, and r = 1/(1 + exp(2 − 4 r)) around 1/2, have one triple zero.
        var network =
            transfer == Transfer.Tanh
                ? new RateNetwork(transfer, Matrix.Identity(n), new double[n])
                : new RateNetwork(transfer, Matrix.Combine(4, Matrix.Identity(n), 0, Matrix.Identity(n)), [.. Enumerable.Repeat(-2.0, n)]);
        var report = EquilibriumFinder.Find(network, new() { MinimumStarts = 100, MaximumStarts = 300 }, Token);
        var only = Assert.Single(report.Equilibria);
        Assert.Equal("degenerate", only.Type);
        Assert.False(only.IsStable);
        Assert.Equal(n, only.Degeneracy!.Corank);
        Assert.Equal((int)Math.Pow(3, n), only.Degeneracy.Multiplicity);
        Assert.Equal(1, report.IndexSum);
        Assert.All(only.X, x => Assert.Equal(transfer == Transfer.Tanh ? 0 : 0.5, x, 1e-6));
        Assert.Empty(report.ContinuousSets);
        // Orbits come to it, though as t^(−1/2) only.
        var catalogue = new AttractorCatalogue(network, network.Box, report);
        Assert.Equal(0, catalogue.Sample(20, Token).NotSettled);
        Assert.Equal("degenerate", Assert.Single(catalogue.Attractors).Name);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    public void Three_equilibria_just_beyond_a_pitchfork_are_three(double beyond)
    {
        // r ≈ ±sqrt(3 (g − 1)): apart by more than rounding, so none is called degenerate.
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, Matrix.Identity(1), [0], 1 + beyond), cancellation: Token);
        Assert.Equal(3, report.Equilibria.Count);
        Assert.Equal(2, report.Stable.Count());
        Assert.Equal(1, report.IndexSum);
        Assert.Equal(Math.Sqrt(3 * beyond), report.Equilibria.Max(e => e.X[0]), 0.01 * Math.Sqrt(beyond));
    }

    [Fact]
    public void A_saddle_node_is_one_degenerate_point_of_multiplicity_two_without_index()
    {
        // r = tanh(2 r + I) is tangent at r = −sqrt(1/2); in the unit next to it nothing happens.
        var r = -Math.Sqrt(0.5);
        var network = new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [2, 0, 0, 0.5]), [Math.Atanh(r) - (2 * r), 0]);
        var report = EquilibriumFinder.Find(network, cancellation: Token);
        var stable = Assert.Single(report.Stable);
        Assert.True(stable.X[0] > 0.5);
        // Rounding of I decides whether the double zero is one, none or two; never more, and none of it is stable in both directions twice.
        Assert.InRange(report.Equilibria.Count, 1, 3);
        Assert.Equal(1, report.IndexSum);
        foreach (var item in report.Equilibria.Where(item => item.Degeneracy is not null))
        {
            Assert.Equal(2, item.Degeneracy!.Multiplicity);
            Assert.Equal(0, item.Index);
            Assert.Equal(0, item.Degeneracy.Attraction);
        }
    }

    [Theory]
    [InlineData(48)]
    [InlineData(80)]
    public void Rings_whose_pinning_is_below_rounding_are_ring_attractors(int n)
    {
        var report = EquilibriumFinder.Find(Ring(n, 1.4), cancellation: Token);
        Assert.Single(report.Equilibria);
        var ring = Assert.Single(report.ContinuousSets);
        Assert.Equal(("ring", 1, true, "ring attractor"), (ring.Kind, ring.Dimension, ring.IsAttracting, ring.Name));
        Assert.True(ring.Drift <= ring.Rounding);
        Assert.Equal(1, report.IndexSum);
        // All members have one size.
        var sizes = ring.Points.Select(x => x.Sum(v => v * v)).ToArray();
        Assert.Equal(sizes.Min(), sizes.Max(), 1e-9 * sizes.Max());
    }

    [Theory]
    [InlineData(6)]
    [InlineData(10)]
    public void Rings_of_few_units_are_pinned_at_twice_as_many_places(int n)
    {
        var report = EquilibriumFinder.Find(Ring(n, 1.5), cancellation: Token);
        Assert.Empty(report.ContinuousSets);
        Assert.Equal((2 * n) + 1, report.Equilibria.Count);
        Assert.Equal(n, report.Stable.Count());
        var critical = EquilibriumFinder.Find(Ring(n, 1), cancellation: Token);
        Assert.Equal(2, Assert.Single(critical.Equilibria).Degeneracy!.Corank);
        Assert.Equal(1, critical.IndexSum);
    }

    [Fact]
    public void Integrators_of_threshold_linear_units_are_lines_planes_and_solids()
    {
        // Rows that sum to 1: every multiple of (1, 1, 1) rests.
        var line = Only(new Matrix(3, 3, [0.2, 0.5, 0.3, 0.3, 0.3, 0.4, 0.1, 0.6, 0.3]), [0, 0, 0]);
        Assert.Equal(("half-line", 1, true, true), (line.Kind, line.Dimension, line.IsUnbounded, line.IsAttracting));
        Assert.Equal(0, line.DistanceFrom([2, 2, 2]), 1e-12);
        // Two integrators side by side.
        var plane = Only(new Matrix(2, 2, [1, 0, 0, 1]), [0, 0]);
        Assert.Equal(("plane", 2), (plane.Kind, plane.Dimension));
        Assert.Equal(0, plane.DistanceFrom([3, 0.2]), 1e-12);
        Assert.Equal(("solid", 3), (Only(Matrix.Identity(3), [0, 0, 0]).Kind, 3));
        // Winner-take-all at its critical coupling: the segment between the two winners, with every gain that makes it so.
        foreach (var g in new[] { 2.0 / 3, Math.BitIncrement(2.0 / 3) })
        {
            var segment = Only(new Matrix(2, 2, [0.5, -1, -1, 0.5]), [1, 1], g);
            Assert.Equal(("segment", true), (segment.Kind, segment.IsAttracting));
            Assert.All(segment.Points, x => Assert.Equal(1.5, x.Sum(), 1e-12));
            Assert.All(segment.Points, x => Assert.Equal(0, x.Min(), 1e-12));
        }

        // Three units whose total is what is remembered: a triangle.
        var triangle = Only(Matrix.From(3, 3, (i, j) => i == j ? 0 : -1), [1, 1, 1]);
        Assert.Equal(("patch", 2, 3), (triangle.Kind, triangle.Dimension, triangle.Points.Count));
        Assert.Equal(1, triangle.Index);
    }

    // r = tanh(r + b) has one root, near (3b)^(1/3): where the Jacobian is exactly 0, a speed of b is no rest.
    [Theory]
    [InlineData(1e-12)]
    [InlineData(-1e-15)]
    public void A_faint_input_to_a_critical_unit_moves_its_one_equilibrium(double bias)
    {
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, Matrix.Identity(2), [bias, 0]));
        var point = Assert.Single(report.Equilibria);
        Assert.Equal(Math.Cbrt(3 * bias), point.X[0], 1e-3 * Math.Abs(Math.Cbrt(3 * bias)));
        Assert.Equal(1, report.IndexSum);
    }

    // x1 has gain 3/2 above its threshold and decays below it.
    [Fact]
    public void An_equilibrium_that_is_stable_on_one_side_of_a_kink_is_not_called_stable()
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [1.5, 0, 0, 0.5]), [0, 1]);
        var point = Assert.Single(EquilibriumFinder.Find(network).Equilibria);
        Assert.Equal(("half-stable", false, 1, 0), (point.Type, point.IsStable, point.UnstableDimension, point.Index));
    }

    // Critical units that feed each other: one zero, around which f rises as the power 3ⁿ; with three and four that is rounding over half of
    // the box, where double precision sees neither the place nor the multiplicity.
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_stretch_that_rounding_makes_of_a_multiple_zero_is_one_equilibrium_somewhere_on_it(int n, bool indexKnown)
    {
        var w = Matrix.From(n, n, (i, j) => j == i || j == i + 1 ? 1 : 0);
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, w, new double[n]), cancellation: Token);
        Assert.Empty(report.ContinuousSets);
        var point = Assert.Single(report.Equilibria);
        var hidden = point.Degeneracy!;
        Assert.Equal(("degenerate", indexKnown ? 1 : 0), (point.Type, point.Index));
        Assert.Equal((1, 0, indexKnown), (hidden.Corank, hidden.Multiplicity, hidden.IndexIsKnown));
        Assert.InRange(hidden.Stretch!.Min(Norm), 0, 0.05);
        Assert.True(Norm(point.X) <= hidden.Radius);
        Assert.Contains("At least 1 equilibrium", report.Completeness.Statement);
        Assert.Contains(indexKnown ? "index sum 1 as it must be" : "index sum unknown", report.Completeness.Statement);
        Assert.Contains("double precision does not tell", report.Completeness.Statement);
    }

    [Fact]
    public void Every_start_settles_on_a_line_and_keeps_what_it_held()
    {
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [0.5, 0.5, 0.5, 0.5]), [0, 0]);
        var report = EquilibriumFinder.Find(network, cancellation: Token);
        var map = new AttractorCatalogue(network, network.Box, report).Sample(60, Token);
        Assert.Equal((0, 0), (map.NotSettled, map.Diverged));
        Assert.Equal(60, map.Shares[0].Count);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-13)]
    [InlineData(1e30)]
    public void Threshold_linear_networks_of_any_size_have_the_same_picture(double factor)
    {
        var random = new RandomStreams(35).Open(StreamPurpose.Analysis);
        for (var trial = 0; trial < 12; trial++)
        {
            var n = 2 + (trial % 4);
            var w = Matrix.From(n, n, (i, j) => i == j ? 0 : -0.4 - random.NextDouble());
            double[] input = [.. Enumerable.Range(0, n).Select(_ => 0.5 + random.NextDouble())];
            var unit = EquilibriumFinder.Find(new RateNetwork(Transfer.ThresholdLinear, w, input), cancellation: Token);
            double[] scaled = [.. input.Select(x => factor * x)];
            var other = EquilibriumFinder.Find(new RateNetwork(Transfer.ThresholdLinear, w, scaled), cancellation: Token);
            Assert.Equal(unit.Completeness.Statement, other.Completeness.Statement);
            Assert.Equal(unit.Equilibria.Select(e => e.Type), other.Equilibria.Select(e => e.Type));
            Assert.All(
                unit.Equilibria.Zip(other.Equilibria),
                pair => Assert.All(pair.First.X.Zip(pair.Second.X), x => Assert.Equal(x.First, x.Second / factor, 1e-12))
            );
        }
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));

    private static ContinuousSet Only(Matrix w, double[] input, double g = 1)
    {
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.ThresholdLinear, w, input, g), cancellation: Token);
        Assert.Empty(report.Equilibria);
        return Assert.Single(report.ContinuousSets);
    }

    private static RateNetwork Ring(int n, double gain) =>
        new(Transfer.Tanh, Matrix.From(n, n, (i, j) => 2.0 / n * Math.Cos(2 * Math.PI * (i - j) / n)), new double[n], gain);
}
