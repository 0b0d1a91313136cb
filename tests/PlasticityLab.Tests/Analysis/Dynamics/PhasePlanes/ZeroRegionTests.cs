using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.PhasePlanes;

public class ZeroRegionTests
{
    private static readonly PlaneWindow Window = new(-1, 3, -1, 3);

    [Fact]
    public void Where_a_unit_excites_itself_with_one_over_the_gain_its_nullcline_is_a_half_plane()
    {
        // 49 · (1/49) is not 1 to the last digit: zero to rounding is zero.
        var network = new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [1.0 / 49, 0, 0, 0.01]), [0, 1], 49);
        var region = Assert.Single(ZeroRegion.Find(network, 0, Window));
        Assert.Equal((0.0, 3.0, -1.0, 3.0), (Math.Round(region.Left, 12), region.Right, region.Bottom, region.Top));
        Assert.Equal(0.75, region.Share, 1e-9);
        Assert.Equal(4, region.Outline.Count);
        Assert.Empty(ZeroRegion.Find(network, 1, Window));
        Assert.Empty(Nullclines.Trace(network, 0, Window, 128, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_border_may_be_slanted_and_the_region_may_hold_the_other_nullcline_too()
    {
        // dx/dt = −x + [x + y − 1]₊ with y held where x is: zero where y = 1 and x + y > 1; with W = 1 everywhere both vanish for no input.
        var both = new RateNetwork(Transfer.ThresholdLinear, Matrix.Identity(2), [0, 0]);
        foreach (var component in new[] { 0, 1 })
        {
            Assert.Equal(0.75, Assert.Single(ZeroRegion.Find(both, component, Window)).Share, 1e-9);
        }

        Assert.Empty(ZeroRegion.Find(new RateNetwork(Transfer.Tanh, Matrix.Identity(2), [0, 0]), 0, Window));
        Assert.Empty(ZeroRegion.Find(new RateNetwork(Transfer.ThresholdLinear, new Matrix(2, 2, [0.5, 0.5, 0.5, 0.5]), [0, 0]), 0, Window));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-13)]
    [InlineData(1e30)]
    public void Nullclines_regions_and_separatrices_scale_with_the_input(double size)
    {
        RateNetwork Of(double s) => new(Transfer.ThresholdLinear, new Matrix(2, 2, [0, -1.5, -1.5, 0]), [s, s]);
        var (unit, other) = (Of(1), Of(size));
        var (window, scaled) = (PlaneWindow.Of(unit.Box), PlaneWindow.Of(other.Box));
        Assert.Equal(window.Right, scaled.Right / size, 1e-12);
        for (var component = 0; component < 2; component++)
        {
            var a = Nullclines.Trace(unit, component, window, 64, TestContext.Current.CancellationToken);
            var b = Nullclines.Trace(other, component, scaled, 64, TestContext.Current.CancellationToken);
            Assert.Equal(a.Count, b.Count);
            Assert.All(
                a[0].Points.Zip(b[0].Points),
                pair =>
                    Assert.Equal(0, Math.Abs(pair.First.X - (pair.Second.X / size)) + Math.Abs(pair.First.Y - (pair.Second.Y / size)), 1e-9)
            );
        }

        var first = Separatrices.Trace(unit, EquilibriumFinder.Find(unit).Equilibria, window);
        var second = Separatrices.Trace(other, EquilibriumFinder.Find(other).Equilibria, scaled);
        Assert.Equal(first.Select(curve => curve.End), second.Select(curve => curve.End));
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.Arclength[^1], pair.Second.Arclength[^1] / size, 1e-5));
    }
}
