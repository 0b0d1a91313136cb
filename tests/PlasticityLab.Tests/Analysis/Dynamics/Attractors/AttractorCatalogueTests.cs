using System.Diagnostics;
using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Tests.Analysis.Dynamics.Attractors;

public class AttractorCatalogueTests
{
    private static AttractorCatalogue Catalogue(IDynamicalSystem system) =>
        new(system, system.Box, EquilibriumFinder.Find(system, cancellation: TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("wilson_cowan", "wc_neuromatch_default", "basins_101x101_grid_0_to_1", 101, false)]
    [InlineData("tanh2", "tanh2_symmetric_biased", "basins_100x100_cell_centres_-1_to_1", 100, true)]
    public void Basins_on_a_grid_have_the_reference_counts(string folder, string id, string field, int n, bool centres)
    {
        var path = TestData.Path("reference", "dynamics", folder, id + ".json");
        var catalogue = Catalogue(SystemFile.Read(path).System);
        var starts = (from j in Enumerable.Range(0, n) from i in Enumerable.Range(0, n) select new[] { At(i), At(j) }).ToArray();
        var clock = Stopwatch.StartNew();
        var map = catalogue.Map(starts, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine($"{clock.Elapsed.TotalSeconds:F2} s");
        using var reference = JsonDocument.Parse(File.ReadAllText(path));
        var basins = reference.RootElement.GetProperty(field);
        var counts = basins.GetProperty("counts").EnumerateArray().Select(item => item.GetInt32()).ToArray();
        foreach (var (attractor, k) in basins.GetProperty("attractors").EnumerateArray().Select((item, k) => (item, k)))
        {
            var x = attractor.EnumerateArray().Select(item => item.GetDouble()).ToArray();
            var mine = Enumerable
                .Range(0, catalogue.Attractors.Count)
                .MinBy(a => Math.Abs(catalogue.Attractors[a].X[0] - x[0]) + Math.Abs(catalogue.Attractors[a].X[1] - x[1]));
            Assert.InRange(map.Shares[mine].Count - counts[k], -3, 3);
        }

        Assert.Equal((0, 0), (map.NotSettled, map.Diverged));
        double At(int i) => centres ? -1 + ((i + 0.5) * 2 / n) : i / (n - 1.0);
    }

    [Fact]
    public void Orbits_around_an_unstable_focus_end_on_its_cycle_with_the_known_period()
    {
        var system = new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 6.4, 4.8, 6, 1.2, 0.8, 0, 0, 0]);
        var catalogue = Catalogue(system);
        var map = catalogue.Sample(200, TestContext.Current.CancellationToken);
        var cycle = Assert.Single(catalogue.Attractors);
        Assert.Equal("limit_cycle", cycle.Kind);
        Assert.Equal(21.520568672018, cycle.Period!.Value, 1e-5);
        Assert.Equal(200, map.Shares[0].Count);
        Assert.InRange(map.Shares[0].Low95, 0.97, 0.99);
    }

    [Fact]
    public void Chaos_is_not_settled_and_runaway_is_diverged()
    {
        var lorenz = FormulaSystem.Lorenz();
        var map = new AttractorCatalogue(
            lorenz,
            lorenz.Box,
            EquilibriumFinder.Find(lorenz, cancellation: TestContext.Current.CancellationToken),
            new() { Patience = 10 }
        ).Sample(3, TestContext.Current.CancellationToken);
        Assert.Equal(3, map.NotSettled);
        var runaway = new RateNetwork(Transfer.ThresholdLinear, new(1, 1, [2]), [1]);
        var report = EquilibriumFinder.Find(runaway, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(report.Equilibria);
        Assert.Equal(4, new AttractorCatalogue(runaway, runaway.Box, report).Sample(4, TestContext.Current.CancellationToken).Diverged);
    }

    [Fact]
    public void Wilson_intervals_are_the_known_ones()
    {
        var share = BasinShare.Of(8, 10);
        Assert.Equal(0.4901625, share.Low95, 1e-6);
        Assert.Equal(0.9433178, share.High95, 1e-6);
    }
}
