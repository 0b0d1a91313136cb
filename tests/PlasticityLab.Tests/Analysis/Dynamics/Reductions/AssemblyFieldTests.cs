using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Reductions;

public class AssemblyFieldTests
{
    private static readonly Matrix Blocks = new(3, 3, [1.2, 0.1, -0.2, 0.9, 1.1, 0.05, -0.1, 0.8, 1.3]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 0.05)]
    public void The_Jacobian_is_the_derivative_of_the_field(double adaptation, double smoothing)
    {
        var field = new AssemblyField(Blocks, new AssemblyPoint(1.4, 2, Outside: 0.05, Adaptation: adaptation, Smoothing: smoothing));
        double[] x = [0.7, 0.4, 0.2, 0.3, 0.1, 0.6];
        x = x[..field.Dimension];
        var jacobian = new Matrix(field.Dimension, field.Dimension);
        field.Jacobian(x, jacobian);
        for (var j = 0; j < x.Length; j++)
        {
            var (up, down, high, low) = ((double[])x.Clone(), (double[])x.Clone(), new double[x.Length], new double[x.Length]);
            up[j] += 1e-6;
            down[j] -= 1e-6;
            field.Evaluate(up, high);
            field.Evaluate(down, low);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.Equal((high[i] - low[i]) / 2e-6, jacobian[i, j], 1e-7);
            }
        }
    }

    [Fact]
    public void The_gain_acts_on_the_weights_and_not_on_the_inhibition()
    {
        var field = new AssemblyField(Blocks, new AssemblyPoint(2, 3, Threshold: 1, Beta: 4));
        var d = new double[3];
        field.Evaluate([1, 1, 0], d);
        Assert.Equal(-1 + (1 / (1 + Math.Exp(-4 * ((2 * 1.3) - 3 - 0.5)))), d[0], 1e-12);
    }

    [Fact]
    public void Weights_that_diverged_are_refused() =>
        Assert.Throws<UserError>(() => new AssemblyField(new Matrix(1, 1, [double.NaN]), new AssemblyPoint(1, 1)));

    [Fact]
    public void A_whole_network_of_equal_units_moves_as_its_assemblies_do()
    {
        const int size = 5;
        var point = new AssemblyPoint(1.4, 2, Outside: 0.05, Adaptation: 1);
        var (reduced, whole) = (
            new AssemblyField(Blocks, point),
            new AssemblyField(Matrix.From(15, 15, (i, j) => Blocks[i / size, j / size] / size), point, size)
        );
        double[] x = [0.7, 0.4, 0.2, 0.3, 0.1, 0.6];
        var (few, many) = (new double[6], new double[30]);
        reduced.Evaluate(x, few);
        whole.Evaluate([.. Enumerable.Range(0, 30).Select(i => x[i / size])], many);
        Assert.All(Enumerable.Range(0, 30), i => Assert.Equal(few[i / size], many[i], 1e-14));
    }

    [Fact]
    public void Equilibria_with_adaptation_are_found_in_half_as_many_unknowns()
    {
        var field = new AssemblyField(Blocks, new AssemblyPoint(1.4, 2, Outside: 0.05, Adaptation: 1));
        var report = EquilibriumFinder.Find(field, field.Box, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, report.IndexSum);
        Assert.All(
            report.Equilibria,
            item =>
            {
                Assert.True(item.Residual < 1e-12);
                Assert.Equal(item.X[..3], item.X[3..]);
                Assert.Equal(6, item.Eigenvalues.Length);
            }
        );
    }
}
