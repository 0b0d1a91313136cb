using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Numerics;

public class VectorMathTests
{
    private static double[] Arguments(double range)
    {
        var stream = new RandomStreams(1).Open(StreamPurpose.Analysis);
        return
        [
            0,
            1e-300,
            -1e-300,
            1e-9,
            -1e-9,
            .. Enumerable
                .Range(0, 20_000)
                .Select(k =>
                    stream.NextDouble(-range, range)
                    * (
                        k % 3 == 0 ? 1
                        : k % 3 == 1 ? 0.1
                        : 1e-3
                    )
                ),
        ];
    }

    private static void Near(double[] x, Func<double, double> exact, Func<double, double> ours, double units) =>
        Assert.All(
            x,
            value =>
                Assert.True(
                    Math.Abs(ours(value) - exact(value)) <= (units * 2.3e-16 * Math.Abs(exact(value))) + 1e-307,
                    $"f({value:R}) = {ours(value):R}, exact {exact(value):R}"
                )
        );

    [Fact]
    public void Exp_tanh_and_logistic_are_a_few_units_in_the_last_place_from_exact()
    {
        Near(Arguments(700), Math.Exp, VectorMath.Exp, 3);
        Near(Arguments(25), Math.Tanh, VectorMath.Tanh, 4);
        Near(Arguments(700), x => 1 / (1 + Math.Exp(-x)), VectorMath.Logistic, 5);
    }

    [Fact]
    public void Single_precision_is_a_few_units_in_its_last_place_from_exact()
    {
        foreach (var x in Arguments(80).Select(x => (float)x))
        {
            Assert.InRange(VectorMath.Exp(x) / Math.Exp(x), 1 - 4e-7, 1 + 4e-7);
            Assert.InRange(VectorMath.Logistic(x) * (1 + Math.Exp(-x)), 1 - 5e-7, 1 + 5e-7);
            Assert.True(Math.Abs(VectorMath.Tanh(x) - Math.Tanh(x)) <= 4e-7 * Math.Abs(Math.Tanh(x)));
        }
    }

    [Fact]
    public void A_value_does_not_depend_on_its_place()
    {
        var x = Arguments(30)[..1003];
        double[] tanh = new double[x.Length],
            exp = new double[x.Length];
        VectorMath.Tanh(x, tanh);
        VectorMath.Exp(x, exp);
        Assert.Equal(x.Select(VectorMath.Tanh), tanh);
        Assert.Equal(x.Select(VectorMath.Exp), exp);
        Assert.All(x, value => Assert.Equal(VectorMath.Tanh(value), -VectorMath.Tanh(-value)));
    }

    [Fact]
    public void The_ends_of_the_line_are_right()
    {
        Assert.Equal(double.PositiveInfinity, VectorMath.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, VectorMath.Exp(710.0));
        Assert.Equal(0, VectorMath.Exp(double.NegativeInfinity));
        Assert.Equal(1, VectorMath.Tanh(double.PositiveInfinity));
        Assert.Equal(-1, VectorMath.Tanh(-1000.0));
        Assert.Equal(1, VectorMath.Logistic(double.PositiveInfinity));
        Assert.InRange(VectorMath.Logistic(double.NegativeInfinity), 0, 1e-300);
        Assert.True(
            double.IsNaN(VectorMath.Exp(double.NaN))
                && double.IsNaN(VectorMath.Tanh(double.NaN))
                && double.IsNaN(VectorMath.Logistic(double.NaN))
        );
        Assert.True(
            float.IsNaN(VectorMath.Exp(float.NaN)) && float.IsNaN(VectorMath.Tanh(float.NaN)) && float.IsNaN(VectorMath.Logistic(float.NaN))
        );
    }

    [Fact]
    public void Normal_numbers_filled_and_drawn_one_by_one_are_the_same_bits()
    {
        foreach (var skip in new[] { 0, 1, 2, 3, 7 })
        {
            var (a, b) = (new RandomStreams(3).Open(StreamPurpose.Analysis), new RandomStreams(3).Open(StreamPurpose.Analysis));
            for (var k = 0; k < skip; k++)
            {
                _ = skip % 2 == 0 ? a.NextUInt32() + b.NextUInt32() : a.NextGaussian() + b.NextGaussian();
            }

            var filled = new double[1001];
            a.FillGaussian(filled.AsSpan(0, 37));
            a.FillGaussian(filled.AsSpan(37));
            Assert.Equal(Enumerable.Range(0, 1001).Select(_ => b.NextGaussian()), filled);
            Assert.Equal(a.NextUInt32(), b.NextUInt32());
        }
    }

    [Fact]
    public void Normal_numbers_are_what_Box_and_Muller_say()
    {
        var (uniform, normal) = (new RandomStreams(8).Open(StreamPurpose.Analysis), new RandomStreams(8).Open(StreamPurpose.Analysis));
        for (var k = 0; k < 20_000; k++)
        {
            var (u, v) = (uniform.NextDouble(), uniform.NextDouble());
            var radius = Math.Sqrt(-2 * Math.Log(1 - u));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * v), normal.NextGaussian(), 1e-14);
            Assert.Equal(radius * Math.Sin(2 * Math.PI * v), normal.NextGaussian(), 1e-14);
        }
    }
}
