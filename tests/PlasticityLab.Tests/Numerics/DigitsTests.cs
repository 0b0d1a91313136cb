using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Numerics;

public class DigitsTests
{
    [Theory]
    [InlineData(-1e-12, "F6", "0.000000")]
    [InlineData(-0.0, "G6", "0")]
    [InlineData(-1e-12, "0.###e+0", "-1e-12")]
    [InlineData(-0.04, "0.0", "0.0")]
    [InlineData(-0.06, "0.0", "-0.1")]
    [InlineData(double.NegativeInfinity, "F2", "-Infinity")]
    public void A_number_that_rounds_to_zero_has_no_sign(double value, string format, string text) =>
        Assert.Equal(text, value.Text(format));
}
