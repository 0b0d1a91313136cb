using PlasticityLab.Reproductions;

namespace PlasticityLab.Science.Tests;

public class ReproductionTests
{
    public static TheoryData<string> Ids => [.. Catalog.Of<IReproduction>().All.Select(item => item.Card.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_published_result_is_reproduced(string id)
    {
        var rows = Catalog.Of<IReproduction>().All.Single(item => item.Card.Id == id).Run(TestContext.Current.CancellationToken).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(
            rows,
            row =>
                Assert.True(
                    row.Verdict == "pass",
                    $"{row.Id} {row.Case}: published {row.Published:R}, obtained {row.Obtained:R}, tolerance {row.Tolerance:R}"
                )
        );
    }
}
