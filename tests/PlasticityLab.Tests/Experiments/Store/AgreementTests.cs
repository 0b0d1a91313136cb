using System.Text;
using PlasticityLab.Experiments.Store;

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
}
