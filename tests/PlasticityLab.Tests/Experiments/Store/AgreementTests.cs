using System.Text;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Tests.Experiments.Store;

public class AgreementTests
{
    [Theory]
    [InlineData("{\"S\":1.0}", "{\"S\":1.00000000000001}", true)]
    [InlineData("{\"S\":1.0}", "{\"S\":1.000001}", false)]
    [InlineData("a,1e-12,b", "a,1.00000000000001e-12,b", true)]
    [InlineData("a,1e-12,b", "a,2e-12,b", false)]
    [InlineData("-3.5", "3.5", false)]
    [InlineData("1,2", "1,2,3", false)]
    [InlineData("\"id\":\"abc123\"", "\"id\":\"abc124\"", false)]
    [InlineData("x1", "x2", false)]
    [InlineData("NaN", "1", false)]
    public void Numbers_may_differ_in_the_last_digits_and_nothing_else_may(string a, string b, bool agree) =>
        Assert.Equal(agree, Agreement.Holds(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b)));

    [Theory]
    [InlineData(1.0, 1.00000000000001, false, true)]
    [InlineData(1.0, 1.000001, false, false)]
    [InlineData(1.0, 1.00000012, true, true)] // neighbours in single precision
    [InlineData(1.0, 1.000001, true, false)]
    [InlineData(double.NaN, double.NaN, false, true)]
    [InlineData(double.NaN, 1.0, false, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, false, true)]
    [InlineData(double.PositiveInfinity, 1e308, false, false)]
    public void Arrays_agree_as_numbers_in_texts_do(double a, double b, bool single, bool agree) =>
        Assert.Equal(agree, Agreement.Holds(Archive("W", [a, 0.25], single), Archive("W", [b, 0.25], single)));

    [Fact]
    public void Arrays_of_other_names_or_shapes_and_damaged_ones_do_not_agree()
    {
        var archive = Archive("W", [1, 2]);
        Assert.False(Agreement.Holds(archive, Archive("V", [1, 2])));
        Assert.False(Agreement.Holds(archive, Archive("W", [1, 2, 3])));
        Assert.False(Agreement.Holds(archive, archive.AsSpan(0, archive.Length - 20)));
        Assert.False(Agreement.Holds([0xff, (byte)'1'], [0xfe, (byte)'1'])); // bytes that are no text are not read as one
    }

    private static byte[] Archive(string name, double[] values, bool single = false) =>
        Npz.ToBytes([KeyValuePair.Create(name, new NpyArray([values.Length], values) { IsSingle = single })]);
}
