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
    public void Weights_that_diverged_are_refused() => Assert.Throws<UserError>(() => new AssemblyField(new Matrix(1, 1, [double.NaN]), new AssemblyPoint(1, 1)));
}
