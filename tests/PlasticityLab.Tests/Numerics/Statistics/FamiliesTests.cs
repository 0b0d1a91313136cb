using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

public class FamiliesTests
{
    private static RandomStream Stream(int index = 0) => new RandomStreams(37).Open(StreamPurpose.Analysis, index);

    private static Matrix Points(int[] families, double apart, int index)
    {
        var random = Stream(index);
        var x = Matrix.From(families.Length, 3, (i, f) => random.NextGaussian() + (f == families[i] ? apart : 0));
        return Matrix.From(
            families.Length,
            families.Length,
            (i, j) => Math.Sqrt(Enumerable.Range(0, 3).Sum(f => Math.Pow(x[i, f] - x[j, f], 2)))
        );
    }

    [Fact]
    public void Planted_families_are_found()
    {
        var planted = Enumerable.Range(0, 24).Select(i => i % 3).ToArray();
        var found = SolutionFamilies.Find(Points(planted, 8, 1), Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(3, found.Count);
        Assert.Equal(planted, found.Labels);
        Assert.StartsWith("3 families", found.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void One_cloud_is_called_one_family()
    {
        var found = SolutionFamilies.Find(Points(new int[24], 0, 2), Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, found.Count);
        Assert.StartsWith("One family", found.Why, StringComparison.Ordinal);
        Assert.Equal(1, SolutionFamilies.Find(new Matrix(6, 6), Stream(), cancellation: TestContext.Current.CancellationToken).Count);
        Assert.Equal(1, SolutionFamilies.Find(new Matrix(3, 3), Stream(), cancellation: TestContext.Current.CancellationToken).Count);
    }

    [Fact]
    public void Clusterings_of_clear_groups_agree_and_rand_is_blind_to_names()
    {
        var planted = Enumerable.Range(0, 20).Select(i => i / 10).ToArray();
        var d = Points(planted, 10, 3);
        Assert.Equal(Clustering.KMedoids(d, 2), Clustering.AverageLinkage(d, 2));
        Assert.Equal(1, Clustering.AdjustedRand([0, 0, 1, 1], [5, 5, 2, 2]));
        Assert.Equal(-0.5, Clustering.AdjustedRand([0, 0, 1, 1], [0, 1, 0, 1]), 1e-12);
        Assert.InRange(Clustering.Silhouette(d, planted), 0.6, 1);
    }
}
