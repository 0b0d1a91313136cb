using PlasticityLab.Cli.Docs;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Reproductions;
using PlasticityLab.Tests;

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
        Kept(id, rows);
    }

    // The picture of a case shows its values as they come out: no further from the kept ones than is accepted.
    private static void Kept(string id, ReproductionRow[] rows)
    {
        const string stale = "docs/images/reproductions.csv is stale: write it anew with `plasticity docs --write --values FILE`.";
        var kept = TableOf<ReproducedRow>
            .ReadCsv(Path.Combine(TestData.Repository, "docs", "images", ReproductionPicture.Table))
            .Where(row => row.Id == id)
            .ToArray();
        Assert.True(kept.Select(row => (row.Case, row.Published)).SequenceEqual(rows.Select(row => (row.Case, row.Published))), stale);
        Assert.All(
            kept.Zip(rows),
            pair =>
                Assert.True(
                    Math.Abs(pair.First.Obtained - pair.Second.Obtained) <= pair.Second.Tolerance + (1e-9 * Math.Abs(pair.Second.Obtained)),
                    $"{pair.First.Case}: {stale}"
                )
        );
    }
}
