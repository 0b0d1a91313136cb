using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Statistics;

public class DistanceTestsAgainstReferenceTests
{
    private static RandomStream Stream() => new RandomStreams(1).Open(StreamPurpose.Analysis);

    private static System.Text.Json.JsonElement Examples => ReferenceJson.Open("similarity", "similarity_examples.json");

    [Theory]
    [InlineData("statistics")]
    [InlineData("statistics_separated_groups")]
    public void Permanova_agrees_with_the_worked_example(string name)
    {
        var example = Examples.GetProperty(name);
        var result = Permanova.Test(
            example.GetProperty("D").Matrix(),
            example.GetProperty("groups").Ints(),
            Stream(),
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal(example.Number("permanova.pseudo_F"), result.PseudoF, 1e-9);
        Assert.Equal(example.Number("permanova.R2"), result.R2, 1e-9);
        Assert.Equal(example.Number("permanova.exact_p"), result.PValue, 1e-12);
        Assert.Equal(example.Number("permanova.n_label_assignments"), result.Test.Assignments);
        Assert.Equal(example.Number("permanova.count_ge"), result.Test.AtLeastAsExtreme);
        Assert.True(result.Test.IsExact);
    }

    [Fact]
    public void Between_within_and_energy_distance_agree_with_the_worked_example()
    {
        var example = Examples.GetProperty("statistics");
        var (d, groups) = (example.GetProperty("D").Matrix(), example.GetProperty("groups").Ints());
        var test = BetweenWithin.Test(d, groups, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(example.Number("between_within.statistic_mean_between_minus_mean_within"), test.Statistic, 1e-9);
        Assert.Equal(example.Number("between_within.exact_p"), test.PValue, 1e-12);
        Assert.Equal(example.Number("energy_distance_V_statistic"), EnergyDistance.Of(d, groups), 1e-9);
    }

    [Fact]
    public void Mantel_agrees_with_the_worked_example()
    {
        var example = Examples.GetProperty("statistics").GetProperty("mantel");
        var (a, b) = (example.GetProperty("D1").Matrix(), example.GetProperty("D2").Matrix());
        var greater = Mantel.Test(a, b, Stream(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(example.Number("r"), greater.Statistic, 1e-9);
        Assert.Equal(example.Number("exact_p_one_sided_greater"), greater.PValue, 1e-12);
        Assert.Equal(example.Number("permutations"), greater.Assignments);
        Assert.Equal(
            example.Number("exact_p_two_sided"),
            Mantel.Test(a, b, Stream(), Alternative.TwoSided, cancellation: TestContext.Current.CancellationToken).PValue,
            1e-12
        );
    }
}
