using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Equilibria;

/// <summary>Systems made to mislead: high multiplicities that look like segments, simplexes of equilibria, folds to the last digit, weights
/// beyond the digits of a drive.</summary>
public class HostileSystemsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_zero_of_the_ninth_power_is_one_point_and_no_segment(double sign)
    {
        // x2 = tanh x2 and x1 = tanh(x1 ± x2): f is −x1⁹/81 along its null direction, below rounding over a stretch of 0.07.
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [1, sign, 0, 1]), [0, 0]));
        Assert.Empty(report.ContinuousSets);
        var point = Assert.Single(report.Equilibria);
        Assert.Equal("degenerate", point.Type);
        Assert.Equal(9, point.Degeneracy!.Multiplicity);
        Assert.Equal(1, report.IndexSum);
        Assert.All(point.X, x => Assert.Equal(0, x, 1e-3));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Winners_that_inhibit_each_other_as_much_as_themselves_share_a_simplex_that_attracts(int n)
    {
        // x_i = [1 − Σ_{j≠i} x_j]₊: all x ≥ 0 with Σ x = 1. The energy (Σ x)²/2 − Σ x is convex, so orbits come to it from all sides.
        var w = Matrix.From(n, n, (i, j) => i == j ? 0 : -1);
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.ThresholdLinear, w, [.. Enumerable.Repeat(1.0, n)]));
        var set = Assert.Single(report.ContinuousSets);
        Assert.Equal(n - 1, set.Dimension);
        Assert.True(set.IsAttracting);
        Assert.Equal(-n, set.RatesAcross[0], 1e-9);
        Assert.Empty(report.Equilibria);
    }

    [Fact]
    public void At_a_fold_the_singular_eigenvalue_is_of_no_side()
    {
        // r = tanh(3 r + I) at its fold, to the last digit of I.
        var r = Math.Sqrt(1 - (1 / 3.0));
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, new Matrix(1, 1, [3]), [Math.Atanh(r) - (3 * r)]));
        var fold = Assert.Single(report.Equilibria, item => item.Type == "degenerate");
        Assert.Equal((0, 2), (fold.UnstableDimension, fold.Degeneracy!.Multiplicity));
    }

    [Theory]
    [InlineData(1e300, 1)]
    [InlineData(1e10, 1e10)]
    public void Weights_beyond_the_digits_of_a_drive_are_refused(double weight, double gain) =>
        Assert.Contains(
            "g times the largest weight must be at most",
            Assert
                .Throws<UserError>(() => new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [weight, -weight, weight, weight]), [0, 0], gain))
                .Message,
            StringComparison.Ordinal
        );
}
