using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Foundation;

public class QuantityTests
{
    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData(" -70 ", -70)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("2e-3", 2e-3)]
    [InlineData("1.7976931348623157E+308", double.MaxValue)]
    [InlineData("-0", -0.0)]
    public void A_plain_number_is_read(string text, double value)
    {
        Assert.True(Quantity.TryNumber(text, out var read, out _));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
    }

    [Theory]
    [InlineData("1,5", "write 1.5.")]
    [InlineData("-0,25", "write -0.25.")]
    [InlineData("1,500", "write 1.500 or 1500.")]
    [InlineData("1,000,000", "write 1000000.")]
    [InlineData("1.234,5", "write 1234.5.")]
    [InlineData("1,234.5", "write 1234.5.")]
    [InlineData("1.000.000", "write 1000000.")]
    [InlineData("10'000", "write 10000.")]
    [InlineData("10 000", "write 10000.")]
    [InlineData("10_000", "write 10000.")]
    [InlineData("\u22121.5", "write -1.5.")]
    public void Separators_are_refused_with_what_to_write(string text, string told)
    {
        Assert.False(Quantity.TryNumber(text, out _, out var problem));
        Assert.EndsWith(told, problem, StringComparison.Ordinal);
        Assert.False(Quantity.TryParse(text + " ms", "s", out _, out problem));
        Assert.EndsWith(told.Replace(" or", " ms or", StringComparison.Ordinal)[..^1] + " ms.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1e2.5")]
    [InlineData("--1")]
    [InlineData("١٢")]
    [InlineData("abc")]
    [InlineData(",")]
    [InlineData("(5)")]
    [InlineData("5 ms")]
    public void What_is_no_plain_number_is_refused(string? text)
    {
        Assert.False(Quantity.TryNumber(text, out var value, out var problem));
        Assert.Equal(0, value);
        Assert.StartsWith("must be a", problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("20 ms", "s", 0.02)]
    [InlineData("20ms", "s", 0.02)]
    [InlineData("20\u00a0ms", "s", 0.02)]
    [InlineData("9.41751 ms", "s", 9.41751e-3)]
    [InlineData("0.5 s", "s", 0.5)]
    [InlineData("300 us", "s", 300e-6)]
    [InlineData("300 µs", "s", 300e-6)]
    [InlineData("300 \u03bcs", "s", 300e-6)]
    [InlineData("2 min", "s", 120)]
    [InlineData("0.1 min", "s", 6)]
    [InlineData("0", "s", 0)]
    [InlineData("0.0", "V", 0)]
    [InlineData("-70 mV", "V", -0.07)]
    [InlineData("1.5 kHz", "Hz", 1500)]
    [InlineData("2e-2 s", "s", 0.02)]
    [InlineData("281 pF", "F", 281e-12)]
    [InlineData("30 nS", "S", 30e-9)]
    [InlineData("1.5", "weight", 1.5)]
    public void A_quantity_is_read_in_its_plain_unit(string text, string unit, double value)
    {
        Assert.True(Quantity.TryParse(text, unit, out var read, out var problem), problem);
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("10", "s", "must carry its unit, such as \"20 ms\", but is the bare number 10.")]
    [InlineData("0.02", "s", "must carry its unit, such as \"20 ms\", but is the bare number 0.02.")]
    [InlineData("20 V", "s", "must be given in s (such as \"20 ms\"), but has the unit \"V\".")]
    [InlineData("20 MS", "s", "must be given in s (such as \"20 ms\"), but has the unit \"MS\".")]
    [InlineData("5 min", "Hz", "must be given in Hz (such as \"10 Hz\"), but has the unit \"min\".")]
    [InlineData("ms", "s", "must be a finite number, but is \"ms\".")]
    [InlineData("20 ms", "weight", "must be a plain number, but has the unit \"ms\".")]
    public void What_is_no_quantity_is_refused_with_what_to_write(string text, string unit, string told)
    {
        Assert.False(Quantity.TryParse(text, unit, out _, out var problem));
        Assert.Equal(told, problem);
    }

    [Theory]
    [InlineData("6/8", 6, 8)]
    [InlineData(" 3 / 4 ", 3, 4)]
    [InlineData("2", 2, 1)]
    public void A_fraction_keeps_its_numbers(string text, int numerator, int denominator)
    {
        Assert.True(Quantity.TryFraction(text, out var value, out _));
        Assert.Equal((numerator, denominator), value);
    }

    [Theory]
    [InlineData("1/0")]
    [InlineData("1/-2")]
    [InlineData("1/2/3")]
    [InlineData("1,5/2")]
    [InlineData("/2")]
    [InlineData("")]
    public void What_is_no_fraction_is_refused(string text)
    {
        Assert.False(Quantity.TryFraction(text, out _, out var problem));
        Assert.EndsWith(".", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5")]
    [InlineData("3e9")]
    [InlineData("1,000")]
    public void What_is_no_whole_number_is_refused(string text) =>
        Assert.StartsWith("units must be", Assert.Throws<UserError>(() => Quantity.Whole(text, "units")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.02, "s", "20 ms")]
    [InlineData(9.41751e-3, "s", "9.41751 ms")]
    [InlineData(0.0005, "s", "500 us")]
    [InlineData(120, "s", "120 s")]
    [InlineData(4000, "s", "4000 s")]
    [InlineData(-0.0706, "V", "-70.6 mV")]
    [InlineData(1500, "Hz", "1.5 kHz")]
    [InlineData(0, "s", "0")]
    [InlineData(0.5, "weight", "0.5")]
    [InlineData(1e-20, "S", "0.00001 fS")]
    public void A_quantity_is_shown_with_its_prefix(double value, string unit, string text) =>
        Assert.Equal(text, Quantity.Show(value, unit));

    [Fact]
    public void What_is_shown_is_read_back_as_the_same_bits()
    {
        var random = new RandomStreams(7).Open(StreamPurpose.Tuning, 0);
        foreach (var unit in new[] { "s", "Hz", "V", "S" })
        {
            for (var i = 0; i < 2000; i++)
            {
                var value = random.NextDouble(-0.5, 0.5) * Math.Pow(10, random.NextInt(22) - 14);
                Assert.True(Quantity.TryParse(Quantity.Show(value, unit), unit, out var read, out var problem), problem);
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
            }
        }
    }

    [Fact]
    public void A_prefix_has_the_bits_of_the_exponent()
    {
        for (var i = 1; i < 3000; i++)
        {
            var digits = (i * 31.4159 / 7).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Quantity.Parse(digits + "e-3 s", "s", "x"), Quantity.Parse(digits + " ms", "s", "x"));
        }
    }
}
