using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Numerics.Statistics;

public class StudentMeanTests
{
    // Student 1908, section IX: additional hours of sleep by two drugs in ten patients. The quantile of 9 degrees of freedom at 97.5 % is 2.262157.
    [Fact]
    public void The_interval_is_that_of_the_table()
    {
        double[] gained = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
        var interval = StudentMean.Of(gained, 0.95);
        Assert.Equal(1.58, interval.Estimate, 1e-12);
        Assert.Equal(1.58 - (2.262157 * 1.229995 / Math.Sqrt(10)), interval.Low, 1e-5);
        Assert.Equal(1.58 + (2.262157 * 1.229995 / Math.Sqrt(10)), interval.High, 1e-5);
    }

    [Fact]
    public void One_value_has_no_interval_and_certainty_has_none()
    {
        Assert.Throws<ArgumentException>(() => StudentMean.Of([1], 0.95));
        Assert.Throws<ArgumentException>(() => StudentMean.Of([1, 2], 1));
    }
}
